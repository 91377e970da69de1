"""File names out of product codes: safe on every system, and never twice the same."""

import hashlib
import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_stems(codes: Iterable[str]) -> dict[str, str]:
    """Code → a name of ASCII letters, digits, `.`, `_` and `-`, at most 60 characters.

    A code that is safe already keeps its name. Two codes never share a name, not even on a
    system that does not tell upper from lower case.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(set(codes)):
        stem = _stem(code)
        if stem.lower() in taken:
            stem = f"{stem[:51]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"
        taken.add(stem.lower())
        stems[code] = stem
    return stems


def _stem(code: str) -> str:
    stem = _UNSAFE.sub("-", code).strip("-.")[:60].rstrip("-.") or "sp"
    return f"_{stem[:59]}" if _RESERVED.match(stem) else stem
