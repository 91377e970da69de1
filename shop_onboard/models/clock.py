"""What time it is. The demo may live on another day, so that its files do not change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta(0))


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC) + _shift.get()


@contextmanager
def living_on(day: date | None) -> Iterator[None]:
    """Inside, today is `day` at this time of day; None leaves the clock alone."""
    shift = timedelta(0) if day is None else timedelta(days=(day - datetime.now(UTC).date()).days)
    token = _shift.set(shift)
    try:
        yield
    finally:
        _shift.reset(token)
