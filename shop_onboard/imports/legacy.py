"""Vietnamese from before Unicode: TCVN3 (.VnTime), VNI and VISCII, told apart by syllables.

Read as Latin letters, text in those encodings is made of words that no Vietnamese syllable fits
(«Céng hoµ»). The encoding under which most words become syllables is the right one, also for
a table of a few rows, where statistics of single letters do not tell enough.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

import viparse

ENCODINGS = ("tcvn3", "vni", "viscii")

# Enough words to decide on; a whole sheet of 100,000 rows says nothing more.
_SAMPLE_TEXTS = 3_000
_LEAST_SHARE = 0.6

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_NUCLEI = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyê|uya|uyu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|ưa|ưi|ươ|ưu|uy|yê|"
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|c|k|m|nh|ng|n|p|t)?")
_BETWEEN_WORDS = re.compile("[\\x00-@\\[-`{-~\\u2010-\\u2027\\u2030-\\u206f]+")
_SIGNS_BESIDE_WORDS = "«»°²³½¼×·\xa0"

# Letters that no single-byte reading gives: a cell that has one is Unicode already.
_BEYOND_LATIN_1 = re.compile("[\u0102-\u0103\u0110-\u0111\u0128-\u0129\u01a0-\u01b0\u1e00-\u1eff]")

# Dashes and quotes of Windows-1252, which TCVN3 and VNI leave in their places.
_WINDOWS_SIGNS = {
    code: bytes([code]).decode("cp1252", errors="ignore") or None for code in range(0x80, 0xA0)
}


def vietnamese_share(text: str) -> float | None:
    """Of the words with a letter beyond ASCII, the share that are Vietnamese syllables.

    None when there is no such word.
    """
    return _syllable_share(_marked_words(text))


def _marked_words(text: str) -> list[str]:
    words = [
        word.strip(_SIGNS_BESIDE_WORDS) for word in _BETWEEN_WORDS.split(text) if not word.isascii()
    ]
    return [word for word in words if word and not word.isascii()]


def _syllable_share(words: Sequence[str]) -> float | None:
    return sum(map(_is_syllable, words)) / len(words) if words else None


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.lower())
    letters = "".join(part for part in parts if part not in _TONES)
    if len(parts) - len(letters) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", letters)) is not None


def find_encoding(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The legacy encoding of the texts of one sheet, and whether its words can be read at all.

    (None, True) is Unicode or ASCII; (name, True) one of ENCODINGS; (None, False) has words
    that are Vietnamese in no encoding known here: another language, or damaged.
    """
    sample = "\n".join(islice(dict.fromkeys(t for t in texts if not t.isascii()), _SAMPLE_TEXTS))
    words = _marked_words(sample)
    share = _syllable_share(words)
    if share is None or share >= _LEAST_SHARE:
        return None, True
    legacy = "\n".join(line for line in sample.split("\n") if not _BEYOND_LATIN_1.search(line))
    doubtful = _marked_words(legacy)
    if len(doubtful) < (1 - _LEAST_SHARE) * len(words):
        # Mostly Unicode in another language: a few words that fit an old encoding fit by chance.
        return None, False
    shares = {name: vietnamese_share(to_unicode(legacy, name)) or 0.0 for name in ENCODINGS}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= _LEAST_SHARE and shares[best] > (_syllable_share(doubtful) or 0.0):
        return best, True
    return None, False


@lru_cache(maxsize=20_000)
def to_unicode(text: str, encoding: str) -> str:
    """A cell in NFC Unicode; one that is Unicode already stays as it is."""
    if text.isascii() or _BEYOND_LATIN_1.search(text):
        return text
    if encoding != "viscii":
        text = text.translate(_WINDOWS_SIGNS)
    fixed: str = viparse.fix(text, encoding=encoding)
    return fixed
