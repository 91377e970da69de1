"""Which of a template's columns a person has to look at, and which stay empty in its file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop_onboard.exports.templates.columns import TemplateColumn
from shop_onboard.exports.templates.fields import OF_VARIANTS, CellValue
from shop_onboard.exports.templates.guessing import is_sure
from shop_onboard.exports.templates.keyed import KeyedTemplate
from shop_onboard.exports.templates.planning import Answers, PlannedRow, is_not_offered, wanted
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_SHOWN = 5
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class ColumnGroups:
    """A template's columns: to decide on, matched without a doubt, and those that may be empty."""

    to_decide: tuple[TemplateColumn, ...]
    matched: tuple[TemplateColumn, ...]
    others: tuple[TemplateColumn, ...]


@dataclass(frozen=True)
class LeftEmpty:
    """A column that stays empty, at least for some packs, and why somebody should know."""

    column: TemplateColumn
    message: Message


@dataclass(frozen=True)
class FirstRows:
    """The first rows as they will stand in the file: a text for each of `columns`."""

    columns: tuple[TemplateColumn, ...]
    rows: tuple[tuple[PlannedRow, tuple[str, ...]], ...]


def grouped(
    columns: Sequence[TemplateColumn],
    open_places: Collection[int],
    keyed: KeyedTemplate | None,
    *,
    is_confirmed: bool,
) -> ColumnGroups:
    """The columns of `open_places` first, then what may have to be decided.

    `is_confirmed` when somebody has said before what fills such a template.
    """
    urgent = [column for column in columns if column.place in open_places]
    asked = [
        column
        for column in columns
        if column not in urgent
        and (_may_need(column, keyed) or (not keyed and not is_confirmed and _is_unsure(column)))
    ]
    rest = [column for column in columns if column not in urgent and column not in asked]
    return ColumnGroups(
        (*urgent, *asked),
        tuple(column for column in rest if not column.source.is_blank),
        tuple(column for column in rest if column.source.is_blank),
    )


def _is_unsure(column: TemplateColumn) -> bool:
    field = column.source.field
    return bool(field) and not is_sure(column.header, field)


def _may_need(column: TemplateColumn, keyed: KeyedTemplate | None) -> bool:
    """Blank, where the file says that some goods need it, or the site may not fill it alone."""
    if not column.source.is_blank or (keyed and keyed.is_needless(column)):
        return False
    if keyed and keyed.is_to_ask(column):
        return True
    is_choice = keyed is not None and keyed.one_of and column.key.startswith(keyed.one_of)
    return column.is_conditional and not is_choice


def left_empty(
    columns: Sequence[TemplateColumn],
    rows: Sequence[PlannedRow],
    answers: Answers,
    keyed: KeyedTemplate | None,
) -> list[LeftEmpty]:
    """The columns that a marketplace may miss in the file of these rows, from left to right."""
    found = []
    for column in columns:
        if column.source.is_blank:
            if _may_need(column, keyed):
                found.append(LeftEmpty(column, _why_blank(column, keyed)))
            continue
        message = _empty_in(column, rows, answers)
        if message is not None:
            found.append(LeftEmpty(column, message))
    return found


def _why_blank(column: TemplateColumn, keyed: KeyedTemplate | None) -> Message:
    if keyed and keyed.is_to_ask(column) and (column.options or column.is_unread):
        return N_("tệp mẫu có danh sách chọn riêng; hãy xem rồi ghi giá trị chung, hoặc để trống")
    return N_("chưa chọn thông tin nào")


def first_rows(columns: Sequence[TemplateColumn], rows: Sequence[PlannedRow]) -> FirstRows:
    """The first rows of the file, sound ones where there are any, with the columns that they use.

    Numbers and texts are those of the cells; long texts are shortened.
    """
    shown = [row for row in rows if not row.problems][:_SHOWN] or list(rows[:_SHOWN])
    used = [column for column in columns if any(column.place in row.cells for row in shown)]
    return FirstRows(
        tuple(used),
        tuple(
            (row, tuple(_shown(row.cells.get(column.place)) for column in used)) for row in shown
        ),
    )


def _shown(value: CellValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _empty_in(
    column: TemplateColumn, rows: Sequence[PlannedRow], answers: Answers
) -> Message | None:
    if column.is_required:
        # The rows themselves are refused, with the reason.
        return None
    empty = [row for row in rows if column.place not in row.cells and _is_asked(column, row)]
    texts = (wanted(column, row.listing, _answers(answers, row)) for row in empty)
    refused = next((text for text in texts if is_not_offered(column, text)), None)
    if refused is not None:
        return N_("danh sách chọn của tệp mẫu không có «%(text)s»", text=str(refused)[:80])
    if not empty or not column.is_conditional:
        return None
    return N_(
        "chưa có giá trị ở %(count)s/%(all)s quy cách",
        count=Figure(format_number, len(empty)),
        all=Figure(format_number, len(rows)),
    )


def _answers(answers: Answers, row: PlannedRow) -> Mapping[str, str]:
    return answers.get(row.listing.group_code, {})


def _is_asked(column: TemplateColumn, row: PlannedRow) -> bool:
    return column.source.field not in OF_VARIANTS or row.listing.is_one_of_several
