"""Marketplaces' own templates that sellers bring, how they are filled, and what was answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative

TEMPLATE_STATES = ("mapping", "ready")


class ListingTemplate(Stamped, Versioned, Model):
    """A template that one cooperative downloaded from its shop.

    `marketplace_key` is a module's, a channel's, or a name's own. `sketch` is what the file shows
    of itself, `layout` what goes into its columns, `fingerprint` that of its headers. It is
    "mapping" until a person has settled the columns.
    """

    __tablename__ = "listing_templates"
    __table_args__ = (one_of("state", TEMPLATE_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    marketplace_key: Mapped[str] = mapped_column(sa.String(60), index=True)
    marketplace_name: Mapped[str] = mapped_column(sa.String(100))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    storage_key: Mapped[str] = mapped_column(sa.String(64))
    fingerprint: Mapped[str] = mapped_column(sa.String(64), index=True)
    sketch: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    layout: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[str] = mapped_column(sa.String(20), default="mapping")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")


class TemplateMapping(Model):
    """How a marketplace's template with these headers is filled, for every seller there.

    `sources` are by header. A marketplace that changes its headers gets a new row.
    """

    __tablename__ = "template_mappings"
    __table_args__ = (sa.UniqueConstraint("marketplace_key", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace_key: Mapped[str] = mapped_column(sa.String(60))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    sources: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class TemplateAnswer(Model):
    """What a product's cell says in a column that is asked for each product."""

    __tablename__ = "template_answers"
    __table_args__ = (sa.UniqueConstraint("product_id", "marketplace_key", "column_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id", ondelete="CASCADE"))
    marketplace_key: Mapped[str] = mapped_column(sa.String(60), index=True)
    column_key: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.String(500))
