"""Lots as their people see them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_

# A lot with fewer days left is sold before the others.
EXPIRING_DAYS = 14


def page(
    actor: Actor, today: date, *, search: str = "", need: str = "", number: int = 1
) -> Page[Lot]:
    """The lots in sight, the newest harvest first, with product and cooperative.

    `need` is a key of `needing`, or "" for all.
    """
    query = visible(actor).order_by(Lot.harvested_on.desc(), Lot.id.desc())
    if search:
        query = query.where(told_by(search))
    if need:
        query = query.where(needing(today)[need])
    return page_of(query, number)


def needing(today: date) -> dict[str, sa.ColumnElement[bool]]:
    """The lots somebody has to look at: those about to expire, and those recalled."""
    last_day = today + timedelta(days=EXPIRING_DAYS)
    return {
        "expiring": sa.and_(Lot.recalled_at.is_(None), Lot.expires_on.between(today, last_day)),
        "recalled": Lot.recalled_at.is_not(None),
    }


def count(actor: Actor, today: date, need: str) -> int:
    """How many lots in sight have this need."""
    query = (
        sa.select(sa.func.count(Lot.id))
        .join(Lot.product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor), needing(today)[need])
    )
    return db.session.scalar(query) or 0


def told_by(search: str) -> sa.ColumnElement[bool]:
    """The lots whose code, product or cooperative has every typed word."""
    return sa.or_(
        matches(Product.name_folded, search),
        matches(sa.func.lower(Lot.code), search),
        matches(Cooperative.name_folded, search),
    )


def one(actor: Actor, slug: str) -> Lot:
    """The lot of this address; NotFound when unknown or not for the actor's eyes."""
    found: Lot | None = db.session.scalar(visible(actor).where(Lot.slug == slug))
    if found is None:
        raise NotFound(N_("Không tìm thấy lô hàng này."))
    return found


def by_code(product_id: int, code: str) -> Lot | None:
    """The lot of a product by the cooperative's own code."""
    return db.session.scalar(sa.select(Lot).where(Lot.product_id == product_id, Lot.code == code))


def of_cooperative(cooperative_id: int, code: str) -> Lot | None:
    """A cooperative's lot by its own code, whichever product it is of."""
    query = (
        sa.select(Lot)
        .join(Lot.product)
        .where(Product.cooperative_id == cooperative_id, Lot.code == code)
        .options(joinedload(Lot.product))
        .limit(1)
    )
    return db.session.scalars(query).first()


def called(actor: Actor, code: str) -> list[Lot]:
    """The lots in sight with this address, else all those with this code."""
    exact = list(db.session.scalars(visible(actor).where(Lot.slug == code)).unique())
    return exact or list(db.session.scalars(visible(actor).where(Lot.code == code)).unique())


def running(actor: Actor, today: date, *, is_sample: bool | None = None) -> list[Lot]:
    """Lots that can still be sold: not expired, not recalled; the newest harvest first."""
    query = (
        visible(actor)
        .where(
            Lot.recalled_at.is_(None),
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today),
            Product.state == "approved",
        )
        .order_by(Lot.harvested_on.desc(), Lot.id)
    )
    if is_sample is not None:
        query = query.where(Lot.is_sample.is_(is_sample))
    return list(db.session.scalars(query).unique())


def can_be_sold(lot: Lot, today: date) -> bool:
    """Whether a lot with its product is one of the `running`."""
    is_fresh = lot.expires_on is None or lot.expires_on >= today
    return lot.recalled_at is None and is_fresh and lot.product.state == "approved"


def usable(actor: Actor, lot: Lot, today: date, limit: int = 100) -> Sequence[Lot]:
    """Other lots of the same cooperative of which a lot can be made, the newest harvest first."""
    query = (
        visible(actor)
        .where(
            Product.cooperative_id == lot.product.cooperative_id,
            Lot.id != lot.id,
            Lot.recalled_at.is_(None),
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today),
        )
        .order_by(Lot.harvested_on.desc(), Lot.id.desc())
    )
    return db.session.scalars(query.limit(limit)).unique().all()


def visible(actor: Actor) -> sa.Select[Any]:
    """A select of `Lot` joined to product and cooperative, scoped."""
    return (
        sa.select(Lot)
        .join(Lot.product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(Lot.product)
            .contains_eager(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province),
            contains_eager(Lot.product).selectinload(Product.packs),
            contains_eager(Lot.product).selectinload(Product.certificates),
            contains_eager(Lot.product).selectinload(Product.photos),
        )
    )
