"""The private folder of what a cooperative needs to open shops."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative

PAPER_STATES = ("have", "missing", "unknown")


class ShopPaper(Stamped, Versioned, Model):
    """One paper: there or not, until when, where it lies, or the file itself (never public).

    `kind` is a key of `values.conditions.all_papers`, which grows with the facts.
    """

    __tablename__ = "shop_papers"
    __table_args__ = (
        sa.UniqueConstraint("cooperative_id", "kind"),
        one_of("state", PAPER_STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE")
    )
    kind: Mapped[str] = mapped_column(sa.String(30))
    state: Mapped[str] = mapped_column(sa.String(10), default="unknown")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    expires_on: Mapped[date | None] = mapped_column(index=True)
    storage_key: Mapped[str | None] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    media_type: Mapped[str] = mapped_column(sa.String(50), default="")

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
