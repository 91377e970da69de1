"""What kinds of producers there are, in words."""

from shop_onboard.values.text import N_, Message, clean, fold

KIND_WORDS: dict[str, Message] = {
    "cooperative": N_("hợp tác xã"),
    "cooperative_group": N_("tổ hợp tác"),
    "household_business": N_("hộ kinh doanh"),
    "household": N_("hộ sản xuất"),
    "farm": N_("trang trại"),
    "enterprise": N_("doanh nghiệp"),
}

# How names begin, folded; the longer beginnings first.
_BEGINNINGS = (
    ("to hop tac", "cooperative_group"),
    ("tht", "cooperative_group"),
    ("hop tac xa", "cooperative"),
    ("htx", "cooperative"),
    ("ho kinh doanh", "household_business"),
    ("hkd", "household_business"),
    ("ho", "household"),
    ("trang trai", "farm"),
    ("doanh nghiep", "enterprise"),
    ("cong ty", "enterprise"),
)


def kind_of_name(name: str) -> str | None:
    """The kind that a name begins with («Tổ hợp tác …»); None when it begins otherwise."""
    folded = fold(name)
    is_household = clean(name).lower().startswith("hộ ")
    return next(
        (
            kind
            for start, kind in _BEGINNINGS
            if folded.startswith(f"{start} ") and (start != "ho" or is_household)
        ),
        None,
    )
