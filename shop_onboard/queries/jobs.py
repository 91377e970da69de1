"""Background work as its people see it."""

from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.values.text import N_


def page(actor: Actor, *, kind: str = "", state: str = "", number: int = 1) -> Page[Job]:
    """The actor's own jobs (all of them for an administrator), the newest first."""
    query = _visible(actor).order_by(Job.id.desc())
    if kind:
        query = query.where(Job.kind == kind)
    if state:
        query = query.where(Job.state == state)
    return page_of(query, number)


def one(actor: Actor, code: str) -> Job:
    """The job of this address; NotFound when unknown or somebody else's."""
    found: Job | None = db.session.scalar(_visible(actor).where(Job.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy việc này."))
    return found


def counts() -> dict[str, int]:
    """State → number of jobs, for the administrator."""
    query = sa.select(Job.state, sa.func.count()).group_by(Job.state)
    return dict(db.session.execute(query).all())


def _visible(actor: Actor) -> sa.Select[Any]:
    query = sa.select(Job)
    return query if actor.sees_everything else query.where(Job.account_id == actor.account_id)
