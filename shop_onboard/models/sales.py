"""Sales: mass sold on a channel, how sure it is, and who confirmed it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin

CERTAINTIES = ("actual", "declared", "estimated")


class Sale(Stamped, Sampled, Recyclable, Versioned, Model):
    """One sale, or one day's sales of a product on a channel."""

    __tablename__ = "sales"
    __table_args__ = (
        one_of("certainty", CERTAINTIES),
        sa.CheckConstraint("mass_g > 0", name="mass_positive"),
        sa.CheckConstraint("revenue_vnd IS NULL OR revenue_vnd >= 0", name="revenue_range"),
        in_bin("sales"),
        unique_outside_bin("ix_sales_row_key", "row_key"),
        # The dashboard's sums are read from this index alone.
        sa.Index(
            "ix_sales_sums",
            "sold_on",
            "channel_key",
            "cooperative_id",
            "campaign_id",
            "mass_g",
            "deleted_at",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    sold_on: Mapped[date]
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    product_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("products.id", ondelete="SET NULL"), index=True
    )
    lot_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="SET NULL"), index=True
    )
    channel_key: Mapped[str] = mapped_column(sa.String(30))
    mass_g: Mapped[int] = mapped_column(sa.BigInteger)
    revenue_vnd: Mapped[int | None] = mapped_column(sa.BigInteger)
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id"), index=True)
    order_ref: Mapped[str] = mapped_column(sa.String(80), default="")
    evidence: Mapped[str] = mapped_column(sa.String(300), default="")
    certainty: Mapped[str] = mapped_column(sa.String(20), default="declared")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    # What makes a row of a spreadsheet the same row when the file comes a second time.
    row_key: Mapped[str | None] = mapped_column(sa.String(64))

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    product: Mapped[Product | None] = relationship(lazy="raise_on_sql")
    lot: Mapped[Lot | None] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
