"""Shares as people read them: one decimal at most, halves rounded up."""

import re

from shop_onboard.values.numbers import with_marks_of
from shop_onboard.values.text import N_, Unreadable, clean

_SHARE = re.compile(r"([0-9]{1,3})(?:,([0-9]))?")
_LEAST_SHARE, _WHOLE_SHARE = 10, 1000


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


def whole_of(part: int, permille: int) -> int:
    """The whole of which `part` is `permille` thousandths (1–1000), halves rounded up.

    2,710 members at 820 ‰ are 3,305 young people. Raises ValueError without a share.
    """
    if permille <= 0:
        raise ValueError("a part of nothing tells of no whole")
    return (part * 2000 + permille) // (2 * permille)


def parse_share(text: str) -> int:
    """«82 %», «82» or «82,5%» in thousandths, from 1 to 100 percent. Raises Unreadable."""
    typed = clean(text).removesuffix("%").strip()
    found = _SHARE.fullmatch(typed)
    permille = int(found[1]) * 10 + int(found[2] or 0) if found else 0
    if not _LEAST_SHARE <= permille <= _WHOLE_SHARE:
        raise Unreadable(
            N_(
                "Không đọc được tỷ lệ «%(text)s»: hãy ghi phần trăm từ 1 đến 100,"
                " nhiều nhất một chữ số sau dấu phẩy, ví dụ 82 %%.",
                text=clean(text)[:40],
            )
        )
    return permille


def format_share(permille: int, lang: str = "vi") -> str:
    """Thousandths as "82%" or "82,5%", English "82.5%"."""
    return format_percent(permille, _WHOLE_SHARE, lang)
