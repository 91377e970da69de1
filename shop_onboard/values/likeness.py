"""How alike two names of producers are, once the words that every producer bears are left out."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

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
    return any(_alike([core(first)], core(second)))


def alike(folded: str, names: Sequence[str]) -> list[int]:
    """The places of the folded names that are alike, in their order."""
    cores = [core(name) for name in names]
    found = _alike(cores, core(folded))
    return [place for place, is_it in enumerate(found) if is_it]


def alike_pairs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of every two folded names that are alike, each pair once."""
    cores = [core(name) for name in names]
    if len(cores) < 2:
        return
    scores = process.cdist(
        cores, cores, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE_PERCENT, workers=1
    )
    for first, second in combinations(range(len(cores)), 2):
        if scores[first][second] and _numbers(cores[first]) == _numbers(cores[second]):
            yield first, second


def _alike(cores: Sequence[str], wanted: str) -> list[bool]:
    numbers = _numbers(wanted)
    scores = process.cdist(
        [wanted], cores, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE_PERCENT, workers=1
    )
    return [
        bool(score) and _numbers(each) == numbers
        for score, each in zip(scores[0], cores, strict=True)
    ]


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)
