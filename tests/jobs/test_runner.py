"""A worker's way through a job: done, refused, broken, stopped, taken over, found by the sweep."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.jobs import registry, runner
from shop_onboard.jobs.leases import kept_lease
from shop_onboard.jobs.runner import Work
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.organisations import Union
from shop_onboard.policy import SYSTEM
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import jobs
from shop_onboard.values.text import N_
from tests import world


def ask(app: Flask, **params: object) -> int:
    with app.app_context(), writing():
        job_id = jobs.ask(SYSTEM, "report", "Việc thử", params).id
        db.session.commit()
        return job_id


def stored(app: Flask, job_id: int) -> Job:
    with app.app_context():
        return db.session.get_one(Job, job_id)


def change(app: Flask, **columns: object) -> None:
    with app.app_context(), writing():
        db.session.execute(sa.update(Job).values(**columns))
        db.session.commit()


def rename(work: Work, name: str) -> None:
    union = db.session.scalars(sa.select(Union).where(Union.code == "DX-A")).one()
    union.name = name
    db.session.flush()


OF_UNION = sa.select(Union.name).where(Union.code == "DX-A")


def save_union(app: Flask, name: str) -> None:
    with app.app_context(), writing():
        db.session.execute(sa.update(Union).where(Union.code == "DX-A").values(name=name))
        db.session.commit()


def union_name(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalar(OF_UNION))


def test_every_kind_of_work_is_found_by_its_module():
    assert {"catalogue", "import", "labels", "listings", "report", "workbook"} <= set(
        registry.handlers()
    )


def test_a_made_file_is_named_by_its_job_in_plain_letters(app: Flask):
    job_id = ask(app)
    runner.run(app, {"report": lambda work: work.store(b"xin", "chào.txt", "text/plain")}, job_id)
    job = stored(app, job_id)
    assert (job.state, job.result_name) == ("done", "chao.txt")
    assert app.extensions["storage"].get(job.result_key) == b"xin"


def test_a_refusal_fails_the_job_with_its_sentence_at_once(app: Flask):
    def refuse(work: Work) -> None:
        raise DomainError(N_("Chưa có sản phẩm nào đã duyệt để đưa vào ca-ta-lô."))

    job_id = ask(app)
    runner.run(app, {"report": refuse}, job_id)
    job = stored(app, job_id)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "Chưa có sản phẩm nào đã duyệt để đưa vào ca-ta-lô."


def test_a_broken_job_is_tried_three_times_and_others_are_done(app: Flask):
    def stumble(work: Work) -> None:
        if work.params.get("broken"):
            work.begin_writing()
            rename(work, "Tên viết dở")
            raise RuntimeError("a fault of ours")

    broken, good = ask(app, broken=True), ask(app)
    for _ in range(5):
        runner.sweep(app, {"report": stumble})
    assert stored(app, good).state == "done"
    job = stored(app, broken)
    assert (job.state, job.attempts) == ("failed", 3)
    assert "đã thử 3 lần" in job.error
    assert union_name(app) == "Đoàn xã Lục Ngạn"


def test_h5_what_a_job_reads_is_of_one_moment_whoever_saves_meanwhile(app: Flask):
    seen: list[str] = []

    def read_twice(work: Work) -> None:
        seen.append(str(db.session.scalar(OF_UNION)))
        saving = threading.Thread(target=save_union, args=(app, "Tên mới"))
        saving.start()
        saving.join(timeout=2)
        db.session.expire_all()
        seen.append(str(db.session.scalar(OF_UNION)))
        saved.append(saving)

    saved: list[threading.Thread] = []
    runner.run(app, {"report": read_twice}, ask(app))
    saved[0].join(timeout=15)
    assert seen == ["Đoàn xã Lục Ngạn"] * 2
    assert union_name(app) == "Tên mới"


def test_a_job_that_kills_every_worker_ends_with_a_sentence(app: Flask):
    job_id = ask(app)
    change(app, state="running", attempts=3, lease_until=utc_now() - timedelta(seconds=1))
    assert runner.sweep(app, {}) == 0
    job = stored(app, job_id)
    assert job.state == "failed"
    assert "đã thử 3 lần" in job.error


def test_a_lost_bell_is_found_by_the_sweep(app: Flask):
    done = []
    job_id = ask(app)
    assert runner.sweep(app, {"report": lambda work: done.append(work.job.id)}) == 1
    assert done == [job_id]
    assert runner.sweep(app, {"report": lambda work: done.append(work.job.id)}) == 0


def test_a_job_of_a_killed_worker_is_found_by_the_sweep(app: Flask):
    job_id = ask(app)
    change(app, state="running", attempts=1, lease_until=utc_now() - timedelta(seconds=1))
    assert runner.sweep(app, {"report": lambda work: None}) == 1
    assert stored(app, job_id).state == "done"


def test_a_stopped_job_stores_nothing_more(app: Flask):
    def long_work(work: Work) -> None:
        work.begin_writing()
        rename(work, "Bước một")
        work.progress(1, 3, {"step": 1})
        change(app, state="cancelled")
        rename(work, "Bước hai")
        work.progress(2, 3, {"step": 2})
        raise AssertionError("the work went on")

    job_id = ask(app)
    runner.run(app, {"report": long_work}, job_id)
    job = stored(app, job_id)
    assert (job.state, job.position, job.done_count) == ("cancelled", {"step": 1}, 1)
    assert union_name(app) == "Bước một"


def test_who_takes_a_job_up_and_reads_first_still_knows_how_far_it_had_come(app: Flask):
    def read(work: Work) -> None:
        work.glance(5, 10)
        assert work.job.position == {"records": 3}

    job_id = ask(app)
    change(app, position={"records": 3})
    runner.run(app, {"report": read}, job_id)
    assert stored(app, job_id).state == "done"


def test_who_lost_the_lease_changes_neither_the_rows_nor_the_job_of_the_next(app: Flask):
    def overtaken(work: Work) -> None:
        change(app, lease_token="of the next worker", attempts=2)
        work.begin_writing()
        rename(work, "Của người trước")
        raise DomainError(N_("Chưa có sản phẩm nào đã duyệt để đưa vào ca-ta-lô."))

    job_id = ask(app)
    runner.run(app, {"report": overtaken}, job_id)
    job = stored(app, job_id)
    assert (job.state, job.error) == ("running", "")
    assert union_name(app) == "Đoàn xã Lục Ngạn"


def test_who_lost_the_lease_does_not_finish(app: Flask):
    def overtaken(work: Work) -> None:
        change(app, lease_token="of the next worker")
        work.begin_writing()
        rename(work, "Của người trước")

    job_id = ask(app)
    runner.run(app, {"report": overtaken}, job_id)
    assert stored(app, job_id).state == "running"
    assert union_name(app) == "Đoàn xã Lục Ngạn"


def test_drawing_a_document_keeps_nobody_from_writing(app: Flask):
    def draw(work: Work) -> None:
        db.session.scalars(sa.select(Union)).all()
        # Somebody saves a form while the document is being drawn.
        change(app, done_count=7)
        work.begin_writing()
        rename(work, "Sau khi vẽ")

    job_id = ask(app)
    runner.run(app, {"report": draw}, job_id)
    assert stored(app, job_id).state == "done"
    assert union_name(app) == "Sau khi vẽ"


def test_somebody_who_waits_to_write_gets_in_between_two_steps(app: Flask):
    is_saved = threading.Event()
    waits: list[threading.Thread] = []

    def save_a_form() -> None:
        change(app, title="Đã lưu")
        is_saved.set()

    def long_work(work: Work) -> None:
        work.begin_writing()
        for step in range(8):
            rename(work, f"Bước {step}")
            if not waits:
                waits.append(threading.Thread(target=save_a_form))
                waits[0].start()
            # So long a step holds the lock.
            is_saved.wait(0.3)
            work.progress(step, 8)
        assert is_saved.is_set()

    job_id = ask(app)
    runner.run(app, {"report": long_work}, job_id)
    waits[0].join()
    assert stored(app, job_id).state == "done"


def test_the_lease_is_prolonged_while_one_step_takes_long(app: Flask):
    job_id = ask(app)
    with app.app_context(), writing():
        job = jobs.claim(job_id, utc_now())
        db.session.commit()
        db.session.expunge(job)
    first = job.lease_until
    seen = threading.Event()
    with kept_lease(app, job, every=timedelta(milliseconds=20)):
        for _ in range(500):
            if stored(app, job_id).lease_until > first:
                seen.set()
                break
            seen.wait(0.02)
    assert seen.is_set()


def test_the_right_is_asked_again_when_the_work_is_done(app: Flask):
    with app.app_context(), writing():
        account = account_by_phone(world.PHONES["manager"])
        actor = actor_of(account.id, utc_now().date())
        job_id = jobs.ask(actor, "report", "Việc thử", {}).id
        account.is_suspended = True
        db.session.commit()
    runner.run(app, {"report": lambda work: pytest.fail("it was done")}, job_id)
    job = stored(app, job_id)
    assert job.state == "failed"
    assert "đã bị khóa" in job.error
