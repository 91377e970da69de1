"""What anybody may see: approved cooperatives and their approved products, nothing personal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.queries import photos
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.values.channels import get_channel, is_open
from shop_onboard.values.consents import HOUSEHOLD_KINDS
from shop_onboard.values.text import N_

SHOPS_A_PAGE = 8
GOODS_A_SHOP = 4


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words (marks or not), a commune's code, a set's number."""

    search: str = ""
    commune: str = ""
    ocop_set: int | None = None


@dataclass(frozen=True)
class Shop:
    """A cooperative with the first of its products that are wanted, and how many there are."""

    cooperative: Cooperative
    products: Sequence[Product]
    product_count: int


@dataclass(frozen=True)
class Directory:
    """One page of shops, real ones first; how many real and sample ones there are in all."""

    page: Page[Cooperative]
    shops: Sequence[Shop]
    real_count: int
    sample_count: int


def directory(wanted: Wanted, number: int = 1) -> Directory:
    """The shops that are wanted: by their own name or place, else by what they sell.

    A cooperative found by name or place shows all its products, else only those that were found.
    """
    query = (
        sa.select(Cooperative)
        .join(Cooperative.commune)
        .where(Cooperative.state == "approved", *_wanted_shops(wanted))
        .options(joinedload(Cooperative.commune).joinedload(Commune.province))
        .order_by(Cooperative.is_sample, Cooperative.name_sort, Cooperative.id)
    )
    found = page_of(query, number, SHOPS_A_PAGE)
    counts = _counts(query)
    goods = _goods(wanted, [row.id for row in found.items])
    shops = [
        Shop(row, goods.get(row.id, [])[:GOODS_A_SHOP], len(goods.get(row.id, [])))
        for row in found.items
    ]
    return Directory(found, shops, counts.get(False, 0), counts.get(True, 0))


def communes() -> list[tuple[str, str]]:
    """(code, name) of the communes that have a public cooperative, by name."""
    query = (
        sa.select(Commune.code, Commune.name, Commune.name_sort)
        .join(Cooperative, Cooperative.commune_id == Commune.id)
        .where(Cooperative.state == "approved")
        .distinct()
        .order_by(Commune.name_sort)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def ocop_sets() -> list[int]:
    """The numbers of the OCOP sets that public products belong to."""
    query = (
        sa.select(Product.ocop_set)
        .join(Product.cooperative)
        .where(_is_public(), Product.ocop_set.is_not(None))
        .distinct()
        .order_by(Product.ocop_set)
    )
    return [number for number in db.session.scalars(query) if number is not None]


def cooperative(slug: str) -> Cooperative:
    """An approved cooperative with its place; NotFound otherwise."""
    found = db.session.scalar(
        sa.select(Cooperative)
        .where(Cooperative.slug == slug, Cooperative.state == "approved")
        .options(joinedload(Cooperative.commune).joinedload(Commune.province))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy gian hàng này."))
    return found


def products(cooperative_id: int) -> list[Product]:
    """The approved products of a cooperative, by name."""
    query = _public().where(Product.cooperative_id == cooperative_id).order_by(Product.name_sort)
    return list(db.session.scalars(query).unique())


def product(cooperative_slug: str, slug: str) -> Product:
    """An approved product of an approved cooperative; NotFound otherwise."""
    found: Product | None = db.session.scalar(
        _public().where(Product.slug == slug, Cooperative.slug == cooperative_slug)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy sản phẩm này."))
    return found


def storefronts(cooperative_id: int, today: date) -> list[Storefront]:
    """The cooperative's shops elsewhere that anybody can open today, by name."""
    query = (
        sa.select(Storefront)
        .where(
            Storefront.cooperative_id == cooperative_id,
            Storefront.url != "",
            sa.or_(Storefront.opened_on.is_(None), Storefront.opened_on <= today),
            sa.or_(Storefront.closed_on.is_(None), Storefront.closed_on > today),
        )
        .order_by(Storefront.name_sort, Storefront.id)
    )
    found = db.session.scalars(query)
    return [row for row in found if is_open(get_channel(row.channel_key), today)]


def only_drawings(products: Iterable[Product]) -> bool:
    """Whether every first picture is drawn, so that one sentence says it for all of them."""
    shown = [photos.public(product) for product in products]
    first = [pictures[0] for pictures in shown if pictures]
    return bool(first) and all(picture.is_drawing for picture in first)


def photo(cooperative_slug: str, slug: str, photo_id: int) -> ProductPhoto:
    """A picture of an approved product; NotFound otherwise."""
    for held in photos.public(product(cooperative_slug, slug)):
        if held.id == photo_id:
            return held
    raise NotFound(N_("Không tìm thấy ảnh này."))


def _wanted_shops(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.commune:
        clauses.append(Commune.code == wanted.commune)
    public = sa.select(Product.id).where(
        Product.cooperative_id == Cooperative.id, Product.state == "approved"
    )
    if wanted.ocop_set is not None:
        public = public.where(Product.ocop_set == wanted.ocop_set)
        clauses.append(public.exists())
    if wanted.search:
        sells = public.where(matches(Product.name_folded, wanted.search)).exists()
        clauses.append(sa.or_(_by_name(wanted), sells))
    return clauses


def _by_name(wanted: Wanted) -> sa.ColumnElement[bool]:
    # A household that did not agree to be named is not found by its name either.
    is_named = sa.or_(
        Cooperative.kind.not_in(HOUSEHOLD_KINDS), Cooperative.shown_name == Cooperative.name
    )
    return sa.or_(
        sa.and_(is_named, matches(Cooperative.name_folded, wanted.search)),
        matches(Commune.name_folded, wanted.search),
    )


def _counts(query: sa.Select[Any]) -> dict[bool, int]:
    found = query.options(lazyload("*")).order_by(None).subquery()
    rows = db.session.execute(
        sa.select(found.c.is_sample, sa.func.count()).group_by(found.c.is_sample)
    )
    return {bool(row[0]): row[1] for row in rows}


def _goods(wanted: Wanted, cooperative_ids: Sequence[int]) -> dict[int, list[Product]]:
    query = (
        sa.select(Product)
        .join(Product.cooperative)
        .join(Cooperative.commune)
        .where(_is_public(), Product.cooperative_id.in_(cooperative_ids))
        .options(
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
        .order_by(Product.name_sort, Product.id)
    )
    if wanted.ocop_set is not None:
        query = query.where(Product.ocop_set == wanted.ocop_set)
    if wanted.search:
        query = query.where(sa.or_(_by_name(wanted), matches(Product.name_folded, wanted.search)))
    goods: dict[int, list[Product]] = {}
    for row in db.session.scalars(query).unique():
        goods.setdefault(row.cooperative_id, []).append(row)
    return goods


def _is_public() -> sa.ColumnElement[bool]:
    return sa.and_(Product.state == "approved", Cooperative.state == "approved")


def _public() -> sa.Select[Any]:
    return (
        sa.select(Product)
        .join(Product.cooperative)
        .where(_is_public())
        .options(
            contains_eager(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province),
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
    )
