"""People who sign in, what they may do, and the sessions they are signed in with."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.policy import Role

GRANTED_ROLES = tuple(role.value for role in Role if role is not Role.SYSTEM)


class Account(Stamped, Sampled, Versioned, Model):
    """A person; the phone number (E.164) is what they sign in with."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    is_suspended: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(sa.String(5))
    # The first-time tour of the dashboard, closed for good.
    tour_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The second factor's secret, encrypted; it counts from `totp_since` on. No code works twice.
    totp_secret: Mapped[str | None] = mapped_column(sa.String(300))
    totp_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class RoleGrant(Model):
    """A role for a period: in a union's subtree, in a commune group, or for one cooperative."""

    __tablename__ = "role_grants"
    __table_args__ = (one_of("role", GRANTED_ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(sa.String(20))
    union_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("commune_groups.id"))
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="grants", lazy="raise_on_sql")


class SignInSession(Model):
    """A signed-in device. The cookie holds a random id; only its hash is kept here."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(sa.String(200), default="")
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A cookie that outlives the session: a known device may try while strangers are held off.
    device_hash: Mapped[str | None] = mapped_column(sa.String(64), index=True)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class SignInAttempt(Model):
    """One attempt to sign in, counted per number and per address."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(sa.String(20), index=True)
    address: Mapped[str] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    is_success: Mapped[bool]
    # A wrong code of the second factor, counted apart from wrong passwords.
    is_second_step: Mapped[bool] = mapped_column(default=False)
    # Made on a device that the account's owner has signed in with before.
    is_known_device: Mapped[bool] = mapped_column(default=False)


class SecondStep(Stamped, Model):
    """Somebody who gave the right password and still owes the code."""

    __tablename__ = "second_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class RecoveryCode(Model):
    """A code for who has lost the phone with the second factor: shown once, used once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordLink(Stamped, Model):
    """A one-time page for a new password, shown to the officer who makes it and kept as a hash.

    It names the phone it was made for: a later change of phone leaves it dead.
    """

    __tablename__ = "password_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    phone: Mapped[str] = mapped_column(sa.String(20))
    made_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise_on_sql")
