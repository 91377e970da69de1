"""Words in titles and descriptions that a marketplace refuses, or that somebody may ask proof of.

What is known of each word lies in `data/listing_words.csv`; who forbids it, with the source, in
`data/listing_word_rules.csv`. A word without a rule is a caution: no source says it is forbidden.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import phonenumbers

from shop_onboard.values.facts import fact_day, fact_rows
from shop_onboard.values.text import BARE, fold

_GAP = r"[\s\W_]{1,3}"
_BEFORE, _AFTER = 40, 24
_SPEAKS = re.compile(r"\w+|[/-]")

_PHONE = re.compile(r"(?<![\w.,/-])(?:\+?84|0)(?:[ .\-()]{0,2}\d){8,10}(?![\w/])")
_HOTLINE = re.compile(r"(?<![\w.,/-])1[89]00(?:[ .\-]?\d){4,6}(?!\w)")
_LINK = re.compile(
    r"https?://\S+|www\.\S+|\S+@[\w-]+\.[\w.]+"
    r"|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|shop|asia|me|link)(?:/\S*)?(?!\w)"
)


@dataclass(frozen=True)
class Rule:
    """Who forbids a word, where that was read, how surely, and when."""

    channel_key: str
    source: str
    source_en: str
    confidence: str
    checked_on: date | None


@dataclass(frozen=True)
class ListingWord:
    """A kind of wording: why it does harm, and what to write instead, in both languages.

    `papers` are kinds of certificates of which one, while valid, makes it true. `rules` are empty
    where no source is known that forbids it.
    """

    key: str
    papers: frozenset[str]
    names: tuple[str, str]
    reasons: tuple[str, str]
    rewritings: tuple[str, str]
    rules: tuple[Rule, ...]

    def rule_of(self, channel_key: str | None) -> Rule | None:
        """The rule of this channel, if one is known."""
        return next((rule for rule in self.rules if rule.channel_key == channel_key), None)


@dataclass(frozen=True)
class FoundWord:
    """A wording that was found, `text` as it was typed."""

    word: ListingWord
    text: str


@dataclass(frozen=True)
class _Pattern:
    word: ListingWord
    anchor: str
    marked: str
    search: re.Pattern[str]
    unless_before: tuple[str, ...]
    unless_after: tuple[str, ...]


@lru_cache(maxsize=1)
def all_listing_words() -> tuple[ListingWord, ...]:
    """Every kind, in the order of the file."""
    return tuple(_listing_word(row) for row in fact_rows("listing_words"))


def find_words(text: str, papers: Collection[str] = ()) -> tuple[FoundWord, ...]:
    """The wordings in a text, each kind once; `papers` are kinds of certificates that hold today.

    Letters are compared without marks where somebody typed without marks; a letter with other
    marks is another word: «chưa bệnh» is not «chữa bệnh».
    """
    return tuple(each for each in _found(text) if not each.word.papers & set(papers))


@lru_cache(maxsize=2_000)
def _found(text: str) -> tuple[FoundWord, ...]:
    bare = text.translate(BARE)
    found = {}
    for pattern in _patterns():
        if pattern.word.key not in found and pattern.anchor in bare:
            at = next(_places(pattern, text, bare), None)
            if at is not None:
                found[pattern.word.key] = FoundWord(pattern.word, text[at[0] : at[1]])
    for key, shown in (("phone", _phone(bare)), ("link", _link(text, bare))):
        if shown:
            found[key] = FoundWord(_word(key), shown)
    return tuple(found.values())


def _places(pattern: _Pattern, text: str, bare: str) -> Iterator[tuple[int, int]]:
    for match in pattern.search.finditer(bare):
        start, end = match.span()
        before = " ".join(_SPEAKS.findall(bare[max(0, start - _BEFORE) : start]))
        after = _numbers_apart(bare[end : end + _AFTER])
        if any(f" {before}".endswith(f" {words}") for words in pattern.unless_before):
            continue
        if any(f"{after} ".startswith(f"{words} ") for words in pattern.unless_after):
            continue
        if _agrees(text[start:end].lower(), pattern.marked):
            yield start, end


def _numbers_apart(after: str) -> str:
    return " ".join("#" if word.isdigit() else word for word in _SPEAKS.findall(after))


def _agrees(typed: str, marked: str) -> bool:
    """Whether each typed letter has the pattern's marks or none at all."""
    letters = [char for char in typed if char.isalnum()]
    wanted = [char for char in marked if char.isalnum()]
    return all(one in (two, two.translate(BARE)) for one, two in zip(letters, wanted, strict=True))


def _phone(bare: str) -> str:
    if "0" not in bare and "84" not in bare:
        return ""
    hotline = _HOTLINE.search(bare)
    if hotline:
        return hotline[0].strip()
    for match in _PHONE.finditer(bare):
        try:
            number = phonenumbers.parse(match[0], "VN")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return match[0].strip()
    return ""


def _link(text: str, bare: str) -> str:
    if "." not in bare and "@" not in bare:
        return ""
    match = _LINK.search(bare)
    return text[match.start() : match.end()].rstrip(".,;)") if match else ""


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _pattern(row, marked.lower())
        for row in fact_rows("listing_words")
        for marked in _listed(row["patterns"])
    )


def _pattern(row: dict[str, str], marked: str) -> _Pattern:
    words = re.findall(r"\w+", marked.translate(BARE))
    return _Pattern(
        word=_word(row["key"]),
        anchor=max(words, key=len),
        marked=marked,
        search=re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w|[.,]\d)"),
        unless_before=tuple(fold(each) for each in _listed(row["unless_before"])),
        unless_after=tuple(fold(each) for each in _listed(row["unless_after"])),
    )


def _word(key: str) -> ListingWord:
    return next(word for word in all_listing_words() if word.key == key)


def _listing_word(row: dict[str, str]) -> ListingWord:
    return ListingWord(
        key=row["key"],
        papers=frozenset(_listed(row["papers"])),
        names=(row["name"], row["name_en"]),
        reasons=(row["reason"], row["reason_en"]),
        rewritings=(row["rewriting"], row["rewriting_en"]),
        rules=tuple(
            Rule(
                each["channel"],
                each["source"],
                each["source_en"],
                each["confidence"],
                fact_day(each["checked_on"]),
            )
            for each in fact_rows("listing_word_rules")
            if each["word"] == row["key"]
        ),
    )


def _listed(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]
