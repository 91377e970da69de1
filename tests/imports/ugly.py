"""A workbook as people send it: titles over merged cells, VNI letters, addresses of before July
2025, units mixed in one column, rows twice, sums, notes and an empty sheet, all in one file."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_I = {"": "i", "\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def vni(text: str) -> str:
    """Vietnamese as the VNI fonts store it: «Hợp tác xã» is «Hôïp taùc xaõ»."""
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(char: str) -> str:
    lower = char.lower()
    base, *marks = unicodedata.normalize("NFD", lower)
    tone = next((mark for mark in marks if mark in _TONES), "")
    if lower == "đ":
        told = "ñ"
    elif base == "i":
        told = _I[tone]
    elif "\u0302" in marks:
        told = base + _CIRCUMFLEX[tone]
    elif "\u0306" in marks:
        told = base + _BREVE[tone]
    else:
        told = ({"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base) + _TONES.get(tone, "")
    return told if char == lower else told.upper()


def workbook() -> bytes:
    """Two sheets that mean something, one that does not, one that is empty."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_numbers": False})
    _makers(book.add_worksheet("DS chu the"))
    _sales(book.add_worksheet("Bán hàng T6"), book.add_format({"num_format": "d/m/yyyy"}))
    notes = book.add_worksheet("Ghi chú")
    notes.write_row(0, 0, ["Người lập:", "chị Hoa"])
    notes.write_row(1, 0, ["Ngày", "30/6"])
    book.add_worksheet("Sheet4")
    book.close()
    return content.getvalue()


def _makers(sheet: Any) -> None:
    sheet.merge_range(0, 0, 0, 7, vni("DANH SÁCH HỢP TÁC XÃ, TỔ HỢP TÁC CÓ SẢN PHẨM"))
    sheet.write(1, 0, vni("(Kèm theo công văn của Đoàn xã)"))
    for place, text in enumerate(("STT", "Tên cơ sở", "Loại hình", "Đại diện", "Số ĐT")):
        sheet.merge_range(3, place, 4, place, vni(text))
    sheet.merge_range(3, 5, 3, 7, vni("Địa chỉ"))
    for place, text in enumerate(("Xã", "Huyện", "Tỉnh"), start=5):
        sheet.write(4, place, vni(text))
    first = ["HTX Vải thiều Hồng Giang", "hợp tác xã", "Nguyễn Thị Hòa"]
    _row(sheet, 5, [1, *first, 912345678, "Giáp Sơn", "Lục Ngạn", "Bắc Giang"])
    _row(sheet, 6, [2, "Tổ hợp tác Mật ong Biển Động", "tổ hợp tác", "Lê Văn Sáu", "0912.345.679",
                    "Tân Quang", "Lục Ngạn", "Bắc Giang"])  # fmt: skip
    # The first once more, as somebody else wrote it.
    again = ["HTX  VẢI THIỀU Hồng Giang ", "HTX", "Nguyễn Thị Hòa"]
    _row(sheet, 7, [3, *again, "0912 345 678", "xã Giáp Sơn", "H. Lục Ngạn", "Bắc Giang"])
    _row(sheet, 8, [4, "Hộ ông Bảy", "hộ sản xuất", "Trần Văn Bảy", "chưa có", "Giáp Sơn",
                    "Lục Ngạn", "Bắc Giang"])  # fmt: skip
    sheet.write(9, 0, vni("Tổng cộng"))
    sheet.write(9, 1, 4)


def _row(sheet: Any, number: int, cells: Sequence[Any]) -> None:
    sheet.write_row(number, 0, [vni(cell) if isinstance(cell, str) else cell for cell in cells])


def _sales(sheet: Any, days: Any) -> None:
    header = ["Ngày giao", "Tên cơ sở", "Nơi bán", "Số lượng", "Thành tiền (nghìn đồng)"]
    sheet.write_row(0, 0, header)
    of, bees = "HTX Vải thiều Hồng Giang", "Tổ hợp tác Mật ong Biển Động"
    for number, (day, name, mass, money) in enumerate(
        [
            (date(2026, 6, 5), of, "1,2 tấn", 30_000),
            ("6/6/2026", of, "500kg", "12.500"),
            ("06-06-2026", of, 12, 300),
            (date(2026, 6, 7), bees, "2 tạ", None),
            (date(2026, 6, 7), bees, "2 tạ", None),
            (date(2026, 6, 8), bees, "3 thùng", 900),
            ("9.6.2026", of, "1,200", 30_000),
            ("31/6/2026", of, "5 kg", 125),
        ],
        start=1,
    ):
        if isinstance(day, date):
            sheet.write_datetime(number, 0, day, days)
        else:
            sheet.write(number, 0, day)
        sheet.write_row(number, 1, [name, "Shopee", mass, money])
    sheet.write_row(9, 0, ["Tổng", None, None, "1,9 tấn"])
