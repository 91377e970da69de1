"""Files in which marketplaces say what became of listings, and how their columns are read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative

RESULT_STATES = ("received", "checked", "done", "undone")


class ListingResult(Stamped, Sampled, Versioned, Model):
    """One file of a marketplace about one cooperative's listings.

    received → checked → done → undone. `sketch` are its first rows (`imports.sketch`), `layout`
    how its columns and words are read (`imports.listing_results`), `trial` what would happen or,
    once done, did; `batch` is that of the changes it made.
    """

    __tablename__ = "listing_results"
    __table_args__ = (one_of("state", RESULT_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    marketplace_key: Mapped[str] = mapped_column(sa.String(60), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    storage_key: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(sa.String(20), default="received")
    sketch: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    layout: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    trial: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    batch: Mapped[str] = mapped_column(sa.String(24), default="")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class ResultMapping(Model):
    """How a marketplace's result files with these headers are read, for every seller there."""

    __tablename__ = "result_mappings"
    __table_args__ = (sa.UniqueConstraint("marketplace_key", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace_key: Mapped[str] = mapped_column(sa.String(60))
    signature: Mapped[str] = mapped_column(sa.String(64))
    columns: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    words: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
