"""Programmes with their targets, and figures that others published about them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, Versioned, one_of
from shop_onboard.models.organisations import Union

QUALIFIERS = ("more_than", "nearly", "exactly")


class Campaign(Named, Stamped, Sampled, Versioned, Model):
    """A programme of a union over a period."""

    __tablename__ = "campaigns"
    __table_args__ = (sa.CheckConstraint("starts_on <= ends_on", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    union_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]

    union: Mapped[Union] = relationship(lazy="raise_on_sql")
    targets: Mapped[list["Target"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Target(Model):
    """What a programme set out to reach; mass in grams."""

    __tablename__ = "targets"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "metric"),
        sa.CheckConstraint("value > 0", name="value_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    metric: Mapped[str] = mapped_column(sa.String(30))
    value: Mapped[int] = mapped_column(sa.BigInteger)


class PublishedFigure(Stamped, Sampled, Model):
    """What somebody said in public. It is quoted, never sold and never added up."""

    __tablename__ = "published_figures"
    __table_args__ = (one_of("qualifier", QUALIFIERS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    scope: Mapped[str] = mapped_column(sa.String(200))
    channel_key: Mapped[str | None] = mapped_column(sa.String(30))
    value: Mapped[int] = mapped_column(sa.BigInteger)
    unit: Mapped[str] = mapped_column(sa.String(40))
    qualifier: Mapped[str] = mapped_column(sa.String(20))
    source: Mapped[str] = mapped_column(sa.String(500))
    published_on: Mapped[date]
