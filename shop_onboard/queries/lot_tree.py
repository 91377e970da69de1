"""Which lots were made of which: one step, and all the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from shop_onboard.extensions import db
from shop_onboard.models.lot_events import LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.recycling import WITH_BIN


@dataclass(frozen=True)
class Link:
    """Another lot one step away: what went from the one into the other, how and when."""

    lot_id: int
    slug: str
    code: str
    product_name: str
    mass_g: int
    how: str
    made_on: date
    token: str
    is_recalled: bool
    harvested_on: date


@dataclass(frozen=True)
class Past:
    """`lot_id` holds something of an earlier lot, which was taken out of that one by `until`."""

    lot_id: int
    earlier_id: int
    until: date


def past(lot_ids: Collection[int]) -> list[Past]:
    """Of which earlier lots each of these holds anything, all the way, by one statement.

    A lot that went into one of them several times is there once, by its last day.
    """
    found = (
        sa.select(
            LotInput.child_id.label("lot_id"),
            LotInput.parent_id.label("earlier_id"),
            LotInput.made_on.label("until"),
        )
        .where(LotInput.child_id.in_(lot_ids))
        .cte("past", recursive=True)
    )
    step = aliased(LotInput)
    further = sa.select(found.c.lot_id, step.parent_id, step.made_on)
    # A lot is older than what was made of it, so this ends.
    found = found.union(further.where(step.child_id == found.c.earlier_id))
    query = sa.select(found.c.lot_id, found.c.earlier_id, sa.func.max(found.c.until))
    query = query.group_by(found.c.lot_id, found.c.earlier_id)
    return [Past(*row) for row in db.session.execute(query.order_by(*found.c[:2]))]


def parents(lot_id: int) -> Sequence[Link]:
    """The lots that this one was made of."""
    return _links(LotInput.parent_id, LotInput.child_id == lot_id)


def children(lot_id: int) -> Sequence[Link]:
    """The lots that were made of this one and are not in the bin."""
    return _links(LotInput.child_id, LotInput.parent_id == lot_id)


def descendants(lot_id: int) -> list[int]:
    """The ids of all lots that hold anything of this one, itself left out, the oldest first."""
    return list(db.session.scalars(_all(lot_id)))


def all_descendants(lot_id: int) -> list[int]:
    """As `descendants`, with the lots in the bin: they may be fetched back."""
    query = _all(lot_id).execution_options(**WITH_BIN)
    return list(db.session.scalars(query))


def inputs(lot_ids: Sequence[int]) -> Sequence[LotInput]:
    """What went into these lots, by lot."""
    query = sa.select(LotInput).where(LotInput.child_id.in_(lot_ids))
    return db.session.scalars(query.order_by(LotInput.child_id, LotInput.parent_id)).all()


def _links(other: Any, where: sa.ColumnElement[bool]) -> Sequence[Link]:
    query = (
        sa.select(
            Lot.id,
            Lot.slug,
            Lot.code,
            Product.name,
            LotInput.mass_g,
            LotInput.how,
            LotInput.made_on,
            Lot.token,
            Lot.recalled_at.is_not(None),
            Lot.harvested_on,
        )
        .select_from(LotInput)
        .join(Lot, Lot.id == other)
        .join(Product, Product.id == Lot.product_id)
        .where(where, Lot.deleted_at.is_(None))
        .order_by(LotInput.made_on, Lot.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    return [Link(*row) for row in rows]


def _all(lot_id: int) -> sa.Select[Any]:
    first = sa.select(LotInput.child_id.label("id")).where(LotInput.parent_id == lot_id)
    found = first.cte("found", recursive=True)
    step = aliased(LotInput)
    found = found.union(sa.select(step.child_id).where(step.parent_id == found.c.id))
    # The bin is hidden from whoever does not ask for it: `models.recycling`.
    return sa.select(Lot.id).join(found, found.c.id == Lot.id).order_by(Lot.id)
