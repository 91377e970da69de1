"""The ten data items that Circular 02/2024/TT-BKHCN asks of every traced product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows


@dataclass(frozen=True)
class TraceItem:
    """One item of the circular; one that is not needed is given only where there is any."""

    number: int
    key: str
    is_needed: bool
    vi: str
    en: str
    source: str
    valid_from: date

    def say(self, lang: str) -> str:
        """Its name in the reader's language."""
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True)
class CheckedItem:
    """An item and whether a lot has it."""

    item: TraceItem
    is_there: bool

    @property
    def is_missing(self) -> bool:
        """Whether the circular asks for it and it is not there."""
        return self.item.is_needed and not self.is_there


@lru_cache(maxsize=1)
def trace_items() -> tuple[TraceItem, ...]:
    """The items in the order of the circular."""
    return tuple(
        TraceItem(
            int(row["number"]),
            row["key"],
            row["is_needed"] == "yes",
            row["vi"],
            row["en"],
            row["source"],
            fact_day(row["valid_from"]) or date.max,
        )
        for row in fact_rows("trace_items")
    )


def checked(is_there: Mapping[str, bool]) -> list[CheckedItem]:
    """Every item by its key in `is_there`. Raises KeyError for one that nobody looked at."""
    return [CheckedItem(item, is_there[item.key]) for item in trace_items()]
