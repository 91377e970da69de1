"""A spreadsheet being written: its formats, and cells that are exactly what they are.

Every text is written as a text: no formula, no link, whatever it begins with.
"""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shop_onboard.values import palette
from shop_onboard.values.workbook import Cell, CellError

# The file says when it was made; a document has no clock, so it says what zip files say: 1980.
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a spreadsheet's properties have no time zone
_FONT = {"font_name": "Arial", "font_size": 11, "valign": "top"}
_AMOUNT, _DAY, _YEAR = "#,##0", "dd/mm/yyyy", "0"
_CODES = ("@", _AMOUNT, _DAY)
_MOST_SHEET_NAME = 31
_A4 = 9


class Book:
    """A workbook being written, with the few formats that it uses."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.book.set_properties({"created": _CREATED})
        self.text, self.number, self.date = (self._cell_format(code) for code in _CODES)
        self._wrong = {
            code: self._cell_format(code, bg_color=palette.BAD_GROUND) for code in _CODES
        }
        self.year = self._cell_format(_YEAR)
        self._fraction = self._cell_format("#,##0.###")
        self._wrapped = self._cell_format("@", text_wrap=True)
        # On a protected sheet these alone may not be changed.
        self.locked = self._cell_format("@", locked=True, bg_color=palette.PANEL)
        self.header = self.format(
            bold=True,
            font_color="white",
            bg_color=palette.LEAF,
            border=1,
            border_color="white",
            text_wrap=True,
            indent=1,
            valign="vcenter",
            locked=True,
        )

    def _cell_format(self, code: str, **properties: Any) -> Format:
        aligned = {} if code == _AMOUNT else {"align": "left", "indent": 1}
        return self.format(num_format=code, **aligned, **properties)

    def format(self, **properties: Any) -> Format:
        return self.book.add_format({**_FONT, "locked": False, **properties})

    def sheet(self, name: str) -> Worksheet:
        return self.book.add_worksheet(name)

    def write(
        self, sheet: Worksheet, row: int, column: int, cell: Cell, *, is_wrong: bool = False
    ) -> None:
        """Write a cell as what it is, coloured where it is wrong; None leaves it empty."""
        if isinstance(cell, CellError):
            # What a spreadsheet shows is kept; a reader's own mark for «no value» is not.
            cell = cell.text if cell.text.startswith(("#", "Err:")) else None
        text, number, day = (
            self._wrong.values() if is_wrong else (self.text, self.number, self.date)
        )
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, text)
        elif isinstance(cell, float):
            sheet.write_number(row, column, cell, number if is_wrong else self._fraction)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, number)
        elif isinstance(cell, datetime | date):
            sheet.write_datetime(row, column, cell, day)
        elif cell is None or cell == "":
            sheet.write_blank(row, column, None, text)
        else:
            shown = str(cell)
            wrapped = "\n" in shown and not is_wrong
            sheet.write_string(row, column, shown, self._wrapped if wrapped else text)

    def close(self) -> bytes:
        self.book.close()
        return self._bytes.getvalue()


def fit_page(worksheet: Worksheet, pages: int = 1) -> None:
    """Print all columns on the width of so many A4 pages."""
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(pages, 0)


def sheet_name(name: str, used: set[str]) -> str:
    """A name that a spreadsheet allows (31 signs, none of []:*?/\\) and no other sheet has."""
    plain = "".join(char for char in name if char not in "[]:*?/\\").strip("' ") or "Trang"
    short = plain[:_MOST_SHEET_NAME]
    number = 2
    while short.lower() in used:
        short = f"{plain[: _MOST_SHEET_NAME - 4]} ({number})"
        number += 1
    used.add(short.lower())
    return short
