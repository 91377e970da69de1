"""What was done, as the people who answer for it may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen


@dataclass(frozen=True)
class Owner:
    """The cooperative an event is about."""

    name: str
    slug: str
    is_sample: bool


def page(actor: Actor, *, search: str = "", subject: str = "", number: int = 1) -> Page[AuditEvent]:
    """Events in sight, the newest first; `search` is part of a cooperative's name.

    An administrator sees everything, anybody else what happened to cooperatives in their reach
    and what they did themselves.
    """
    query: sa.Select[Any] = (
        sa.select(AuditEvent)
        .outerjoin(Cooperative, Cooperative.id == AuditEvent.cooperative_id)
        .where(_seen(actor))
        .order_by(AuditEvent.id.desc())
    )
    if subject:
        query = query.where(AuditEvent.subject_type == subject)
    if search:
        query = query.where(matches(Cooperative.name_folded, search))
    return page_of(query, number)


def owners(events: Sequence[AuditEvent]) -> dict[int, Owner]:
    """Cooperative id → cooperative, for the events of one page."""
    ids = {event.cooperative_id for event in events if event.cooperative_id is not None}
    query = sa.select(
        Cooperative.id, Cooperative.name, Cooperative.slug, Cooperative.is_sample
    ).where(Cooperative.id.in_(ids))
    return {row.id: Owner(row.name, row.slug, row.is_sample) for row in db.session.execute(query)}


def last(event: str) -> datetime | None:
    """When this was last done."""
    return db.session.scalar(sa.select(sa.func.max(AuditEvent.at)).where(AuditEvent.event == event))


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.sees_everything:
        return sa.true()
    return sa.or_(
        sa.and_(AuditEvent.cooperative_id.is_not(None), cooperatives_seen(actor)),
        AuditEvent.account_id == actor.account_id,
    )
