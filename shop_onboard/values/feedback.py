"""What people report of a product that they hold in their hands."""

from shop_onboard.values.text import N_, Message

KINDS: dict[str, Message] = {
    "fake": N_("Nghi hàng giả, tem bị dán lại hoặc sao chép"),
    "quality": N_("Hàng hỏng, kém chất lượng"),
    "wrong": N_("Thông tin trên trang không đúng với bao bì"),
    "label": N_("Tem bị cào, rách hoặc không quét được"),
    "other": N_("Chuyện khác"),
}
STATES: dict[str, Message] = {
    "new": N_("mới gửi"),
    "looking": N_("đang xem xét"),
    "answered": N_("đã trả lời"),
    "closed": N_("đã đóng"),
}
# Somebody still waits for an answer.
OPEN = ("new", "looking")
