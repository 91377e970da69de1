"""Upwards in the union's tree: what stands above a unit, and above a person."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.extensions import db
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor


def parent_of(union: Union) -> Union | None:
    """The union above, wherever the row came from."""
    return db.session.get(Union, union.parent_id) if union.parent_id else None


def line_of(actor: Actor) -> frozenset[int]:
    """The unions in the actor's reach and all those above them."""
    homes = {grant.union_id for grant in actor.grants if grant.union_id is not None}
    above = sa.select(Union.parent_id).where(Union.id.in_(homes)).cte("above", recursive=True)
    above = above.union_all(sa.select(Union.parent_id).join(above, Union.id == above.c.parent_id))
    found = db.session.scalars(sa.select(above.c.parent_id).where(above.c.parent_id.is_not(None)))
    return frozenset(found).union(*(grant.union_ids for grant in actor.grants))


def commune_of(union: Union) -> Commune | None:
    """The commune that a unit stands for, with its province."""
    if union.commune_id is None:
        return None
    query = sa.select(Commune).where(Commune.id == union.commune_id)
    return db.session.scalar(query.options(joinedload(Commune.province)))


def own_province(union: Union) -> str:
    """The province that a unit itself names, by its commune or alone; "" for none."""
    commune = commune_of(union)
    if commune is not None:
        return commune.province.name
    province = db.session.get(Province, union.province_id) if union.province_id else None
    return province.name if province else ""
