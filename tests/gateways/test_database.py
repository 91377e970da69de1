"""How a connection is prepared, and when SQLite's log may be used."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from pysqlite3 import dbapi2

from shop_onboard.gateways import database


@pytest.fixture
def engine(tmp_path: Path):
    made = sa.create_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}", module=dbapi2)
    database.prepare(made)
    with database.writing(), made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(
            sa.text("CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent)")
        )
    yield made
    made.dispose()


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),  # Debian 13
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 53, 0), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_log_is_used_only_where_its_fault_is_mended(version, is_safe: bool):
    assert database.wal_is_safe(version) is is_safe


def test_the_bundled_sqlite_is_one_of_those(engine: sa.Engine):
    assert database.wal_is_safe(dbapi2.sqlite_version_info)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_row_cannot_name_what_is_not_there(engine: sa.Engine):
    with (
        pytest.raises(sa.exc.IntegrityError),
        database.writing(),
        engine.begin() as connection,
    ):
        connection.execute(sa.text("INSERT INTO child (of) VALUES (7)"))


def test_the_way_a_transaction_begins_is_put_back(engine: sa.Engine):
    begun: list[str] = []
    sa.event.listen(
        engine, "before_cursor_execute", lambda *given: begun.append(given[2].split(";")[0])
    )
    with database.writing(), engine.begin():
        pass
    with engine.begin():
        pass
    with database.writing():
        database.set_writing(False)
        with engine.begin():
            pass
    assert begun == ["BEGIN IMMEDIATE", "BEGIN", "BEGIN"]


def test_many_writers_take_turns_and_none_is_turned_away(engine: sa.Engine):
    failures: list[Exception] = []

    def write() -> None:
        for _turn in range(10):
            try:
                with database.writing(), engine.begin() as connection:
                    highest = connection.execute(sa.text("SELECT max(id) FROM parent")).scalar()
                    connection.execute(
                        sa.text("INSERT INTO parent VALUES (:id)"), {"id": (highest or 0) + 1}
                    )
            except sa.exc.DBAPIError as failure:
                failures.append(failure)

    threads = [threading.Thread(target=write) for _writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*), max(id) FROM parent")).one() == (40, 40)


def test_one_threads_writing_does_not_make_another_write(engine: sa.Engine):
    modes: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *given: modes.append(given[2]))

    def read() -> None:
        with engine.begin():
            pass

    with database.writing():
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert modes == ["BEGIN"]
