"""Communes by their code, as rows."""

from datetime import date

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.places import Commune, Province


def commune_id(code: str) -> int | None:
    """The row of a commune of today, by the code of Decision 19/2025/QĐ-TTg."""
    return db.session.scalar(
        sa.select(Commune.id).where(Commune.code == code, Commune.valid_to.is_(None))
    )


def commune_ids(codes: set[str]) -> dict[str, int]:
    """Code → row id for the communes of today."""
    rows = db.session.execute(
        sa.select(Commune.code, Commune.id).where(
            Commune.code.in_(codes), Commune.valid_to.is_(None)
        )
    )
    return dict(rows.all())


def province_ids() -> dict[str, int]:
    """Code → row id for the provinces of today."""
    rows = db.session.execute(
        sa.select(Province.code, Province.id).where(Province.valid_to.is_(None))
    )
    return dict(rows.all())


def province_names() -> list[str]:
    """Names of today's provinces, in Vietnamese order."""
    return list(
        db.session.scalars(
            sa.select(Province.name)
            .where(Province.valid_to.is_(None), Province.valid_from <= date.max)
            .order_by(Province.name_sort)
        )
    )


def count() -> int:
    """How many communes are known, former ones included."""
    return db.session.scalar(sa.select(sa.func.count(Commune.id))) or 0
