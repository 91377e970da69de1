"""What kinds of producers there are, in words."""

from shop_onboard.values.text import N_, Message

KIND_WORDS: dict[str, Message] = {
    "cooperative": N_("hợp tác xã"),
    "cooperative_group": N_("tổ hợp tác"),
    "household_business": N_("hộ kinh doanh"),
    "household": N_("hộ sản xuất"),
    "farm": N_("trang trại"),
    "enterprise": N_("doanh nghiệp"),
}
