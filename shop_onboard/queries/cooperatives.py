"""Cooperatives as their people see them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import recycling
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Facts:
    """What a cooperative has so far."""

    products: int
    approved_products: int
    storefronts: int


def page(actor: Actor, *, search: str = "", state: str = "", number: int = 1) -> Page[Cooperative]:
    """The cooperatives the actor may see, by name, with commune, province and union loaded."""
    query = _visible(actor).order_by(Cooperative.name_sort, Cooperative.id)
    if search:
        query = query.where(
            sa.or_(
                matches(Cooperative.name_folded, search),
                matches(Commune.name_folded, search),
                matches(sa.func.lower(Cooperative.code), search),
            )
        )
    if state:
        query = query.where(Cooperative.state == state)
    return page_of(query, number)


def one(actor: Actor, slug: str) -> Cooperative:
    """The cooperative of this address; NotFound when unknown or not for the actor's eyes."""
    found: Cooperative | None = db.session.scalar(_visible(actor).where(Cooperative.slug == slug))
    if found is None:
        raise NotFound(N_("Không tìm thấy hợp tác xã này."))
    return found


def by_code(actor: Actor, code: str, union_id: int | None = None) -> Cooperative | None:
    """The cooperative a union (or, without one, anybody in sight) calls by this code."""
    query = _visible(actor).where(Cooperative.code == code)
    if union_id is not None:
        query = query.where(Cooperative.code_union_id == union_id)
    found = db.session.scalars(query.limit(1)).first()
    if found is not None or union_id is None:
        return found
    # Merged into another one: its union's spreadsheets go on naming it by its old code.
    now = recycling.taken_over_by(recycling.code_address(union_id, code))
    return one_of(actor, now.id) if now is not None else None


def one_of(actor: Actor, cooperative_id: int) -> Cooperative | None:
    """The cooperative of this row when it is in the actor's sight."""
    found: Cooperative | None = db.session.scalar(
        _visible(actor).where(Cooperative.id == cooperative_id)
    )
    return found


def choices(actor: Actor, action: Action) -> list[tuple[str, str]]:
    """(slug, name) of the cooperatives for which the actor may do this, by name."""
    query = _visible(actor).order_by(Cooperative.name_sort)
    return [
        (row.slug, row.name)
        for row in db.session.scalars(query)
        if actor.may_for(
            action, cooperative_id=row.id, union_id=row.union_id, commune_id=row.commune_id
        )
    ]


def facts(cooperative_id: int) -> Facts:
    """Counts of products and storefronts of one cooperative."""
    approved = sa.func.count().filter(Product.state == "approved")
    products = db.session.execute(
        sa.select(sa.func.count(), approved).where(Product.cooperative_id == cooperative_id)
    ).one()
    storefronts = db.session.scalar(
        sa.select(sa.func.count()).where(Storefront.cooperative_id == cooperative_id)
    )
    return Facts(products[0], products[1], storefronts or 0)


def waiting_count(actor: Actor) -> int:
    """How many cooperatives in sight wait for review."""
    query = sa.select(sa.func.count(Cooperative.id)).where(
        cooperatives_seen(actor), Cooperative.state == "submitted"
    )
    return db.session.scalar(query) or 0


def has_code(code_union_id: int, code: str) -> bool:
    """Whether a union already calls a cooperative by this code."""
    query = sa.select(
        sa.exists().where(Cooperative.code_union_id == code_union_id, Cooperative.code == code)
    )
    if db.session.scalar(query):
        return True
    return recycling.taken_over_by(recycling.code_address(code_union_id, code)) is not None


def similar(union_id: int, name_folded: str, phone: str) -> Cooperative | None:
    """A cooperative of the same union with this very name and phone: a double entry."""
    return db.session.scalars(
        sa.select(Cooperative)
        .where(
            Cooperative.union_id == union_id,
            Cooperative.name_folded == name_folded,
            Cooperative.phone == phone,
        )
        .limit(1)
    ).first()


def union_for(commune_id: int, within: frozenset[int]) -> Union | None:
    """The commune's own union among `within`, when there is exactly one that still exists."""
    query = sa.select(Union).where(
        Union.commune_id == commune_id,
        Union.kind == "commune",
        Union.valid_to.is_(None),
        Union.id.in_(within),
    )
    found = db.session.scalars(query).all()
    return found[0] if len(found) == 1 else None


def units_of(commune_ids: frozenset[int]) -> frozenset[int]:
    """The units that stand for these communes."""
    query = sa.select(Union.id).where(Union.commune_id.in_(commune_ids), Union.kind == "commune")
    return frozenset(db.session.scalars(query))


def is_in_area(union: Union, commune_id: int) -> bool:
    """Whether a commune lies in a union's commune or province, or else in its parent's."""
    held: Union | None = union
    while held is not None:
        if held.commune_id is not None:
            return held.commune_id == commune_id
        if held.province_id is not None:
            return db.session.get_one(Commune, commune_id).province_id == held.province_id
        held = db.session.get(Union, held.parent_id) if held.parent_id else None
    return True


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(Cooperative)
        .join(Cooperative.commune)
        .where(cooperatives_seen(actor))
        .options(
            joinedload(Cooperative.commune).joinedload(Commune.province),
            joinedload(Cooperative.union),
            joinedload(Cooperative.registered_by),
        )
    )
