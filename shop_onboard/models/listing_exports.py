"""Files that were made for marketplaces, and what each of them held."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, one_of
from shop_onboard.models.cooperatives import Cooperative

EXPORT_SCOPES = ("all", "chosen", "changes")


class ExportRun(Stamped, Sampled, Model):
    """One making of a marketplace's file for one cooperative.

    `storage_key` is the file's own SHA-256. `rules_on` is the day of the marketplace's rules as
    the program knows them (None for a seller's own template), `rules_mark` the same for the same
    limits. `skipped` are products with the reasons, `gone` what an earlier file held and this one
    does not: `sku`, `title` and `why`, a key of `queries.listing_gone.WHY`.
    """

    __tablename__ = "export_runs"
    __table_args__ = (
        one_of("scope", EXPORT_SCOPES),
        sa.Index("ix_export_runs_of", "cooperative_id", "marketplace_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE")
    )
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    actor_name: Mapped[str] = mapped_column(sa.String(120), default="")
    marketplace_key: Mapped[str] = mapped_column(sa.String(60), index=True)
    marketplace_name: Mapped[str] = mapped_column(sa.String(100))
    scope: Mapped[str] = mapped_column(sa.String(20))
    rules_on: Mapped[date | None]
    rules_mark: Mapped[str] = mapped_column(sa.String(16), default="")
    storage_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    held_count: Mapped[int]
    skipped: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    gone: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class ExportItem(Model):
    """One listing of a file: `facts` as `exports.differences` has them, `fingerprint` theirs."""

    __tablename__ = "export_items"
    __table_args__ = (sa.UniqueConstraint("run_id", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("export_runs.id", ondelete="CASCADE"))
    sku: Mapped[str] = mapped_column(sa.String(45))
    title: Mapped[str] = mapped_column(sa.String(320))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
