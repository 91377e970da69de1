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
    return _found(_kept(actor), reference)


def discarded_one(actor: Actor, reference: str) -> RegistrationDraft:
    """The actor's own draft of this number that was thrown away; else NotFound."""
    return _found(_discarded(actor), reference)


def drafts(actor: Actor) -> list[RegistrationDraft]:
    """The actor's drafts that are not sent, the last touched first."""
    query = _kept(actor).where(RegistrationDraft.sent_at.is_(None))
    return list(db.session.scalars(query.order_by(RegistrationDraft.updated_at.desc())))


def sent(actor: Actor) -> list[RegistrationDraft]:
    """The actor's latest receipts with their cooperatives."""
    query = _kept(actor).where(RegistrationDraft.sent_at.is_not(None))
    latest = query.order_by(RegistrationDraft.sent_at.desc()).limit(_SHOWN)
    return list(db.session.scalars(latest))


def discarded(actor: Actor) -> list[RegistrationDraft]:
    """The actor's drafts that can still be taken back, the last thrown away first."""
    query = _discarded(actor).order_by(RegistrationDraft.discarded_at.desc())
    return list(db.session.scalars(query))


def _found(query: sa.Select[Any], reference: str) -> RegistrationDraft:
    found: RegistrationDraft | None = db.session.scalar(
        query.where(RegistrationDraft.reference == reference.upper())
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy bản đăng ký này."))
    return found


def _kept(actor: Actor) -> sa.Select[Any]:
    return _own(actor).where(RegistrationDraft.discarded_at.is_(None))


def _discarded(actor: Actor) -> sa.Select[Any]:
    return _own(actor).where(RegistrationDraft.discarded_at.is_not(None))


def _own(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(RegistrationDraft)
        .where(RegistrationDraft.account_id == actor.account_id)
        .options(joinedload(RegistrationDraft.cooperative))
    )
