"""The units of figures that somebody published."""

from shop_onboard.values.text import N_, Message

# As the press writes them; a unit that is not here stays as it was typed.
UNITS: dict[str, Message] = {
    "tấn": N_("tấn"),
    "HTX": N_("HTX"),
    "HTX/mô hình": N_("HTX/mô hình"),
    "gian hàng": N_("gian hàng"),
    "sàn": N_("sàn"),
    "sản phẩm": N_("sản phẩm"),
    "đồng": N_("đồng"),
}


def unit_words(unit: str) -> Message | str:
    """The unit as something to be said in the reader's language."""
    return UNITS.get(unit, unit)
