"""Who asks to join, who is invited, and what an officer may see and give of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.invitations import Invitation, JoinRequest
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.policy import MAY, MAY_GIVE, Action, Actor, Grant, Role
from shop_onboard.queries import cooperatives
from shop_onboard.queries.accounts import token_hash
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.values.text import N_

INVITATION_STATES = ("waiting", "accepted", "expired", "revoked")


@dataclass(frozen=True)
class Target:
    """What an invitation leads to, in names; empty where the role has none."""

    union: str = ""
    cooperative: str = ""


def requests_page(actor: Actor, *, state: str = "", number: int = 1) -> Page[JoinRequest]:
    """Requests from communes in the actor's reach, the newest first, with their places."""
    query = _requests(actor).order_by(JoinRequest.id.desc())
    if state:
        query = query.where(JoinRequest.state == state)
    return page_of(query, number)


def request(actor: Actor, reference: str) -> JoinRequest:
    """The request of this reference; NotFound when unknown or from outside the actor's reach."""
    found: JoinRequest | None = db.session.scalar(
        _requests(actor).where(JoinRequest.reference == reference)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy lời xin tham gia này."))
    return found


def waiting_count(actor: Actor) -> int:
    """How many people in the actor's reach wait for an answer."""
    query = (
        sa.select(sa.func.count(JoinRequest.id))
        .join(JoinRequest.commune)
        .where(_asked_of(actor), JoinRequest.state == "waiting")
    )
    return db.session.scalar(query) or 0


def waiting_from(phone: str) -> JoinRequest | None:
    """What this number asked for and nobody has answered yet."""
    query = sa.select(JoinRequest).where(JoinRequest.phone == phone, JoinRequest.state == "waiting")
    return db.session.scalars(query.order_by(JoinRequest.id).limit(1)).first()


def page(actor: Actor, now: datetime, *, state: str = "", number: int = 1) -> Page[Invitation]:
    """Invitations to what the actor reaches, and their own, the newest first."""
    query = sa.select(Invitation).where(_seen(actor)).order_by(Invitation.id.desc())
    if state in INVITATION_STATES:
        query = query.where(_in_state(state, now))
    return page_of(query, number)


def one(actor: Actor, invitation_id: int) -> Invitation:
    """The invitation; NotFound when it is not for the actor's eyes."""
    found = db.session.scalar(
        sa.select(Invitation).where(Invitation.id == invitation_id, _seen(actor))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy lời mời này."))
    return found


def by_token(token: str) -> Invitation | None:
    """The invitation behind a link, in whatever state it is."""
    return db.session.scalar(
        sa.select(Invitation).where(Invitation.token_hash == token_hash(token))
    )


def state_of(invitation: Invitation, now: datetime) -> str:
    """One of INVITATION_STATES."""
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.revoked_at is not None:
        return "revoked"
    return "waiting" if invitation.expires_at > now else "expired"


def open_for(
    phone: str, role: str, union_id: int | None, cooperative_id: int | None
) -> list[Invitation]:
    """What this number was already invited to in the very same way and has not taken up."""
    query = sa.select(Invitation).where(
        Invitation.phone == phone,
        Invitation.role == role,
        Invitation.union_id == union_id,
        Invitation.cooperative_id == cooperative_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    return list(db.session.scalars(query))


def targets(invitations: Sequence[Invitation]) -> dict[int, Target]:
    """Invitation id → the names of what it leads to, in two statements for a whole page."""
    union_ids = {row.union_id for row in invitations if row.union_id is not None}
    unions = _names(Union, union_ids)
    shop_ids = {row.cooperative_id for row in invitations if row.cooperative_id is not None}
    shops = _names(Cooperative, shop_ids)
    return {
        row.id: Target(unions.get(row.union_id, ""), shops.get(row.cooperative_id, ""))
        for row in invitations
    }


def inviter(invitation: Invitation) -> str:
    """The name of whoever invites; empty when that account is gone."""
    query = sa.select(Account.name).where(Account.id == invitation.invited_by_id)
    return db.session.scalar(query) or ""


def unions(actor: Actor, today: date, commune_id: int | None = None) -> list[Union]:
    """The standing unions that the actor may invite people into, by name.

    With a commune, only its own union and those above it.
    """
    query = (
        sa.select(Union)
        .where(
            _given_unions(actor),
            sa.or_(Union.valid_from.is_(None), Union.valid_from <= today),
            sa.or_(Union.valid_to.is_(None), Union.valid_to >= today),
        )
        .order_by(Union.name_sort, Union.id)
    )
    found = list(db.session.scalars(query))
    if commune_id is None:
        return found
    covering = [row for row in found if cooperatives.is_in_area(row, commune_id)]
    # The commune's own union first: that is where people are known.
    return sorted(covering, key=lambda row: row.commune_id != commune_id)


def may_give(
    actor: Actor, role: Role, union: Union | None, cooperative: Cooperative | None
) -> bool:
    """Whether one of the actor's roles allows this role and reaches what it is for."""
    for grant in actor.grants:
        if role not in MAY_GIVE.get(grant.role, ()):
            continue
        if grant.role is not Role.OFFICER:
            return True
        if role is Role.MANAGER:
            is_reached = cooperative is not None and (
                cooperative.union_id in grant.union_ids
                or cooperative.commune_id in grant.commune_ids
            )
        else:
            is_reached = union is not None and (
                union.id in grant.union_ids or union.commune_id in grant.commune_ids
            )
        if is_reached:
            return True
    return False


def _requests(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(JoinRequest)
        .join(JoinRequest.commune)
        .where(_asked_of(actor))
        .options(joinedload(JoinRequest.commune).joinedload(Commune.province))
    )


def _inviting(actor: Actor) -> list[Grant]:
    return [grant for grant in actor.grants if grant.role in MAY[Action.INVITE]]


def _asked_of(actor: Actor) -> sa.ColumnElement[bool]:
    """True for requests from the actor's area; the query must hold `Commune`."""
    if actor.sees_everything:
        return sa.true()
    clauses: list[sa.ColumnElement[bool]] = []
    for grant in _inviting(actor):
        reached = Union.id.in_(grant.union_ids)
        clauses += [
            Commune.id.in_(grant.commune_ids),
            Commune.id.in_(sa.select(Union.commune_id).where(reached)),
            # A unit of a whole province names no commune.
            Commune.province_id.in_(
                sa.select(Union.province_id).where(reached, Union.commune_id.is_(None))
            ),
        ]
    return sa.or_(sa.false(), *clauses)


def _given_unions(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.sees_everything:
        return sa.true()
    clauses: list[sa.ColumnElement[bool]] = []
    for grant in _inviting(actor):
        clauses += [Union.id.in_(grant.union_ids), Union.commune_id.in_(grant.commune_ids)]
    return sa.or_(sa.false(), *clauses)


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.sees_everything:
        return sa.true()
    clauses: list[sa.ColumnElement[bool]] = [Invitation.invited_by_id == actor.account_id]
    for grant in _inviting(actor):
        shops = sa.select(Cooperative.id).where(
            sa.or_(
                Cooperative.union_id.in_(grant.union_ids),
                Cooperative.commune_id.in_(grant.commune_ids),
            )
        )
        clauses += [
            Invitation.union_id.in_(grant.union_ids),
            Invitation.union_id.in_(
                sa.select(Union.id).where(Union.commune_id.in_(grant.commune_ids))
            ),
            Invitation.cooperative_id.in_(shops),
        ]
    return sa.or_(sa.false(), *clauses)


def _in_state(state: str, now: datetime) -> sa.ColumnElement[bool]:
    is_open = sa.and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return {
        "accepted": Invitation.accepted_at.is_not(None),
        "revoked": sa.and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_not(None)),
        "expired": sa.and_(is_open, Invitation.expires_at <= now),
        "waiting": sa.and_(is_open, Invitation.expires_at > now),
    }[state]


def _names(model: Any, ids: set[int]) -> dict[int | None, str]:
    query = sa.select(model.id, model.name).where(model.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query)}
