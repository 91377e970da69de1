"""How often codes were scanned, by day alone: no visitor, no address, no place.

Numbers are lower than what happened: a page out of a cache is not seen, and the same sticker
counts at most some times a day, as does the code of a lot or product from one line
(`values/scans.py`).
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import UtcDateTime, Versioned, one_of
from shop_onboard.models.labels import Label
from shop_onboard.values.scans import FLAG_STATES


class ProductScans(Model):
    """Scans of one day of every code of a product: its own, its lots', their stickers'."""

    __tablename__ = "product_scans"
    __table_args__ = (sa.CheckConstraint("scan_count > 0", name="some"),)

    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    scan_count: Mapped[int]


class LotScans(Model):
    """Scans of one day of a lot's own code and of its stickers'."""

    __tablename__ = "lot_scans"
    __table_args__ = (sa.CheckConstraint("scan_count > 0", name="some"),)

    lot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    scan_count: Mapped[int]


class LabelScans(Model):
    """Scans of one day of one sticker, after it was activated."""

    __tablename__ = "label_scans"
    __table_args__ = (sa.CheckConstraint("scan_count > 0", name="some"),)

    label_id: Mapped[int] = mapped_column(
        sa.ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    scan_count: Mapped[int]


class ScanBatch(Model):
    """A buffer file that was counted: named in the same transaction, so that it counts once."""

    __tablename__ = "scan_batches"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CloneFlag(Versioned, Model):
    """A sticker that a rule finds odd, for a person to look at; says nothing to shoppers by itself.

    Only once somebody has confirmed it does the sticker's page warn.
    """

    __tablename__ = "clone_flags"
    __table_args__ = (
        one_of("state", tuple(FLAG_STATES)),
        sa.UniqueConstraint("label_id", "rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label_id: Mapped[int] = mapped_column(sa.ForeignKey("labels.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(sa.String(30))
    scan_count: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(20), default="open", index=True)
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    note: Mapped[str] = mapped_column(sa.String(500), default="")

    label: Mapped[Label] = relationship(lazy="raise_on_sql")
