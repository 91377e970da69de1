"""Numbers that an administrator may set: the one that holds now."""

from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.settings import Setting
from shop_onboard.values.text import N_, Message


@dataclass(frozen=True)
class Known:
    """A setting there is: what it is called, the number without a row, and its ends."""

    name: Message
    default: int
    least: int
    most: int


DORMANT_DAYS = "dormant_days"
SETTINGS: dict[str, Known] = {
    DORMANT_DAYS: Known(
        N_("Gian hàng lâu chưa hoạt động: sau bao nhiêu ngày không bán, không cập nhật"),
        60,
        7,
        730,
    ),
}


def row_of(key: str) -> Setting | None:
    """The row of this key, None while the default holds."""
    return db.session.scalar(sa.select(Setting).where(Setting.key == key))


def number_of(key: str) -> int:
    """The number that holds."""
    row = row_of(key)
    return row.number if row is not None else SETTINGS[key].default
