"""Documents that are long, or meant to be endless: what is made of them, and what lives on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.documents.drawing import draw
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.storage import Storage
from shop_onboard.jobs import labels as label_work
from shop_onboard.jobs import runner
from shop_onboard.jobs.runner import Work
from shop_onboard.models.jobs import Job
from shop_onboard.models.label_runs import LabelPart
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import label_runs as run_queries
from shop_onboard.queries import lots
from shop_onboard.services import jobs, label_runs, labels
from shop_onboard.services.jobs import Result
from shop_onboard.values.label_stock import get_label_stock
from tests import world

ADDRESS = "https://lensan.example.vn"
TOO_LONG = "Tài liệu này dài hoặc phức tạp quá nên không tạo được."
# What one more part may leave behind in memory, beside what the first ones did.
_GROWTH = 40_000_000

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def drawn(app: Flask, html: str) -> Job:
    """The job that draws this, after a worker has tried."""
    with app.app_context(), writing():
        job_id = jobs.ask(SYSTEM, "report", "Báo cáo", {}).id
        db.session.commit()
    runner.run(app, {"report": lambda work: work.store(draw(html), "a.pdf", "a/b")}, job_id)
    with app.app_context():
        return db.session.get_one(Job, job_id)


@only_sqlite
def test_e4_nesting_without_end_fails_the_job_with_a_reason_and_the_worker_goes_on(app: Flask):
    job = drawn(app, "<div>" * 2_000)
    assert (job.state, job.attempts) == ("failed", 1)
    assert str(job.error).startswith(TOO_LONG)
    assert drawn(app, "<p>Xin chào</p>").state == "done"


@only_sqlite
def test_e4_measures_beyond_all_bounds_do_no_harm(app: Flask):
    huge = "<p style='width: 1e30px; height: 1e12px; border: 1e9px solid; margin: -1e20px'>a</p>"
    assert drawn(app, huge).state in ("done", "failed")
    assert drawn(app, "<p>Xin chào</p>").state == "done"


@only_sqlite
@pytest.mark.full
def test_e4_a_table_that_never_fits_ends_at_its_limits(app: Flask):
    job = drawn(app, "<table>" + "<tr><td>a<td>b<td>c<td>d" * 60_000 + "</table>")
    assert (job.state, job.attempts) == ("failed", 1)
    assert str(job.error).startswith(TOO_LONG)


def asked(app: Flask, count: int) -> int:
    """A run of so many stickers whose files nobody has made yet."""
    with app.app_context(), writing():
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        stock = get_label_stock()
        batch = labels.make(SYSTEM, lot, count, stock, is_trial=False, pack_label="Hộp 2 kg")
        paper = label_runs.Paper(stock, 1, "vi")
        run = label_runs.begin(SYSTEM, batch, labels.serials_of(batch), paper)
        job_id = label_runs.ask(SYSTEM, run, "Tem", "vi", ADDRESS).id
        db.session.commit()
        return int(job_id)


def parts(app: Flask) -> list[bool]:
    """Of every part, whether its file is there."""
    with app.app_context():
        keys = db.session.scalars(sa.select(LabelPart.pdf_key).order_by(LabelPart.number))
        return [key is not None for key in keys]


class Watched:
    """A storage that says, before it keeps a file, the how-manieth that is."""

    def __init__(self, storage: Storage, seen: Callable[[int], None]) -> None:
        self.storage, self.seen, self.count = storage, seen, 0

    def put(self, content: bytes) -> str:
        self.count += 1
        self.seen(self.count)
        return str(self.storage.put(content))

    def get(self, key: str) -> bytes:
        return bytes(self.storage.get(key))


def watched(seen: Callable[[int], None]) -> Callable[[Work], Result | None]:
    """The work on labels whose every file is seen as it is made."""

    def handle(work: Work) -> Result | None:
        storage: Any = Watched(work.storage, seen)
        return label_work.handle(replace(work, storage=storage))

    return handle


def memory() -> int:
    """Bytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


@only_sqlite
def test_e5_ten_thousand_codes_come_in_parts_stored_one_by_one_in_flat_memory(app: Flask):
    job_id, stored, held = asked(app, 10_000), [], []

    def look(_number: int) -> None:
        stored.append(sum(parts(app)))
        held.append(memory())

    runner.run(app, {"labels": watched(look)}, job_id)
    assert stored == list(range(17))
    assert max(held) - held[2] < _GROWTH
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        assert (job.state, job.done_count, job.total_count) == ("done", 17, 17)
        run = run_queries.run(int(job.params["run_id"]))
        sizes = [len(app.extensions["storage"].get(part.pdf_key)) for part in run.parts]
    assert sum(sizes) < 250 * 10_000 + 60_000 * 17


@only_sqlite
def test_e5_a_run_that_is_stopped_keeps_what_was_made_and_goes_on_when_asked_again(app: Flask):
    job_id = asked(app, 1_900)

    def stop(number: int) -> None:
        if number == 3:
            with app.app_context(), writing():
                jobs.cancel(SYSTEM, db.session.get_one(Job, job_id).code)
                db.session.commit()

    runner.run(app, {"labels": watched(stop)}, job_id)
    assert parts(app) == [True, True, False, False]
    with app.app_context(), writing():
        job = db.session.get_one(Job, job_id)
        assert job.state == "cancelled"
        run = run_queries.run(int(job.params["run_id"]))
        again = label_runs.ask(SYSTEM, run, "Tem", "vi", ADDRESS).id
        db.session.commit()
    runner.run(app, {"labels": label_work.handle}, again)
    assert all(parts(app))
