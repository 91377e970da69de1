"""The record of background work: claimed once, leased, tried three times, stopped, deduplicated."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import jobs
from tests import world


def ask(count: int = 1, dedupe_key: str | None = None, actor: Actor = SYSTEM) -> list[int]:
    """Ids of jobs that are waiting; commits."""
    ids = [jobs.ask(actor, "report", "Việc thử", {}, dedupe_key).id for _ in range(count)]
    db.session.commit()
    return ids


def claim(job_id: int, later: timedelta = timedelta(0)) -> Job | None:
    """Claim as a worker does, at some later moment; commits."""
    job = jobs.claim(job_id, utc_now() + later)
    db.session.commit()
    if job is not None:
        db.session.expunge(job)
    return job


def state(job_id: int) -> str:
    return str(db.session.scalar(sa.select(Job.state).where(Job.id == job_id)))


@pytest.fixture
def work(app: Flask):
    """Inside the application, ready to change rows."""
    with app.app_context(), writing():
        yield app


AFTER_LEASE = jobs.LEASE + timedelta(seconds=1)


@pytest.mark.parametrize("count", [100, pytest.param(2_000, marks=pytest.mark.full)])
def test_every_job_is_claimed_exactly_once_by_four_workers(app: Flask, count: int):
    with app.app_context(), writing():
        ids = ask(count)
    claimed: Counter[int] = Counter()
    failures: list[Exception] = []
    begin = threading.Barrier(4)

    def worker() -> None:
        begin.wait()
        try:
            for job_id in ids:
                with app.app_context(), writing():
                    if claim(job_id) is not None:
                        claimed[job_id] += 1
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert claimed == Counter(ids)


def test_work_whose_lease_ran_out_is_taken_up_again_and_the_first_holder_is_out(work: Flask):
    (job_id,) = ask()
    first = claim(job_id)
    assert claim(job_id) is None
    second = claim(job_id, AFTER_LEASE)
    assert second is not None
    assert second.attempts == 2
    assert not jobs.keep(first, 1, 2, None)
    assert not jobs.prolong(first)
    assert not jobs.finish(first, None)
    assert not jobs.fail(first, "của người trước")
    assert jobs.keep(second, 1, 2, {"records": 1})
    assert jobs.finish(second, None)
    db.session.commit()
    assert state(job_id) == "done"


def test_a_prolonged_lease_is_not_taken_up(work: Flask):
    (job_id,) = ask()
    job = claim(job_id)
    db.session.execute(sa.update(Job).values(lease_until=utc_now() - timedelta(seconds=1)))
    assert jobs.overdue(utc_now()) == [job_id]
    assert jobs.prolong(job)
    assert jobs.overdue(utc_now()) == []


def test_three_attempts_are_all(work: Flask):
    (job_id,) = ask()
    for number in range(1, 4):
        job = claim(job_id, number * AFTER_LEASE)
        assert job is not None
        assert job.attempts == number
    assert claim(job_id, 9 * AFTER_LEASE) is None
    assert [job.id for job in jobs.worn_out(utc_now() + 9 * AFTER_LEASE)] == [job_id]
    assert jobs.overdue(utc_now() + 9 * AFTER_LEASE) == []


def test_a_job_that_is_put_back_waits_until_no_attempt_remains(work: Flask):
    (job_id,) = ask()
    assert jobs.put_back(claim(job_id))
    assert state(job_id) == "waiting"
    assert jobs.put_back(claim(job_id))
    assert not jobs.put_back(claim(job_id))


def test_the_same_is_asked_for_once_while_it_is_open(work: Flask):
    first, second = ask(2, "labels:7")
    assert first == second
    jobs.finish(claim(first), None)
    assert ask(1, "labels:7") != [first]


def test_the_same_asked_for_in_one_moment_is_one_job(app: Flask):
    found: list[int] = []
    failures: list[Exception] = []
    begin = threading.Barrier(4)

    def person() -> None:
        begin.wait()
        try:
            with app.app_context(), writing():
                found.extend(ask(1, "labels:8"))
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=person) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_stopped_job_is_over_for_its_worker_too(work: Flask):
    (job_id,) = ask()
    job = claim(job_id)
    jobs.cancel(SYSTEM, job.code)
    assert not jobs.keep(job, 1, 2, None)
    assert not jobs.finish(job, None)
    assert state(job_id) == "cancelled"
    assert claim(job_id, AFTER_LEASE) is None


def test_a_finished_job_cannot_be_stopped(work: Flask):
    (job_id,) = ask()
    job = claim(job_id)
    jobs.finish(job, None)
    jobs.cancel(SYSTEM, job.code)
    assert state(job_id) == "done"


def test_only_its_own_person_or_an_administrator_stops_a_job(work: Flask):
    today = utc_now().date()
    people = {
        name: actor_of(account_by_phone(world.PHONES[name]).id, today)
        for name in ("manager", "manager_b", "admin")
    }
    (job_id,) = ask(actor=people["manager"])
    code = db.session.get(Job, job_id).code
    with pytest.raises(NotFound):
        jobs.cancel(people["manager_b"], code)
    assert state(job_id) == "waiting"
    jobs.cancel(people["admin"], code)
    assert state(job_id) == "cancelled"
