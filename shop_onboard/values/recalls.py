"""How people are told of a recall, and what came after one."""

from datetime import date, datetime

from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message

WAYS: dict[str, Message] = {
    "phone": N_("gọi điện"),
    "message": N_("nhắn tin"),
    "meeting": N_("gặp trực tiếp"),
    "letter": N_("gửi văn bản"),
    "other": N_("cách khác"),
}


def is_after_recall(recalled_at: datetime, day: date, moment: datetime | None = None) -> bool:
    """Whether what happened on this day, or at this aware moment of it, came after the recall.

    Without a moment the day of the recall itself counts as after it.
    """
    return day >= local_date(recalled_at) if moment is None else moment >= recalled_at
