"""Rendered public pages on disk: quick to give again, and still there when the database is away."""

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_FOLDER = "copies"
# A copy that nobody renewed for so long belongs to a page that nobody opens.
KEPT_S = 7 * 86_400


@dataclass(frozen=True)
class Copy:
    """A page as it was rendered at `at` (seconds since 1970), and whose scans it counts for."""

    body: bytes
    etag: str
    policy: str
    at: float
    product_id: int
    lot_id: int | None

    def age_s(self) -> int:
        """Whole seconds since it was rendered, at least 0."""
        return max(0, int(time.time() - self.at))


def keep(instance: str, key: str, copy: Copy) -> None:
    """Write the copy whole or not at all. A full disk costs the copy, not the page."""
    folder = Path(instance, _FOLDER)
    head = {name: value for name, value in asdict(copy).items() if name != "body"}
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + copy.body)
        os.replace(draft, folder / _name(key))


def kept(instance: str, key: str) -> Copy | None:
    """The copy under this key, however old; None without one."""
    try:
        head, _line, body = Path(instance, _FOLDER, _name(key)).read_bytes().partition(b"\n")
        return Copy(body=body, **json.loads(head))
    except (OSError, ValueError, TypeError):
        return None


def drop_all(instance: str) -> None:
    """Forget every copy: something that concerns buyers has changed."""
    for path in Path(instance, _FOLDER).glob("*"):
        path.unlink(missing_ok=True)


def drop_old(instance: str) -> None:
    """Forget the copies that nobody has renewed for a week."""
    limit = time.time() - KEPT_S
    for path in Path(instance, _FOLDER).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
