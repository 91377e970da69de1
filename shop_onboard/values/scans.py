"""Scans of codes: what counts, and what makes a sticker look copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message

# However often one sticker is asked for in a day: whoever asks a machine to do it proves nothing.
MOST_A_DAY = 50
# How often one line (gateways/scan_lines.py) counts for one lot's or product's own code in a day:
# the customers of a shop, and not a machine that asks all day.
MOST_OF_A_LINE = 20
FLAG_STATES: dict[str, Message] = {
    "open": N_("chờ xem"),
    "confirmed": N_("đúng là tem bị sao chép"),
    "dismissed": N_("không có gì lạ"),
}
RULE_WORDS: dict[str, Message] = {
    "many_in_a_day": N_("Một tem được quét rất nhiều lần trong một ngày"),
    "many_days": N_("Một tem được quét ở nhiều ngày khác nhau"),
    "long_expired": N_("Tem vẫn được quét lâu sau khi hết hạn sử dụng"),
}
_LONG_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Seen:
    """What was scanned: a product's code, or a lot's, or (with the lot) one sticker."""

    day: date
    product_id: int
    lot_id: int | None = None
    label_id: int | None = None

    def line(self) -> str:
        """As the buffer keeps it: numbers and a day, nothing of who asked."""
        return f"{self.day:%Y-%m-%d} {self.product_id} {self.lot_id or 0} {self.label_id or 0}\n"


def read_line(line: str) -> Seen | None:
    """What `Seen.line` wrote; None for anything else, such as a line cut short by a full disk."""
    parts = line.split(" ")
    if len(parts) != 4 or not line.endswith("\n"):
        return None
    try:
        day = date.fromisoformat(parts[0])
        product_id, lot_id, label_id = (int(part) for part in parts[1:])
    except ValueError:
        return None
    return Seen(day, product_id, lot_id or None, label_id or None)


def odd_rules(counts: Mapping[date, int], expires_on: date | None) -> dict[str, int]:
    """The rules (data/clone_rules.csv) that one sticker's scans by day break → the scans meant."""
    limits = _limits()
    found: dict[str, int] = {}
    busiest = max(counts.values(), default=0)
    if busiest >= limits["many_in_a_day"][0]:
        found["many_in_a_day"] = busiest
    least, within_days = limits["many_days"]
    if counts:
        first = max(counts) - timedelta(days=within_days)
        days = [day for day in counts if day > first]
        if len(days) >= least:
            found["many_days"] = sum(counts[day] for day in days)
    if expires_on is not None:
        late = sum(count for day, count in counts.items() if day > expires_on + _LONG_AFTER)
        if late >= limits["long_expired"][0]:
            found["long_expired"] = late
    return found


@lru_cache(maxsize=1)
def _limits() -> dict[str, tuple[int, int]]:
    rows = fact_rows("clone_rules")
    return {row["rule"]: (int(row["least_scans"]), int(row["within_days"])) for row in rows}
