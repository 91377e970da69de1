"""The rows of one table, typed, without those of totals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shop_onboard.imports import cells
from shop_onboard.imports.guessing import header_texts
from shop_onboard.imports.headers import OWN_COLUMNS, Header
from shop_onboard.imports.layouts import BOTH, MAKER, MAY_WAIT, TableLayout, bare_key, kind_of
from shop_onboard.imports.readers import RawTable
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.imports.rows import READERS, Row
from shop_onboard.values.text import N_, Message, clean
from shop_onboard.values.workbook import Cell, RowError, Sheet, name_key

_TOTALS = {"tong", "tongcong", "cong", "tongso", "congdon"}
_TOTAL = re.compile(r"(tổng|cộng|tổng cộng|tổng số|cộng dồn|tong cong)\s*[:.]?\s*(\(.*\))?")
# What a list writes once for several rows below each other.
_WRITTEN_ONCE = {
    "cooperative_code",
    "province",
    "former_district",
    "commune",
    "sold_on",
    "channel_key",
    "campaign_code",
    "product_code",
}


@dataclass
class TableRows:
    """`raw` has the cells of every row that holds something, by its number in the file."""

    raw: dict[int, tuple[Cell, ...]]
    rows: list[Row] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def header_of(table: RawTable, layout: TableLayout) -> Header:
    """The header that a layout describes."""
    texts = header_texts(table, layout.first_row, layout.header_rows)
    sources = layout.sources
    columns = {key: source.place for key, source in sources.items() if source.place is not None}
    used = set(columns.values())
    return Header(
        index=layout.first_row + layout.header_rows - 1,
        headers=tuple(text.text for text in texts),
        columns=columns,
        units={key: source.unit for key, source in sources.items() if source.unit},
        unknown=tuple(
            text.text
            for at, text in enumerate(texts)
            if text.text and at not in used and name_key(text.text) not in OWN_COLUMNS
        ),
        constants={key: source.constant for key, source in sources.items() if source.constant},
        named=frozenset(key for key, source in sources.items() if source.is_name),
        words={key: source.words for key, source in sources.items() if source.words},
        optional=frozenset(
            column.key
            for column in kind_of(layout.kind).columns
            if layout.is_draft and bare_key(column.key) in MAY_WAIT
        ),
    )


def filled_rows(
    table: RawTable, start: int, down: frozenset[int] = frozenset()
) -> dict[int, tuple[Cell, ...]]:
    """The rows from index `start` on that hold something, by their number in the file.

    A cell merged downwards stands in each of its rows; blanks in the columns `down` take what
    stands above them.
    """
    merged = {
        (row, left): table.rows[top][left] if left < len(table.rows[top]) else None
        for top, left, low, _right in table.merged
        if low > top >= start
        for row in range(top + 1, low + 1)
        if top < len(table.rows)
    }
    above: dict[int, Cell] = {}
    found = {}
    for index, row in enumerate(table.rows[start:], start=start):
        if all(cells.is_blank(cell) for cell in row):
            above.clear()
            continue
        if merged or down:
            row = _filled(row, index, merged, down, above)
        found[index + 1] = tuple(row)
    return found


def _filled(
    row: Sequence[Cell],
    index: int,
    merged: Mapping[tuple[int, int], Cell],
    down: frozenset[int],
    above: dict[int, Cell],
) -> list[Cell]:
    filled = list(row)
    places = {place for at, place in merged if at == index} | down
    filled += [None] * (max(places, default=-1) + 1 - len(filled))
    for place in places:
        if cells.is_blank(filled[place]):
            filled[place] = merged.get((index, place), above.get(place))
        above[place] = filled[place]
    return filled


def places_down(layout: TableLayout) -> frozenset[int]:
    """The columns of the file in which a blank cell means what stands above it."""
    if not layout.fills_down:
        return frozenset()
    return frozenset(
        source.place
        for key, source in layout.sources.items()
        if source.place is not None
        and (key.startswith(MAKER) or (layout.kind != BOTH and key in _WRITTEN_ONCE))
    )


def read_rows(
    name: str, sheet: Sheet, header: Header, raw: dict[int, tuple[Cell, ...]]
) -> TableRows:
    """The typed rows of one kind; a row of totals leaves `raw` and becomes a note."""
    read = READERS[sheet.key]
    found = TableRows(raw)
    for number, row in list(raw.items()):
        row_cells = RowCells(sheet, name, header, number, row)
        typed = read(row_cells)
        if not row_cells.problems:
            found.rows.append(typed)
        elif not left_out(found, name, number, row):
            found.errors += row_cells.problems
    return found


def drop_totals(table: RawTable, raw: dict[int, tuple[Cell, ...]]) -> list[Message]:
    """Take the rows of totals out of `raw`, as the file wrote them, before blanks were filled."""
    notes = []
    for number in list(raw):
        if _TOTAL.fullmatch(clean(first_text(table.rows[number - 1])).casefold()):
            del raw[number]
            notes.append(_is_total(table.name, number))
    return notes


def first_text(row: Sequence[Cell]) -> str:
    """The first cell that says something in letters."""
    texts = (cell for cell in row if isinstance(cell, str))
    return next((text for text in texts if any(map(str.isalpha, text))), "")


def left_out(found: TableRows, name: str, number: int, row: Sequence[Cell]) -> bool:
    """Whether a row that cannot be read is one of totals, however it is spelt; then it is no row.

    A row that reads well may be of somebody called Công.
    """
    if name_key(clean(first_text(row))) not in _TOTALS:
        return False
    del found.raw[number]
    found.notes.append(_is_total(name, number))
    return True


def _is_total(name: str, number: int) -> Message:
    return N_(
        "Trang «%(sheet)s»: dòng %(row)s là dòng tổng nên được bỏ qua.",
        sheet=name,
        row=str(number),
    )
