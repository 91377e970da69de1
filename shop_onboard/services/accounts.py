"""Accounts, and signing in and out."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from pwdlib import PasswordHash

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account, RoleGrant, SignInAttempt, SignInSession
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Actor, Role
from shop_onboard.queries import accounts as queries
from shop_onboard.services import audit, changes
from shop_onboard.values.passwords import is_guessed_first
from shop_onboard.values.phones import parse_phone
from shop_onboard.values.text import N_, Unreadable

MAX_FAILED_PER_PHONE = 10
# One address may be a whole union office behind one line, so it is given more room.
MAX_FAILED_PER_ADDRESS = 50
MIN_PASSWORD_CHARS = 8

_hasher = PasswordHash.recommended()


class TooManyAttempts(DomainError):
    """Signing in has to wait (429)."""


@dataclass(frozen=True)
class GrantData:
    """A role to give, and what it reaches."""

    role: Role
    union_id: int | None = None
    group_id: int | None = None
    cooperative_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def create(
    actor: Actor,
    *,
    phone: str,
    name: str,
    password: str,
    grants: list[GrantData],
    is_sample: bool = False,
) -> Account:
    """A new account. `phone` is E.164; raises DomainError when it is taken."""
    if queries.account_by_phone(phone) is not None:
        raise DomainError(N_("Số điện thoại này đã có tài khoản."), "phone")
    account = Account(
        phone=phone,
        name=name,
        password_hash=hashed(password, phone),
        is_sample=is_sample,
        grants=[RoleGrant(**_grant_columns(grant)) for grant in grants],
    )
    db.session.add(account)
    db.session.flush()
    roles = sorted(grant.role.value for grant in grants)
    audit.record(actor, "account.created", "account", account.id, roles=roles)
    return account


def add_grant(actor: Actor, account: Account, grant: GrantData) -> None:
    """One more role for an account that is there; the very same one is not given twice."""
    columns = _grant_columns(grant)
    same = sa.select(
        sa.exists()
        .where(RoleGrant.account_id == account.id)
        .where(*(getattr(RoleGrant, name) == value for name, value in columns.items()))
    )
    if db.session.scalar(same):
        return
    db.session.add(RoleGrant(account_id=account.id, **columns))
    db.session.flush()
    role = grant.role.value
    audit.record(actor, "account.role_added", "account", account.id, role=role)


def hashed(password: str, phone: str) -> str:
    """What is kept of a password; DomainError when it is too short or the first one to be tried."""
    if len(password) < MIN_PASSWORD_CHARS:
        raise DomainError(N_("Mật khẩu cần ít nhất 8 ký tự."), "password")
    if _is_guessed_first(password, phone):
        raise DomainError(
            N_(
                "Mật khẩu này dễ đoán quá. Đừng dùng số điện thoại, ngày sinh, dãy số liền nhau "
                "hay một từ quen thuộc; ghép ba, bốn từ không liên quan thì khó đoán mà dễ nhớ."
            ),
            "password",
        )
    return _hasher.hash(password)


def _is_guessed_first(password: str, phone: str) -> bool:
    try:
        return parse_phone(password) == phone
    except Unreadable:
        return is_guessed_first(password)


def is_password(account: Account, password: str) -> bool:
    """Whether this is the account's password."""
    return _hasher.verify(password, account.password_hash)


def check_password(
    typed_phone: str, password: str, address: str, device_key: str = ""
) -> Account | None:
    """The account that phone and password name, or None; the attempt is counted either way.

    Raises TooManyAttempts. Unknown numbers cost the same work as known ones. On a device that
    the owner has signed in with before, strangers' attempts do not count: whoever guesses from
    elsewhere must not lock the owner out.
    """
    try:
        phone = parse_phone(typed_phone)
    except Unreadable:
        phone = typed_phone.strip()[:20]
    now = utc_now()
    account = queries.account_by_phone(phone)
    is_known = account is not None and queries.is_known_device(account.id, device_key)
    _check_attempts(now, phone, address, is_known)
    known_hash = account.password_hash if account else _nobodys_hash()
    is_right = _hasher.verify(password, known_hash) and account is not None
    is_right = is_right and not (account and account.is_suspended)
    db.session.add(
        SignInAttempt(
            phone=phone, address=address, at=now, is_success=is_right, is_known_device=is_known
        )
    )
    db.session.flush()
    return account if is_right else None


