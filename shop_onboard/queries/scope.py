"""Turns an Actor into WHERE clauses: what somebody may see is decided here alone."""

import sqlalchemy as sa

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.policy import MAY, Action, Actor, Role


def cooperatives_seen(actor: Actor) -> sa.ColumnElement[bool]:
    """True for the cooperatives the actor may see; the query must hold `Cooperative`."""
    if actor.sees_everything:
        return sa.true()
    clauses: list[sa.ColumnElement[bool]] = []
    for grant in actor.grants:
        if grant.role is Role.MANAGER:
            clauses.append(Cooperative.id == grant.cooperative_id)
        if grant.union_ids:
            clauses.append(Cooperative.union_id.in_(grant.union_ids))
        if grant.commune_ids:
            clauses.append(Cooperative.commune_id.in_(grant.commune_ids))
    return sa.or_(sa.false(), *clauses)


def unions_seen(actor: Actor) -> sa.ColumnElement[bool]:
    """True for the unions the actor may see; the query must hold `Union`."""
    if actor.sees_everything:
        return sa.true()
    ids = frozenset().union(*(grant.union_ids for grant in actor.grants))
    return Union.id.in_(ids) if ids else sa.false()


def may_for(actor: Actor, action: Action, cooperative: Cooperative) -> bool:
    """Whether the actor may do this to this cooperative or to what belongs to it."""
    return actor.may_for(
        action,
        cooperative_id=cooperative.id,
        union_id=cooperative.union_id,
        commune_id=cooperative.commune_id,
    )


def may_for_union(actor: Actor, action: Action, union_id: int | None) -> bool:
    """Whether a role that reaches this very union allows the action; None is above every union."""
    return any(
        grant.role in MAY[action]
        and (grant.role in (Role.ADMINISTRATOR, Role.SYSTEM) or union_id in grant.union_ids)
        for grant in actor.grants
    )


def may_for_some_union(actor: Actor, action: Action) -> bool:
    """Whether any union at all is within reach; who has a group of communes has none."""
    return any(
        grant.role in MAY[action]
        and (grant.role in (Role.ADMINISTRATOR, Role.SYSTEM) or bool(grant.union_ids))
        for grant in actor.grants
    )
