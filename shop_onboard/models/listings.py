"""Storefronts on marketplaces, and what was put on them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, UtcDateTime, Versioned
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import PackSize
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin


class Storefront(Named, Stamped, Sampled, Recyclable, Versioned, Model):
    """A cooperative's shop on one channel."""

    __tablename__ = "storefronts"
    __table_args__ = (
        in_bin("storefronts"),
        unique_outside_bin("ix_storefronts_own_name", "cooperative_id", "channel_key", "name"),
        sa.CheckConstraint(
            "closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on",
            name="dates_in_order",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    channel_key: Mapped[str] = mapped_column(sa.String(30), index=True)
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")


class Listing(Stamped, Sampled, Model):
    """A pack size whose file for a marketplace was made, and at what price."""

    __tablename__ = "listings"
    __table_args__ = (sa.UniqueConstraint("pack_size_id", "marketplace_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_size_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pack_sizes.id", ondelete="CASCADE"), index=True
    )
    marketplace_key: Mapped[str] = mapped_column(sa.String(30), index=True)
    price_vnd: Mapped[int] = mapped_column(sa.BigInteger)
    exported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    pack: Mapped[PackSize] = relationship(lazy="raise_on_sql")
