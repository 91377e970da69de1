"""The worker that `serve` brings along outlives its own death, and goes when `serve` goes."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop_onboard.cli.companion import Companion

_SIGNS_IN = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(60)"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where each child writes its number."""
    made = tmp_path / "numbers"
    made.touch()
    return made


@pytest.fixture
def companion(book: Path) -> Iterator[Companion]:
    kept = Companion([sys.executable, "-c", _SIGNS_IN, str(book)], pause_s=0.05)
    yield kept
    kept.end()


def _until(is_so: Callable[[], bool]) -> None:
    for _attempt in range(600):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to that within half a minute")


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_is_killed_is_started_again(book: Path, companion: Companion):
    _until(lambda: len(book.read_text().split()) == 1)
    os.kill(int(book.read_text()), signal.SIGKILL)
    _until(lambda: len(book.read_text().split()) == 2)
    second = int(book.read_text().split()[1])
    companion.end()
    _until(lambda: not _runs(second))
    assert len(book.read_text().split()) == 2


def test_a_web_process_that_ends_leaves_the_worker_running(book: Path, companion: Companion):
    _until(lambda: len(book.read_text().split()) == 1)
    web = os.fork()
    if web == 0:
        try:
            companion.end()
        finally:
            os._exit(0)
    os.waitpid(web, 0)
    assert _runs(int(book.read_text()))
