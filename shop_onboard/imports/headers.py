"""Which sheet a table is, where its header row is and which column holds what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shop_onboard.values.text import clean
from shop_onboard.values.workbook import (
    ERROR_COLUMN,
    GUIDE_SHEET,
    LISTS_SHEET,
    ROW_COLUMN,
    SHEETS,
    Cell,
    Column,
    Sheet,
    name_key,
)

_FIRST_ROWS = 10
_LEAST_MATCHES = 2
_UNIT = re.compile(r"(.+?)\s*\((?:(?:đvt|đơn vị(?: tính)?)\s*:?\s*)?([^()]+)\)\s*\*?", re.I)
# Units that a header may carry for all its cells, as the parsers of masses and money read them.
UNITS: Mapping[str, Mapping[str, str]] = {
    "mass": {"g": "g", "kg": "kg", "yen": "yến", "ta": "tạ", "tan": "tấn"},
    "money": {
        "d": "đồng",
        "dong": "đồng",
        "vnd": "đồng",
        "nghindong": "nghìn",
        "1000d": "nghìn",
        "trieudong": "triệu",
    },
}
_OWN_SHEETS = {name_key(GUIDE_SHEET), name_key(LISTS_SHEET)}
OWN_COLUMNS = {name_key(ERROR_COLUMN), name_key(ROW_COLUMN)}


@dataclass(frozen=True)
class Header:
    """A header row: `index` counts rows from 0, `columns` maps column keys to places.

    `units` holds the unit that a header names («Khối lượng (tấn)»); `unknown` the headers that
    mean nothing here. Of a layout made by hand also: `constants` stand for blank cells, codes in
    `named` are made from names, `words` says what a cell's key means, `optional` may be missing.
    """

    index: int
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    units: Mapping[str, str]
    unknown: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    def text_of(self, column: Column) -> str:
        """The header as the file writes it; the column's own name where the file has none."""
        if column.key not in self.columns:
            return column.name
        return self.headers[self.columns[column.key]]

    @property
    def filled(self) -> frozenset[str]:
        """Keys of the columns that the file has; of the others it says nothing."""
        return frozenset(self.columns) | frozenset(self.constants)

    def missing(self, sheet: Sheet) -> tuple[Column, ...]:
        """The required columns that the row does not have."""
        return tuple(c for c in sheet.columns if c.required and c.key not in self.columns)


def split_unit(header: str) -> tuple[str, str] | None:
    """Name and unit of «Khối lượng (tấn)»; None where no brackets end the header."""
    match = _UNIT.fullmatch(header)
    return (match[1], match[2]) if match else None


def is_own_sheet(name: str) -> bool:
    """Whether the sheet is one of the template's own, which hold no rows."""
    return name_key(name) in _OWN_SHEETS


def sheet_by_name(name: str) -> Sheet | None:
    """The sheet that bears this name or alias."""
    wanted = name_key(name)
    for sheet in SHEETS:
        if wanted in {name_key(known) for known in (sheet.name, sheet.key, *sheet.aliases)}:
            return sheet
    return None


def sheet_by_header(rows: Sequence[Sequence[Cell]]) -> Sheet | None:
    """The sheet whose required columns the table all has; the best match where several do."""
    scores: dict[str, tuple[int, int]] = {}
    for sheet in SHEETS:
        header = find_header(rows, sheet)
        if header is not None and not header.missing(sheet):
            scores[sheet.key] = (len(header.columns), -len(header.unknown))
    best = [key for key, score in scores.items() if score == max(scores.values())]
    return next((sheet for sheet in SHEETS if [sheet.key] == best), None)


def find_header(rows: Sequence[Sequence[Cell]], sheet: Sheet) -> Header | None:
    """The row among the first ten that names the most columns of the sheet, at least two."""
    found = [_match(index, row, sheet) for index, row in enumerate(rows[:_FIRST_ROWS])]
    best = max(found, key=lambda header: len(header.columns), default=None)
    return best if best is not None and len(best.columns) >= _LEAST_MATCHES else None


def _match(index: int, row: Sequence[Cell], sheet: Sheet) -> Header:
    headers = tuple(clean(cell) if isinstance(cell, str) else "" for cell in row)
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    # A column's own name wins over another's alias: «Khối lượng» over «Sản lượng».
    for names in (lambda c: [c.name], lambda c: c.aliases):
        for column in sheet.columns:
            if column.key in columns:
                continue
            place, unit = _place(headers, names(column), column, set(columns.values()))
            if place is not None:
                columns[column.key] = place
            if unit is not None:
                units[column.key] = unit
    taken = set(columns.values())
    unknown = tuple(
        text
        for place, text in enumerate(headers)
        if text and place not in taken and name_key(text) not in OWN_COLUMNS
    )
    return Header(index, headers, columns, units, unknown)


def _place(
    headers: Sequence[str], names: Iterable[str], column: Column, taken: set[int]
) -> tuple[int | None, str | None]:
    wanted = {name_key(name) for name in names}
    for place, text in enumerate(headers):
        if place in taken or not text:
            continue
        if name_key(text) in wanted:
            return place, None
        match = _UNIT.fullmatch(text)
        if match and name_key(match[1]) in wanted:
            unit = UNITS.get(column.form, {}).get(name_key(match[2]))
            if unit is not None:
                return place, unit
    return None, None
