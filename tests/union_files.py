"""Sheets of units and people, as people send them."""

import io
from collections.abc import Sequence

import xlsxwriter

UNITS = ("Mã", "Tên", "Loại", "Đơn vị cấp trên", "Tỉnh", "Xã", "Từ ngày")
PEOPLE = ("Họ tên", "Điện thoại", "Vai trò", "Mã đơn vị")


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets, header and all; `units` is «Đơn vị», `people` is «Người»."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        for key, rows in sheets.items():
            sheet = workbook.add_worksheet({"units": "Đơn vị", "people": "Người"}[key])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def province(units: int = 484, people: int = 2_500) -> bytes:
    """The size of a real province (reference facts TN-SIZE), parents after their units."""
    tops = [("TD-TN", "Tỉnh đoàn Thái Nguyên", "Tỉnh đoàn", "", "Thái Nguyên", "", "")]
    rows = []
    for number in range(units - 1):
        kind = ("Đoàn xã", "Đoàn trực thuộc", "Chi đoàn")[number % 3]
        rows.append((f"TN-{number:04}", f"{kind} số {number}", kind, "TD-TN", "", "", "01/07/2025"))
    staff = [
        (
            f"Tình Nguyện {number}",
            f"09{number:08}",
            "cán bộ Đoàn" if number % 10 == 0 else "tình nguyện viên",
            f"TN-{number % (units - 1):04}",
        )
        for number in range(people)
    ]
    return book(units=[UNITS, *rows, *tops], people=[PEOPLE, *staff])
