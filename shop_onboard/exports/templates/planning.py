"""Which cells each product gets, and what keeps a product out of the file."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from shop_onboard.exports.listing import Listing, Problem
from shop_onboard.exports.templates.columns import TemplateColumn
from shop_onboard.exports.templates.fields import FIELDS, CellValue, Item, value_of
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message, fold

# What one cell of a workbook can hold (ECMA-376, as Excel enforces it).
MOST_CHARACTERS = 32_767
# A spreadsheet takes text that starts like this for a formula (OWASP "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

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

    Packs of one product are variants of one another where several of them are sound. Of a field
    that the template itself finds fault with, `refusals` are not told as well.
    """
    refused = {id(listing): refusals(listing) for listing in listings}
    packs = Counter(listing.group_code for listing in listings)
    rows = [_row(columns, _item(each, packs), answers, is_csv) for each in listings]
    sound = Counter(
        row.listing.group_code for row in rows if not (row.problems or refused[id(row.listing)])
    )
    for place, row in enumerate(rows):
        item = _item(row.listing, sound)
        if item.is_variant != _item(row.listing, packs).is_variant:
            rows[place] = _row(columns, item, answers, is_csv)
    return [_with(row, refused[id(row.listing)]) for row in rows]


def _item(listing: Listing, packs: Mapping[str, int]) -> Item:
    return Item(listing, packs.get(listing.group_code, 0) > 1)


def _with(row: PlannedRow, refused: Sequence[Problem]) -> PlannedRow:
    told = {problem.field for problem in row.problems}
    more = [problem for problem in refused if problem.field not in told]
    return replace(row, problems=(*row.problems, *more))


def _row(
    columns: Sequence[TemplateColumn], item: Item, answers: Answers, is_csv: bool
) -> PlannedRow:
    cells: dict[int, CellValue] = {}
    problems: list[Problem] = []
    for column in columns:
        value = _value(column, item, answers.get(item.listing.group_code, {}))
        problem = _problem(column, value, is_csv)
        if problem is not None:
            problems.append(Problem(_listing_field(column), problem))
        elif value is not None:
            cells[column.place] = _as_offered(column, value)
    return PlannedRow(item.listing, cells, tuple(problems))


def _value(column: TemplateColumn, item: Item, answers: Mapping[str, str]) -> CellValue | None:
    source = column.source
    if source.asks:
        return answers.get(column.key) or None
    if source.constant:
        return source.constant
    return value_of(FIELDS[source.field], item, source.unit) if source.field else None


def _listing_field(column: TemplateColumn) -> str:
    return FIELDS[column.source.field].source if column.source.field else "sku"


def _problem(column: TemplateColumn, value: CellValue | None, is_csv: bool) -> Message | None:
    if value is None:
        return _missing(column) if column.is_required else None
    if isinstance(value, str):
        if is_csv and value.startswith(_FORMULA_STARTS):
            return N_(
                "Cột «%(column)s»: chữ không được bắt đầu bằng dấu %(sign)s.",
                column=column.header,
                sign=value[0],
            )
        if column.options and fold(value) not in _folded(column.options):
            return N_(
                "Cột «%(column)s»: «%(text)s» không có trong danh sách chọn của tệp mẫu.",
                column=column.header,
                text=value[:80],
            )
    return _out_of_bounds(column, value)


def _missing(column: TemplateColumn) -> Message:
    if column.source.field:
        return N_(
            "Cột «%(column)s» bắt buộc mà sản phẩm chưa ghi «%(field)s».",
            column=column.header,
            field=FIELDS[column.source.field].name,
        )
    return N_("Cột «%(column)s» bắt buộc mà chưa có câu trả lời.", column=column.header)


def _out_of_bounds(column: TemplateColumn, value: CellValue) -> Message | None:
    bound = column.bound
    size = len(value) if isinstance(value, str) else value
    if isinstance(value, str):
        most = MOST_CHARACTERS
        if bound and bound.is_length and bound.most is not None:
            most = min(most, int(bound.most))
        least = int(bound.least) if bound and bound.is_length and bound.least else 0
        if not least <= len(value) <= most:
            return N_(
                "Cột «%(column)s» nhận từ %(least)s đến %(most)s ký tự, sản phẩm có %(size)s.",
                column=column.header,
                least=Figure(format_number, least),
                most=Figure(format_number, most),
                size=Figure(format_number, len(value)),
            )
        return None
    if bound is None or bound.is_length:
        return None
    if bound.least is not None and size < Decimal(str(bound.least)):
        return _number_problem(column, N_("nhỏ nhất"), bound.least)
    if bound.most is not None and size > Decimal(str(bound.most)):
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
    if not isinstance(value, str):
        return value
    if not column.options or value in column.options:
        return value
    return _folded(column.options).get(fold(value), value)


@lru_cache(maxsize=64)
def _folded(options: tuple[str, ...]) -> Mapping[str, str]:
    """What a drop-down offers, by its folded text; the first of those that fold alike."""
    return {fold(option): option for option in reversed(options)}
