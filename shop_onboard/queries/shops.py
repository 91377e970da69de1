"""What anybody may see: approved cooperatives and their approved products, nothing personal."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.queries import photos
from shop_onboard.values.text import N_


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


def photo(cooperative_slug: str, slug: str, photo_id: int) -> ProductPhoto:
    """A picture of an approved product; NotFound otherwise."""
    for held in photos.public(product(cooperative_slug, slug)):
        if held.id == photo_id:
            return held
    raise NotFound(N_("Không tìm thấy ảnh này."))


def _public() -> sa.Select[Any]:
    return (
        sa.select(Product)
        .join(Product.cooperative)
        .where(Product.state == "approved", Cooperative.state == "approved")
        .options(
            contains_eager(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province),
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
    )
