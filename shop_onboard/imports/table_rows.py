"""The rows of one table, typed: of one kind, or of a product and its maker in one row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shop_onboard.imports import cells
from shop_onboard.imports.guessing import header_texts
from shop_onboard.imports.headers import OWN_COLUMNS, Header
from shop_onboard.imports.layouts import BOTH, MAKER, MAY_WAIT, TableLayout, bare_key, kind_of
from shop_onboard.imports.readers import RawTable
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.imports.rows import (
    READERS,
    CooperativeRow,
    ProductRow,
    Row,
    cooperative_row,
    product_of,
)
from shop_onboard.values.text import N_, Message, clean
from shop_onboard.values.workbook import Cell, RowError, Sheet, name_key

_TOTALS = {"tong", "tongcong", "cong", "tongso", "congdon"}
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
        elif not _left_out(found, name, number, row):
            found.errors += row_cells.problems
    return found


@dataclass
class BothRows:
    """Makers, each once, and the rows of their products."""

    makers: list[CooperativeRow]
    goods: TableRows


def read_both(name: str, header: Header, raw: dict[int, tuple[Cell, ...]]) -> BothRows:
    """A maker is read from the first row that tells enough; its other rows need not.

    A row whose maker no row tells enough of fails as a whole, and is counted with the products.
    """
    sheet = kind_of(BOTH)
    goods = TableRows(raw)
    makers: dict[str, CooperativeRow] = {}
    problems: dict[int, list[RowError]] = {}
    codes: dict[int, str] = {}
    for number, row in raw.items():
        part = RowCells(sheet, name, header, number, row).under(MAKER)
        maker = cooperative_row(part)
        codes[number] = code = maker.code or (cells.code_of_name(maker.name) if maker.name else "")
        if part.problems:
            problems[number] = part.problems
        elif code:
            makers.setdefault(code, replace(maker, code=code))
    for number, row in list(raw.items()):
        row_cells = RowCells(sheet, name, header, number, row)
        product = _product(row_cells, codes[number])
        wrong = [] if codes[number] in makers else problems.get(number, [])
        wrong = wrong + row_cells.problems
        if not wrong:
            goods.rows.append(product)
        elif not _left_out(goods, name, number, row):
            goods.errors += wrong
    return BothRows(list(makers.values()), goods)


def _product(row: RowCells, cooperative_code: str) -> ProductRow:
    code = row.maybe("code", cells.code)
    product = product_of(row, code or "", cooperative_code)
    return product if code else replace(product, code=cells.code_of_name(product.name))


def _left_out(found: TableRows, name: str, number: int, row: Sequence[Cell]) -> bool:
    """Whether the row is one of totals, which is then no row."""
    first = next((c for c in row if isinstance(c, str) and not cells.is_blank(c)), "")
    if name_key(clean(first)) not in _TOTALS:
        return False
    del found.raw[number]
    found.notes.append(
        N_(
            "Trang «%(sheet)s»: dòng %(row)s là dòng tổng nên được bỏ qua.",
            sheet=name,
            row=str(number),
        )
    )
    return True
