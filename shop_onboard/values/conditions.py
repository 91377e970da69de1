"""What somebody must have before a shop can be opened: dated facts, and «ask» for the rest.

`data/conditions.csv` says what each marketplace is known to want, with its source; what no source
tells is asked of the marketplace, never guessed.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows
from shop_onboard.values.text import N_, Message

NEEDS: dict[str, Message] = {
    "law": N_("luật buộc"),
    "needed": N_("sàn cần"),
    "own": N_("chỉ khi dùng tới"),
    "ask": N_("hỏi sàn"),
}
STATES: dict[str, Message] = {
    "have": N_("có"),
    "missing": N_("thiếu"),
    "unknown": N_("chưa rõ"),
}
# The marketplaces whose ways in are written down here, in the order in which pages show them.
MARKETPLACES = ("shopee", "tiktok_shop", "postmart")


@dataclass(frozen=True)
class Paper:
    """A kind of paper or fact of a seller. `takes_file` is false for what is never to be sent."""

    key: str
    names: tuple[str, str]
    helps: tuple[str, str]
    takes_file: bool

    def name_in(self, lang: str = "vi") -> str:
        """Its name in `lang`."""
        return self.names[lang == "en"]

    def help_in(self, lang: str = "vi") -> str:
        """What is meant by it, in `lang`."""
        return self.helps[lang == "en"]


@dataclass(frozen=True)
class Condition:
    """What one marketplace wants of a kind of producer; `need` is a key of `NEEDS`.

    `words` and `sources` are "" where nothing is known but that it has to be asked.
    """

    marketplace: str
    kinds: frozenset[str]
    paper: Paper
    need: str
    words: tuple[str, str]
    sources: tuple[str, str]
    checked_on: date | None

    def words_in(self, lang: str = "vi") -> str:
        """What is known, in `lang`."""
        return self.words[lang == "en"]

    def source_in(self, lang: str = "vi") -> str:
        """Where it was read, in `lang`."""
        return self.sources[lang == "en"]


@dataclass(frozen=True)
class OpeningStep:
    """A step to the shop and to its blank template; `sources` are "" where none tells of it.

    `gets_template` when this is the step at which the blank template is downloaded.
    """

    words: tuple[str, str]
    sources: tuple[str, str]
    checked_on: date | None
    gets_template: bool = False

    def words_in(self, lang: str = "vi") -> str:
        """What to do, in `lang`."""
        return self.words[lang == "en"]

    def source_in(self, lang: str = "vi") -> str:
        """Where it was read, in `lang`."""
        return self.sources[lang == "en"]


@lru_cache(maxsize=1)
def all_papers() -> dict[str, Paper]:
    """Key → paper, in the order in which a folder shows them."""
    return {
        row["key"]: Paper(
            row["key"],
            (row["name"], row["name_en"]),
            (row["help"], row["help_en"]),
            bool(row["takes_file"]),
        )
        for row in fact_rows("conditions_papers")
    }


@lru_cache(maxsize=1)
def _conditions() -> tuple[Condition, ...]:
    return tuple(
        Condition(
            row["marketplace"],
            frozenset(filter(None, row["kinds"].split("|"))),
            all_papers()[row["paper"]],
            row["need"],
            (row["words"], row["words_en"]),
            (row["source"], row["source_en"]),
            fact_day(row["checked_on"]),
        )
        for row in fact_rows("conditions")
    )


def conditions(marketplace: str, kind: str) -> tuple[Condition, ...]:
    """What a marketplace wants of this kind of producer: the sure before what is to be asked."""
    found = [
        each
        for each in _conditions()
        if each.marketplace == marketplace and (not each.kinds or kind in each.kinds)
    ]
    return tuple(sorted(found, key=lambda each: list(NEEDS).index(each.need)))


def opening_steps(marketplace: str) -> tuple[OpeningStep, ...]:
    """How to come to a shop there, and to its blank template."""
    rows = [row for row in fact_rows("conditions_steps") if row["marketplace"] == marketplace]
    return tuple(
        OpeningStep(
            (row["words"], row["words_en"]),
            (row["source"], row["source_en"]),
            fact_day(row["checked_on"]),
            row["gets_template"] == "*",
        )
        for row in sorted(rows, key=lambda row: int(row["number"]))
    )
