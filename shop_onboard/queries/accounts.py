"""Who is signed in, and what their roles reach today."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from shop_onboard.extensions import db
from shop_onboard.models.accounts import (
    Account,
    RecoveryCode,
    RoleGrant,
    SecondStep,
    SignInAttempt,
    SignInSession,
)
from shop_onboard.models.invitations import Invitation
from shop_onboard.models.organisations import CommuneGroup, CommuneGroupMember, Union
from shop_onboard.models.places import CommuneSuccession
from shop_onboard.policy import Actor, Grant, Role

ATTEMPT_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedIn:
    """A live session: the actor it acts as and the language they chose."""

    session_id: int
    account_id: int
    phone: str
    actor: Actor
    language: str | None
    has_closed_tour: bool


def token_hash(token: str) -> str:
    """What is kept of a session's token: a stolen database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str, now: datetime, today: date) -> SignedIn | None:
    """The session behind a cookie, or None when unknown, ended, expired or suspended."""
    session = db.session.scalar(
        sa.select(SignInSession)
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
        .options(joinedload(SignInSession.account).selectinload(Account.grants))
    )
    if session is None or session.account.is_suspended:
        return None
    account = session.account
    actor = _actor(account, today)
    has_closed_tour = account.tour_closed_at is not None
    return SignedIn(session.id, account.id, account.phone, actor, account.language, has_closed_tour)


def actor_of(account_id: int, today: date) -> Actor | None:
    """What an account may do now; background work asks again when it runs."""
    account = db.session.scalar(
        sa.select(Account)
        .where(Account.id == account_id, Account.is_suspended.is_(False))
        .options(selectinload(Account.grants))
    )
    return _actor(account, today) if account else None


def account_by_phone(phone: str) -> Account | None:
    """The account that signs in with this number (E.164)."""
    return db.session.scalar(sa.select(Account).where(Account.phone == phone))


def has_administrator() -> bool:
    """Whether anybody could sign in as administrator, today or later."""
    return bool(db.session.scalar(sa.select(_administrators().exists())))


def is_administrator(phone: str) -> bool:
    """Whether the account of this number (E.164) holds the administrator's role."""
    query = _administrators().where(Account.phone == phone)
    return bool(db.session.scalar(sa.select(query.exists())))


def sample_accounts() -> dict[str, Account]:
    """Role → the account that came first with the sample seasons; empty when they are away.

    Whoever took up an invitation chose a password: such an account is theirs, sample or not.
    """
    invited = sa.select(Invitation.account_id).where(Invitation.account_id.is_not(None))
    query = (
        sa.select(RoleGrant.role, Account)
        .join(RoleGrant.account)
        .where(Account.is_sample, Account.is_suspended.is_(False), Account.id.not_in(invited))
        .order_by(Account.id.desc())
    )
    return dict(db.session.execute(query).all())


def failed_attempts(
    now: datetime,
    *,
    phone: str | None = None,
    address: str | None = None,
    is_known_device: bool = False,
) -> int:
    """Wrong passwords of the last five minutes, for one number or from one address.

    Those from devices that the owner has used before are counted apart.
    """
    query = sa.select(sa.func.count(SignInAttempt.id)).where(
        SignInAttempt.at > now - ATTEMPT_WINDOW,
        SignInAttempt.is_success.is_(False),
        SignInAttempt.is_second_step.is_(False),
        SignInAttempt.is_known_device.is_(is_known_device),
    )
    if phone is not None:
        query = query.where(SignInAttempt.phone == phone)
    if address is not None:
        query = query.where(SignInAttempt.address == address)
    return db.session.scalar(query) or 0


def failed_second_steps(now: datetime, phone: str) -> int:
    """Wrong codes of the last five minutes for one account."""
    query = sa.select(sa.func.count(SignInAttempt.id)).where(
        SignInAttempt.at > now - ATTEMPT_WINDOW,
        SignInAttempt.is_success.is_(False),
        SignInAttempt.is_second_step,
        SignInAttempt.phone == phone,
    )
    return db.session.scalar(query) or 0


