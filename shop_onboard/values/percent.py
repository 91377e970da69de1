"""Shares as people read them: one decimal, comma, halves rounded up."""


def format_percent(part: int, whole: int) -> str:
    """`part` of `whole` (same unit, whole > 0) as "41,7%"; a round share as "20%".

    Raises ValueError when `whole` is not positive: a share of nothing is not a number.
    """
    if whole <= 0:
        raise ValueError("a share needs a whole above zero")
    tenths = (abs(part) * 2000 + whole) // (2 * whole)
    sign = "-" if part < 0 and tenths else ""
    units, tenth = divmod(tenths, 10)
    grouped = f"{units:,}".replace(",", ".")
    return f"{sign}{grouped},{tenth}%" if tenth else f"{sign}{grouped}%"
