"""Asking for background work, claiming it, and saying what became of it.

The row is the record: a lease says who works on it, and work whose lease ran out is taken up
again, at most three times. The bell (huey) may be lost without harm.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Actor
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_, Message

LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Result:
    """A file a job made; `storage_key` names it in storage."""

    storage_key: str
    name: str
    media_type: str
    note: Mapping[str, Any] | None = None


def ask(
    actor: Actor, kind: str, title: str, params: Mapping[str, Any], dedupe_key: str | None = None
) -> Job:
    """A new job, or the open one with the same dedupe key."""
    if dedupe_key is not None:
        held = db.session.scalar(
            sa.select(Job).where(
                Job.dedupe_key == dedupe_key, Job.state.in_(("waiting", "running"))
            )
        )
        if held is not None:
            return held
    job = Job(
        code=secrets.token_hex(8),
        kind=kind,
        title=title[:300],
        params=dict(params),
        dedupe_key=dedupe_key,
        account_id=actor.account_id,
    )
    db.session.add(job)
    db.session.flush()
    audit.record(actor, "job.asked", "job", job.id, kind=kind)
    return job


def claim(job_id: int, now: datetime) -> Job | None:
    """Take a job by one atomic update; None when somebody else has it or it is over."""
    token = secrets.token_hex(16)
    taken = changes.count_changed(
        sa.update(Job)
        .where(
            Job.id == job_id,
            Job.attempts < MAX_ATTEMPTS,
            sa.or_(
                Job.state == "waiting",
                sa.and_(Job.state == "running", Job.lease_until < now),
            ),
        )
        .values(
            state="running", attempts=Job.attempts + 1, lease_until=now + LEASE, lease_token=token
        )
    )
    if taken != 1:
        return None
    return db.session.scalar(
        sa.select(Job).where(Job.id == job_id).execution_options(populate_existing=True)
    )


def keep(job: Job, done_count: int, total_count: int, position: Mapping[str, Any] | None) -> bool:
    """Store progress and prolong the lease; False when the job was cancelled or taken over."""
    kept = changes.count_changed(
        sa.update(Job)
        .where(Job.id == job.id, Job.state == "running", Job.lease_token == job.lease_token)
        .values(
            done_count=done_count,
            total_count=total_count,
            position=position,
            lease_until=utc_now() + LEASE,
        )
    )
    return kept == 1


def finish(job: Job, result: Result | None) -> bool:
    """running → done, only by the holder of the lease."""
    columns: dict[str, Any] = {"state": "done", "finished_at": utc_now(), "lease_until": None}
    if result is not None:
        columns |= {
            "result_key": result.storage_key,
            "result_name": result.name,
            "result_media_type": result.media_type,
            "result_note": dict(result.note) if result.note else None,
        }
    return _end(job, columns)


def fail(job: Job, message: Message) -> bool:
    """running → failed, with the sentence for the person."""
    return _end(
        job,
        {
            "state": "failed",
            "finished_at": utc_now(),
            "lease_until": None,
            "error": str(message)[:1000],
        },
    )


def put_back(job: Job) -> None:
    """running → waiting after an unexpected failure, while attempts remain; else failed."""
    if job.attempts >= MAX_ATTEMPTS:
        fail(job, N_("Việc này đã thử 3 lần mà chưa được. Hãy báo quản trị viên."))
        return
    _end(job, {"state": "waiting", "lease_until": None})


def cancel(actor: Actor, code: str) -> Job:
    """Stop a job that is not over; its own person or an administrator only."""
    job = db.session.scalar(sa.select(Job).where(Job.code == code))
    if job is None or not (actor.sees_everything or job.account_id == actor.account_id):
        raise NotFound(N_("Không tìm thấy việc này."))
    changed = changes.count_changed(
        sa.update(Job)
        .where(Job.id == job.id, Job.state.in_(("waiting", "running")))
        .values(state="cancelled", finished_at=utc_now(), lease_until=None)
    )
    if changed:
        audit.record(actor, "job.cancelled", "job", job.id)
    return job


def overdue(now: datetime) -> list[int]:
    """Ids of jobs whose bell was lost or whose worker died; ends those tried too often."""
    db.session.execute(
        sa.update(Job)
        .where(Job.state == "running", Job.lease_until < now, Job.attempts >= MAX_ATTEMPTS)
        .values(
            state="failed",
            finished_at=now,
            lease_until=None,
            error=str(N_("Việc này đã thử 3 lần mà chưa được. Hãy báo quản trị viên.")),
        )
    )
    query = (
        sa.select(Job.id)
        .where(
            sa.or_(Job.state == "waiting", sa.and_(Job.state == "running", Job.lease_until < now))
        )
        .order_by(Job.id)
        .limit(100)
    )
    return list(db.session.scalars(query))


def _end(job: Job, columns: dict[str, Any]) -> bool:
    ended = changes.count_changed(
        sa.update(Job)
        .where(Job.id == job.id, Job.state == "running", Job.lease_token == job.lease_token)
        .values(**columns)
    )
    return ended == 1
