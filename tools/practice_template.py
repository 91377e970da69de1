"""Writes the practice template that ships: `python -m tools.practice_template`.

A template of our own design with what marketplaces' templates have: a guide, drop-downs whose
lists lie on a hidden sheet, required marks, a row of help, and a column nobody would guess.
"""

from datetime import datetime
from pathlib import Path

import xlsxwriter

TARGET = Path(__file__).resolve().parents[1] / "shop_onboard" / "data" / "practice_template.xlsx"
TITLE = "Mẫu luyện tập, không phải của sàn nào"
MADE_ON = datetime(2026, 11, 22)  # noqa: DTZ001 - a workbook keeps no time zone
# Header, help, width, and the hidden list that the column offers.
COLUMNS = (
    ("Tên hàng hóa *", "Nhiều nhất 120 ký tự", 38, ""),
    ("Nhóm hàng *", "Chọn trong danh sách", 22, "groups"),
    ("Giá bán lẻ *", "Đồng, chỉ ghi số", 14, ""),
    ("Cân nặng (kg) *", "Ki-lô-gam, cả bì", 14, ""),
    ("Số lượng *", "Số gói đang có", 12, ""),
    ("Giới thiệu", "Vài câu về sản phẩm", 48, ""),
    ("Mã hàng", "Mã riêng của bạn", 18, ""),
    ("Giao hàng *", "Chọn trong danh sách", 20, "delivery"),
    ("Ảnh 1", "Địa chỉ ảnh", 28, ""),
    ("Ảnh 2", "Địa chỉ ảnh", 28, ""),
)
LISTS = {
    "groups": (
        "Trái cây tươi",
        "Trái cây sấy",
        "Gạo, mỳ, miến",
        "Mật ong, gia vị",
        "Đồ uống",
        "Khác",
    ),
    "delivery": ("Bưu điện", "Tự giao", "Người mua đến lấy"),
}
GUIDE = (
    TITLE,
    "",
    "Mẫu này do Lên Sàn vẽ ra để tập chọn cột, giống cách các sàn làm tệp mẫu.",
    "Bảng cần điền ở trang «Bảng đăng hàng». Cột có dấu * là bắt buộc.",
    "Tệp đã điền không nộp cho sàn nào được.",
)
LAST_ROW = 500


def main(target: Path = TARGET) -> None:
    """Write the file; the same bytes each time."""
    book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False})
    book.set_properties({"title": TITLE, "author": "Lên Sàn", "created": MADE_ON})
    bold = book.add_format({"bold": True, "font_size": 14})
    guide = book.add_worksheet("Hướng dẫn")
    guide.set_column(0, 0, 90)
    for row, line in enumerate(GUIDE):
        guide.write_string(row, 0, line, bold if row == 0 else None)
    _write_table(book)
    lists = book.add_worksheet("Danh sách ẩn")
    for column, texts in enumerate(LISTS.values()):
        lists.write_column(0, column, texts)
    lists.hide()
    book.close()


def _write_table(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Bảng đăng hàng")
    edge = {"border": 1, "text_wrap": True, "valign": "top"}
    title = book.add_format({"bold": True, "font_size": 12})
    header = book.add_format({**edge, "bold": True, "bg_color": "#E8F0E4"})
    help_text = book.add_format({**edge, "italic": True, "font_color": "#555555"})
    text = book.add_format(edge)
    number = book.add_format({**edge, "num_format": "#,##0"})
    weight = book.add_format({**edge, "num_format": "0.000"})
    sheet.write_string(0, 0, TITLE, title)
    for column, (name, hint, width, offered) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, name, header)
        sheet.write_string(3, column, hint, help_text)
        style = {2: number, 3: weight, 4: number}.get(column, text)
        for row in range(4, 9):
            sheet.write_blank(row, column, None, style)
        if offered:
            place = list(LISTS).index(offered)
            letter = "AB"[place]
            source = f"='Danh sách ẩn'!${letter}$1:${letter}${len(LISTS[offered])}"
            rule = {"validate": "list", "source": source}
            sheet.data_validation(4, column, LAST_ROW, column, rule)
    longest = {"validate": "length", "criteria": "<=", "value": 120}
    sheet.data_validation(4, 0, LAST_ROW, 0, longest)
    sheet.freeze_panes(4, 1)
    sheet.activate()


if __name__ == "__main__":
    main()
