"""Passwords that are tried first: common words with a number behind, runs, keyboard walks, days.

`data/password_words.csv` is a list of our own; no list of stolen passwords is shipped.
"""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import fold

# Rows and columns of the keyboard, and the counting that people do on them.
_WALKS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "147258369",
    "741852963",
)
_SHORTEST_RUN = 3
_MOST_PARTS = 3
_LETTER_SIGNS = str.maketrans("@013457$!", "aoleastsi")
_AGAIN = re.compile(r"(.)\1+")
_WORD_AND_NUMBER = re.compile(r"([0-9]{0,8})([a-z]*)([0-9]{0,8})")


def is_guessed_first(password: str) -> bool:
    """Whether whoever guesses gets there among the first few thousand tries."""
    plain = "".join(char for char in fold(password) if char.isalnum())
    spelt = "".join(char for char in fold(password).translate(_LETTER_SIGNS) if char.isalpha())
    if not plain:
        return len(set(password)) == 1
    if _is_repeated(plain) or spelt in _words():
        return True
    if plain.isdigit() and (_is_run(plain) or _is_day(plain)):
        return True
    return _is_run(plain) or _is_word_with_number(plain)


def _is_repeated(text: str) -> bool:
    """The same few characters again and again: «11111111», «abcabcabc», «12341234»."""
    return any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    """A walk along the keyboard or the numbers, or a few of them: «12345678», «qwer1234»."""
    return _is_walked(text) or _is_walked(_AGAIN.sub(r"\1", text))


def _is_walked(text: str) -> bool:
    parts = 0
    while text:
        taken = max((_run_length(text, walk) for walk in _both_ways()), default=0)
        if taken < _SHORTEST_RUN or parts == _MOST_PARTS:
            return False
        text, parts = text[taken:], parts + 1
    return True


def _run_length(text: str, walk: str) -> int:
    size = 0
    while size < len(text) and text[: size + 1] in walk:
        size += 1
    # The same key again: «111», «1122».
    same = next((at for at, (one, two) in enumerate(pairwise(text), 1) if one != two), len(text))
    return max(size, same)


def _is_day(digits: str) -> bool:
    """A birthday as it is written in a row: «19051990», «19900519»."""
    if len(digits) != 8:
        return False
    written = ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:]))
    return any(_is_date(*(int(part) for part in parts)) for parts in written)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        return 1900 <= date(year, month, day).year <= 2100
    except ValueError:
        return False


def _is_word_with_number(plain: str) -> bool:
    found = _WORD_AND_NUMBER.fullmatch(plain)
    if found is None or found[2] not in _words():
        return False
    return all(_is_plain_number(number) for number in (found[1], found[3]))


def _is_plain_number(digits: str) -> bool:
    """A few digits, a year, a day, or counted ones."""
    return len(digits) <= 4 or _is_run(digits) or _is_day(digits) or _is_repeated(digits)


@lru_cache(maxsize=1)
def _both_ways() -> tuple[str, ...]:
    return (*_WALKS, *(walk[::-1] for walk in _WALKS))


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in fact_rows("password_words"))
