"""Sales channels as dated facts: which marketplaces there are, and which can still be sold on."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows
from shop_onboard.values.text import N_, Message, Unreadable, fold

KINDS: dict[str, Message] = {
    "marketplace": N_("Sàn thương mại điện tử"),
    "platform": N_("Nền tảng số, mạng xã hội"),
    "direct": N_("Bán trực tiếp"),
}

STATES: dict[str, Message] = {
    "open": N_("Đang hoạt động"),
    "closed": N_("Đã dừng hoạt động"),
    "reported_closed": N_("Được cho là đã dừng, chưa xác nhận"),
}


@dataclass(frozen=True)
class Channel:
    """One row of `data/channels.csv`.

    `kind` is a key of `KINDS`, `state` a key of `STATES`. `opened_on` and `closed_on` are None
    when no source gives the day; `state` says "reported_closed" when a closing is reported
    without a day. `confidence` is official, secondary (press), unconfirmed (one weak source) or
    own (a classification of this program).
    """

    key: str
    name: str
    name_en: str
    kind: str
    opened_on: date | None
    closed_on: date | None
    state: str
    successor_key: str | None
    aliases: tuple[str, ...]
    note: str
    note_en: str
    source: str
    confidence: str

    def name_in(self, lang: str = "vi") -> str:
        """What readers of `lang` call it; a proper name is the same everywhere."""
        return (lang == "en" and self.name_en) or self.name

    def note_in(self, lang: str = "vi") -> str:
        """What should be known of it, in `lang`; "" where there is nothing."""
        return self.note_en if lang == "en" else self.note


@lru_cache(maxsize=1)
def all_channels() -> tuple[Channel, ...]:
    """Every channel, past and present, in the order in which lists show them."""
    return tuple(_channel(row) for row in fact_rows("channels"))


def get_channel(key: str) -> Channel:
    """The channel with this key; KeyError when there is none."""
    return _by_key()[key]


def find_channel(text: str) -> Channel:
    """The channel a person means: key, name or alias, in any case, with or without marks.

    Raises Unreadable, naming the channels there are, when none is meant.
    """
    found = _by_name().get(_compact(text))
    if found is None:
        names = ", ".join(channel.name for channel in all_channels())
        raise Unreadable(
            N_(
                "Không rõ kênh bán «%(text)s». Hãy ghi một trong các kênh: %(names)s.",
                text=text.strip(),
                names=names,
            )
        )
    return found


def is_open(channel: Channel, on: date) -> bool:
    """Whether new listings and storefronts can be opened there on that day.

    A channel that is only reported closed counts as not open, since nobody knows from when on
    a listing there was lost; past sales may still be recorded on it.
    """
    if channel.state == "reported_closed":
        return False
    if channel.opened_on is not None and on < channel.opened_on:
        return False
    return channel.closed_on is None or on < channel.closed_on


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Channel]:
    return {channel.key: channel for channel in all_channels()}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Channel]:
    return {
        _compact(name): channel
        for channel in all_channels()
        for name in (channel.key, channel.name, channel.name_in("en"), *channel.aliases)
    }


def _compact(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _channel(row: dict[str, str]) -> Channel:
    return Channel(
        key=row["key"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        opened_on=fact_day(row["opened_on"]),
        closed_on=fact_day(row["closed_on"]),
        state=row["state"],
        successor_key=row["successor_key"] or None,
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        note=row["note"],
        note_en=row["note_en"],
        source=row["source"],
        confidence=row["confidence"],
    )
