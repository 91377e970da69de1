"""Provinces and communes with their dates, and which unit took over from which."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named


class Province(Named, Model):
    """A province or centrally run city. Codes of Decision 19/2025/QĐ-TTg and before."""

    __tablename__ = "provinces"
    __table_args__ = (sa.UniqueConstraint("code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(2))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Commune(Named, Model):
    """A commune, ward or special zone; `former_district` only for units before 1 July 2025."""

    __tablename__ = "communes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(8), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    province_id: Mapped[int] = mapped_column(sa.ForeignKey("provinces.id"), index=True)
    former_district: Mapped[str | None] = mapped_column(sa.String(100))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None] = mapped_column(index=True)

    province: Mapped[Province] = relationship(lazy="raise_on_sql")


class CommuneSuccession(Model):
    """The later unit took over the earlier one, or a part of it."""

    __tablename__ = "commune_successions"

    predecessor_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("communes.id"), primary_key=True, index=True
    )
