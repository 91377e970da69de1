"""The growers of a cooperative, and what anybody may know of who supplied a lot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.growers import Grower, LotGrower
from shop_onboard.models.places import Commune
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class PublicGrowers:
    """Who supplied a lot, as far as they agreed: `names` of those who did, `count` of all."""

    names: tuple[str, ...]
    count: int


def of_cooperative(cooperative_id: int) -> Sequence[Grower]:
    """All of them with their communes, in the order of their names."""
    query = sa.select(Grower).where(Grower.cooperative_id == cooperative_id)
    return db.session.scalars(
        query.options(joinedload(Grower.commune)).order_by(Grower.name_sort, Grower.id)
    ).all()


def one(cooperative: Cooperative, grower_id: int) -> Grower:
    """A grower of this cooperative with commune and province; NotFound for anybody else's."""
    query = sa.select(Grower).where(Grower.id == grower_id, Grower.cooperative_id == cooperative.id)
    place = joinedload(Grower.commune).joinedload(Commune.province)
    found = db.session.scalar(query.options(place))
    if found is None:
        raise NotFound(N_("Không tìm thấy người trồng này."))
    return found


def of_lot(lot_id: int) -> Sequence[Grower]:
    """Who is named at this very lot, with their communes, in the order of their names."""
    return of_lots([lot_id])


def of_lots(lot_ids: Collection[int]) -> Sequence[Grower]:
    """Who supplied any of these lots, everybody once, as `of_lot`."""
    named = sa.select(LotGrower.grower_id).where(LotGrower.lot_id.in_(lot_ids))
    query = sa.select(Grower).where(Grower.id.in_(named)).options(joinedload(Grower.commune))
    return db.session.scalars(query.order_by(Grower.name_sort, Grower.id)).all()


def public_of_lots(lot_ids: Collection[int]) -> PublicGrowers:
    """What a public page may say of who supplied a lot: its id, and those that it was made of."""
    rows = of_lots(lot_ids)
    return PublicGrowers(tuple(row.name for row in rows if may_be_named(row)), len(rows))


def may_be_named(grower: Grower) -> bool:
    """Whether they agreed that this very name is shown."""
    return bool(grower.shown_name) and grower.shown_name == grower.name


def lot_count(grower_id: int) -> int:
    """How many lots name the grower."""
    query = sa.select(sa.func.count()).where(LotGrower.grower_id == grower_id)
    return db.session.scalar(query) or 0
