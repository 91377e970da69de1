"""What people do with their own account: name, password, the devices they are signed in on."""

from datetime import datetime

import sqlalchemy as sa

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account, PasswordLink, SignInSession
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Actor
from shop_onboard.services import accounts, audit, changes
from shop_onboard.values.text import N_


def change_name(actor: Actor, account: Account, name: str) -> None:
    """How the person is called on pages."""
    if changes.apply(account, {"name": name}):
        db.session.flush()
        audit.record(actor, "account.changed", "account", account.id, fields=["name"])


def change_password(actor: Actor, account: Account, old: str, new: str, session_id: int) -> None:
    """A new password for who knows the old one; every other device is signed out."""
    if not accounts.is_password(account, old):
        raise DomainError(N_("Mật khẩu hiện tại chưa đúng."), "old_password")
    set_password(actor, account, new, "own", keep_session=session_id)


def set_password(
    actor: Actor, account: Account, new: str, how: str, keep_session: int | None = None
) -> None:
    """Keep a new password, end sessions (but `keep_session`) and every open password link."""
    account.password_hash = accounts.hashed(new, account.phone)
    end_password_links(account.id, utc_now())
    ended = end_sessions(account.id, utc_now(), keep_session)
    db.session.flush()
    audit.record(actor, "account.password_changed", "account", account.id, how=how, sessions=ended)


def end_session(actor: Actor, session_id: int) -> None:
    """Sign one of the actor's own devices out; NotFound for anybody else's."""
    met = changes.count_changed(
        sa.update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.account_id == actor.account_id,
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=utc_now())
    )
    if not met:
        raise NotFound(N_("Không tìm thấy phiên đăng nhập này."))
    audit.record(actor, "account.session_ended", "account", actor.account_id, session=session_id)


def end_sessions(account_id: int, now: datetime, keep: int | None = None) -> int:
    """Sign every device of an account out but one; how many."""
    statement = sa.update(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None)
    )
    if keep is not None:
        statement = statement.where(SignInSession.id != keep)
    return changes.count_changed(statement.values(revoked_at=now))


def end_password_links(account_id: int, now: datetime) -> None:
    """No link made so far sets a password any more."""
    db.session.execute(
        sa.update(PasswordLink)
        .where(PasswordLink.account_id == account_id, PasswordLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )
