"""Registrations on their way: everybody sees their own alone."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.policy import Actor
from shop_onboard.values.text import N_

_SHOWN = 20


def one(actor: Actor, reference: str) -> RegistrationDraft:
    """The actor's own draft or receipt of this number, its cooperative loaded; else NotFound."""
    query = _own(actor).where(RegistrationDraft.reference == reference.upper())
    found: RegistrationDraft | None = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy bản đăng ký này."))
    return found


def drafts(actor: Actor) -> list[RegistrationDraft]:
    """The actor's drafts that are not sent, the last touched first."""
    query = _own(actor).where(RegistrationDraft.sent_at.is_(None))
    return list(db.session.scalars(query.order_by(RegistrationDraft.updated_at.desc())))


def sent(actor: Actor) -> list[RegistrationDraft]:
    """The actor's latest receipts with their cooperatives."""
    query = _own(actor).where(RegistrationDraft.sent_at.is_not(None))
    latest = query.order_by(RegistrationDraft.sent_at.desc()).limit(_SHOWN)
    return list(db.session.scalars(latest))


def _own(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(RegistrationDraft)
        .where(RegistrationDraft.account_id == actor.account_id)
        .options(joinedload(RegistrationDraft.cooperative))
    )
