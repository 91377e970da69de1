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
from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Actor
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_

# A killed worker's job waits this long, and then for the next sweep; there is one a minute.
# A worker that lives prolongs it three times as often.
LEASE = timedelta(seconds=45)
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Result:
    """What a job came to: `storage_key` names its file, "" when it made none."""

    storage_key: str
    name: str
    media_type: str
    note: Mapping[str, Any] | None = None


def ask(
    actor: Actor, kind: str, title: str, params: Mapping[str, Any], dedupe_key: str | None = None
) -> Job:
    """A new job, or the open one with the same dedupe key."""
    held = _open(dedupe_key)
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
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        # The same was asked for in this very moment.
        held = _open(dedupe_key)
        if held is None:
            raise
        return held
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
            sa.or_(Job.state == "waiting", _is_abandoned(now)),
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
        _held(job).values(
            done_count=done_count,
            total_count=total_count,
            position=position,
            lease_until=utc_now() + LEASE,
        )
    )
    return kept == 1


def prolong(job: Job) -> bool:
    """Prolong the lease of work that takes long; False when the job is no longer its holder's."""
    return changes.count_changed(_held(job).values(lease_until=utc_now() + LEASE)) == 1


def finish(job: Job, result: Result | None) -> bool:
    """running → done; False when the job is no longer its holder's."""
    columns: dict[str, Any] = {"state": "done", "finished_at": utc_now(), "lease_until": None}
    if result is not None:
        columns |= {
            "result_key": result.storage_key or None,
            "result_name": result.name,
            "result_media_type": result.media_type,
            "result_note": dict(result.note) if result.note else None,
        }
    return _end(job, columns)


def fail(job: Job, sentence: str) -> bool:
    """running → failed, with the sentence in the language of whoever asked."""
    columns = {"state": "failed", "finished_at": utc_now(), "lease_until": None}
    return _end(job, columns | {"error": sentence[:1000]})


def put_back(job: Job) -> bool:
    """running → waiting after an unexpected failure; False when no attempt remains."""
    if job.attempts >= MAX_ATTEMPTS:
        return False
    _end(job, {"state": "waiting", "lease_until": None})
    return True


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
    """Ids of jobs whose bell was lost or whose worker died, the oldest first."""
    query = (
        sa.select(Job.id)
        .where(
            Job.attempts < MAX_ATTEMPTS,
            sa.or_(Job.state == "waiting", _is_abandoned(now)),
        )
        .order_by(Job.id)
        .limit(100)
    )
    return list(db.session.scalars(query))


def worn_out(now: datetime) -> list[Job]:
    """Jobs that took every worker down with them, as often as they may be tried."""
    query = sa.select(Job).where(Job.attempts >= MAX_ATTEMPTS, _is_abandoned(now))
    return list(db.session.scalars(query))


def _is_abandoned(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Job.state == "running", Job.lease_until < now)


def _open(dedupe_key: str | None) -> Job | None:
    if dedupe_key is None:
        return None
    query = sa.select(Job).where(
        Job.dedupe_key == dedupe_key, Job.state.in_(("waiting", "running"))
    )
    return db.session.scalar(query)


def _held(job: Job) -> sa.Update:
    """An update of the job's row by the holder of its lease alone."""
    return sa.update(Job).where(
        Job.id == job.id, Job.state == "running", Job.lease_token == job.lease_token
    )


def _end(job: Job, columns: dict[str, Any]) -> bool:
    return changes.count_changed(_held(job).values(**columns)) == 1
