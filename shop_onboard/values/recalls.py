"""How people are told of a recall."""

from shop_onboard.values.text import N_, Message

WAYS: dict[str, Message] = {
    "phone": N_("gọi điện"),
    "message": N_("nhắn tin"),
    "meeting": N_("gặp trực tiếp"),
    "letter": N_("gửi văn bản"),
    "other": N_("cách khác"),
}
