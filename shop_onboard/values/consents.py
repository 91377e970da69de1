"""What a producer's representative may agree to, in dated words, and numbers nobody should type."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows
from shop_onboard.values.text import N_, Message

PURPOSES = ("contact", "representative", "producer_name", "people_in_photos")
HOUSEHOLD_KINDS = frozenset({"household", "household_business"})

PURPOSE_WORDS: dict[str, Message] = {
    "contact": N_("Số điện thoại liên hệ"),
    "representative": N_("Họ tên người đại diện"),
    "producer_name": N_("Tên của hộ"),
    "people_in_photos": N_("Ảnh có người"),
}
CHANNEL_WORDS: dict[str, Message] = {
    "link": N_("tự trả lời qua đường dẫn"),
    "paper": N_("ký trên phiếu giấy"),
    "account": N_("bằng tài khoản của mình"),
}
_IDENTITY_NUMBER = re.compile(
    r"(?<![0-9])0[0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}(?![0-9])"
)


@dataclass(frozen=True)
class ConsentText:
    """The sentence of one purpose; a changed sentence is a new version."""

    version: str
    valid_from: date
    purpose: str
    vi: str
    en: str

    def say(self, lang: str) -> str:
        """The sentence in the reader's language."""
        return self.en if lang == "en" else self.vi


def current_texts(today: date, kind: str) -> tuple[ConsentText, ...]:
    """The sentences to be asked of a producer of this kind, in the order of `PURPOSES`.

    Only a household is asked about its name: a cooperative's is not a person's.
    """
    latest: dict[str, ConsentText] = {}
    for text in _texts():
        if text.valid_from <= today:
            latest[text.purpose] = text
    return tuple(latest[purpose] for purpose in asked_purposes(kind) if purpose in latest)


def grower_text(today: date) -> ConsentText:
    """The sentence that a grower is asked, who is not the producer's representative."""
    known = [text for text in _texts() if text.valid_from <= today]
    return next(text for text in reversed(known) if text.purpose == "grower_name")


def asked_purposes(kind: str) -> tuple[str, ...]:
    """The purposes that concern a producer of this kind."""
    return tuple(p for p in PURPOSES if p != "producer_name" or kind in HOUSEHOLD_KINDS)


def has_identity_number(*texts: str) -> bool:
    """Whether a text holds twelve digits as a citizen's identity number has them.

    Twelve digits, the first of them 0, alone or in groups of three; a telephone number has ten.
    """
    return any(_IDENTITY_NUMBER.search(text) for text in texts)


@lru_cache(maxsize=1)
def _texts() -> tuple[ConsentText, ...]:
    rows = [
        ConsentText(
            row["version"],
            fact_day(row["valid_from"]) or date.max,
            row["purpose"],
            row["vi"],
            row["en"],
        )
        for row in fact_rows("consent_texts")
    ]
    return tuple(sorted(rows, key=lambda text: text.valid_from))
