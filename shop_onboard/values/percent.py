"""Shares as people read them: one decimal at most, halves rounded up."""

from shop_onboard.values.numbers import with_marks_of


def format_percent(part: int, whole: int, lang: str = "vi") -> str:
    """`part` of `whole` (same unit, whole > 0) as "41,7%", English "41.7%"; a round one as "20%".

    Raises ValueError when `whole` is not positive: a share of nothing is not a number.
    """
    if whole <= 0:
        raise ValueError("a share needs a whole above zero")
    tenths = (abs(part) * 2000 + whole) // (2 * whole)
    sign = "-" if part < 0 and tenths else ""
    units, tenth = divmod(tenths, 10)
    shown = f"{units:,}.{tenth}" if tenth else f"{units:,}"
    return f"{sign}{with_marks_of(shown, lang)}%"


def format_change(before: int, after: int, lang: str = "vi") -> str:
    """The change from `before` (> 0) to `after` (≥ 0) as "−20,0%", "+41,7%", "0,0%".

    English "−20.0%". A true minus sign and always one decimal.
    Raises ValueError when `before` is not positive.
    """
    if before <= 0:
        raise ValueError("a change needs a start above zero")
    difference = after - before
    tenths = (abs(difference) * 2000 + before) // (2 * before)
    sign = "" if tenths == 0 else ("+" if difference > 0 else "−")
    units, tenth = divmod(tenths, 10)
    return f"{sign}{with_marks_of(f'{units:,}.{tenth}', lang)}%"
