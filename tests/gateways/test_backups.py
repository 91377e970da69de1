"""A copy of everything that is put back whole, or refused whole."""

import json
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from shop_onboard.errors import DomainError
from shop_onboard.gateways import backups
from shop_onboard.gateways.storage import FolderStorage, key_of


class Installation:
    """A database with one table, and a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "lensan.sqlite3"
        self.url = f"sqlite:///{self.path}"
        self.storage = FolderStorage(folder / "files")

    def fill(self, rows: int = 3) -> "Installation":
        with closing(self.connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, mass_g INTEGER)")
            for number in range(rows):
                connection.execute("INSERT INTO sales (mass_g) VALUES (?)", (number,))
        self.storage.put(b"a photo")
        self.storage.put(b"a sheet of labels")
        return self

    def connect(self) -> sqlite.Connection:
        return sqlite.connect(str(self.path), isolation_level=None, timeout=30)

    def rows(self) -> list[int]:
        with closing(self.connect()) as connection:
            return [row[0] for row in connection.execute("SELECT mass_g FROM sales ORDER BY id")]

    def keys(self) -> set[str]:
        return {entry.key for entry in self.storage.entries()}


@pytest.fixture
def old(tmp_path: Path) -> Installation:
    (tmp_path / "old").mkdir()
    return Installation(tmp_path / "old").fill()


@pytest.fixture
def fresh(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "fresh")


def test_what_was_backed_up_comes_back_on_another_machine(
    old: Installation, fresh: Installation, tmp_path: Path
):
    file = tmp_path / "new-folder" / "copy.zip"
    made = backups.back_up(old.url, old.storage, file)
    assert made.files == 2
    assert made.size_bytes == file.stat().st_size
    assert [path.name for path in file.parent.iterdir()] == ["copy.zip"]
    backups.restore(fresh.url, fresh.storage, file)
    assert fresh.rows() == [0, 1, 2]
    assert fresh.keys() == {key_of(b"a photo"), key_of(b"a sheet of labels")}
    assert fresh.storage.get(key_of(b"a photo")) == b"a photo"
    assert backups.check(fresh.url) == []


def test_a_copy_under_write_load_holds_everything_acknowledged_before_it(
    old: Installation, fresh: Installation, tmp_path: Path
):
    stop = threading.Event()
    acknowledged: list[int] = []

    def write() -> None:
        with closing(old.connect()) as connection:
            number = 100
            while not stop.is_set():
                connection.execute("INSERT INTO sales (mass_g) VALUES (?)", (number,))
                acknowledged.append(number)
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(acknowledged) < 20:
            stop.wait(0.005)
        before = acknowledged[-1]
        backups.back_up(old.url, old.storage, tmp_path / "copy.zip")
    finally:
        stop.set()
        writer.join()
    backups.restore(fresh.url, fresh.storage, tmp_path / "copy.zip")
    restored = fresh.rows()
    assert before in restored
    # As of one moment: nothing is missing in the middle.
    assert restored == [0, 1, 2, *range(100, 100 + len(restored) - 3)]
    assert backups.check(fresh.url) == []


def test_restoring_replaces_what_is_there_with_its_log(old: Installation, tmp_path: Path):
    backups.back_up(old.url, old.storage, tmp_path / "copy.zip")
    with closing(old.connect()) as connection:
        connection.execute("INSERT INTO sales (mass_g) VALUES (999)")
        # A log that is not brought in yet: it must not be met by the database that comes.
        assert old.path.with_name("lensan.sqlite3-wal").stat().st_size > 0
    backups.restore(old.url, old.storage, tmp_path / "copy.zip")
    assert old.rows() == [0, 1, 2]


def test_a_damaged_database_is_replaced_as_well(old: Installation, tmp_path: Path):
    backups.back_up(old.url, old.storage, tmp_path / "copy.zip")
    old.path.write_bytes(b"not a database at all" * 1_000)
    assert backups.check(old.url) != []
    backups.restore(old.url, old.storage, tmp_path / "copy.zip")
    assert old.rows() == [0, 1, 2]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip_in_the_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    for index in range(middle, middle + 40):
        content[index] ^= 0xFF
    file.write_bytes(bytes(content))


def _rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        change(held)
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in held.items():
                archive.writestr(name, content)

    return damage


def _lose_a_file(held: dict[str, bytes]) -> None:
    held.pop(next(name for name in held if name.startswith("files/")))


def _exchange_a_file(held: dict[str, bytes]) -> None:
    held[next(name for name in held if name.startswith("files/"))] = b"something else"


def _lead_out_of_the_folder(held: dict[str, bytes]) -> None:
    held["files/../../evil"] = b"x"
    held["about.json"] = json.dumps({"format": 1, "files": 3}).encode()


def _spoil_the_database(held: dict[str, bytes]) -> None:
    held["lensan.sqlite3"] = held["lensan.sqlite3"][:1_000] + b"\0" * 500


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _flip_in_the_middle,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_text("just text"),
        _rewritten(_lose_a_file),
        _rewritten(_exchange_a_file),
        _rewritten(_lead_out_of_the_folder),
        _rewritten(_spoil_the_database),
        _rewritten(lambda held: held.pop("about.json")),
        _rewritten(lambda held: held.update({"about.json": b"[1, 2]"})),
        _rewritten(lambda held: held.pop("lensan.sqlite3")),
    ],
    ids=[
        "cut",
        "flipped",
        "empty",
        "text",
        "file lost",
        "file exchanged",
        "path",
        "database spoilt",
        "no facts",
        "odd facts",
        "no database",
    ],
)
def test_a_damaged_copy_is_refused_and_nothing_is_touched(
    old: Installation, tmp_path: Path, damage: Callable[[Path], None]
):
    backups.back_up(old.url, old.storage, tmp_path / "copy.zip")
    damage(tmp_path / "copy.zip")
    with closing(old.connect()) as connection:
        connection.execute("INSERT INTO sales (mass_g) VALUES (999)")
    keys, names = old.keys(), {path.name for path in old.folder.iterdir()}
    with pytest.raises(DomainError, match="không phải bản sao lưu nguyên vẹn"):
        backups.restore(old.url, old.storage, tmp_path / "copy.zip")
    assert old.rows() == [0, 1, 2, 999]
    assert old.keys() == keys
    assert {path.name for path in old.folder.iterdir()} == names
    assert not (tmp_path / "evil").exists()


def test_a_copy_that_fails_leaves_the_one_before_it(old: Installation, tmp_path: Path):
    file = tmp_path / "copy.zip"
    backups.back_up(old.url, old.storage, file)
    before = file.read_bytes()
    key = key_of(b"a photo")
    (old.folder / "files" / key[:2] / key[2:4] / key).write_bytes(b"bad")
    with pytest.raises(DomainError):
        backups.back_up(old.url, old.storage, file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_check_names_broken_links_and_lost_or_damaged_files(old: Installation):
    with closing(old.connect()) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("CREATE TABLE notes (sale_id INTEGER REFERENCES sales)")
        connection.execute("INSERT INTO notes VALUES (77)")
    assert backups.check(old.url) == ["notes 1 → sales"]
    photo, sheet, gone = key_of(b"a photo"), key_of(b"a sheet of labels"), key_of(b"gone")
    (old.folder / "files" / photo[:2] / photo[2:4] / photo).write_bytes(b"changed")
    assert backups.lost_files(old.storage, [photo, sheet, gone]) == [photo, gone]


def test_a_database_that_is_not_there_is_not_called_whole(fresh: Installation):
    assert backups.check(fresh.url) != []
    assert not fresh.path.exists()


def test_postgresql_is_pointed_at_its_own_tools(old: Installation, tmp_path: Path):
    with pytest.raises(DomainError, match="pg_dump"):
        backups.back_up("postgresql://x/y", old.storage, tmp_path / "copy.zip")
