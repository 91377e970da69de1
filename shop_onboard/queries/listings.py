"""What is put on marketplaces: one listing a pack size, and the storefronts there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.exports.listing import Listing as ListingData
from shop_onboard.exports.listing import ListingCertificate, ListingPhoto
from shop_onboard.exports.marketplaces import schema_org
from shop_onboard.exports.registry import get_marketplace, refusals
from shop_onboard.extensions import db
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Listing, Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries import catalogues, claims, gi_rights, listing_limits
from shop_onboard.queries import photos as photo_queries
from shop_onboard.queries.channel_photos import Hosted
from shop_onboard.queries.consents import producer_name
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values import ocop
from shop_onboard.values.channels import get_channel, is_open
from shop_onboard.values.text import N_

_OF_PACK = (
    "price_vnd",
    "net_mass_g",
    "gross_mass_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "gtin",
)


@dataclass(frozen=True)
class _Lots:
    """What the lots of a product say: the one on sale, one that is called back, that all ended."""

    on_sale: Lot | None
    recalled: str | None
    have_ended: bool


@dataclass(frozen=True)
class _Pictures:
    images: tuple[ListingPhoto, ...]
    addresses: tuple[str, ...]


# As sheets that are typed into Vietnamese portals call them.
PAPER_NAMES = {
    "ocop": "OCOP",
    "vietgap": "VietGAP",
    "globalgap": "GlobalGAP",
    "organic": "Hữu cơ",
    "food_safety": "An toàn thực phẩm",
}


def storefronts(
    actor: Actor,
    *,
    search: str = "",
    channel: str = "",
    only: sa.ColumnElement[bool] | None = None,
    last: sa.ColumnElement[bool] | None = None,
    number: int = 1,
) -> Page[Storefront]:
    """The storefronts in sight, by cooperative.

    `only` those for which a clause is true; those for which `last` is true stand at the end.
    """
    query: sa.Select[Any] = (
        sa.select(Storefront)
        .join(Storefront.cooperative)
        .where(cooperatives_seen(actor))
        .options(contains_eager(Storefront.cooperative))
        .order_by(*([] if last is None else [last]))
        .order_by(Cooperative.name_sort, Storefront.channel_key, Storefront.id)
    )
    if search:
        query = query.where(
            sa.or_(
                matches(Storefront.name_folded, search),
                matches(Cooperative.name_folded, search),
            )
        )
    if channel:
        query = query.where(Storefront.channel_key == channel)
    if only is not None:
        query = query.where(only)
    return page_of(query, number)


def storefront(actor: Actor, storefront_id: int) -> Storefront:
    """One storefront with its cooperative; NotFound when unknown or not for the actor's eyes."""
    found: Storefront | None = db.session.scalar(
        sa.select(Storefront)
        .join(Storefront.cooperative)
        .where(cooperatives_seen(actor), Storefront.id == storefront_id)
        .options(contains_eager(Storefront.cooperative))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy gian hàng này."))
    return found


def takes_listings(channel_key: str | None, today: date) -> bool:
    """Whether a marketplace of this channel can still be listed on; one without a channel can."""
    return channel_key is None or is_open(get_channel(channel_key), today)


def to_export(
    products: Sequence[Product], channel_key: str | None, today: date
) -> Sequence[Product]:
    """Those for a marketplace's files: what is on sale today.

    Of a channel that has ended, what was sold there, in season or not; a seller who never sold
    there may still want the old format of what is on sale.
    """
    on_sale = catalogues.on_sale(list(products), today)
    if channel_key is None or takes_listings(channel_key, today):
        return on_sale
    query = (
        sa.select(Sale.product_id)
        .distinct()
        .where(Sale.channel_key == channel_key, Sale.product_id.in_([row.id for row in products]))
    )
    sold = set(db.session.scalars(query))
    return [row for row in products if row.id in sold] or on_sale


def listings(
    products: Sequence[Product],
    storage: Storage,
    public_url: str,
    today: date,
    hosted: Hosted | None = None,
) -> list[ListingData]:
    """One listing a pack of each product, with pictures read from storage.

    Pictures have the addresses of `hosted`, else those of the public page.
    """
    photos = {
        photo.storage_key: storage.get(photo.storage_key)
        for product in products
        for photo in photo_queries.public(product)
    }
    return _listings(products, photos, public_url, today, hosted)


def outlines(
    products: Sequence[Product], public_url: str, today: date, hosted: Hosted | None = None
) -> list[ListingData]:
    """As `listings`, for checks and files of text alone: a picture has a name but no bytes."""
    return _listings(products, defaultdict(bytes), public_url, today, hosted)


def json_ld(product: Product, public_url: str, today: date) -> str:
    """What search engines read on a product's page: its sound packs, "" where there is none."""
    marketplace = get_marketplace(schema_org.key)
    faults = refusals(marketplace, listing_limits.set_for(marketplace))
    sound = [pack for pack in outlines([product], public_url, today) if not faults(pack)]
    return schema_org.document(sound) if sound else ""


def _listings(
    products: Sequence[Product],
    photos: Mapping[str, bytes],
    public_url: str,
    today: date,
    hosted: Hosted | None = None,
) -> list[ListingData]:
    lots = _lots([product.id for product in products], today)
    return [
        _listing(pack, lots[product.id], pictures, public_url, today)
        for product in products
        for pictures in [_pictures(product, photos, public_url, hosted)]
        for pack in product.packs
    ]


def made(marketplace_key: str, skus: list[str]) -> dict[str, Listing]:
    """SKU → the listing kept of this marketplace."""
    query = (
        sa.select(PackSize.sku, Listing)
        .join(Listing, Listing.pack_size_id == PackSize.id)
        .where(Listing.marketplace_key == marketplace_key, PackSize.sku.in_(skus))
    )
    return dict(db.session.execute(query).all())


def pack_ids(skus: list[str]) -> dict[str, int]:
    """SKU → pack size row."""
    query = sa.select(PackSize.sku, PackSize.id).where(PackSize.sku.in_(skus))
    return dict(db.session.execute(query).all())


def _listing(
    pack: PackSize,
    lots: _Lots,
    pictures: _Pictures,
    public_url: str,
    today: date,
) -> ListingData:
    product, cooperative = pack.product, pack.product.cooperative
    paper = claims.valid_ocop(product, today)
    producer = str(producer_name(cooperative))
    return ListingData(
        sku=pack.sku,
        product_code=product.code,
        group_code=product.slug,
        name=gi_rights.public_name(product, today),
        name_en=gi_rights.public_name_en(product, today),
        description=product.description,
        cooperative_name=producer,
        brand=producer,
        pack_label=pack.label,
        category=product.ocop_set,
        ocop_set=_ocop_set_name(product),
        ocop_stars=paper.stars if paper else None,
        ocop_decision=paper.number if paper else "",
        certificates=tuple(_papers(product, today)),
        shelf_life_days=product.shelf_life_days,
        storage=product.storage,
        origin=_place(cooperative),
        cooperative_address=_place(cooperative),
        **_of_lots(lots, pack),
        page_url=_page_url(product, public_url),
        image_urls=pictures.addresses,
        images=pictures.images,
        is_sample=product.is_sample,
        is_one_of_several=len(product.packs) > 1,
        **{name: getattr(pack, name) for name in _OF_PACK},
    )


def _of_lots(lots: _Lots, pack: PackSize) -> dict[str, Any]:
    return {
        "lot_code": lots.on_sale.code if lots.on_sale else None,
        "lot_expires_on": lots.on_sale.expires_on if lots.on_sale else None,
        "recalled_lot": lots.recalled,
        "has_ended_lots": lots.have_ended,
        # A stock that nobody corrected when the last lot ran out is none.
        "stock": 0 if lots.have_ended else pack.stock,
    }


def _papers(product: Product, today: date) -> Iterator[ListingCertificate]:
    """The papers with a number that hold today; a protected name is said in the name itself."""
    for paper in product.certificates:
        holds = paper.expires_on is None or today <= paper.expires_on
        if holds and paper.number and paper.kind in PAPER_NAMES:
            name = PAPER_NAMES[paper.kind]
            yield ListingCertificate(paper.kind, name, paper.number, paper.expires_on)


def _place(cooperative: Cooperative) -> str:
    return f"{cooperative.commune.name}, {cooperative.commune.province.name}"


def _page_url(product: Product, public_url: str) -> str:
    return f"{public_url}/shop/{product.cooperative.slug}/{product.slug}"


def _pictures(
    product: Product, photos: Mapping[str, bytes], public_url: str, hosted: Hosted | None
) -> _Pictures:
    shown = photo_queries.public(product)
    page_url = _page_url(product, public_url)
    addresses = [f"{page_url}/photos/{photo.id}" for photo in shown]
    if hosted is not None:
        own = [hosted.address(*each) for each in zip(shown, addresses, strict=True)]
        addresses = [address for address in own if address is not None]
    images = tuple(
        ListingPhoto(
            photo.file_name,
            photos[photo.storage_key],
            photo.media_type,
            photo.width_px,
            photo.height_px,
        )
        for photo in shown
    )
    return _Pictures(images, tuple(addresses))


def _ocop_set_name(product: Product) -> str | None:
    return ocop.find_ocop_set(str(product.ocop_set)).name if product.ocop_set else None


def _lots(product_ids: list[int], today: date) -> dict[int, _Lots]:
    """Product → what its lots say of it today; every product is in it."""
    running = (
        sa.select(Lot)
        .where(
            Lot.product_id.in_(product_ids),
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today),
        )
        .order_by(Lot.harvested_on, Lot.id)
    )
    on_sale: dict[int, Lot] = {}
    recalled: dict[int, str] = {}
    for lot in db.session.scalars(running):
        if lot.recalled_at is None:
            on_sale[lot.product_id] = lot
        else:
            recalled[lot.product_id] = lot.code
    rest = [each for each in product_ids if each not in on_sale and each not in recalled]
    past = sa.select(Lot.product_id).distinct().where(Lot.product_id.in_(rest))
    ended = set(db.session.scalars(past))
    return {
        each: _Lots(on_sale.get(each), recalled.get(each), each in ended) for each in product_ids
    }
