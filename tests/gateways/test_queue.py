import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop_onboard.gateways.queue import open_queue

ROOT = Path(__file__).parents[2]
# A worker whose handler writes down the ids it was rung for; 13 fails, 7 takes its time.
WORKER = """
import sys, time
from pathlib import Path
from shop_onboard.gateways.queue import consume

url, answered, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

def note(line):
    with answered.open("a") as file:
        file.write(f"{line}\\n")

def handle(job_id):
    if job_id == 13:
        raise RuntimeError("job 13 cannot be done")
    if job_id == 7:
        note("begun 7")
        time.sleep(1)
    note(job_id)

consume(url, handle, workers, sweep=lambda: note("swept"))
"""


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("redis") / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(path), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=path.parent) as server:
        wait_for(path.exists)
        yield f"unix://{path}"
        server.terminate()


@pytest.fixture(params=["sqlite", "redis"])
def url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/queue.db"
    subprocess.run(
        ["redis-cli", "-s", request.getfixturevalue("redis_url")[7:], "FLUSHALL"],
        check=True,
        capture_output=True,
    )
    return request.getfixturevalue("redis_url")


class Workers:
    """Worker processes of one test and the list of what they answered."""

    def __init__(self, url: str, answered: Path) -> None:
        self._url = url
        self._answered = answered
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, threads: int = 1) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-c", WORKER, self._url, str(self._answered), str(threads)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        worker = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, env=environment)
        self.running.append(worker)
        return worker

    def answers(self) -> list[str]:
        return self._answered.read_text().split("\n")[:-1] if self._answered.exists() else []

    def jobs(self) -> list[int]:
        return [int(line) for line in self.answers() if line.isdigit()]


@pytest.fixture
def workers(url, tmp_path) -> Iterator[Workers]:
    made = Workers(url, tmp_path / "answered.txt")
    yield made
    for worker in made.running:
        if worker.poll() is None:
            worker.kill()
        worker.wait()


def test_bells_wait_until_a_worker_comes_and_each_is_answered_once(url, workers):
    queue = open_queue(url)
    assert all(queue.ring(job_id) for job_id in (1, 2, 3))
    assert queue.waiting() == 3
    workers.start()
    wait_for(lambda: len(workers.jobs()) == 3)
    queue.ring(4)
    wait_for(lambda: 4 in workers.jobs())
    assert workers.jobs() == [1, 2, 3, 4]
    assert queue.waiting() == 0


def test_two_workers_of_two_threads_share_the_bells_without_doubles(url, workers):
    queue = open_queue(url)
    for job_id in range(100, 200):
        queue.ring(job_id)
    workers.start(threads=2)
    workers.start(threads=2)
    wait_for(lambda: len(workers.jobs()) >= 100)
    assert sorted(workers.jobs()) == list(range(100, 200))


def test_a_job_that_fails_does_not_stop_the_next(url, workers):
    queue = open_queue(url)
    queue.ring(13)
    queue.ring(14)
    workers.start()
    wait_for(lambda: workers.jobs() == [14])


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_worker_that_is_told_to_stop_finishes_the_job_in_hand_and_no_other(url, workers, told):
    queue = open_queue(url)
    queue.ring(7)
    queue.ring(8)
    worker = workers.start()
    wait_for(lambda: "begun 7" in workers.answers())
    worker.send_signal(told)
    assert worker.wait(30) == 0
    assert workers.jobs() == [7]
    workers.start()
    wait_for(lambda: workers.jobs() == [7, 8])


def test_a_worker_sweeps_when_it_starts(workers):
    workers.start()
    wait_for(lambda: "swept" in workers.answers())


def test_a_queue_out_of_reach_costs_the_bell_and_nothing_else(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        silent = open_queue(f"redis://127.0.0.1:{unused.getsockname()[1]}/0")
        assert silent.ring(1) is False
    broken = tmp_path / "queue.db"
    queue = open_queue(f"sqlite:///{broken}")
    with sqlite3.connect(broken) as other:
        other.execute("drop table task")
    assert queue.ring(1) is False


def test_the_sqlite_queue_keeps_no_write_ahead_log(tmp_path):
    open_queue(f"sqlite:///{tmp_path}/sub/queue.db").ring(1)
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["queue.db"]
    with sqlite3.connect(tmp_path / "sub" / "queue.db") as other:
        assert other.execute("pragma journal_mode").fetchone() == ("delete",)


def test_a_bell_is_plain_data_that_can_run_nothing(tmp_path):
    open_queue(f"sqlite:///{tmp_path}/queue.db").ring(42)
    with sqlite3.connect(tmp_path / "queue.db") as other:
        (data,) = other.execute("select data from task").fetchone()
    assert bytes(data).startswith(b"[")
    assert b"[42]" in bytes(data)


def test_an_address_of_no_known_queue_stops_the_start():
    with pytest.raises(ValueError, match="QUEUE_URL"):
        open_queue("amqp://127.0.0.1")
