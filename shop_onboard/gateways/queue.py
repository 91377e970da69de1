"""The bell that tells a worker to look at a job: huey on SQLite by default, on Redis to scale.

The `jobs` table is the record of background work. A bell carries a job's id and nothing else; one
that is lost, rung twice or rung for a job already done does no harm.
"""

import json
import logging
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message as BellMessage
from huey.serializer import Serializer
from redis import ConnectionPool
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_NAME = "shop-onboard"
_SQLITE = "sqlite:///"
_LONGEST_POLL_S = 1.0
_TASK = "bell"
_UNREACHABLE = (RedisError, sqlite3.Error, OSError)


class _JsonSerializer(Serializer):  # type: ignore[misc]
    """JSON, so that who can write to the queue cannot make a worker run code, as pickle would."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        value = json.loads(data)
        return BellMessage(*value) if isinstance(value, list) else value


class Queue:
    """The ringing end of a queue; holds no connection until the first bell."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._bell = huey.task(name=_TASK)(_only_consumers_answer)

    def ring(self, job_id: int) -> bool:
        """Say that a job is waiting; call it after the commit that made the job.

        False when the queue cannot be reached: logged, and left to the sweeper.
        """
        try:
            self._bell(job_id)
        except _UNREACHABLE:
            logger.warning("the bell of job %s was not rung", job_id, exc_info=True)
            return False
        return True

    def waiting(self) -> int:
        """How many bells nobody has answered yet."""
        return int(self._huey.pending_count())


def open_queue(url: str) -> Queue:
    """The queue at `url`: `sqlite:///relative`, `sqlite:////absolute` or `redis://host/0`."""
    return Queue(_huey(url))


def consume(
    url: str,
    handler: Callable[[int], None],
    workers: int = 1,
    sweep: Callable[[], None] | None = None,
) -> None:
    """Answer bells until SIGTERM, SIGINT or SIGHUP, in `workers` threads of this process.

    `handler` gets a job's id; what it raises is logged and ends that bell alone. `sweep` is called
    once at the start and then every minute: it finds the jobs whose bell was lost. On a signal the
    bells being answered are finished, no other is taken up. Main thread only.
    """
    huey = _huey(url)

    # Huey knows a task by its module and name: this one's are those of the ringing end.
    @huey.task(name=_TASK)  # type: ignore[untyped-decorator]
    def answer(job_id: int) -> None:
        handler(job_id)

    if sweep is not None:
        # The first look comes with the start, since every minute is one to look in.
        @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
        def look() -> None:
            sweep()

    _Worker(
        huey,
        workers=workers,
        worker_type="thread",
        periodic=sweep is not None,
        max_delay=_LONGEST_POLL_S,
        graceful_signal="TERM",
    ).run()


def _only_consumers_answer(job_id: int) -> None:
    raise RuntimeError(f"job {job_id} was taken up by a process that only rings")


def _huey(url: str) -> Huey:
    if url.startswith(_SQLITE):
        path = Path(url.removeprefix(_SQLITE))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(
            _NAME,
            filename=str(path),
            journal_mode="delete",
            results=False,
            serializer=_JsonSerializer(),
        )
    if url.startswith(("redis://", "rediss://", "unix://")):
        # Longer than the blocking read of a waiting worker (1 s), short for a web request.
        pool = ConnectionPool.from_url(url, socket_connect_timeout=2, socket_timeout=5)
        return RedisHuey(_NAME, connection_pool=pool, results=False, serializer=_JsonSerializer())
    raise ValueError("QUEUE_URL begins with sqlite:/// or redis://")


class _Worker(Consumer):  # type: ignore[misc]
    """Huey's consumer, which would start itself anew when its terminal is closed."""

    def _set_signal_handlers(self) -> None:
        self._signal_actions = dict.fromkeys(
            (signal.SIGTERM, signal.SIGINT, signal.SIGHUP), (False, True)
        )
        super()._set_signal_handlers()
