"""The first rows of a file, kept so that its columns can be named without reading it again."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from shop_onboard.imports.cells import as_text
from shop_onboard.imports.readers import RawFile, RawTable
from shop_onboard.values.workbook import Cell, CellError

MOST_TABLES = 30
_ROWS = 50
_COLUMNS = 200
_LONGEST = 200


def sketch_of(raw: RawFile) -> dict[str, Any]:
    """Names, sizes and first rows of the tables; `tables_of` gives them back."""
    return {
        "encoding": raw.encoding,
        "delimiter": raw.delimiter,
        "tables": [_table(table) for table in raw.tables[:MOST_TABLES]],
    }


def _table(table: RawTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "row_count": sum(any(cell is not None for cell in row) for row in table.rows),
        "encoding": table.encoding,
        "rows": [[_plain(cell) for cell in row[:_COLUMNS]] for row in table.rows[:_ROWS]],
        "merged": [each for each in table.merged if each[0] < _ROWS and each[1] < _COLUMNS],
    }


def _plain(cell: Cell) -> str | int | float | bool | None:
    """A cell as JSON can hold it; a day as people write it."""
    if isinstance(cell, str):
        return cell[:_LONGEST]
    if isinstance(cell, CellError):
        return cell.text
    if isinstance(cell, date):
        return as_text(cell)
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell


def tables_of(sketch: Mapping[str, Any]) -> list[RawTable]:
    """The tables with their first rows."""
    return [
        RawTable(
            table["name"],
            [list(row) for row in table["rows"]],
            encoding=table["encoding"],
            merged=[(top, left, low, right) for top, left, low, right in table["merged"]],
        )
        for table in sketch["tables"]
    ]
