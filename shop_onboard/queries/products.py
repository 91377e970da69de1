"""Products with their packs, pictures and certificates."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.places import Commune
from shop_onboard.models.products import PackSize, Product, ProductPhoto
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


def page(
    actor: Actor,
    *,
    search: str = "",
    state: str = "",
    cooperative: str = "",
    number: int = 1,
) -> Page[Product]:
    """The products the actor may see, by name, with cooperative, packs and pictures loaded."""
    query = visible(actor).order_by(Product.name_sort, Product.id)
    if search:
        query = query.where(
            sa.or_(matches(Product.name_folded, search), matches(Cooperative.name_folded, search))
        )
    if state:
        query = query.where(Product.state == state)
    if cooperative:
        query = query.where(Cooperative.slug == cooperative)
    return page_of(query, number)


def one(actor: Actor, slug: str) -> Product:
    """The product of this address; NotFound when unknown or not for the actor's eyes."""
    union = contains_eager(Product.cooperative).joinedload(Cooperative.union)
    query = visible(actor).where(Product.slug == slug).options(union)
    found: Product | None = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy sản phẩm này."))
    return found


def by_code(cooperative_id: int, code: str) -> Product | None:
    """The product a cooperative calls by this code, with packs and certificates."""
    query = (
        sa.select(Product)
        .where(Product.cooperative_id == cooperative_id, Product.code == code)
        .options(
            selectinload(Product.packs),
            selectinload(Product.certificates),
            selectinload(Product.photos),
            joinedload(Product.cooperative),
        )
    )
    return db.session.scalar(query)


def of_union(actor: Actor, code_union_id: int, code: str) -> list[Product]:
    """The products of this code among the cooperatives whose codes this union gave."""
    query = visible(actor).where(Product.code == code, Cooperative.code_union_id == code_union_id)
    return list(db.session.scalars(query).unique())


def of_cooperative(cooperative_id: int) -> list[Product]:
    """All products of one cooperative, by name, with packs, pictures and certificates."""
    query = (
        sa.select(Product)
        .where(Product.cooperative_id == cooperative_id)
        .options(
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
        .order_by(Product.name_sort)
    )
    return list(db.session.scalars(query))


def choices(actor: Actor, state: str = "") -> list[tuple[str, str]]:
    """(slug, "product – cooperative") of the products in sight, by name."""
    query = visible(actor).order_by(Product.name_sort)
    if state:
        query = query.where(Product.state == state)
    rows = db.session.scalars(query).unique()
    return [(row.slug, f"{row.name} – {row.cooperative.name}") for row in rows]


def approved_of(cooperative_id: int) -> Sequence[Product]:
    """A cooperative's approved products with the cooperative, by name."""
    query = sa.select(Product).where(
        Product.cooperative_id == cooperative_id, Product.state == "approved"
    )
    owner = joinedload(Product.cooperative)
    return db.session.scalars(query.options(owner).order_by(Product.name_sort)).all()


def pack(actor: Actor, sku: str) -> PackSize | None:
    """A pack size in sight, with its product and cooperative."""
    query = (
        sa.select(PackSize)
        .join(PackSize.product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor), PackSize.sku == sku)
        .options(joinedload(PackSize.product).joinedload(Product.cooperative))
    )
    return db.session.scalar(query)


def photo(actor: Actor, slug: str, photo_id: int) -> ProductPhoto:
    """One picture of a product in sight."""
    product = one(actor, slug)
    for found in product.photos:
        if found.id == photo_id:
            return found
    raise NotFound(N_("Không tìm thấy ảnh này."))


def waiting_count(actor: Actor) -> int:
    """How many products in sight wait for review."""
    query = (
        sa.select(sa.func.count(Product.id))
        .join(Product.cooperative)
        .where(cooperatives_seen(actor), Product.state == "submitted")
    )
    return db.session.scalar(query) or 0


def visible(actor: Actor) -> sa.Select[Any]:
    """A select of `Product` joined to `Cooperative`, scoped, with what every page shows."""
    return (
        sa.select(Product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province),
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
    )
