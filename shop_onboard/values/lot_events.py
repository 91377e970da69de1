"""The steps of a lot as people call them, and how one lot is made of others."""

from shop_onboard.values.text import N_, Message, clean

EVENT_WORDS: dict[str, Message] = {
    "harvesting": N_("Thu hoạch"),
    "processing": N_("Sơ chế, chế biến"),
    "packing": N_("Đóng gói"),
    "inspecting": N_("Kiểm tra"),
    "storing": N_("Nhập kho"),
    "shipping": N_("Xuất hàng"),
    "receiving": N_("Nhận"),
    "selling": N_("Bán"),
}
# Sales are recorded as sales; a second record of them would count them twice.
RECORDED_KINDS = tuple(kind for kind in EVENT_WORDS if kind != "selling")
# The steps that hand goods on, or take them in: one step forward, one step back.
FORWARD, BACK = "shipping", "receiving"

MAKINGS: dict[str, Message] = {
    "split": N_("Tách lô"),
    "merge": N_("Gộp lô"),
    "process": N_("Sơ chế, chế biến thành lô mới"),
    "pack": N_("Đóng gói thành lô mới"),
}
# These give the same goods again; only the others may give another product.
KEEPING = ("split", "merge")


def growing_area_doubt(code: str) -> Message | None:
    """What looks odd about the code of a growing area; never a reason to refuse it.

    Source: codes of Decision 3156/QĐ-BNN-TT (2022) begin with the country; the rest of their
    pattern is not published.
    """
    if not code or clean(code).upper().startswith("VN-"):
        return None
    return N_("Mã số vùng trồng thường bắt đầu bằng «VN-». Hãy xem lại giấy cấp mã nếu chưa chắc.")
