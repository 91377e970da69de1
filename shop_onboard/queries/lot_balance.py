"""What came into a lot and what went out of it, in whole grams."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from shop_onboard.extensions import db
from shop_onboard.models.lot_events import LotEvent, LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.sales import Sale
from shop_onboard.values.lot_events import FORWARD


def _added(mass_g: Any) -> sa.Select[Any]:
    # PostgreSQL adds up BIGINT as NUMERIC.
    return sa.select(sa.cast(sa.func.coalesce(sa.func.sum(mass_g), 0), sa.BigInteger))


# A lot in the bin takes nothing from the lots it was made of, nor does a sale in the bin.
_CHILD = aliased(Lot)
_USED = (
    _added(LotInput.mass_g)
    .join(_CHILD, _CHILD.id == LotInput.child_id)
    .where(LotInput.parent_id == Lot.id, _CHILD.deleted_at.is_(None))
    .correlate(Lot)
    .scalar_subquery()
)
_SOLD = (
    _added(Sale.mass_g)
    .where(Sale.lot_id == Lot.id, Sale.deleted_at.is_(None))
    .correlate(Lot)
    .scalar_subquery()
)
_MADE_OF = (
    sa.select(sa.cast(sa.func.sum(LotInput.mass_g), sa.BigInteger))
    .where(LotInput.child_id == Lot.id)
    .correlate(Lot)
    .scalar_subquery()
)
_LATER = aliased(LotEvent)
_SHIPPED = (
    _added(LotEvent.mass_g)
    .where(
        LotEvent.lot_id == Lot.id,
        LotEvent.kind == FORWARD,
        ~LotEvent.is_void,
        ~sa.exists().where(_LATER.corrects_id == LotEvent.id),
    )
    .correlate(Lot)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Balance:
    """The masses of a lot in grams.

    `made_of_g` is what the lots it was made of gave, None for a harvest. What is shipped is sold
    later, or was sold before: the two are not added up.
    """

    lot_id: int
    code: str
    quantity_g: int
    used_g: int
    sold_g: int
    shipped_g: int
    made_of_g: int | None

    @property
    def left_g(self) -> int:
        """What may still be written down as sold: it may have been handed on already."""
        return self.quantity_g - self.used_g - self.sold_g

    @property
    def here_g(self) -> int:
        """What may still be made into another lot: neither sold nor handed on, never below 0."""
        gone_g = max(self.sold_g, self.shipped_g)
        return max(0, self.quantity_g - self.used_g - gone_g)

    @property
    def is_kept(self) -> bool:
        """Whether nothing more went out than came in."""
        unshipped_g = self.quantity_g - self.used_g - self.shipped_g
        came_in = self.made_of_g is None or self.quantity_g <= self.made_of_g
        return self.left_g >= 0 and unshipped_g >= 0 and came_in


def of(lot_ids: Collection[int]) -> list[Balance]:
    """The balances of these lots outside the bin, by one statement."""
    columns = (Lot.id, Lot.code, Lot.quantity_g, _USED, _SOLD, _SHIPPED, _MADE_OF)
    query = sa.select(*columns).where(Lot.id.in_(lot_ids), Lot.deleted_at.is_(None))
    return [Balance(*row) for row in db.session.execute(query.order_by(Lot.id))]


def of_one(lot_id: int) -> Balance:
    """The balance of a lot outside the bin."""
    [found] = of([lot_id])
    return found


def hold(lot_ids: Collection[int]) -> None:
    """Nobody else changes what these lots hold until the transaction ends.

    PostgreSQL locks their rows, in one order, without standing in the way of what merely names
    them; SQLite writes one transaction at a time anyway.
    """
    query = sa.select(Lot.id).where(Lot.id.in_(lot_ids)).order_by(Lot.id)
    db.session.execute(query.with_for_update(key_share=True)).all()


def parents(lot_ids: Collection[int]) -> set[int]:
    """The ids of the lots that these were made of."""
    query = sa.select(LotInput.parent_id).where(LotInput.child_id.in_(lot_ids))
    return set(db.session.scalars(query))
