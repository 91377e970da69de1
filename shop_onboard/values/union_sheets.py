"""The two sheets of a union's own: its units and its people.

The columns are the rows of `data/union_sheets.csv`.
"""

from collections.abc import Mapping

from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import Sheet, columns_of

UNION_SHEETS = (
    Sheet(
        "Đơn vị",
        "unions",
        columns_of("union_sheets", "unions"),
        ("Danh sách đơn vị", "Tổ chức Đoàn", "Cơ sở đoàn"),
    ),
    Sheet(
        "Người",
        "people",
        columns_of("union_sheets", "people"),
        ("Danh sách người", "Cán bộ", "Tình nguyện viên", "Tài khoản"),
    ),
)

UNION_KIND_WORDS: Mapping[str, Message] = {
    "central": N_("Trung ương Đoàn"),
    "province": N_("Tỉnh đoàn, Thành đoàn"),
    "district": N_("Huyện đoàn (cấp trung gian)"),
    "commune": N_("Đoàn xã, phường, đặc khu"),
    "attached": N_("Đoàn trực thuộc"),
    "branch": N_("Chi đoàn"),
}
UNION_ROLE_WORDS: Mapping[str, Message] = {
    "volunteer": N_("tình nguyện viên"),
    "officer": N_("cán bộ Đoàn"),
}
