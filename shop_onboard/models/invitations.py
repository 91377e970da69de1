"""How people come in: they ask to join, and an invitation lets one phone number in once."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import GRANTED_ROLES, Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.places import Commune

WANTED_ROLES = ("volunteer", "manager")
REQUEST_STATES = ("waiting", "invited", "declined")


class JoinRequest(Stamped, Versioned, Model):
    """Somebody asks to join; officers whose area holds the commune see it and answer."""

    __tablename__ = "join_requests"
    __table_args__ = (
        one_of("wanted_role", WANTED_ROLES),
        one_of("state", REQUEST_STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Read out on the telephone, so it is short; it opens nothing.
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(20), index=True)
    wanted_role: Mapped[str] = mapped_column(sa.String(20))
    cooperative_name: Mapped[str] = mapped_column(sa.String(200), default="")
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"), index=True)
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    state: Mapped[str] = mapped_column(sa.String(20), default="waiting", index=True)
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))

    commune: Mapped[Commune] = relationship(lazy="raise_on_sql")


class Invitation(Stamped, Sampled, Versioned, Model):
    """A role for one phone number, taken up once through a link whose hash alone is kept."""

    __tablename__ = "invitations"
    __table_args__ = (one_of("role", GRANTED_ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    phone: Mapped[str] = mapped_column(sa.String(20), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[str] = mapped_column(sa.String(20))
    union_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("commune_groups.id"))
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    # The period of the role that comes of it, not of the invitation.
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("join_requests.id"))

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id], lazy="raise_on_sql")
