"""The steps of a lot as a table for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shop_onboard.exports.tables import csv_bytes
from shop_onboard.values.dates import format_date

HEADER = (
    "Mã lô",
    "Công đoạn",
    "Ngày",
    "Giờ",
    "Nơi làm",
    "Khối lượng (g)",
    "Từ ai, cho ai",
    "Ghi chú",
    "Tình trạng",
)


@dataclass(frozen=True)
class EventRow:
    """One line: words as they are to be read; `state` is "" for what stands."""

    lot_code: str
    step: str
    day: date
    hour: str = ""
    place: str = ""
    mass_g: int | None = None
    partner: str = ""
    note: str = ""
    state: str = ""


def build(rows: Sequence[EventRow]) -> bytes:
    """CSV in UTF-8 with a byte order mark; masses in whole grams, days as 05/06/2026."""
    return csv_bytes(
        HEADER,
        (
            (
                row.lot_code,
                row.step,
                format_date(row.day),
                row.hour,
                row.place,
                row.mass_g,
                row.partner,
                row.note,
                row.state,
            )
            for row in rows
        ),
    )
