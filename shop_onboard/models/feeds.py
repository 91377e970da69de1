"""Addresses at which a marketplace's machine fetches listings by itself."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union


class Feed(Stamped, Sampled, Model):
    """The listings of one cooperative, or of one union's, in one format at a secret address.

    Only the token's hash is kept: the address is shown once. `is_sample` says of which records it
    tells, never of both. `fetched_on` is the last day on which somebody fetched it.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        sa.CheckConstraint("(cooperative_id IS NULL) <> (union_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace_key: Mapped[str] = mapped_column(sa.String(30))
    file_format: Mapped[str] = mapped_column(sa.String(10))
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    union_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("unions.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    fetched_on: Mapped[date | None]

    cooperative: Mapped[Cooperative | None] = relationship(lazy="raise_on_sql")
    union: Mapped[Union | None] = relationship(lazy="raise_on_sql")
    made_by: Mapped[Account | None] = relationship(foreign_keys=[made_by_id], lazy="raise_on_sql")
    revoked_by: Mapped[Account | None] = relationship(
        foreign_keys=[revoked_by_id], lazy="raise_on_sql"
    )
