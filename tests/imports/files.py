"""Small files to read, made by writers that share nothing with the reader."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

SALES = ["Ngày*", "Mã HTX*", "Mã SP", "Mã lô", "Kênh*", "Khối lượng*", "Doanh thu", "Chương trình",
         "Mã đơn hàng", "Chứng từ", "Mức độ"]  # fmt: skip
COOPERATIVES = ["Mã HTX", "Tên*", "Loại hình*", "Mã số thuế", "Người đại diện*", "Điện thoại*",
                "Tỉnh*", "Huyện (cũ)", "Xã/Phường*", "Địa chỉ", "Số tài khoản"]  # fmt: skip
PRODUCTS = ["Mã SP*", "Mã HTX*", "Tên*", "Quy cách*", "Khối lượng tịnh*", "Giá bán*", "Sao OCOP",
            "GTIN", "Mùa vụ từ", "Khối lượng cả bì"]  # fmt: skip


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], **options: object) -> bytes:
    """An .xlsx; a cell ("=…", value) is a formula with its kept value."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"strings_to_formulas": False, "strings_to_urls": False, **options}
    )
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(number, place, cell[0], None, cell[1])
                elif hasattr(cell, "isoformat"):
                    sheet.write_datetime(number, place, cell, dates)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return content.getvalue()


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    return lines.getvalue()


def with_part(content: bytes, name: str, change: object) -> bytes:
    """The archive with one part put through `change` (bytes → bytes), or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == name else data)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()
