"""Prices that look like a slip of the finger."""

# Not a rule of anybody's: below it, the thousands were most likely forgotten («175» for 175.000).
_LOWEST_USUAL_VND = 1_000
_KILOGRAM_G = 1_000


def is_oddly_low(price_vnd: int, net_mass_g: int) -> bool:
    """Whether a pack, or a kilogram of it, costs less than hardly anything sold by weight does."""
    per_kg_vnd = price_vnd * _KILOGRAM_G // max(net_mass_g, 1)
    return min(price_vnd, per_kg_vnd) < _LOWEST_USUAL_VND
