"""Hours of the day as people write them."""

import re
from datetime import time

from shop_onboard.values.text import N_, Unreadable, clean

_HOUR = re.compile(r"([0-9]{1,2})(?:\s?[:hg.]\s?([0-9]{2})?|\s?giờ(?:\s?([0-9]{1,2}))?)?")


def parse_hour(text: str) -> time:
    """«6:30», «6h30», «6h», «6 giờ 30», «18». Raises Unreadable."""
    found = _HOUR.fullmatch(clean(text).lower())
    hour = int(found[1]) if found else 24
    minute = int(found[2] or found[3] or 0) if found else 0
    if hour > 23 or minute > 59:
        raise Unreadable(N_("Không đọc được giờ «%(text)s»: hãy ghi như 6:30.", text=clean(text)))
    return time(hour, minute)


def format_hour(hour: time) -> str:
    """«06:30»."""
    return f"{hour:%H:%M}"
