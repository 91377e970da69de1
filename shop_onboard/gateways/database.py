"""How transactions begin: SQLite is told before the first statement whether it will write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

# A deferred SQLite transaction that turns to writing after somebody else's commit fails at once
# with "database is locked", whatever the timeout; IMMEDIATE waits its turn instead.
_begin_mode: ContextVar[str] = ContextVar("begin_mode", default="BEGIN")

# SQLite's busy handler sleeps at most 100 ms between two looks.
_LONGEST_LOOK_S = 0.12
_LONGEST_RUN_S = 1.0
_gave_way_at: ContextVar[float] = ContextVar("gave_way_at", default=0.0)


def set_writing(is_writing: bool) -> None:
    """Say how this thread's next transaction begins; it must not have begun yet."""
    _begin_mode.set("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def is_writing() -> bool:
    """Whether this thread's next transaction may change rows."""
    return _begin_mode.get() == "BEGIN IMMEDIATE"


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at their start."""
    token = _begin_mode.set("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        _begin_mode.reset(token)


def read_steadily(session: Any) -> None:
    """Begin a transaction in which everything read is of one moment, whoever commits meanwhile.

    SQLite's transactions are such by themselves.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def give_way(engine: sa.Engine) -> None:
    """Between two write transactions of long work, let those go first who wait to write.

    SQLite hands its lock to nobody: whoever waits looks every tenth of a second whether it is free,
    and must find it free now and then.
    """
    if engine.dialect.name != "sqlite":
        return
    if time.monotonic() - _gave_way_at.get() > _LONGEST_RUN_S:
        time.sleep(_LONGEST_LOOK_S)
        _gave_way_at.set(time.monotonic())


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug.

    Source: sqlite.org changes: fixed in 3.51.3 and 3.53.0, backported to 3.44.6 and 3.50.7.
    """
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return (3, 51, 3) <= version < (3, 52, 0) or version >= (3, 53, 0)


def prepare_sqlite(engine: sa.Engine) -> None:
    """Foreign keys, waiting instead of failing, WAL where it is safe, explicit BEGIN."""
    journal = "WAL" if wal_is_safe(engine.dialect.loaded_dbapi.sqlite_version_info) else "DELETE"

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "foreign_keys=ON",
            "busy_timeout=10000",
            f"journal_mode={journal}",
            "synchronous=FULL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(_begin_mode.get())


def prepare(engine: sa.Engine) -> None:
    """Make an engine keep the product's transaction rules."""
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
