"""Workbooks built like marketplaces' templates; every word and signature in them is ours."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import xlsxwriter
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

SIGNATURE = hashlib.md5(b"nobody's shop", usedforsecurity=False).hexdigest()
SHOPEE_SHEET, TIKTOK_SHEET = "Bản đăng tải", "Template"
# key, label, required, help, rule
SHOPEE = (
    ("ps_category|1|0", "Ngành hàng", "Tùy chọn", "Chọn", ""),
    ("ps_product_name|1|0", "Tên sản phẩm", "Bắt buộc", "Có dấu", "Từ 10 - 120 ký tự"),
    ("ps_product_description|1|0", "Mô tả sản phẩm", "Bắt buộc", "", "Tối đa 3.000 ký tự"),
    ("ps_sku_parent_short|0|0", "SKU sản phẩm", "Tùy chọn", "", ""),
    ("et_title_variation_integration_no|0|0", "Mã sản phẩm", "Bắt buộc có điều kiện", "", ""),
    ("et_title_variation_1|0|0", "Tên nhóm phân loại 1", "Bắt buộc có điều kiện", "", ""),
    ("et_title_option_for_variation_1|0|0", "Phân loại 1", "Bắt buộc có điều kiện", "", ""),
    ("ps_price|1|1", "Giá", "Bắt buộc", "", ""),
    ("ps_stock|0|1", "Kho hàng", "Bắt buộc", "", ""),
    ("ps_sku_short|0|0", "SKU phân loại", "Tùy chọn", "", ""),
    ("ps_item_cover_image|0|3", "Ảnh bìa", "Bắt buộc", "", ""),
    ("ps_item_image_1|0|3", "Hình ảnh 1", "Tùy chọn", "", ""),
    ("ps_weight|1|1", "Cân nặng", "Bắt buộc", "Tính bằng gram (g)", ""),
    ("ps_length|0|1", "Dài", "Tùy chọn", "", ""),
    ("ps_width|0|1", "Rộng", "Tùy chọn", "", ""),
    ("ps_height|0|1", "Cao", "Tùy chọn", "", ""),
    ("channel_id.5001|0|0", "Nhanh", "Bắt buộc có điều kiện", "", ""),
    ("ps_brand|1|0", "Thương hiệu", "Tùy chọn", "", ""),
)
TIKTOK = (
    ("category", "Hạng mục", "Bắt buộc", "Chọn trong danh sách", "Ví dụ/Nhóm (1)"),
    ("brand", "Nhãn hiệu", "Không bắt buộc", "", ""),
    ("product_name", "Tên sản phẩm", "Bắt buộc", "Ít hơn 255 ký tự", "Áo ví dụ"),
    ("product_description", "Mô tả sản phẩm", "Bắt buộc", "", "Mô tả ví dụ"),
    ("main_image", "Hình ảnh chính", "Bắt buộc", "", "https://example.com/1.jpg"),
    ("property_name_1", "Tên biến thể chính", "Bắt buộc có điều kiện", "", "Màu"),
    ("property_value_1", "Giá trị biến thể chính", "Bắt buộc có điều kiện", "", "Đỏ"),
    ("parcel_weight", "Trọng lượng kiện hàng(g)", "Bắt buộc", "", "500"),
    ("parcel_length", "Chiều dài kiện hàng(cm)", "Bắt buộc có điều kiện", "", "10"),
    ("parcel_width", "Chiều rộng kiện hàng(cm)", "Bắt buộc có điều kiện", "", "10"),
    ("parcel_height", "Chiều cao kiện hàng(cm)", "Bắt buộc có điều kiện", "", "10"),
    ("price", "Giá bán lẻ (Nội tệ)", "Bắt buộc", "", "1000"),
    ("quantity", "Số lượng", "Bắt buộc", "", "1"),
    ("seller_sku", "SKU người bán", "Không bắt buộc", "", "A-1"),
    ("product_property/100149", "Quốc gia xuất xứ", "Bắt buộc", "", "Việt Nam"),
)
TIKTOK_MARKS = ("V5.0.2", "create_product", "metric", "category_v2", None, SIGNATURE, "normal_file")
CATEGORIES = ("Thực phẩm/Trái cây tươi (700001)", "Thực phẩm/Gạo (700002)")
_BRANDS = 'INDIRECT(SUBSTITUTE({first},"/","_"))'

Columns = Sequence[Sequence[str]]


def shopee(
    columns: Columns = SHOPEE, marks: Sequence[str | None] = ("basic", SIGNATURE, "all", "1"),
) -> bytes:  # fmt: skip
    """As Shopee's mass upload: keys, signature, labels, required, help, rules; rows from 7."""
    book, sheet = _keyed(SHOPEE_SHEET, columns, marks)
    keys = [column[0].partition("|")[0] for column in columns]
    on_off = DataValidation("list", formula1='"Mở,Tắt"')
    on_off.add(f"{_letter(keys, 'channel_id.5001')}7:{_letter(keys, 'channel_id.5001')}1000")
    sheet.add_data_validation(on_off)
    guide = book.create_sheet("Hướng dẫn", 0)
    guide["A1"] = "Đọc kỹ trước khi điền"
    return _bytes(book)


