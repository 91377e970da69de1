"""The growers of a cooperative, and which of them supplied a lot."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, UtcDateTime, Versioned
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.places import Commune


class Grower(Named, Stamped, Sampled, Versioned, Model):
    """Somebody who grows for a cooperative.

    `shown_name` is the name that they agreed to have shown, "" without consent: a name typed later
    is not covered. The words that were agreed to are those of `consent_version`.
    """

    __tablename__ = "growers"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"))
    shown_name: Mapped[str] = mapped_column(sa.String(200), default="")
    consent_version: Mapped[str] = mapped_column(sa.String(20), default="")
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    commune: Mapped[Commune] = relationship(lazy="raise_on_sql")


class LotGrower(Model):
    """This grower supplied goods of this lot."""

    __tablename__ = "lot_growers"

    lot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="CASCADE"), primary_key=True
    )
    grower_id: Mapped[int] = mapped_column(
        sa.ForeignKey("growers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