def open_session(account: Account, device: str, days: int, device_key: str = "") -> str:
    """Sign the account in on a device; returns the token for the cookie.

    `device_key` is the secret of a cookie that stays on the device; only its hash is kept.
    """
    token = secrets.token_urlsafe(32)
    now = utc_now()
    session = SignInSession(
        token_hash=queries.token_hash(token),
        account_id=account.id,
        created_at=now,
        expires_at=now + timedelta(days=days),
        device=device[:200],
        last_seen_at=now,
        device_hash=queries.token_hash(device_key) if device_key else None,
    )
    db.session.add(session)
    db.session.flush()
    actor = Actor(account.id, account.name)
    audit.record(actor, "account.signed_in", "account", account.id, device=device[:200])
    return token


def sample_person(role: str) -> Account:
    """The sample's person of this role, to be signed in without a password; says so in the log.

    Only accounts that came with the sample seasons are ever given. Raises NotFound.
    """
    account = queries.sample_accounts().get(role)
    if account is None:
        raise NotFound(N_("Không có tài khoản mẫu nào cho vai này."))
    actor = Actor(account.id, account.name)
    audit.record(actor, "account.sample_opened", "account", account.id, role=role)
    return account


def close_session(actor: Actor, session_id: int, now: datetime) -> None:
    """End one session: its cookie is worth nothing from now on."""
    db.session.execute(
        sa.update(SignInSession).where(SignInSession.id == session_id).values(revoked_at=now)
    )
    audit.record(actor, "account.signed_out", "account", actor.account_id)


def touch(session_id: int, now: datetime) -> None:
    """Note that somebody has sent something on this device."""
    db.session.execute(
        sa.update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=now)
    )


def choose_language(actor: Actor, language: str) -> None:
    """Remember the language a person reads."""
    db.session.execute(
        sa.update(Account).where(Account.id == actor.account_id).values(language=language)
    )
    audit.record(actor, "account.language_chosen", "account", actor.account_id, language=language)


def close_tour(actor: Actor, now: datetime) -> None:
    """The dashboard's tour is not shown to this person any more, on any device."""
    _set_tour(actor, now, "account.tour_closed")


def reopen_tour(actor: Actor) -> None:
    """The dashboard's tour is shown to this person again."""
    _set_tour(actor, None, "account.tour_reopened")


def _set_tour(actor: Actor, closed_at: datetime | None, event: str) -> None:
    column = Account.tour_closed_at
    is_other = column.is_not(None) if closed_at is None else column.is_(None)
    asked = sa.update(Account).where(Account.id == actor.account_id, is_other)
    if changes.count_changed(asked.values(tour_closed_at=closed_at)):
        audit.record(actor, event, "account", actor.account_id)


def _check_attempts(now: datetime, phone: str, address: str, is_known: bool) -> None:
    of_phone = queries.failed_attempts(now, phone=phone, is_known_device=is_known)
    of_address = 0 if is_known else queries.failed_attempts(now, address=address)
    if of_phone >= MAX_FAILED_PER_PHONE or of_address >= MAX_FAILED_PER_ADDRESS:
        raise TooManyAttempts(N_("Sai nhiều lần quá. Hãy đợi 5 phút rồi thử lại."))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _grant_columns(grant: GrantData) -> dict[str, object]:
    return {
        "role": grant.role.value,
        "union_id": grant.union_id,
        "group_id": grant.group_id,
        "cooperative_id": grant.cooperative_id,
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
    }
