"""Scans wait in a file until one writer counts them: a scan must not wait for the database."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FOLDER = "scans"
_OPEN = "open.txt"
_FULL = "full-"
# Somebody who asks for millions of pages must not fill the disk: what is beyond is not counted.
MOST_BYTES = 16 * 1024 * 1024


def append(instance: str, line: str) -> None:
    """Add one line; a disk that is full costs the count, not the page."""
    folder = Path(instance, _FOLDER)
    with suppress(OSError), _locked(folder), (folder / _OPEN).open("ab") as file:
        if file.tell() < MOST_BYTES:
            file.write(line.encode())


def take(instance: str) -> list[tuple[str, list[str]]]:
    """(name, lines) of each batch to be counted: the open file, and any that a crash left over."""
    folder = Path(instance, _FOLDER)
    if not folder.is_dir():
        return []
    with _locked(folder):
        current = folder / _OPEN
        if current.exists() and current.stat().st_size:
            current.rename(folder / f"{_FULL}{secrets.token_hex(8)}.txt")
    return [
        (path.name, path.read_text(errors="replace").splitlines(keepends=True))
        for path in sorted(folder.glob(f"{_FULL}*.txt"))
    ]


def done(instance: str, name: str) -> None:
    """Remove a batch, once what it counted is committed."""
    Path(instance, _FOLDER, name).unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time: no line is written to a file that has just been taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
