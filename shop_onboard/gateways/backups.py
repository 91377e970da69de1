"""A consistent copy of the database and of the stored files, back again, and what is damaged."""

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

from shop_onboard.errors import DomainError
from shop_onboard.gateways.storage import FileLostError, Storage, key_of
from shop_onboard.values.text import N_

_DATABASE = "lensan.sqlite3"
_ABOUT = "about.json"
_FILES = "files/"
_SQLITE = "sqlite:///"
# What a file that is no whole backup makes its readers raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Backup:
    """How large the copy is and how many stored files are in it."""

    size_bytes: int
    files: int


def back_up(database_url: str, storage: Storage, target: Path) -> Backup:
    """Write a ZIP with the database as of one moment, then every stored file.

    Files are only ever added under the hash of their content, so copying them after the database
    can give too many and never too few. Raises DomainError on PostgreSQL, which has pg_dump, and
    when a stored file is damaged; `target` is then as it was.
    """
    database = _sqlite_path(database_url)
    partial = _made(target.absolute().parent) / f".{target.name}.partial"
    try:
        count = _write_archive(database, storage, partial)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Backup(target.stat().st_size, count)


def restore(database_url: str, storage: Storage, source: Path) -> Backup:
    """Put a copy back in place of what is there; the server must not be running.

    Raises DomainError, leaving everything as it is, when the file is no whole backup.
    """
    database = _sqlite_path(database_url)
    with tempfile.TemporaryDirectory(dir=_made(database.parent)) as folder:
        copy = Path(folder) / _DATABASE
        try:
            with zipfile.ZipFile(source) as archive:
                names = _checked(archive, copy)
                for name in names:
                    storage.put(archive.read(name))
        except _BROKEN as error:
            raise DomainError(
                N_("Tệp này không phải bản sao lưu nguyên vẹn của Lên Sàn.")
            ) from error
        _settle(database)
        copy.replace(database)
    return Backup(source.stat().st_size, len(names))


def check(database_url: str) -> list[str]:
    """What is damaged in the database; empty when nothing is."""
    if not database_url.startswith(_SQLITE):
        return []
    database = _sqlite_path(database_url)
    if not database.exists():
        # Connecting would make an empty one, in which nothing is damaged.
        return [f"{database}: ?"]
    connection = sqlite.connect(str(database))
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        problems = [] if found == ["ok"] else found
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()
    return problems + [f"{row[0]} {row[1]} → {row[2]}" for row in broken]


def lost_files(storage: Storage, keys: Iterable[str]) -> list[str]:
    """The keys that rows name and whose files are gone or damaged; every file is read."""
    return [key for key in keys if not _is_whole(storage, key)]


def _is_whole(storage: Storage, key: str) -> bool:
    try:
        storage.get(key)
    except FileLostError:
        return False
    return True


def _write_archive(database: Path, storage: Storage, partial: Path) -> int:
    count = 0
    with tempfile.TemporaryDirectory(dir=partial.parent) as folder:
        copy = Path(folder) / _DATABASE
        _copy(database, copy)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, _DATABASE)
            for entry in storage.entries():
                archive.writestr(f"{_FILES}{entry.key}", storage.get(entry.key))
                count += 1
            archive.writestr(_ABOUT, json.dumps({"format": 1, "files": count}))
    return count


def _checked(archive: zipfile.ZipFile, copy: Path) -> list[str]:
    """Unpack the database to `copy`; the names of the files. Raises _BROKEN when any is not whole.

    Everything is looked at before anything is put in place.
    """
    about = json.loads(archive.read(_ABOUT))
    copy.write_bytes(archive.read(_DATABASE))
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    names = [name for name in archive.namelist() if name.startswith(_FILES)]
    if about["files"] != len(names) or check(f"{_SQLITE}{copy}"):
        raise ValueError("not what it says it is")
    for name in names:
        if key_of(archive.read(name)) != name.removeprefix(_FILES):
            raise ValueError("a file is not what its name says")
    return names


def _settle(database: Path) -> None:
    """Bring the log of the database that goes back into it, so that no other one meets it."""
    if database.exists():
        # What is to be replaced may be damaged: then there is nothing to bring back.
        with suppress(sqlite.DatabaseError), closing(sqlite.connect(str(database))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)


def _copy(database: Path, copy: Path) -> None:
    source = sqlite.connect(str(database))
    target = sqlite.connect(str(copy))
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sqlite_path(url: str) -> Path:
    if not url.startswith(_SQLITE):
        raise DomainError(
            N_("Lệnh này dành cho SQLite. Với PostgreSQL hãy dùng pg_dump và pg_restore.")
        )
    return Path(url.removeprefix(_SQLITE))
