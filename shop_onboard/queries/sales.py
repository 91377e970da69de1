"""Sales as their people see them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


def page(
    actor: Actor, *, search: str = "", unconfirmed: bool = False, number: int = 1
) -> Page[Sale]:
    """The sales in sight, the latest first, with cooperative, product, lot and programme."""
    query = _visible(actor).order_by(Sale.sold_on.desc(), Sale.id.desc())
    if search:
        query = query.where(
            sa.or_(
                matches(Cooperative.name_folded, search),
                matches(sa.func.lower(Sale.order_ref), search),
                Sale.product.has(matches(Product.name_folded, search)),
            )
        )
    if unconfirmed:
        query = query.where(Sale.confirmed_at.is_(None))
    return page_of(query, number)


def one(actor: Actor, code: str) -> Sale:
    """The sale of this code; NotFound when unknown or not for the actor's eyes."""
    found = db.session.scalar(_visible(actor).where(Sale.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần bán này."))
    return found


def unconfirmed_count(actor: Actor) -> int:
    """How many sales in sight nobody has compared with their papers."""
    query = (
        sa.select(sa.func.count(Sale.id))
        .join(Sale.cooperative)
        .where(cooperatives_seen(actor), Sale.confirmed_at.is_(None))
    )
    return db.session.scalar(query) or 0


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(Sale)
        .join(Sale.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(Sale.cooperative),
            joinedload(Sale.product),
            joinedload(Sale.lot),
            joinedload(Sale.campaign),
        )
    )
