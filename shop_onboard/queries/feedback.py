"""What buyers reported, for the cooperative and the union it concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.feedback import Feedback
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.feedback import OPEN
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Subject:
    """What a report is about: ids of what its code names, all None for a code nobody made."""

    code: str
    cooperative_id: int | None = None
    product_id: int | None = None
    lot_id: int | None = None
    label_id: int | None = None
    is_sample: bool = False


def page(
    actor: Actor, *, state: str = "", lot_ids: Collection[int] = (), number: int = 1
) -> Page[Feedback]:
    """The reports in sight, the latest first, with cooperative, product and lot.

    `state` is a key of `STATES`, "open" for those that nobody has answered yet, or "" for all.
    `lot_ids` leaves those about these lots, where there are any.
    """
    query = _visible(actor).order_by(Feedback.id.desc())
    if lot_ids:
        query = query.where(Feedback.lot_id.in_(lot_ids))
    if state:
        query = query.where(Feedback.state.in_(OPEN if state == "open" else (state,)))
    return page_of(query, number)


def one(actor: Actor, reference: str) -> Feedback:
    """The report with its answers; NotFound when not for the actor's eyes."""
    query = _visible(actor).where(Feedback.reference == reference)
    found: Feedback | None = db.session.scalar(query.options(selectinload(Feedback.answers)))
    if found is None:
        raise NotFound(N_("Không tìm thấy phản ánh này."))
    return found


def told(reference: str) -> Feedback:
    """The report of this number and its cooperative for whoever holds the number, or NotFound."""
    found = db.session.scalar(
        sa.select(Feedback)
        .where(Feedback.reference == reference)
        .options(selectinload(Feedback.answers), joinedload(Feedback.cooperative))
    )
    if found is None:
        raise NotFound(N_("Không có phản ánh nào mang số này. Hãy xem lại từng chữ."))
    return found


def open_count(actor: Actor) -> int:
    """How many reports in sight nobody has answered yet."""
    query = (
        sa.select(sa.func.count(Feedback.id))
        .outerjoin(Feedback.cooperative)
        .where(_seen(actor), Feedback.state.in_(OPEN))
    )
    return db.session.scalar(query) or 0


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    """One about a code that nobody made concerns no cooperative: whoever sees all looks at it."""
    if actor.sees_everything:
        return sa.true()
    return sa.and_(Feedback.cooperative_id.is_not(None), cooperatives_seen(actor))


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(Feedback)
        .outerjoin(Feedback.cooperative)
        .where(
            _seen(actor),
            sa.or_(Feedback.cooperative_id.is_(None), Cooperative.deleted_at.is_(None)),
        )
        .options(
            contains_eager(Feedback.cooperative),
            joinedload(Feedback.product),
            joinedload(Feedback.lot),
        )
    )
