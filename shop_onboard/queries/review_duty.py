"""Whose turn a review is: the officers of the unit itself, else those of the next level above.

Nobody approves what they registered or changed, so a unit with one officer hands such records up.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from shop_onboard.models.accounts import Account, RoleGrant
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Actor, Role


def is_due(actor: Actor, row_class: type[Any], today: date) -> sa.ColumnElement[bool]:
    """True for records that the actor is the one to review; the query must hold `Cooperative`.

    Of the actor's own unit, or of one below where no officer between may review it; of a group's
    communes, all that somebody else wrote.
    """
    officer = [grant for grant in actor.grants if grant.role is Role.OFFICER]
    units = frozenset[int]().union(*(grant.union_ids for grant in officer))
    communes = frozenset[int]().union(*(grant.commune_ids for grant in officer))
    homes = {grant.union_id for grant in officer if grant.union_id in grant.union_ids}
    handed_up = ~_somebody_below(row_class, units - homes, today)
    return sa.and_(
        sa.func.coalesce(row_class.registered_by_id, 0) != (actor.account_id or 0),
        sa.func.coalesce(row_class.changed_by_id, 0) != (actor.account_id or 0),
        sa.or_(
            Cooperative.commune_id.in_(communes),
            sa.and_(Cooperative.union_id.in_(units), handed_up),
        ),
    )


def _somebody_below(
    row_class: type[Any], units: frozenset[int], today: date
) -> sa.ColumnElement[bool]:
    """Whether an officer of these units, at the record's own or above it, may review it."""
    own = sa.select(Union.id.label("unit_id"), Union.id.label("level_id"), Union.parent_id)
    line = own.where(Union.id.in_(units)).cte("line", recursive=True)
    above = sa.select(line.c.unit_id, Union.id, Union.parent_id)
    above = above.join(Union, Union.id == line.c.parent_id).where(Union.id.in_(units))
    line = line.union_all(above)
    authors = (
        sa.func.coalesce(row_class.registered_by_id, 0),
        sa.func.coalesce(row_class.changed_by_id, 0),
    )
    return (
        sa.select(RoleGrant.id)
        .join(line, line.c.level_id == RoleGrant.union_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            line.c.unit_id == Cooperative.union_id,
            RoleGrant.role == Role.OFFICER.value,
            sa.or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= today),
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
            Account.is_suspended.is_(False),
            *(RoleGrant.account_id != author for author in authors),
        )
        .correlate(Cooperative, row_class)
        .exists()
    )
