"""The workbook as .xlsx: the template, the export, and the rows that are sent back with reasons."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel.support import NullTranslations
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shop_onboard.documents.rendering import say
from shop_onboard.documents.spreadsheet import (
    Book,
    fit_page,
    sheet_name,
)
from shop_onboard.values import palette
from shop_onboard.values.channels import all_channels, get_channel
from shop_onboard.values.dates import parse_date, parse_year
from shop_onboard.values.mass import format_mass
from shop_onboard.values.money import parse_vnd
from shop_onboard.values.ocop import all_ocop_sets
from shop_onboard.values.phones import format_phone
from shop_onboard.values.places import all_provinces
from shop_onboard.values.text import Unreadable
from shop_onboard.values.workbook import (
    CERTAINTIES,
    COOPERATIVE_KINDS,
    ERROR_COLUMN,
    GUIDE_SHEET,
    LISTS_SHEET,
    QUALIFIERS,
    ROW_COLUMN,
    SHEETS,
    YES_NO,
    Cell,
    Column,
    FailedRow,
    Sheet,
    get_sheet,
)

_WIDTHS = {"date": 14, "mass": 16, "money": 16, "whole": 13, "season": 13, "digits": 18, "link": 34}
_WIDE = {"name": 40, "name_en": 26, "description": 44, "address": 28, "source": 34, "scope": 34}
_TEMPLATE_ROWS = 2_000
# A record is found again by its codes: with another one the row would be a new record.
_CODED = {"cooperatives", "products", "lots", "storefronts", "campaigns"}
_ALLOWED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
_COLUMNS_A_PAGE = 12
_LINE_HEIGHT = 15
_ERROR_WIDTH = 66


def typed_row(sheet_key: str, values: Mapping[str, Any]) -> tuple[Cell, ...]:
    """The cells of one row, in the sheet's order, from values by column key.

    Takes what the importer gives: grams, đồng, dates, "MM-DD", E.164, keys of kinds, channels,
    certainties and qualifiers, booleans, photo names as a tuple. A missing key, None and "" are
    empty cells. The importer reads the written row back to the same values.
    """
    return tuple(_cell(column, values.get(column.key)) for column in get_sheet(sheet_key).columns)


def _cell(column: Column, value: Any) -> Cell:
    if value is None or value == "" or value == ():
        return None
    if column.form == "mass":
        return format_mass(value)
    if column.form == "season":
        month, _, day = value.partition("-")
        return f"{day}/{month}"
    if column.key in _WRITTEN:
        return _WRITTEN[column.key](value)
    plain: Cell = value
    return plain


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "phone": format_phone,
    "kind": lambda key: str(COOPERATIVE_KINDS[key]),
    "channel_key": lambda key: get_channel(key).name,
    "certainty": lambda key: str(CERTAINTIES[key]),
    "qualifier": lambda key: str(QUALIFIERS[key]),
    "is_youth_led": lambda value: YES_NO[0] if value else YES_NO[1],
    "photos": "; ".join,
    "ocop_set": str,
}


def build(sheets: Mapping[str, Sequence[Sequence[Cell]]], notice: str = "") -> bytes:
    """The workbook with these rows by sheet key (see `typed_row`), every sheet in its order.

    A sheet that is not given stands there with its header alone; in one that has rows their codes
    are locked. A notice has a page of its own,
    the first, which the importer passes over.
    """
    book = Book()
    if notice:
        page = book.sheet(GUIDE_SHEET)
        page.set_tab_color(palette.CHART[2])
        page.write_string(
            0, 0, notice, book.format(bold=True, font_size=16, font_color=palette.BAD)
        )
    return _written(book, sheets)


def template() -> bytes:
    """The empty workbook, with drop-downs, a note beside each cell and a page on how to fill it."""
    book = Book()
    _write_guide(book)
    return _written(book, {})


def _written(book: Book, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    written = [(sheet, _write_sheet(book, sheet, sheets.get(sheet.key, ()))) for sheet in SHEETS]
    ranges = _write_lists(book)
    for sheet, worksheet in written:
        rows = max(len(sheets.get(sheet.key, ())), _TEMPLATE_ROWS)
        for place, column in enumerate(sheet.columns):
            worksheet.data_validation(1, place, rows, place, _validation(column, ranges))
    return book.close()


def _write_sheet(book: Book, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Worksheet:
    worksheet = book.sheet(sheet.name)
    worksheet.freeze_panes(1, 2)
    worksheet.set_row(0, 34)
    worksheet.set_tab_color(palette.LEAF)
    fit_page(worksheet, 1 + len(sheet.columns) // _COLUMNS_A_PAGE)
    worksheet.repeat_rows(0)
    worksheet.repeat_columns(0, 1)
    for place, column in enumerate(sheet.columns):
        name = f"{column.name} *" if column.required else column.name
        worksheet.set_column(place, place, _width(column), _column_format(book, column))
        worksheet.write_string(0, place, name, book.header)
    if rows:
        # Without a password: it keeps codes from slipping, and can be taken off.
        worksheet.protect("", _ALLOWED)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(book, worksheet, (number, place), sheet, cell)
    return worksheet


def _write_cell(
    book: Book, worksheet: Worksheet, at: tuple[int, int], sheet: Sheet, cell: Cell
) -> None:
    column = sheet.columns[at[1]]
    typed = _typed(column, cell)
    if isinstance(typed, str) and typed and sheet.key in _CODED and column.form == "code":
        worksheet.write_string(*at, typed, book.locked)
    elif column.form == "year" and isinstance(typed, int):
        worksheet.write_number(*at, typed, book.year)
    else:
        book.write(worksheet, *at, typed)


def _typed(column: Column, cell: Cell) -> Cell:
    """A day or an amount that comes as text, as what it is; other text stays as it is written."""
    if column.form not in _TYPED or not isinstance(cell, str):
        return cell
    try:
        return _TYPED[column.form](cell)
    except Unreadable:
        return cell


# A whole number is written like an amount of đồng: dots part its thousands.
_TYPED: Mapping[str, Callable[[str], Cell]] = {
    "date": parse_date,
    "year": parse_year,
    "money": parse_vnd,
    "whole": parse_vnd,
}


def _width(column: Column) -> int:
    width = _WIDE.get(column.key) or _WIDTHS.get(column.form, 20 if column.form == "text" else 16)
    return max(width, len(column.name) + 4)


def _column_format(book: Book, column: Column) -> Format:
    """What an empty cell will do with what is typed: a code keeps its zeros, a day is a day."""
    if column.form in ("date", "year"):
        return book.date if column.form == "date" else book.year
    return book.number if column.form in ("money", "whole") else book.text


def _write_lists(book: Book) -> dict[str, str]:
    """Write the lists of the drop-downs on a hidden sheet; list name → its range."""
    worksheet = book.sheet(LISTS_SHEET)
    worksheet.hide()
    today = [p for p in all_provinces() if p.valid_to is None]
    lists: dict[str, Sequence[str]] = {
        "kinds": [str(name) for name in COOPERATIVE_KINDS.values()],
        "ocop_sets": [f"{entry.number}. {entry.name}" for entry in all_ocop_sets()],
        "channels": [channel.name for channel in all_channels()],
        "provinces": [province.short_name for province in today],
        "certainties": [str(name) for name in CERTAINTIES.values()],
        "qualifiers": [str(name) for name in QUALIFIERS.values()],
        "yes_no": YES_NO,
    }
    ranges = {}
    for place, (name, texts) in enumerate(lists.items()):
        worksheet.write_column(0, place, texts, book.text)
        letter = "ABCDEFGHIJ"[place]
        ranges[name] = f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(texts)}"
    return ranges


def _validation(column: Column, ranges: Mapping[str, str]) -> dict[str, Any]:
    """The note shown beside the cell and, for a closed list, its drop-down.

    Typing something else is warned of, not barred: the importer also knows other names.
    """
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.name + (" (bắt buộc)" if column.required else ""),
        "input_message": f"Ghi {column.example}. {column.note}".strip(),
    }
    if column.choices in ranges:
        rule |= {
            "validate": "list",
            "source": ranges[column.choices],
            "error_type": "warning",
            "error_title": column.name,
            "error_message": "Giá trị này không có trong danh sách. Vẫn giữ?",
        }
    return rule


_STEPS = (
    "Mỗi trang là một loại: hợp tác xã, sản phẩm, lô hàng… Chỉ cần điền những trang bạn có.",
    "Cột có dấu * là bắt buộc. Giữ nguyên dòng tiêu đề, ghi mỗi mục một dòng, không gộp ô.",
    "Khối lượng ghi kèm đơn vị: 500 g, 2 kg, 12 tạ, 1,2 tấn, 1.200 kg."
    " Dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ.",
    "Tiền ghi đủ số đồng: 25.000 (không ghi 25k). Ngày ghi ngày/tháng/năm: 05/06/2026.",
    "Gửi tệp lên: dòng đúng được nhập ngay, dòng sai được báo rõ trang, dòng, cột để sửa.",
)


def _write_guide(book: Book) -> None:
    worksheet = book.sheet(GUIDE_SHEET)
    worksheet.hide_gridlines(2)
    worksheet.set_tab_color(palette.CHART[2])
    fit_page(worksheet)
    for place, width in enumerate((18, 26, 11, 84)):
        worksheet.set_column(place, place, width)
    title = book.format(bold=True, font_size=16, font_color=palette.LEAF)
    step = book.format(text_wrap=True, indent=1)
    worksheet.set_row(0, 28)
    worksheet.write_string(0, 0, "Tệp mẫu Lên Sàn – cách điền", title)
    for number, text in enumerate(_STEPS, start=1):
        worksheet.merge_range(number, 0, number, 3, f"{number}. {text}", step)
        worksheet.set_row(number, 20)
    row = len(_STEPS) + 2
    for place, text in enumerate(("Trang", "Cột", "Bắt buộc", "Cách ghi")):
        worksheet.write_string(row, place, text, book.header)
    plain = book.format(text_wrap=True, bottom=1, bottom_color=palette.LINE)
    first = book.format(
        bold=True, bg_color=palette.LEAF_GROUND, bottom=1, bottom_color=palette.LINE
    )
    for sheet in SHEETS:
        for column in sheet.columns:
            row += 1
            name = sheet.name if column is sheet.columns[0] else ""
            worksheet.write_string(row, 0, name, first if name else plain)
            worksheet.write_string(row, 1, column.name, plain)
            worksheet.write_string(row, 2, "*" if column.required else "", plain)
            worksheet.write_string(row, 3, _how(column), plain)


def _how(column: Column) -> str:
    example = column.example[:1].upper() + column.example[1:] + "."
    return f"{example} {column.note}".strip()


def build_errors(rows: Sequence[FailedRow], translations: NullTranslations) -> bytes:
    """The rows that did not go in, as they were, each with its reasons in a red first column.

    One sheet a sheet of the file, under its name and headers, so that the mended file can be
    sent again as it is: the two added columns are passed over.
    """
    book = Book()
    reason = book.format(
        font_color=palette.BAD, bg_color=palette.BAD_GROUND, text_wrap=True, num_format="@"
    )
    used: set[str] = set()
    for name in dict.fromkeys(row.sheet for row in rows):
        own = [row for row in rows if row.sheet == name]
        worksheet = book.sheet(sheet_name(name, used))
        _lay_out_failed(book, worksheet, own[0].headers)
        for number, row in enumerate(own, start=1):
            text = _reasons(row, translations)
            lines = sum(1 + len(line) // _ERROR_WIDTH for line in text.split("\n"))
            worksheet.set_row(number, _LINE_HEIGHT * lines + 3)
            worksheet.write_string(number, 0, text, reason)
            worksheet.write_number(number, 1, row.row, book.number)
            _write_failed(book, worksheet, number, row)
    if not used:
        book.sheet(ERROR_COLUMN)
    return book.close()


def _lay_out_failed(book: Book, worksheet: Worksheet, headers: Sequence[str]) -> None:
    worksheet.freeze_panes(1, 2)
    fit_page(worksheet)
    worksheet.set_row(0, 34)
    worksheet.set_column(0, 0, _ERROR_WIDTH)
    worksheet.set_column(1, 1, 9)
    worksheet.set_column(2, 1 + max(len(headers), 1), 20)
    for place, header in enumerate((ERROR_COLUMN, ROW_COLUMN, *headers)):
        worksheet.write_string(0, place, header, book.header)


def _write_failed(book: Book, worksheet: Worksheet, number: int, row: FailedRow) -> None:
    wrong = {problem.column for problem in row.problems}
    cells = row.cells + (None,) * (len(row.headers) - len(row.cells))
    headers = row.headers + ("",) * (len(cells) - len(row.headers))
    for place, (header, cell) in enumerate(zip(headers, cells, strict=True), start=2):
        is_wrong = bool(header) and header in wrong
        if cell is not None or is_wrong:
            book.write(worksheet, number, place, cell, is_wrong=is_wrong)


def _reasons(row: FailedRow, translations: NullTranslations) -> str:
    return "\n".join(
        f"{problem.column}: {text}" if problem.column else text
        for problem in row.problems
        for text in [say(problem.message, translations)]
    )
