"""Upwards in the union's tree: what stands above a unit, and above a person."""

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.organisations import Union
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
