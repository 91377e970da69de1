"""Labels: one row a sticker, because a printed code must resolve for as long as it sticks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, one_of
from shop_onboard.models.lots import Lot

# What the codes of a batch name: each sticker, the lot, or the product.
CONTENTS = ("item", "lot", "product")


class LabelBatch(Stamped, Sampled, Model):
    """Labels of one lot, made in one go on one stock, for goods in one pack size.

    `pack_label` names that pack of the product, "" where it was never asked; `net_mass_g` is what
    it held when the labels were made, which is what they say for as long as they are printed.
    """

    __tablename__ = "label_batches"
    __table_args__ = (
        sa.CheckConstraint("label_count > 0", name="count_positive"),
        sa.CheckConstraint("net_mass_g IS NULL OR net_mass_g > 0", name="net_positive"),
        one_of("content", CONTENTS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(sa.ForeignKey("lots.id", ondelete="CASCADE"), index=True)
    stock_key: Mapped[str] = mapped_column(sa.String(40))
    label_count: Mapped[int]
    first_cell: Mapped[int] = mapped_column(default=1)
    content: Mapped[str] = mapped_column(sa.String(10), default="item")
    pack_label: Mapped[str] = mapped_column(sa.String(100), default="")
    net_mass_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    is_trial: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    # When somebody had said of all its stickers that they are on goods.
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")


class Label(Model):
    """A sticker: its token is in the code, its serial counts within the lot."""

    __tablename__ = "labels"
    __table_args__ = (sa.UniqueConstraint("lot_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(24), unique=True)
    batch_id: Mapped[int] = mapped_column(
        sa.ForeignKey("label_batches.id", ondelete="CASCADE"), index=True
    )
    lot_id: Mapped[int] = mapped_column(sa.ForeignKey("lots.id", ondelete="CASCADE"))
    serial: Mapped[int]
    # When somebody said that it is on goods; until then a scan says that it is not.
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    batch: Mapped[LabelBatch] = relationship(lazy="raise_on_sql")
    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")
