"""The people whom an officer or administrator looks after."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account, PasswordLink, RoleGrant
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import CommuneGroup, Union
from shop_onboard.policy import Actor, Role
from shop_onboard.queries.accounts import token_hash
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen, unions_seen
from shop_onboard.values.text import N_, fold


def page(actor: Actor, *, search: str = "", number: int = 1) -> Page[Account]:
    """The people within reach by name, with their roles; found by name or number."""
    query = sa.select(Account).where(_seen(actor)).order_by(Account.name, Account.id)
    query = query.options(selectinload(Account.grants))
    if search:
        digits = "".join(char for char in search if char.isdigit()).removeprefix("0")
        wanted = _ids_named(actor, search)
        clauses: list[sa.ColumnElement[bool]] = [Account.id.in_(wanted)]
        if len(digits) >= 3:
            clauses.append(Account.phone.contains(digits, autoescape=True))
        query = query.where(sa.or_(*clauses))
    return page_of(query, number)


def one(actor: Actor, account_id: int) -> Account:
    """The person with their roles; NotFound when unknown or out of reach."""
    found = db.session.scalar(
        sa.select(Account)
        .where(_seen(actor), Account.id == account_id)
        .options(selectinload(Account.grants))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy người này."))
    return found


def is_above(actor: Actor, account: Account, today: date) -> bool:
    """Whether every role the person still holds lies within what the actor answers for.

    An administrator answers for everybody; an officer for volunteers, managers and officers of
    units below their own, never for an equal or somebody with a role elsewhere. Nobody is above
    themselves.
    """
    if actor.account_id == account.id:
        return False
    if Role.ADMINISTRATOR in actor.roles or Role.SYSTEM in actor.roles:
        return True
    held = [g for g in account.grants if g.valid_to is None or g.valid_to >= today]
    return bool(held) and all(_is_below(actor, grant) for grant in held)


def places_of(accounts: list[Account]) -> dict[int, str]:
    """Role grant → the name of what it reaches."""
    grants = [grant for account in accounts for grant in account.grants]
    names: dict[tuple[str, int], str] = {}
    for kind, model in (("union", Union), ("group", CommuneGroup), ("cooperative", Cooperative)):
        ids = {getattr(grant, f"{kind}_id") for grant in grants} - {None}
        rows = db.session.execute(sa.select(model.id, model.name).where(model.id.in_(ids)))
        names |= {(kind, row_id): name for row_id, name in rows}
    return {
        grant.id: ", ".join(
            names[kind, getattr(grant, f"{kind}_id")]
            for kind in ("union", "group", "cooperative")
            if (kind, getattr(grant, f"{kind}_id")) in names
        )
        for grant in grants
    }


def password_link(token: str) -> PasswordLink | None:
    """The link with its account, while it may still be used."""
    link = db.session.scalar(
        sa.select(PasswordLink).where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.revoked_at.is_(None),
            PasswordLink.expires_at > utc_now(),
        )
    )
    if link is None:
        return None
    account = db.session.get_one(Account, link.account_id)
    # A number that has changed hands since must not get the account.
    return link if account.phone == link.phone and not account.is_suspended else None


def _is_below(actor: Actor, grant: RoleGrant) -> bool:
    if grant.role == Role.ADMINISTRATOR:
        return False
    officers = _as_officer(actor).grants
    is_equal = grant.role == Role.OFFICER and any(
        (grant.union_id or 0) == own.union_id or (grant.group_id or 0) == own.group_id
        for own in officers
    )
    query = sa.select(RoleGrant.id).where(RoleGrant.id == grant.id, _reached(actor))
    return not is_equal and db.session.scalar(query) is not None


def _as_officer(actor: Actor) -> Actor:
    """The person as officer alone: what another role lets them see of records is not of people."""
    grants = tuple(own for own in actor.grants if own.role is Role.OFFICER)
    return Actor(actor.account_id, actor.name, grants)


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.sees_everything:
        return sa.true()
    return Account.id.in_(sa.select(RoleGrant.account_id).where(_reached(actor)))


def _reached(actor: Actor) -> sa.ColumnElement[bool]:
    """True for roles in what the person answers for as officer; of `RoleGrant`."""
    officer = _as_officer(actor)
    unions = sa.select(Union.id).where(unions_seen(officer))
    owned = sa.select(Cooperative.id).where(cooperatives_seen(officer))
    area = frozenset[int]().union(*(own.commune_ids for own in officer.grants))
    return sa.or_(
        RoleGrant.union_id.in_(unions),
        RoleGrant.union_id.in_(sa.select(Union.id).where(Union.commune_id.in_(area))),
        RoleGrant.group_id.in_(sa.select(CommuneGroup.id).where(CommuneGroup.union_id.in_(unions))),
        RoleGrant.cooperative_id.in_(owned),
    )


def _ids_named(actor: Actor, search: str) -> list[int]:
    """People are few for one officer: their names are folded here, not in a column of their own."""
    wanted = fold(search)
    rows = db.session.execute(sa.select(Account.id, Account.name).where(_seen(actor)))
    return [account_id for account_id, name in rows if wanted in fold(name)]
