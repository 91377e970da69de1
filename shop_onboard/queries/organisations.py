"""The union's tree as its people see it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.organisations import CommuneGroup, Union
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import unions_seen
from shop_onboard.values.text import N_


def page(actor: Actor, *, search: str = "", number: int = 1) -> Page[Union]:
    """The unions in sight, by name, each with its parent."""
    query: sa.Select[Any] = (
        sa.select(Union)
        .where(unions_seen(actor))
        .options(joinedload(Union.parent))
        .order_by(Union.name_sort)
    )
    if search:
        query = query.where(matches(Union.name_folded, search))
    return page_of(query, number)


def by_code(code: str) -> Union | None:
    """The union of this code."""
    return db.session.scalar(sa.select(Union).where(Union.code == code))


def group_by_code(code: str) -> CommuneGroup | None:
    """The named group of communes of this code."""
    return db.session.scalar(sa.select(CommuneGroup).where(CommuneGroup.code == code))


def home_union(actor: Actor) -> Union:
    """The union a person works in. Raises DomainError for people who belong to none."""
    ids = [grant.union_id for grant in actor.grants if grant.union_id is not None]
    if not ids:
        raise DomainError(N_("Tài khoản của bạn chưa thuộc đơn vị Đoàn nào."))
    return db.session.get_one(Union, ids[0])


def any_home(actor: Actor) -> Union:
    """The person's own union; for the system, the only one at the top of those that stand."""
    if not actor.sees_everything:
        return home_union(actor)
    found = db.session.scalars(
        sa.select(Union).where(Union.kind == "province", Union.valid_to.is_(None))
    ).all()
    if len(found) != 1:
        raise DomainError(N_("Hãy ghi --union để biết nhập cho đơn vị nào."))
    return found[0]


def place_of(union: Union) -> str:
    """The province a union's papers are dated in: its own, its commune's or its parent's."""
    held: Union | None = union
    while held is not None:
        if held.commune_id is not None:
            commune = db.session.get_one(Commune, held.commune_id)
            return db.session.get_one(Province, commune.province_id).name
        if held.province_id is not None:
            return db.session.get_one(Province, held.province_id).name
        held = db.session.get(Union, held.parent_id) if held.parent_id else None
    return ""


def required(code: str) -> Union:
    """The union of this code. Raises NotFound."""
    found = by_code(code)
    if found is None:
        raise NotFound(N_("Không có đơn vị mã «%(code)s».", code=code))
    return found
