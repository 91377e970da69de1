"""How alike two names of producers are, once the words that every producer bears are left out."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

# From here on two names of one commune are shown to a person, who decides.
ALIKE_PERCENT = 85
_SHARED_WORDS = re.compile(
    r"\b(hop tac xa|htx|to hop tac|tht|ho kinh doanh|hkd|ho san xuat|trang trai|doanh nghiep|"
    r"cong ty|tnhh|co phan|mot thanh vien|mtv|dich vu|nong nghiep|san xuat|kinh doanh|tong hop|"
    r"thuong mai|che bien|tieu thu|va)\b"
)
_NUMBER = re.compile(r"\d+")


def core(folded: str) -> str:
    """What of a folded name tells this producer from others; the whole name if nothing does."""
    bare = " ".join(re.sub(r"[^a-z0-9 ]", " ", _SHARED_WORDS.sub(" ", folded)).split())
    return bare or folded


def is_alike(first: str, second: str) -> bool:
    """Whether two folded names may be one producer's; another number is another producer."""
    return bool(alike(first, [second]))


def alike(folded: str, names: Sequence[str]) -> list[int]:
    """The places of the folded names that are alike, in their order."""
    wanted, sorted_names = _sorted(folded), [_sorted(name) for name in names]
    if not sorted_names:
        return []
    numbers = _numbers(wanted)
    return [
        place
        for _zero, place in _close([wanted], sorted_names)
        if _numbers(sorted_names[place]) == numbers
    ]


def alike_pairs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of every two folded names that are alike, each pair once."""
    sorted_names = [_sorted(name) for name in names]
    if len(sorted_names) < 2:
        return
    numbers = [_numbers(each) for each in sorted_names]
    for first, second in _close(sorted_names, sorted_names):
        if first < second and numbers[first] == numbers[second]:
            yield first, second


def _close(some: Sequence[str], others: Sequence[str]) -> list[list[int]]:
    scores = process.cdist(some, others, scorer=fuzz.ratio, score_cutoff=ALIKE_PERCENT, workers=1)
    pairs: list[list[int]] = np.argwhere(scores).tolist()
    return pairs


def _sorted(folded: str) -> str:
    """Which word comes first tells nobody apart."""
    return " ".join(sorted(core(folded).split()))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)
