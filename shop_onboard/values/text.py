"""Text as people write it: messages, clean input, search keys and Vietnamese order."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

# Zero-width and bidirectional controls: invisible in a form, different in a database.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile("([0-9]+)")

# Dictionary order of Vietnamese letters; marks of tone come second.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: index for index, letter in enumerate(_LETTERS)}
# Every marked letter of Vietnamese → its bare one, small and capital; keeps each in its place.
BARE = {
    ord(form): letters[0]
    for letters in (
        "aàáảãạăằắẳẵặâầấẩẫậ",
        "dđ",
        "eèéẻẽẹêềếểễệ",
        "iìíỉĩị",
        "oòóỏõọôồốổỗộơờớởỡợ",
        "uùúủũụưừứửữự",
        "yỳýỷỹỵ",
    )
    for letter in letters
    for form in (letter, letter.upper())
} | {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@dataclass(frozen=True)
class Message:
    """A sentence for a person, still to be put into the reader's language.

    `msgid` is the Vietnamese sentence with `%(name)s` places; `params` fills them.
    """

    msgid: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The Vietnamese sentence itself, for logs and for `--json` errors."""
        return self.msgid % self.params if self.params else self.msgid

    def params_in(self, lang: str, translate: Callable[[str], str]) -> dict[str, Any]:
        """The parameters as a reader of `lang` expects them; `translate` gives a msgid's words."""
        return {name: _said(value, lang, translate) for name, value in self.params.items()}

    def said(self, lang: str, translate: Callable[[str], str]) -> str:
        """The whole sentence in `lang`, nested messages and figures included."""
        text = translate(self.msgid)
        return text % self.params_in(lang, translate) if self.params else text


@dataclass(frozen=True)
class Figure:
    """A value inside a message that every language writes its own way: a day, a mass, a price.

    `form` is one of the formatters of `values`, called with `value` and `lang=`.
    """

    form: Callable[..., str]
    value: Any

    def __str__(self) -> str:
        return self.form(self.value)


def _said(value: Any, lang: str, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Message):
        return value.said(lang, translate)
    return value.form(value.value, lang=lang) if isinstance(value, Figure) else value


def N_(msgid: str, **params: Any) -> Message:
    """Mark a Vietnamese sentence for translation and keep its parameters apart."""
    return Message(msgid, params)


class Unreadable(ValueError):
    """A typed value that cannot be read; `message` says what to write instead."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def clean(text: str) -> str:
    """NFC, no invisible or control characters, runs of white space as one space."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        # Nothing invisible is printable, nor is any white space but the plain one.
        return text.strip()
    text = _CONTROL.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", text).strip()


def clean_lines(text: str) -> str:
    """As `clean`, line by line: keeps paragraphs of a description."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fold(text: str) -> str:
    """Search key: NFC, lower case, no marks, đ → d, single spaces.

    Old and new tone placement ("hòa", "hoà") fold to the same key.
    """
    tidy = clean(text)
    bare = tidy.translate(BARE)
    if bare.isascii():
        return bare
    lowered = tidy.lower().replace("đ", "d")
    stripped = "".join(
        char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char)
    )
    return unicodedata.normalize("NFC", stripped)


def sort_key(text: str) -> str:
    """A string that sorts by code point in Vietnamese dictionary order.

    Letters first (a ă â b …), then tones (ngang huyền hỏi ngã sắc nặng) over the whole text.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in clean(text).lower():
        base, tone = _split_tone(char)
        rank = _LETTER_RANK.get(base)
        letters.append(chr(0x100 + rank) if rank is not None else base)
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def natural_key(text: str) -> tuple[tuple[str | int, ...], str]:
    """Sorts as `sort_key`, but runs of digits by their value: «Gói 9» before «Gói 10»."""
    letters, _mark, tones = sort_key(text).partition("\x01")
    parts = _DIGITS.split(letters)
    # Every second part is a number, so that two keys compare part by part.
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), tones


@lru_cache(maxsize=2_000)
def _split_tone(char: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    base = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", base), tone


def slugify(text: str) -> str:
    """ASCII words joined by hyphens, for addresses and file names."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
