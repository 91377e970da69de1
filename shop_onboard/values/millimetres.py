"""Lengths as people write them in millimetres, kept in micrometres."""

import re

from shop_onboard.values.text import N_, Unreadable, clean

_WRITTEN = re.compile(r"([-+−]?)\s*([0-9]{1,4})(?:[.,]([0-9]{1,3}))?\s*(?:mm|ly|li)?")


def parse_mm(text: str) -> int:
    """Micrometres of «52,5», «7.21 mm», «-0,3». Raises Unreadable."""
    read = _WRITTEN.fullmatch(clean(text[:40]).lower())
    if read is None:
        raise Unreadable(N_("Hãy ghi số milimét, ví dụ 52,5."))
    sign, whole, rest = read[1], int(read[2]), (read[3] or "").ljust(3, "0")
    um = whole * 1000 + int(rest)
    return -um if sign in ("-", "−") else um


def format_mm(um: int, lang: str = "vi") -> str:
    """«52,5» of 52,500 micrometres, in English "52.5", without a unit."""
    whole, rest = divmod(abs(um), 1000)
    figures = f"{whole}.{rest:03}".rstrip("0").rstrip(".")
    written = figures if lang == "en" else figures.replace(".", ",")
    return f"-{written}" if um < 0 else written
