"""Storefronts on marketplaces, and what was put on them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.clock import utc_now
from shop_onboard.models.columns import Named, Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import PackSize
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin

LISTING_STATES = ("draft", "exported", "live", "rejected", "paused")
CHANGED_HOW = ("hand", "export", "file", "undo")
LINK_OUTCOMES = ("opens", "missing", "blocked", "unclear", "refused")
# Those that say something of the address itself.
DEAD_LINKS = ("missing", "refused")


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


class LinkCheck(Model):
    """What came back when a storefront's address was last opened; `status` is 0 without an answer.

    Of another address than the storefront has now it says nothing.
    """

    __tablename__ = "link_checks"
    __table_args__ = (one_of("outcome", LINK_OUTCOMES),)

    storefront_id: Mapped[int] = mapped_column(
        sa.ForeignKey("storefronts.id", ondelete="CASCADE"), primary_key=True
    )
    url: Mapped[str] = mapped_column(sa.String(500))
    outcome: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Listing(Stamped, Sampled, Model):
    """A pack size on a marketplace: how far it has come there, and what was put into a file.

    `marketplace_key` is a module's, or that of a channel without one. A pack without a row is a
    draft there. `reason` is the marketplace's, while it is rejected. `price_vnd` and
    `exported_at` are those of the last file; None where it never went into one.
    """

    __tablename__ = "listings"
    __table_args__ = (
        sa.UniqueConstraint("pack_size_id", "marketplace_key"),
        one_of("state", LISTING_STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_size_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pack_sizes.id", ondelete="CASCADE"), index=True
    )
    marketplace_key: Mapped[str] = mapped_column(sa.String(60), index=True)
    state: Mapped[str] = mapped_column(sa.String(20), default="draft")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    state_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    price_vnd: Mapped[int | None] = mapped_column(sa.BigInteger)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    pack: Mapped[PackSize] = relationship(lazy="raise_on_sql")


class ListingChange(Model):
    """One step of a listing from one state to another; those made at once share a `batch`."""

    __tablename__ = "listing_changes"
    __table_args__ = (one_of("how", CHANGED_HOW),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    batch: Mapped[str] = mapped_column(sa.String(24), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    actor_name: Mapped[str] = mapped_column(sa.String(120), default="")
    how: Mapped[str] = mapped_column(sa.String(20))
    before: Mapped[str] = mapped_column(sa.String(20))
    after: Mapped[str] = mapped_column(sa.String(20))
    reason_before: Mapped[str] = mapped_column(sa.String(500), default="")
    reason_after: Mapped[str] = mapped_column(sa.String(500), default="")
    is_undone: Mapped[bool] = mapped_column(default=False)

    listing: Mapped[Listing] = relationship(lazy="raise_on_sql")
