"""Files under the hash of their content: a folder by default, any S3 store to scale."""

import hashlib
import importlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_

_KEY = re.compile(r"[0-9a-f]{64}")
_ABANDONED_AFTER = timedelta(days=1)


class StorageUnavailableError(DomainError):
    """The store cannot be reached or takes no more; nothing was half-written."""

    def __init__(self) -> None:
        super().__init__(
            N_("Kho tệp đang đầy hoặc chưa mở được. Xin thử lại sau; bản nháp vẫn còn.")
        )


class FileLostError(DomainError):
    """No file has this key, or its bytes are no longer those that were put."""

    def __init__(self, key: str) -> None:
        super().__init__(N_("Không còn đọc được tệp này. Hãy tạo lại hoặc tải lên lại."))
        self.key = key


@dataclass(frozen=True)
class StoredFile:
    """One entry of a store: its key, when it was last put (aware), its size."""

    key: str
    stored_at: datetime
    size_bytes: int


class Storage(Protocol):
    """A key is the SHA-256 of the content in 64 hex digits; anything else is a ValueError.

    Every method raises StorageUnavailableError when the store cannot do its work.
    """

    def put(self, content: bytes) -> str:
        """Keep the bytes, whole or not at all, and give their key.

        Putting the same content again renews `stored_at`, so that a sweeper which removes
        unnamed old files never takes one whose row is about to be written.
        """

    def get(self, key: str) -> bytes:
        """The bytes, checked against their key; FileLostError when gone or damaged."""

    def exists(self, key: str) -> bool:
        """Whether a file has this key; its bytes are not read."""

    def delete(self, key: str) -> None:
        """Remove the file; nothing happens when it is already gone."""

    def entries(self) -> Iterator[StoredFile]:
        """Every file, in no order."""


def open_storage(url: str) -> Storage:
    """The store at `url`: a folder (`file:///path` or a plain path) or an S3 bucket.

    `s3://[KEY:SECRET@]bucket[/prefix][?endpoint=https://…&region=…]`; without a key and secret,
    S3's usual environment and files are asked.
    """
    parts = urlsplit(url)
    if parts.scheme == "s3":
        # Loading the S3 library takes a fifth of a second, spent only where S3 is used.
        s3 = importlib.import_module("shop_onboard.gateways.storage_s3")
        store: Storage = s3.S3Storage.at(url)
        return store
    if parts.scheme not in ("", "file"):
        raise ValueError(f"STORAGE_URL: unknown kind of store {parts.scheme!r}")
    return FolderStorage(Path(unquote(parts.path) if parts.scheme else url))


def key_of(content: bytes) -> str:
    """The key under which these bytes are or would be stored."""
    return hashlib.sha256(content).hexdigest()


def checked_key(key: str) -> str:
    """The key itself; ValueError for anything that is none, such as a path."""
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of a stored file")
    return key


def checked_content(key: str, content: bytes) -> bytes:
    """The content itself; FileLostError when it is not what the key promises."""
    if key_of(content) != key:
        raise FileLostError(key)
    return content


class FolderStorage:
    """A store in a folder: `ab/cd/<key>`, written beside, synced, then renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._drafts = root / "drafts"
        try:
            self._drafts.mkdir(parents=True, exist_ok=True)
            self._remove_abandoned()
        except OSError as error:
            raise StorageUnavailableError from error

    def put(self, content: bytes) -> str:
        """See Storage.put."""
        key = key_of(content)
        target = self._path(key)
        try:
            if target.exists() and target.stat().st_size == len(content):
                os.utime(target)
            else:
                self._write(target, content)
        except OSError as error:
            raise StorageUnavailableError from error
        return key

    def get(self, key: str) -> bytes:
        """See Storage.get."""
        try:
            return checked_content(key, self._path(key).read_bytes())
        except FileNotFoundError as error:
            raise FileLostError(key) from error
        except OSError as error:
            raise StorageUnavailableError from error

    def exists(self, key: str) -> bool:
        """See Storage.exists."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """See Storage.delete."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailableError from error

    def entries(self) -> Iterator[StoredFile]:
        """See Storage.entries."""
        for path in self._root.glob("??/??/*"):
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            if _KEY.fullmatch(path.name):
                stored_at = datetime.fromtimestamp(facts.st_mtime, UTC)
                yield StoredFile(path.name, stored_at, facts.st_size)

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)[:2] / key[2:4] / key

    def _write(self, target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self._drafts)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)

    def _remove_abandoned(self) -> None:
        """Drafts of processes that were killed while writing."""
        oldest = (datetime.now(UTC) - _ABANDONED_AFTER).timestamp()
        for draft in self._drafts.iterdir():
            if draft.stat().st_mtime < oldest:
                draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
