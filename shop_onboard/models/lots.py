"""Lots: what was harvested together and can be traced, or recalled, together."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned
from shop_onboard.models.products import Product
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin


class Lot(Stamped, Sampled, Recyclable, Versioned, Model):
    """A lot of one product. `code` is the cooperative's own, `slug` is unique in addresses."""

    __tablename__ = "lots"
    __table_args__ = (
        in_bin("lots"),
        unique_outside_bin("ix_lots_own_code", "product_id", "code"),
        # From the bin too: what is printed never comes to stand for another lot.
        sa.Index("ix_lots_gs1_code", "product_id", "gs1_code", unique=True),
        sa.CheckConstraint("quantity_g > 0", name="quantity_positive"),
        sa.CheckConstraint("packed_on IS NULL OR packed_on >= harvested_on", name="packed_after"),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= harvested_on", name="expires_after"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(sa.String(40), index=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    # The public address of the lot itself, for what names no single sticker.
    token: Mapped[str] = mapped_column(sa.String(24), unique=True)
    # What its GS1 addresses call it, given once for all; None: by its token.
    gs1_code: Mapped[str | None] = mapped_column(sa.String(20))
    harvested_on: Mapped[date] = mapped_column(index=True)
    packed_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    quantity_g: Mapped[int] = mapped_column(sa.BigInteger)
    growing_area_code: Mapped[str] = mapped_column(sa.String(60), default="")
    standard: Mapped[str] = mapped_column(sa.String(100), default="")
    certificate_number: Mapped[str] = mapped_column(sa.String(100), default="")
    recalled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recall_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    product: Mapped[Product] = relationship(lazy="raise_on_sql")

    @property
    def gs1_lot(self) -> str:
        """What the lot is called in GS1 addresses, for as long as its labels stick."""
        return self.gs1_code or self.token
