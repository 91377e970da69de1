"""Which cells each product gets, and what keeps a product out of the file."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from shop_onboard.exports import checks
from shop_onboard.exports.listing import Listing, Problem
from shop_onboard.exports.templates.columns import TemplateColumn
from shop_onboard.exports.templates.fields import FIELDS, SPELLINGS, CellValue, value_of
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message, fold

# What one cell of a workbook can hold (ECMA-376, as Excel enforces it).
MOST_CHARACTERS = 32_767
# A spreadsheet takes text that starts like this for a formula (OWASP "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NAMES = frozenset({"title", "name", "group_title"})

# Group code of a product → column key → what was answered.
Answers = Mapping[str, Mapping[str, str]]
# What keeps a listing out of a marketplace whatever its template says.
Refusals = Callable[[Listing], Sequence[Problem]]


@dataclass(frozen=True)
class PlannedRow:
    """One listing: its cells by column, and what is wrong; with problems it is left out."""

    listing: Listing
    cells: Mapping[int, CellValue]
    problems: tuple[Problem, ...]


def nothing_refused(_listing: Listing) -> Sequence[Problem]:
    """Of a marketplace of which nothing but its template is known."""
    return ()


def plan(
    columns: Sequence[TemplateColumn],
    listings: Sequence[Listing],
    answers: Answers,
    *,
    is_csv: bool = False,
    refusals: Refusals = nothing_refused,
) -> list[PlannedRow]:
    """The rows in the order of the listings.

    Packs of one product are variants of one another, unless only one of them is sound. Of a field
    that the template itself finds fault with, `refusals` are not told as well.
    """

    def row_of(listing: Listing, packs: Mapping[str, int]) -> PlannedRow:
        beside = _beside(listing, packs)
        return _with(_row(columns, beside, answers, is_csv), refusals(beside))

    packs = Counter(listing.group_code for listing in listings)
    rows = [row_of(each, packs) for each in listings]
    sound = Counter(row.listing.group_code for row in rows if not row.problems)
    return [row_of(row.listing, sound) if _is_left_alone(row, sound) else row for row in rows]


def _is_left_alone(row: PlannedRow, sound: Mapping[str, int]) -> bool:
    """Whether nothing but this pack is left of several."""
    is_only = sound.get(row.listing.group_code, 0) == 1
    return is_only and not row.problems and row.listing.is_one_of_several


def _beside(listing: Listing, packs: Mapping[str, int]) -> Listing:
    """The listing as one of so many packs of its product, or as the only one."""
    is_one_of_several = packs.get(listing.group_code, 0) > 1
    if listing.is_one_of_several == is_one_of_several:
        return listing
    return replace(listing, is_one_of_several=is_one_of_several)


def _with(row: PlannedRow, refused: Sequence[Problem]) -> PlannedRow:
    told = {problem.field for problem in row.problems}
    more = [problem for problem in refused if problem.field not in told]
    return replace(row, problems=(*row.problems, *more))


def _row(
    columns: Sequence[TemplateColumn], listing: Listing, answers: Answers, is_csv: bool
) -> PlannedRow:
    cells: dict[int, CellValue] = {}
    problems: list[Problem] = []
    for column in columns:
        value = wanted(column, listing, answers.get(listing.group_code, {}))
        if is_not_offered(column, value) and column.source.field and not column.is_required:
            # It stays empty, and `deciding.left_empty` says so.
            continue
        problem = _problem(column, value, listing, is_csv)
        if problem is not None:
            problems.append(Problem(_listing_field(column), problem))
        elif value is not None:
            cells[column.place] = _as_offered(column, value)
    return PlannedRow(listing, cells, tuple(problems))


def wanted(
    column: TemplateColumn, listing: Listing, answers: Mapping[str, str]
) -> CellValue | None:
    """What is to stand in the cell before the file has its say; None for nothing."""
    source = column.source
    if source.asks:
        return answers.get(column.key) or None
    if source.constant:
        return source.constant
    return value_of(FIELDS[source.field], listing, source.unit) if source.field else None


def is_not_offered(column: TemplateColumn, value: CellValue | None) -> bool:
    """Whether the column has a drop-down, and this text is not in it."""
    return (
        isinstance(value, str) and bool(column.options) and _offered(column.options, value) is None
    )


def _listing_field(column: TemplateColumn) -> str:
    return FIELDS[column.source.field].source if column.source.field else "sku"


def _problem(
    column: TemplateColumn, value: CellValue | None, listing: Listing, is_csv: bool
) -> Message | None:
    if value is None:
        return _missing(column) if column.is_required else None
    if isinstance(value, str):
        if is_csv and value.startswith(_FORMULA_STARTS):
            return N_(
                "Cột «%(column)s»: chữ không được bắt đầu bằng dấu %(sign)s.",
                column=column.header,
                sign=value[0],
            )
        if is_not_offered(column, value):
            return N_(
                "Cột «%(column)s»: «%(text)s» không có trong danh sách chọn của tệp mẫu.",
                column=column.header,
                text=value[:80],
            )
        return _text_out_of_bounds(column, value, listing)
    return _number_out_of_bounds(column, value)


def _missing(column: TemplateColumn) -> Message:
    if column.source.field:
        return N_(
            "Cột «%(column)s» bắt buộc mà sản phẩm chưa ghi «%(field)s».",
            column=column.header,
            field=FIELDS[column.source.field].name,
        )
    return N_("Cột «%(column)s» bắt buộc mà chưa có câu trả lời.", column=column.header)


def _text_out_of_bounds(column: TemplateColumn, text: str, listing: Listing) -> Message | None:
    bound = column.bound if column.bound and column.bound.is_length else None
    most = MOST_CHARACTERS
    if bound and bound.most is not None:
        most = min(most, int(bound.most))
    least = int(bound.least) if bound and bound.least else 0
    if least <= len(text) <= most:
        return None
    return N_(
        "Cột «%(column)s» nhận từ %(least)s đến %(most)s ký tự; «%(what)s» dài %(size)s.",
        column=column.header,
        least=Figure(format_number, least),
        most=Figure(format_number, most),
        what=_counted(column, text, listing),
        size=Figure(format_number, len(text)),
    )


def _counted(column: TemplateColumn, text: str, listing: Listing) -> Message | str:
    """What a length is of: of a name, whether the pack is in it."""
    field = column.source.field
    if not field:
        return text[:80]
    return checks.name_counted(listing, text) if field in _NAMES else FIELDS[field].name


def _number_out_of_bounds(column: TemplateColumn, value: int | Decimal) -> Message | None:
    bound = column.bound
    if bound is None or bound.is_length:
        return None
    if bound.least is not None and value < Decimal(str(bound.least)):
        return _number_problem(column, N_("nhỏ nhất"), bound.least)
    if bound.most is not None and value > Decimal(str(bound.most)):
        return _number_problem(column, N_("lớn nhất"), bound.most)
    return None


def _number_problem(column: TemplateColumn, which: Message, end: float) -> Message:
    text = str(int(end)) if end.is_integer() else str(end).replace(".", ",")
    return N_(
        "Cột «%(column)s»: số %(which)s được ghi là %(end)s.",
        column=column.header,
        which=which,
        end=text,
    )


def _as_offered(column: TemplateColumn, value: CellValue) -> CellValue:
    """The very text of the drop-down, which may differ in case or in the order of marks."""
    if not isinstance(value, str) or not column.options or value in column.options:
        return value
    return _offered(column.options, value) or value


def _offered(options: tuple[str, ...], text: str) -> str | None:
    known = _folded(options)
    return next(
        (known[fold(each)] for each in (text, *SPELLINGS.get(text, ())) if fold(each) in known),
        None,
    )


@lru_cache(maxsize=64)
def _folded(options: tuple[str, ...]) -> Mapping[str, str]:
    """What a drop-down offers, by its folded text; the first of those that fold alike."""
    return {fold(option): option for option in reversed(options)}
