"""How people come in: they ask to join, an officer invites them, and they take it up once."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.invitations import Invitation, JoinRequest
from shop_onboard.models.organisations import Union
from shop_onboard.policy import NOBODY, SYSTEM, Actor, Role
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import invitations as queries
from shop_onboard.services import accounts, audit, changes
from shop_onboard.values.codes import new_reference
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, fold

OPEN_DAYS = 7
# What the privacy page promises; the sweeper keeps the promise.
KEPT_ANSWERED_DAYS = 90
KEPT_WAITING_DAYS = 365


class LinkEnded(DomainError):
    """The invitation is known, but taken up, withdrawn or past its time (410)."""


@dataclass(frozen=True)
class JoinData:
    """What somebody writes who wants to take part; `phone` is E.164."""

    name: str
    phone: str
    wanted_role: str
    commune_id: int
    cooperative_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class InvitationData:
    """Whom an invitation is for and what it gives; the days are the role's, not the link's."""

    name: str
    phone: str
    role: Role
    union: Union | None = None
    cooperative: Cooperative | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def ask(data: JoinData) -> JoinRequest:
    """Keep a request; while one of this number waits, that one is given back untouched.

    Raises DomainError when a manager names no cooperative.
    """
    if data.wanted_role == "manager" and not data.cooperative_name:
        raise DomainError(N_("Hãy ghi tên hợp tác xã hoặc cơ sở của bạn."), "cooperative_name")
    waiting = queries.waiting_from(data.phone)
    if waiting is not None:
        return waiting
    request = JoinRequest(
        reference=new_reference(),
        name=data.name,
        phone=data.phone,
        wanted_role=data.wanted_role,
        cooperative_name=data.cooperative_name if data.wanted_role == "manager" else "",
        commune_id=data.commune_id,
        note=data.note,
    )
    db.session.add(request)
    db.session.flush()
    audit.record(NOBODY, "join.requested", "join_request", request.id, role=data.wanted_role)
    return request


def decline(actor: Actor, request: JoinRequest, answer: str) -> None:
    """waiting → declined, with a sentence for whoever rings back. Raises DomainError."""
    _check_waiting(request)
    if not answer:
        raise DomainError(N_("Hãy ghi một câu trả lời."), "answer")
    _answer(actor, request, "declined", answer)
    audit.record(actor, "join.declined", "join_request", request.id)


def invite(
    actor: Actor, data: InvitationData, request: JoinRequest | None = None
) -> tuple[Invitation, str]:
    """The invitation and the token of its link, which is kept nowhere else.

    An older one of the same number to the very same is withdrawn. Raises Forbidden beyond the
    actor's own role or area, DomainError for days that make no sense or a number that cannot
    take it up.
    """
    _check_target(actor, data)
    _check_days(data, local_date(utc_now()))
    is_sample = _is_sample(actor, data)
    _check_same_kind(account_queries.account_by_phone(data.phone), is_sample)
    if request is not None:
        _check_waiting(request)
    union_id = data.union.id if data.union else None
    cooperative_id = data.cooperative.id if data.cooperative else None
    for older in queries.open_for(data.phone, data.role.value, union_id, cooperative_id):
        revoke(actor, older)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=account_queries.token_hash(token),
        phone=data.phone,
        name=data.name,
        role=data.role.value,
        union_id=union_id,
        cooperative_id=cooperative_id,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        expires_at=utc_now() + timedelta(days=OPEN_DAYS),
        invited_by_id=actor.account_id,
        request_id=request.id if request else None,
        is_sample=is_sample,
    )
    db.session.add(invitation)
    db.session.flush()
    if request is not None:
        _answer(actor, request, "invited", "")
    _note(actor, "invitation.made", invitation, role=data.role.value)
    return invitation, token


def revoke(actor: Actor, invitation: Invitation) -> None:
    """Its link opens nothing from now on. Raises DomainError when it was taken up already."""
    if invitation.accepted_at is not None:
        raise DomainError(N_("Lời mời này đã được nhận, không thu hồi được nữa."))
    if invitation.revoked_at is None:
        invitation.revoked_at = utc_now()
        db.session.flush()
        _note(actor, "invitation.revoked", invitation)


def open_invitation(token: str) -> Invitation | None:
    """The invitation that can be taken up; None for an unknown link. Raises LinkEnded."""
    invitation = queries.by_token(token)
    if invitation is None:
        return None
    state = queries.state_of(invitation, utc_now())
    if state == "accepted":
        raise LinkEnded(N_("Lời mời này đã được nhận rồi. Hãy đăng nhập bằng số của bạn."))
    if state == "expired":
        raise LinkEnded(
            N_("Lời mời chỉ dùng được %(days)s ngày. Hãy nhờ người mời gửi lại.", days=OPEN_DAYS)
        )
    if state == "revoked" or not _may_still(invitation):
        raise LinkEnded(N_("Lời mời này đã được thu hồi. Hãy hỏi lại người đã mời bạn."))
    return invitation


def accept(invitation: Invitation, phone: str, password: str, address: str) -> Account | None:
    """The account that now holds the role; None when the password of a known number is wrong.

    `phone` is E.164 and must be the invited one. A new number gets an account with this password;
    a known one signs in with its own. Raises DomainError.
    """
    if phone != invitation.phone:
        raise DomainError(
            N_("Lời mời này dành cho một số khác. Hãy ghi đúng số đã nhận lời mời."), "phone"
        )
    held = account_queries.account_by_phone(phone)
    _check_same_kind(held, invitation.is_sample)
    grant = _grant_of(invitation)
    if held is None:
        # Whoever takes it up does it in the name of whom they become.
        account = accounts.create(
            NOBODY,
            phone=phone,
            name=invitation.name,
            password=password,
            grants=[grant],
            is_sample=invitation.is_sample,
        )
    else:
        checked = accounts.check_password(phone, password, address)
        if checked is None:
            return None
        account = checked
        accounts.add_grant(Actor(account.id, account.name), account, grant)
    invitation.accepted_at = utc_now()
    invitation.account_id = account.id
    db.session.flush()
    actor = Actor(account.id, account.name)
    _note(actor, "invitation.accepted", invitation, role=invitation.role)
    return account


def forget(now: datetime) -> int:
    """Delete requests past the time the privacy page names; how many went."""
    answered = sa.and_(
        JoinRequest.state != "waiting",
        JoinRequest.answered_at < now - timedelta(days=KEPT_ANSWERED_DAYS),
    )
    left = JoinRequest.created_at < now - timedelta(days=KEPT_WAITING_DAYS)
    old = sa.select(JoinRequest.id).where(sa.or_(answered, left))
    ids = list(db.session.scalars(old))
    if not ids:
        return 0
    db.session.execute(
        sa.update(Invitation).where(Invitation.request_id.in_(ids)).values(request_id=None)
    )
    gone = changes.count_changed(sa.delete(JoinRequest).where(JoinRequest.id.in_(ids)))
    audit.record(NOBODY, "join.forgotten", "join_request", None, count=gone)
    return gone


def likely_cooperative(name: str, choices: list[tuple[str, str]]) -> str:
    """The slug among (slug, name) whose name is the one somebody wrote, or holds it; else empty."""
    wanted = fold(name)
    if not wanted:
        return ""
    exact = [slug for slug, known in choices if fold(known) == wanted]
    near = [slug for slug, known in choices if wanted in fold(known)]
    return next(iter([*exact, *near]), "")


def _answer(actor: Actor, request: JoinRequest, state: str, answer: str) -> None:
    request.state = state
    request.answer = answer
    request.answered_at = utc_now()
    request.answered_by_id = actor.account_id
    db.session.flush()


def _check_waiting(request: JoinRequest) -> None:
    if request.state != "waiting":
        raise DomainError(N_("Lời xin tham gia này đã được trả lời rồi."))


def _check_target(actor: Actor, data: InvitationData) -> None:
    if data.role is Role.MANAGER and data.cooperative is None:
        raise DomainError(N_("Hãy chọn hợp tác xã mà người này quản lý."), "cooperative")
    if data.role in (Role.VOLUNTEER, Role.OFFICER) and data.union is None:
        raise DomainError(N_("Hãy chọn đơn vị Đoàn của người này."), "union")
    if not queries.may_give(actor, data.role, data.union, data.cooperative):
        raise Forbidden(N_("Bạn không mời được vai trò này ở nơi này."))


def _check_days(data: InvitationData, today: date) -> None:
    if data.valid_to is not None and data.valid_to < max(data.valid_from or today, today):
        raise DomainError(N_("Ngày kết thúc phải từ hôm nay và sau ngày bắt đầu."), "valid_to")


def _check_same_kind(account: Account | None, is_sample: bool) -> None:
    """The sample goes away whole: no real account may lean on it, nor it on a real invitation."""
    if account is None or account.is_sample == is_sample:
        return
    if is_sample:
        raise DomainError(
            N_("Số này có tài khoản thật, không nhận được lời mời của dữ liệu mẫu."), "phone"
        )
    raise DomainError(
        N_("Số này là tài khoản mẫu. Hãy xóa dữ liệu mẫu trước, hoặc dùng số khác."), "phone"
    )


def _is_sample(actor: Actor, data: InvitationData) -> bool:
    inviter = db.session.get(Account, actor.account_id) if actor.account_id else None
    return any(row is not None and row.is_sample for row in (inviter, data.union, data.cooperative))


def _may_still(invitation: Invitation) -> bool:
    """Whether whoever invited could still do so: a dismissed officer's links open nothing."""
    actor = _inviter(invitation)
    if actor is None:
        return False
    union = db.session.get(Union, invitation.union_id) if invitation.union_id else None
    shop_id = invitation.cooperative_id
    cooperative = db.session.get(Cooperative, shop_id) if shop_id else None
    return queries.may_give(actor, Role(invitation.role), union, cooperative)


def _inviter(invitation: Invitation) -> Actor | None:
    """Whoever invited, as they stand today. Nobody's name is on what the system gave itself.

    Only the sample's people are ever deleted, and their invitations go with them.
    """
    if invitation.invited_by_id is not None:
        return account_queries.actor_of(invitation.invited_by_id, local_date(utc_now()))
    return None if invitation.is_sample else SYSTEM


def _grant_of(invitation: Invitation) -> accounts.GrantData:
    return accounts.GrantData(
        Role(invitation.role),
        union_id=invitation.union_id,
        cooperative_id=invitation.cooperative_id,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
    )


def _note(actor: Actor, event: str, invitation: Invitation, **data: str) -> None:
    audit.record(actor, event, "invitation", invitation.id, invitation.cooperative_id, **data)
