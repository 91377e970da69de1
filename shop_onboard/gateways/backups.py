"""A consistent copy of the database and of the stored files, back again, and what is damaged."""

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

from shop_onboard.errors import DomainError
from shop_onboard.gateways.storage import Storage
from shop_onboard.values.text import N_

_DATABASE = "lensan.sqlite3"
_ABOUT = "about.json"
_FILES = "files/"
_SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Backup:
    """How large the copy is and how many stored files are in it."""

    size_bytes: int
    files: int


def back_up(database_url: str, storage: Storage, target: Path) -> Backup:
    """Write a ZIP with the database as of one moment, then every stored file.

    Files are only ever added under the hash of their content, so copying them after the database
    can give too many and never too few. Raises DomainError on PostgreSQL, which has pg_dump.
    """
    database = _sqlite_path(database_url)
    partial = target.with_name(f".{target.name}.partial")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / _DATABASE
        _copy(database, copy)
        count = 0
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, _DATABASE)
            for entry in storage.entries():
                archive.writestr(f"{_FILES}{entry.key}", storage.get(entry.key))
                count += 1
            archive.writestr(_ABOUT, json.dumps({"format": 1, "files": count}))
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(target)
    return Backup(target.stat().st_size, count)


def restore(database_url: str, storage: Storage, source: Path) -> Backup:
    """Put a copy back in place of what is there; the server must not be running.

    Raises DomainError, leaving everything as it is, when the file is no whole backup.
    """
    database = _sqlite_path(database_url)
    refusal = DomainError(N_("Tệp này không phải bản sao lưu nguyên vẹn của Lên Sàn."))
    with tempfile.TemporaryDirectory(dir=_made(database.parent)) as folder:
        copy = Path(folder) / _DATABASE
        try:
            with zipfile.ZipFile(source) as archive:
                about = json.loads(archive.read(_ABOUT))
                copy.write_bytes(archive.read(_DATABASE))
                names = [name for name in archive.namelist() if name.startswith(_FILES)]
                if about["files"] != len(names) or check(f"{_SQLITE}{copy}"):
                    raise refusal
                for name in names:
                    storage.put(archive.read(name))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise refusal from error
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        copy.replace(database)
    return Backup(source.stat().st_size, len(names))


def check(database_url: str) -> list[str]:
    """What is damaged in the database; empty when nothing is."""
    if not database_url.startswith(_SQLITE):
        return []
    connection = sqlite.connect(str(_sqlite_path(database_url)))
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        problems = [] if found == ["ok"] else found
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite.DatabaseError, sqlite3.DatabaseError) as error:
        return [str(error)]
    finally:
        connection.close()
    return problems + [f"{row[0]} {row[1]} → {row[2]}" for row in broken]


def missing_files(storage: Storage, keys: Iterable[str]) -> list[str]:
    """The keys that rows name and storage has not."""
    return [key for key in keys if not storage.exists(key)]


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
