"""A worker killed in the middle of an import: the next one goes on, and every row is in once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.models.sales import Sale
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.organisations import required
from shop_onboard.services import imports
from tests import world
from tests.imports.files import SALES, xlsx

ROOT = Path(__file__).parents[2]
DAYS, TIMES = 300, 3


def workbook() -> bytes:
    """Every sale stands there three times, far apart: alike, and yet three sales."""
    first = date(2025, 1, 1)
    rows = [
        [first + timedelta(days=number % DAYS), world.COOPERATIVE_A, None, None, "Shopee", "12 kg"]
        for number in range(DAYS * TIMES)
    ]
    return xlsx({"Tiêu thụ": [SALES, *rows]})


@pytest.fixture
def installation(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The small world in a folder that a worker process can be pointed at."""
    shutil.copytree(sqlite_template, tmp_path / "instance")
    app = create_app(settings.Testing(tmp_path / "instance"))
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    """`shop-onboard worker` of this installation."""
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith("SHOP_")},
        "SHOP_ONBOARD_INSTANCE": app.config["INSTANCE"],
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "shop_onboard", "worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def receive(app: Flask) -> int:
    """The id of the job of an import that no bell was rung for."""
    key = app.extensions["storage"].put(workbook())
    with app.app_context(), writing():
        officer = actor_of(account_by_phone(world.PHONES["officer"]).id, utc_now().date())
        row = imports.receive(officer, required("DX-A"), "tiêu thụ.xlsx", key)
        job_id = imports.ask(officer, row, "vi").id
        db.session.commit()
        return job_id


def look(app: Flask, job_id: int) -> Job:
    with app.app_context():
        return db.session.get_one(Job, job_id)


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(4_000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about")


def kill_at(app: Flask, job_id: int, records: int) -> None:
    """Kill the worker as soon as so many records are in, and let its lease run out."""
    with worker(app) as process:
        wait_until(lambda: (look(app, job_id).position or {}).get("records", 0) >= records)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with app.app_context(), writing():
        held = sa.update(Job).where(Job.state == "running")
        db.session.execute(held.values(lease_until=utc_now() - timedelta(seconds=1)))
        db.session.commit()


def check_every_row_is_in_once(app: Flask, job_id: int) -> None:
    with app.app_context():
        row = db.session.scalars(sa.select(Import)).one()
        assert row.state == "done"
        tally = (row.created_count, row.updated_count, row.unchanged_count, row.failed_count)
        assert tally == (DAYS * TIMES, 0, 0, 0)
        a_day = sa.select(sa.func.count()).where(Sale.channel_key == "shopee")
        counts = db.session.scalars(a_day.group_by(Sale.sold_on)).all()
        assert counts == [TIMES] * DAYS


def test_the_next_worker_goes_on_where_the_killed_one_stopped(installation: Flask):
    job_id = receive(installation)
    kill_at(installation, job_id, 1)
    killed = look(installation, job_id)
    assert killed.state == "running"
    assert 0 < killed.position["records"] < DAYS * TIMES
    with worker(installation):
        wait_until(lambda: look(installation, job_id).state == "done")
    assert look(installation, job_id).attempts == 2
    check_every_row_is_in_once(installation, job_id)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
def test_two_workers_killed_anywhere_lose_and_double_nothing(installation: Flask, seed: int):
    job_id = receive(installation)
    places = sorted(random.Random(seed).sample(range(DAYS * TIMES - 300), 2))  # noqa: S311
    for place in places:
        kill_at(installation, job_id, place)
    with worker(installation):
        wait_until(lambda: look(installation, job_id).state == "done")
    check_every_row_is_in_once(installation, job_id)
