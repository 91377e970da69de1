"""The sheets of a union's units and people as .xlsx, empty, and the links of the invited."""

from collections.abc import Sequence

from shop_onboard.documents.spreadsheet import Book, fit_page
from shop_onboard.values import palette
from shop_onboard.values.places import all_provinces
from shop_onboard.values.union_sheets import UNION_KIND_WORDS, UNION_ROLE_WORDS, UNION_SHEETS
from shop_onboard.values.workbook import LISTS_SHEET, Column

_ROWS = 3_000
_WIDE = {"name": 40, "successor_codes": 30, "parent_code": 22}
_LINK_COLUMNS = (
    ("Họ tên", 30),
    ("Điện thoại", 18),
    ("Vai trò", 18),
    ("Mã đơn vị", 18),
    ("Đơn vị", 36),
    ("Liên kết mời", 90),
)


def template() -> bytes:
    """The empty sheets with a note beside each cell and drop-downs."""
    book = Book()
    sheets = [(sheet, book.sheet(sheet.name)) for sheet in UNION_SHEETS]
    ranges = _write_lists(book)
    for sheet, worksheet in sheets:
        worksheet.freeze_panes(1, 2)
        worksheet.set_row(0, 34)
        worksheet.set_tab_color(palette.LEAF)
        fit_page(worksheet, 2)
        for place, column in enumerate(sheet.columns):
            name = f"{column.name} *" if column.required else column.name
            width = _WIDE.get(column.key, max(16, len(column.name) + 4))
            cell = book.date if column.form == "date" else book.text
            worksheet.set_column(place, place, width, cell)
            worksheet.write_string(0, place, name, book.header)
            worksheet.data_validation(1, place, _ROWS, place, _validation(column, ranges))
    return book.close()


def _write_lists(book: Book) -> dict[str, str]:
    worksheet = book.sheet(LISTS_SHEET)
    worksheet.hide()
    lists = {
        "union_kinds": [str(words) for words in UNION_KIND_WORDS.values()],
        "union_roles": [str(words) for words in UNION_ROLE_WORDS.values()],
        "provinces": [place.short_name for place in all_provinces() if place.valid_to is None],
    }
    ranges = {}
    for place, (name, texts) in enumerate(lists.items()):
        worksheet.write_column(0, place, texts, book.text)
        letter = "ABC"[place]
        ranges[name] = f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(texts)}"
    return ranges


def _validation(column: Column, ranges: dict[str, str]) -> dict[str, str]:
    rule = {
        "validate": "any",
        "input_title": column.name[:32],
        "input_message": f"Ghi {column.example}. {column.note}".strip(),
    }
    if column.choices in ranges:
        rule |= {"validate": "list", "source": ranges[column.choices], "error_type": "warning"}
    return rule


def links(rows: Sequence[Sequence[str]], notice: str) -> bytes:
    """A row a person: name, phone, role, unit's code and name, link; the notice stands on top."""
    book = Book()
    worksheet = book.sheet("Liên kết mời")
    worksheet.set_tab_color(palette.CHART[2])
    fit_page(worksheet)
    worksheet.write_string(0, 0, notice, book.format(bold=True, font_color=palette.BAD))
    for place, (name, width) in enumerate(_LINK_COLUMNS):
        worksheet.set_column(place, place, width)
        worksheet.write_string(1, place, name, book.header)
    worksheet.freeze_panes(2, 1)
    for number, row in enumerate(rows, start=2):
        for place, text in enumerate(row):
            book.write(worksheet, number, place, text)
    return book.close()
