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


def format_change(before: int, after: int) -> str:
    """The change from `before` (> 0) to `after` (≥ 0) as "−20,0 %", "+41,7 %", "0,0 %".

    A true minus sign and always one decimal. Raises ValueError when `before` is not positive.
    """
    if before <= 0:
        raise ValueError("a change needs a start above zero")
    difference = after - before
    tenths = (abs(difference) * 2000 + before) // (2 * before)
    sign = "" if tenths == 0 else ("+" if difference > 0 else "−")
    units, tenth = divmod(tenths, 10)
    grouped = f"{units:,}".replace(",", ".")
    return f"{sign}{grouped},{tenth} %"
