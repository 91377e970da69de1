"""What happened to a lot, and which lots were made of which."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, one_of
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.values.lot_events import MAKINGS, RECORDED_KINDS


class LotInput(Model):
    """Of the mass of `parent`, so much went into `child`; a lot is made once.

    What is made of a lot in the recycle bin counts for nothing until it is fetched back.
    """

    __tablename__ = "lot_inputs"
    __table_args__ = (
        one_of("how", tuple(MAKINGS)),
        sa.CheckConstraint("mass_g > 0", name="mass_positive"),
        sa.CheckConstraint("parent_id < child_id", name="made_after"),
    )

    parent_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="CASCADE"), primary_key=True
    )
    child_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    mass_g: Mapped[int] = mapped_column(sa.BigInteger)
    how: Mapped[str] = mapped_column(sa.String(20))
    made_on: Mapped[date]

    parent: Mapped[Lot] = relationship(foreign_keys=[parent_id], lazy="raise_on_sql")
    child: Mapped[Lot] = relationship(foreign_keys=[child_id], lazy="raise_on_sql")


class LotEvent(Stamped, Sampled, Model):
    """One step of a lot, written once and never changed.

    A wrong one is named by a later one: `corrects_id` takes its place, and with `is_void` says
    that it did not happen at all. `happened_at` is the hour, where somebody knows it.
    """

    __tablename__ = "lot_events"
    __table_args__ = (
        one_of("kind", RECORDED_KINDS),
        sa.CheckConstraint("mass_g IS NULL OR mass_g > 0", name="mass_positive"),
        sa.CheckConstraint("NOT is_void OR corrects_id IS NOT NULL", name="void_of_another"),
        sa.CheckConstraint("corrects_id IS NULL OR corrects_id < id", name="corrects_earlier"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(sa.ForeignKey("lots.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    happened_on: Mapped[date]
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commune_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communes.id"))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    done_by: Mapped[str] = mapped_column(sa.String(120), default="")
    mass_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    partner: Mapped[str] = mapped_column(sa.String(200), default="")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    # Unique: two people cannot both correct the same event.
    corrects_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("lot_events.id", ondelete="CASCADE"), unique=True
    )
    is_void: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )

    commune: Mapped[Commune | None] = relationship(lazy="raise_on_sql")
    recorded_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")
