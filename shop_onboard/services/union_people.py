"""A union's people from a sheet: each gets an invitation, taken up by a link of their own."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import Forbidden
from shop_onboard.extensions import db
from shop_onboard.imports.union_sheet import PersonRow, SheetRead
from shop_onboard.models.accounts import Account, RoleGrant
from shop_onboard.models.clock import utc_now
from shop_onboard.models.invitations import Invitation
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import scope
from shop_onboard.queries.accounts import token_hash
from shop_onboard.services import audit
from shop_onboard.services.organisations import today
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import RowError

OPEN_DAYS = 7
# As many values as one statement may safely carry.
_CHUNK = 5_000

_Key = tuple[str, str, int]


@dataclass
class PeoplePlan:
    """What the rows of a sheet will do; `unchanged` are invited already or hold the role."""

    created: list[PersonRow] = field(default_factory=list)
    updated: list[PersonRow] = field(default_factory=list)
    unchanged: list[PersonRow] = field(default_factory=list)
    failed: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """Somebody invited, and the token of their link, which is kept nowhere."""

    name: str
    phone: str
    role: str
    union_code: str
    union_name: str
    token: str


@dataclass
class _Known:
    unions: dict[str, Union]
    invitations: dict[_Key, Invitation]
    grants: dict[_Key, tuple[date | None, date | None]]
    samples: dict[str, bool]
    inviter_is_sample: bool


def plan(
    actor: Actor, sheet: SheetRead[PersonRow], coming: frozenset[str] = frozenset()
) -> PeoplePlan:
    """What would become of the rows; `coming` are codes of units that the same file adds."""
    known = _known(actor, sheet.rows)
    made = PeoplePlan(failed=sheet.unread)
    seen: dict[tuple[str, str, str], int] = {}
    for row in sheet.rows:
        union = known.unions.get(row.union_code)
        refusal = _refusal(actor, row, union, known, row.union_code in coming)
        first = seen.setdefault((row.phone, row.role, row.union_code), row.row)
        if first != row.row:
            refusal = "phone", N_("Người này đã có ở dòng %(row)s.", row=first)
        if refusal is not None:
            made.errors.append(sheet.error(row.row, *refusal))
            made.failed += 1
        elif union is None:
            made.created.append(row)
        else:
            getattr(made, _fate(row, union, known)).append(row)
    return made


def put_in(
    actor: Actor, sheet: SheetRead[PersonRow], coming: frozenset[str] = frozenset()
) -> PeoplePlan:
    """Invite the people of the good rows; returns what was done.

    `coming` are codes of units that the actor has just added.

    No password is made for anybody: whoever takes up the link chooses one.
    """
    made = plan(actor, sheet, coming)
    known = _known(actor, sheet.rows)
    for row in made.updated:
        invitation = known.invitations[_key(row, known.unions[row.union_code])]
        invitation.name = row.name
        invitation.valid_from, invitation.valid_to = row.valid_from, row.valid_to
    if made.created:
        db.session.execute(
            sa.insert(Invitation),
            [_columns(actor, row, known) for row in made.created],
        )
    if made.created or made.updated:
        db.session.flush()
        audit.record(
            actor,
            "people_sheet.imported",
            "invitation",
            None,
            created=len(made.created),
            updated=len(made.updated),
            unchanged=len(made.unchanged),
            failed=made.failed,
        )
    return made


def new_links(actor: Actor, sheet: SheetRead[PersonRow]) -> list[Link]:
    """A fresh link for everybody in the sheet who has not taken theirs up; older ones end.

    Raises Forbidden for somebody who may not invite at all.
    """
    if not actor.may(Action.ORGANISATION_EDIT):
        raise Forbidden(N_("Bạn không mời người khác được."))
    known = _known(actor, sheet.rows)
    links: list[Link] = []
    expires_at = utc_now() + timedelta(days=OPEN_DAYS)
    for row in sheet.rows:
        union = known.unions.get(row.union_code)
        if union is None or not _reaches(actor, union):
            continue
        # Taken out, so that somebody who stands in the sheet twice gets one link.
        invitation = known.invitations.pop(_key(row, union), None)
        if invitation is not None:
            token = secrets.token_urlsafe(32)
            invitation.token_hash, invitation.expires_at = token_hash(token), expires_at
            links.append(Link(row.name, row.phone, row.role, union.code, union.name, token))
    if links:
        db.session.flush()
        audit.record(actor, "people_sheet.links_made", "invitation", None, links=len(links))
    return links


def _reaches(actor: Actor, union: Union) -> bool:
    return scope.may_for_union(actor, Action.ORGANISATION_EDIT, union.id)


def _refusal(
    actor: Actor, row: PersonRow, union: Union | None, known: _Known, is_coming: bool
) -> tuple[str, Message] | None:
    if union is None and is_coming:
        return None
    if union is None or not (is_coming or _reaches(actor, union)):
        return "union_code", N_("Không có đơn vị mã «%(code)s».", code=row.union_code)
    if union.valid_to is not None and union.valid_to < today():
        return "union_code", N_("«%(name)s» đã kết thúc.", name=union.name)
    if row.valid_to is not None and row.valid_to < today():
        return "valid_to", N_("Vai trò này đã hết hạn: hãy ghi ngày còn ở phía trước.")
    is_sample = union.is_sample or known.inviter_is_sample
    if known.samples.get(row.phone, is_sample) != is_sample:
        return "phone", N_("Tài khoản mẫu và đơn vị thật không đi với nhau được.")
    return None


def _fate(row: PersonRow, union: Union, known: _Known) -> str:
    key = _key(row, union)
    days = (row.valid_from, row.valid_to)
    if known.grants.get(key) == days:
        return "unchanged"
    invitation = known.invitations.get(key)
    if invitation is None:
        return "created"
    held = (invitation.name, invitation.valid_from, invitation.valid_to)
    return "unchanged" if held == (row.name, *days) else "updated"


def _key(row: PersonRow, union: Union) -> _Key:
    return row.phone, row.role, union.id


def _known(actor: Actor, rows: Sequence[PersonRow]) -> _Known:
    codes = {row.union_code for row in rows}
    unions: dict[str, Union] = {}
    for chunk in _chunks(codes):
        found = db.session.scalars(sa.select(Union).where(Union.code.in_(chunk)))
        unions |= {union.code: union for union in found}
    phones = {row.phone for row in rows}
    inviter = db.session.get(Account, actor.account_id) if actor.account_id else None
    known = _Known(unions, {}, {}, {}, inviter is not None and inviter.is_sample)
    for chunk in _chunks(phones):
        _add_people(known, chunk, utc_now())
    return known


def _add_people(known: _Known, phones: Sequence[str], now: datetime) -> None:
    open_ones = sa.select(Invitation).where(
        Invitation.phone.in_(phones),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.union_id.is_not(None),
    )
    for row in db.session.scalars(open_ones):
        known.invitations[row.phone, row.role, row.union_id or 0] = row
    held = (
        sa.select(Account.phone, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.phone.in_(phones), RoleGrant.union_id.is_not(None))
    )
    for phone, grant in db.session.execute(held):
        known.grants[phone, grant.role, grant.union_id or 0] = (grant.valid_from, grant.valid_to)
    accounts = sa.select(Account.phone, Account.is_sample).where(Account.phone.in_(phones))
    known.samples.update(db.session.execute(accounts).all())


def _chunks(values: Iterable[str]) -> list[list[str]]:
    ordered = sorted(values)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]


def _columns(actor: Actor, row: PersonRow, known: _Known) -> dict[str, Any]:
    union = known.unions[row.union_code]
    # Nobody knows this token: the link that is handed out is made when it is asked for.
    return {
        "token_hash": token_hash(secrets.token_urlsafe(32)),
        "phone": row.phone,
        "name": row.name,
        "role": row.role,
        "union_id": union.id,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "expires_at": utc_now() + timedelta(days=OPEN_DAYS),
        "invited_by_id": actor.account_id,
        "is_sample": union.is_sample or known.inviter_is_sample,
    }