def tiktok(
    columns: Columns = TIKTOK,
    marks: Sequence[str | None] = TIKTOK_MARKS,
    offered: Mapping[str, str] | None = None,
) -> bytes:
    """As TikTok Shop's batch upload: an example in row 6, categories on a hidden sheet.

    What a category asks for stands on the sheet HiddenStyle, and its brands hang on its cell,
    unless `offered` says, as a formula, what is offered in the column of that key.
    """
    book, sheet = _keyed(TIKTOK_SHEET, columns, marks)
    lists = book.create_sheet("HiddenAttr")
    for row, category in enumerate(CATEGORIES, 1):
        lists.cell(row, 1, category)
    lists.sheet_state = "hidden"
    keys = [column[0] for column in columns]
    if "category" in keys:
        rule = DataValidation("list", formula1=f"HiddenAttr!$A$1:$A${len(CATEGORIES)}")
        rule.add(f"{_letter(keys, 'category')}7:{_letter(keys, 'category')}10000")
        sheet.add_data_validation(rule)
        _depend(book, sheet, keys, {"brand": _BRANDS, **(offered or {})})
    return _bytes(book)


def _depend(book, sheet, keys, lists):
    styles = book.create_sheet("HiddenStyle")
    for row, category in enumerate(CATEGORIES, 1):
        for place, text in enumerate((category, "Mandatory", "Forbid"), 1):
            styles.cell(row, place, text)
    styles.sheet_state = "veryHidden"
    first = f"${_letter(keys, 'category')}7"
    for key, formula in lists.items():
        rule = DataValidation("list", formula1=formula.format(first=first))
        rule.add(f"{_letter(keys, key)}7:{_letter(keys, key)}10000")
        sheet.add_data_validation(rule)
    letter = _letter(keys, "seller_sku")
    asked = f'VLOOKUP({first},HiddenStyle!$A$1:$C$9,2,FALSE)="Mandatory"'
    fill = PatternFill("solid", bgColor="FFF2CC")
    rule = FormulaRule(formula=[asked], fill=fill)
    sheet.conditional_formatting.add(f"{letter}7:{letter}10000", rule)


def _keyed(name, columns, marks):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    rows = [[column[0] for column in columns], marks]
    rows += [[column[part] or None for column in columns] for part in range(1, 5)]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            if text is not None:
                sheet.cell(number, place, text)
    sheet.protection.sheet = False
    return book, sheet


def _letter(keys, key):
    return openpyxl.utils.get_column_letter(keys.index(key) + 1)


def _bytes(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def market(rows_below: Sequence[Sequence[object]] = (), *, is_table: bool = False) -> bytes:
    """As a marketplace that nobody has thought of: a title, headers in row 3, styled blank rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    guide = book.add_worksheet("Giới thiệu")
    guide.write(0, 0, "Chợ quê số")
    sheet = book.add_worksheet("Hàng hóa")
    edge = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "#,##0"})
    sheet.write(0, 0, "Danh mục hàng gửi bán")
    headers = ["Tên mặt hàng *", "Loại *", "Giá bán (nghìn đồng) *", "Trọng lượng (kg)", "Mô tả",
               "Kho gửi *", "Ảnh 1", "Ảnh 2"]  # fmt: skip
    for place, header in enumerate(headers):
        sheet.write(2, place, header, edge)
        sheet.write_blank(3, place, None, money if place == 2 else edge)
    for number, row in enumerate(rows_below):
        sheet.write_row(3 + number, 0, row)
    lists = book.add_worksheet("Ẩn")
    lists.write_column(0, 0, ["Quả tươi", "Quả khô", "Khác"])
    lists.very_hidden()
    book.define_name("Loai", "='Ẩn'!$A$1:$A$3")
    sheet.data_validation(3, 1, 500, 1, {"validate": "list", "source": "=Loai"})
    if is_table:
        columns = [{"header": header} for header in headers]
        sheet.add_table(2, 0, 3, len(headers) - 1, {"columns": columns, "name": "Hang"})
    else:
        sheet.autofilter(2, 0, 3, len(headers) - 1)
    book.close()
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    """Part → its compressed bytes and its time, in the order of the directory."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.filename.encode())
            start += int.from_bytes(content[entry.header_offset + 28 :][:2], "little")
            packed = content[start : start + entry.compress_size]
            found[entry.filename] = (packed, entry.date_time)
    return found


def without_row(content: bytes, sheet: str, row: int) -> bytes:
    """The workbook as somebody who tidies up a row leaves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[sheet].delete_rows(row)
    return _bytes(book)


def renamed(columns: Columns, names: Mapping[str, str]) -> list[list[str]]:
    """The columns with other keys."""
    return [[names.get(column[0], column[0]), *column[1:]] for column in columns]
