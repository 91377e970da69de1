"""Limits of marketplaces that an administrator has set in place of the program's own."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped, Versioned


class ListingLimit(Stamped, Versioned, Model):
    """A bound of one marketplace, both ends included, from `source` as seen on that day."""

    __tablename__ = "listing_limits"
    __table_args__ = (
        sa.UniqueConstraint("marketplace_key", "limit_key"),
        sa.CheckConstraint("least >= 0 AND most >= least", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace_key: Mapped[str] = mapped_column(sa.String(30))
    limit_key: Mapped[str] = mapped_column(sa.String(30))
    least: Mapped[int] = mapped_column(sa.BigInteger)
    most: Mapped[int] = mapped_column(sa.BigInteger)
    source: Mapped[str] = mapped_column(sa.String(300))
    seen_on: Mapped[date]
