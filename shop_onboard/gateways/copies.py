"""Rendered public pages on disk: quick to give again, and still there when the database is away."""

import hashlib
import json
import os
import secrets
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_FOLDER = "copies"
_GENERATION = "copies.generation"
# What a page said a day ago it must not say any more, however long the database is away.
KEPT_S = 86_400


@dataclass(frozen=True)
class Copy:
    """A page as it was rendered at `at` (seconds since 1970), and whose scans it counts for.

    `generation` is what `generation()` gave before anything of the page was read: a change that
    concerns buyers makes another one, and with it an end of every copy of before.
    """

    body: bytes
    etag: str
    policy: str
    at: float
    generation: str
    product_id: int
    lot_id: int | None

    def age_s(self) -> int:
        """Whole seconds since it was rendered, at least 0."""
        return max(0, int(time.time() - self.at))


def generation(instance: str) -> str:
    """Which copies are good: those that were begun under this name."""
    try:
        return Path(instance, _GENERATION).read_text()
    except OSError:
        return ""


def keep(instance: str, key: str, copy: Copy) -> None:
    """Write the copy whole or not at all. A full disk costs the copy, not the page."""
    head = {name: value for name, value in asdict(copy).items() if name != "body"}
    with suppress(OSError):
        folder = Path(instance, _FOLDER)
        folder.mkdir(exist_ok=True)
        _write(folder / _name(key), json.dumps(head).encode() + b"\n" + copy.body)


def kept(instance: str, key: str) -> Copy | None:
    """The copy under this key, at most KEPT_S old; None without one, or after `drop_all`."""
    try:
        head, _line, body = Path(instance, _FOLDER, _name(key)).read_bytes().partition(b"\n")
        copy = Copy(body=body, **json.loads(head))
    except (OSError, ValueError, TypeError):
        return None
    is_good = copy.generation == generation(instance) and copy.age_s() < KEPT_S
    return copy if is_good else None


def drop_all(instance: str) -> None:
    """Forget every copy, and those that are being rendered now: what buyers are told has changed.

    A disk too full for another generation still loses its copies.
    """
    with suppress(OSError):
        _write(Path(instance, _GENERATION), secrets.token_hex(8).encode())
    for path in Path(instance, _FOLDER).glob("*"):
        path.unlink(missing_ok=True)


def drop_old(instance: str) -> None:
    """Forget the copies that nobody has renewed for KEPT_S."""
    limit = time.time() - KEPT_S
    for path in Path(instance, _FOLDER).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()


def _write(path: Path, content: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(draft, path)


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