def is_known_device(account_id: int, device_key: str) -> bool:
    """Whether the account has had a session on the device with this key."""
    if not device_key:
        return False
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    SignInSession.account_id == account_id,
                    SignInSession.device_hash == token_hash(device_key),
                )
            )
        )
    )


def second_step(token: str, now: datetime) -> SecondStep | None:
    """A sign-in that still owes its code, with the account; None when unknown or past."""
    return db.session.scalar(
        sa.select(SecondStep)
        .where(
            SecondStep.token_hash == token_hash(token),
            SecondStep.used_at.is_(None),
            SecondStep.expires_at > now,
        )
        .options(joinedload(SecondStep.account))
    )


def own(account_id: int) -> Account:
    """The account of whoever is signed in."""
    return db.session.get_one(Account, account_id)


def sessions_of(account_id: int, now: datetime) -> list[SignInSession]:
    """The devices an account is signed in on, the newest first."""
    query = (
        sa.select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
        .order_by(SignInSession.id.desc())
    )
    return list(db.session.scalars(query))


def recovery_codes_left(account_id: int) -> int:
    """How many recovery codes have not been used."""
    query = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(query) or 0


def live_sessions(now: datetime) -> int:
    """How many devices are signed in at this moment."""
    query = sa.select(sa.func.count(SignInSession.id)).where(
        SignInSession.revoked_at.is_(None), SignInSession.expires_at > now
    )
    return db.session.scalar(query) or 0


def _administrators() -> sa.Select[Any]:
    return (
        sa.select(RoleGrant.id)
        .join(RoleGrant.account)
        .where(RoleGrant.role == Role.ADMINISTRATOR.value, Account.is_suspended.is_(False))
    )


def _actor(account: Account, today: date) -> Actor:
    held = [grant for grant in account.grants if _holds(grant, today)]
    return Actor(account.id, account.name, tuple(_grant(grant, today) for grant in held))


def _holds(grant: RoleGrant, today: date) -> bool:
    after_start = grant.valid_from is None or grant.valid_from <= today
    return after_start and (grant.valid_to is None or today <= grant.valid_to)


def _grant(grant: RoleGrant, today: date) -> Grant:
    return Grant(
        role=Role(grant.role),
        union_ids=subtree(grant.union_id) if grant.union_id else frozenset(),
        commune_ids=_communes(grant.group_id, today) if grant.group_id else frozenset(),
        cooperative_id=grant.cooperative_id,
        union_id=grant.union_id or _keeper(grant.group_id),
        group_id=grant.group_id,
    )


def _keeper(group_id: int | None) -> int | None:
    """The union that keeps a group: records of whoever works in the group are its own."""
    if group_id is None:
        return None
    return db.session.scalar(sa.select(CommuneGroup.union_id).where(CommuneGroup.id == group_id))


def subtree(union_id: int) -> frozenset[int]:
    """The union and everything below it, ended units included: their records remain."""
    tree = sa.select(Union.id).where(Union.id == union_id).cte("subtree", recursive=True)
    tree = tree.union_all(sa.select(Union.id).join(tree, Union.parent_id == tree.c.id))
    return frozenset(db.session.scalars(sa.select(tree.c.id)))


def _communes(group_id: int, today: date) -> frozenset[int]:
    """The communes of a group on its days, and what has taken over those that have ended."""
    member = CommuneGroupMember
    group = (
        sa.select(member.commune_id)
        .join(CommuneGroup, CommuneGroup.id == member.group_id)
        .where(
            member.group_id == group_id,
            sa.or_(CommuneGroup.valid_from.is_(None), CommuneGroup.valid_from <= today),
            sa.or_(CommuneGroup.valid_to.is_(None), CommuneGroup.valid_to >= today),
        )
        .cte("area", recursive=True)
    )
    later = sa.select(CommuneSuccession.successor_id)
    area = group.union(later.join(group, CommuneSuccession.predecessor_id == group.c.commune_id))
    return frozenset(db.session.scalars(sa.select(area.c.commune_id)))
