"""Recalls of lots: why, which lots they touch, who was told, and how they ended."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, UtcDateTime, one_of
from shop_onboard.models.lots import Lot
from shop_onboard.values.recalls import WAYS


class Recall(Sampled, Model):
    """One recall of a lot and of what was made of it. Ended once, never changed otherwise.

    While it runs, each lot it touches carries the moment and the reason itself.
    """

    __tablename__ = "recalls"
    __table_args__ = (
        sa.Index(
            "ix_recalls_running",
            "lot_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(sa.ForeignKey("lots.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(500))
    # Whom a buyer may ask, as it was typed to be shown.
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    begun_by_name: Mapped[str] = mapped_column(sa.String(120))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    ended_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    end_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")
    notices: Mapped[list["RecallNotice"]] = relationship(
        lazy="raise_on_sql", order_by="RecallNotice.id", cascade="all, delete-orphan"
    )


class RecalledLot(Model):
    """A lot that a recall touches: its own, or one made of it."""

    __tablename__ = "recalled_lots"

    recall_id: Mapped[int] = mapped_column(
        sa.ForeignKey("recalls.id", ondelete="CASCADE"), primary_key=True
    )
    lot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class RecallNotice(Model):
    """Somebody was told of a recall: who, how, when, and who says so."""

    __tablename__ = "recall_notices"
    __table_args__ = (one_of("way", tuple(WAYS)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recall_id: Mapped[int] = mapped_column(
        sa.ForeignKey("recalls.id", ondelete="CASCADE"), index=True
    )
    told: Mapped[str] = mapped_column(sa.String(200))
    way: Mapped[str] = mapped_column(sa.String(20))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    recorded_by_name: Mapped[str] = mapped_column(sa.String(120))
