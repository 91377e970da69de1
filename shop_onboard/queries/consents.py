"""What a producer's representative has agreed to, and what any page may therefore show."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.consents import Consent, ConsentLink
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.places import Commune
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import token_hash
from shop_onboard.values.consents import HOUSEHOLD_KINDS, has_identity_number
from shop_onboard.values.text import N_, Message


@dataclass(frozen=True)
class Refusal:
    """The representative's no, when nothing is agreed to now; or that a yes was taken back."""

    at: datetime
    is_withdrawal: bool


@dataclass(frozen=True)
class PublicContact:
    """What may stand on a public page; "" where nobody agreed to it."""

    representative: str
    phone: str


def producer_name(cooperative: Cooperative) -> Message | str:
    """The name that anybody may read: a household's own only with its consent.

    The commune must be loaded for a household.
    """
    if cooperative.kind not in HOUSEHOLD_KINDS or cooperative.shown_name == cooperative.name:
        return cooperative.name
    commune = cooperative.commune.name
    return N_("Hộ sản xuất ở %(place)s", place=commune[:1].lower() + commune[1:])


def public_contact(cooperative: Cooperative) -> PublicContact:
    """Name and number as they were agreed to; one that was changed since is not covered."""
    name, phone = cooperative.representative, cooperative.phone
    return PublicContact(
        representative=name if name == cooperative.shown_representative else "",
        phone=phone if phone == cooperative.shown_phone else "",
    )


def standing(cooperative_id: int) -> dict[str, Consent]:
    """Purpose → the consent that holds now."""
    query = sa.select(Consent).where(
        Consent.cooperative_id == cooperative_id, Consent.withdrawn_at.is_(None)
    )
    return {row.purpose: row for row in db.session.scalars(query)}


def shown_value(cooperative: Cooperative, purpose: str) -> str:
    """What the record holds now of what a purpose lets pages show; "" for pictures."""
    values = {
        "contact": cooperative.phone,
        "representative": cooperative.representative,
        "producer_name": cooperative.name,
    }
    return values.get(purpose, "")


def outgrown(cooperative: Cooperative, held: dict[str, Consent]) -> frozenset[str]:
    """The purposes whose number or name was changed since it was agreed to: not shown any more."""
    return frozenset(
        purpose
        for purpose, row in held.items()
        if row.shown_value != shown_value(cooperative, purpose)
    )


def history(cooperative_id: int) -> list[Consent]:
    """Every consent of a producer, taken back or not, the newest first, with who recorded it."""
    query = (
        sa.select(Consent)
        .where(Consent.cooperative_id == cooperative_id)
        .order_by(Consent.id.desc())
        .options(joinedload(Consent.recorded_by))
    )
    return list(db.session.scalars(query))


def paper(cooperative_id: int, consent_id: int) -> Consent:
    """The consent with the photograph of its paper; the caller has seen to the scope."""
    found = db.session.scalar(
        sa.select(Consent).where(
            Consent.id == consent_id,
            Consent.cooperative_id == cooperative_id,
            Consent.storage_key.is_not(None),
        )
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy phiếu này."))
    return found


def link(token: str, now: datetime) -> ConsentLink:
    """The link with its producer and place; NotFound when unknown, ended or for somebody else.

    An answered link outlives its days, so that consent is taken back as easily as given.
    """
    found: ConsentLink | None = db.session.scalar(
        sa.select(ConsentLink)
        .where(ConsentLink.token_hash == token_hash(token))
        .options(
            joinedload(ConsentLink.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province)
        )
    )
    if found is None or not _is_open(found, now):
        raise NotFound(
            N_("Đường dẫn này không còn dùng được. Hãy hỏi người của Đoàn để nhận đường dẫn mới.")
        )
    return found


def open_links(cooperative_id: int) -> list[ConsentLink]:
    """The links of a producer that nobody has answered or ended yet."""
    query = sa.select(ConsentLink).where(
        ConsentLink.cooperative_id == cooperative_id,
        ConsentLink.answered_at.is_(None),
        ConsentLink.revoked_at.is_(None),
    )
    return list(db.session.scalars(query))


def refusal(cooperative_id: int) -> Refusal | None:
    """That the representative agreed to nothing, or to nothing any more; None without an answer."""
    if standing(cooperative_id):
        return None
    said = db.session.scalar(
        sa.select(sa.func.max(ConsentLink.refused_at)).where(
            ConsentLink.cooperative_id == cooperative_id
        )
    )
    ended = db.session.scalar(
        sa.select(sa.func.max(Consent.withdrawn_at)).where(Consent.cooperative_id == cooperative_id)
    )
    if ended is not None and (said is None or ended >= said):
        return Refusal(ended, is_withdrawal=True)
    return Refusal(said, is_withdrawal=False) if said is not None else None


def is_representative(actor: Actor, phone: str, cooperative: Cooperative) -> bool:
    """Whether somebody signed in with this number answers for the producer.

    A number alone proves nothing: whoever registers a producer types it. It takes the role in this
    very producer too, and not to have registered it.
    """
    manages = any(grant.cooperative_id == cooperative.id for grant in actor.grants)
    is_registrar = actor.account_id == cooperative.registered_by_id
    return manages and not is_registrar and phone == cooperative.phone


def holds_identity_number(cooperative: Cooperative) -> bool:
    """Whether somebody typed what looks like an identity number into a free field."""
    return has_identity_number(
        cooperative.name, cooperative.representative, cooperative.address, cooperative.story
    )


def _is_open(row: ConsentLink, now: datetime) -> bool:
    owner: Cooperative | None = row.cooperative
    if owner is None:
        # In the recycle bin.
        return False
    if (row.representative, row.phone) != (owner.representative, owner.phone):
        return False
    if row.revoked_at is not None:
        return False
    return row.answered_at is not None or now < row.expires_at
