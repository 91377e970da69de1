"""A catalogue's contents: approved products of one cooperative or of a whole union."""

from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from babel.support import NullTranslations

from shop_onboard.documents.catalogue import (
    Catalogue,
    CatalogueClaim,
    CatalogueEntry,
    CataloguePack,
    CatalogueSection,
)
from shop_onboard.documents.languages import language_of
from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor, Role
from shop_onboard.queries import claims, gi_rights, photos
from shop_onboard.queries import products as product_queries
from shop_onboard.queries.accounts import subtree
from shop_onboard.queries.consents import producer_name, public_contact
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import format_season, in_season
from shop_onboard.values.mass import format_mass
from shop_onboard.values.phones import format_phone
from shop_onboard.values.text import N_


def of_cooperative(actor: Actor, cooperative: Cooperative) -> list[Product]:
    """The approved products of one cooperative in sight."""
    return _approved(actor, Cooperative.id == cooperative.id)


def of_union(actor: Actor, union: Union) -> list[Product]:
    """The approved products of every approved cooperative of a union's subtree."""
    return _approved(actor, Cooperative.union_id.in_(subtree(union.id)))


def everything(actor: Actor) -> list[Product]:
    """The approved products of every approved cooperative in sight."""
    return _approved(actor, Cooperative.state == "approved")


def unions(actor: Actor) -> list[Union]:
    """The unions whose officer the actor is: each may print its own catalogue."""
    ids = {grant.union_id for grant in actor.grants if grant.role is Role.OFFICER}
    query = sa.select(Union).where(Union.id.in_(ids - {None})).order_by(Union.name_sort)
    return list(db.session.scalars(query))


def on_sale(products: list[Product], today: date) -> list[Product]:
    """Those in season or without a season."""
    return [
        row
        for row in products
        if not (row.season_from and row.season_to)
        or in_season(today, row.season_from, row.season_to)
    ]


def catalogue(
    products: list[Product],
    *,
    title: str,
    issuer: str,
    storage: Storage,
    public_url: str,
    made_on: date,
    lang: str,
    translations: NullTranslations,
) -> Catalogue:
    """The catalogue of these products, which come grouped by cooperative.

    Raises DomainError when there is none, or when sample and real products would share a page.
    """
    _check_printable(products)
    sections = tuple(
        CatalogueSection(
            heading=f"{cooperative.commune.name}, {cooperative.commune.province.name}",
            cooperative=say(producer_name(cooperative), translations),
            story=cooperative.story,
            address=_representative(cooperative, translations),
            phone=_phone(cooperative),
            entries=tuple(
                _entry(product, storage, public_url, made_on, translations) for product in rows
            ),
        )
        for cooperative, rows in groupby(products, key=lambda product: product.cooperative)
    )
    return Catalogue(
        title=title,
        subtitle="",
        issuer=issuer,
        made_on=made_on,
        is_sample=products[0].is_sample,
        is_trial=not is_public_address(public_url),
        lang=lang,
        sections=sections,
    )


def _representative(cooperative: Cooperative, translations: NullTranslations) -> str:
    name = public_contact(cooperative).representative
    return say(N_("Người đại diện: %(name)s", name=name), translations) if name else ""


def _phone(cooperative: Cooperative) -> str | None:
    phone = public_contact(cooperative).phone
    return format_phone(phone) if phone else None


def _check_printable(products: list[Product]) -> None:
    if not products:
        raise DomainError(N_("Chưa có sản phẩm nào đã duyệt để đưa vào ca-ta-lô."))
    if len({product.is_sample for product in products}) > 1:
        raise DomainError(N_("Sản phẩm mẫu và sản phẩm thật không in chung một ca-ta-lô."))


def _entry(
    product: Product,
    storage: Storage,
    public_url: str,
    today: date,
    translations: NullTranslations,
) -> CatalogueEntry:
    photo = next(iter(photos.public(product)), None)
    lang = language_of(translations)
    season = ""
    if product.season_from and product.season_to:
        season = format_season(product.season_from, product.season_to, lang)
    return CatalogueEntry(
        name=gi_rights.public_name(product, today),
        name_en=gi_rights.public_name_en(product, today),
        description=product.description,
        photo=storage.get(photo.storage_key) if photo else None,
        is_drawing=bool(photo and photo.is_drawing),
        packs=tuple(
            CataloguePack(pack.label, format_mass(pack.net_mass_g, lang), pack.price_vnd)
            for pack in product.packs
        ),
        qr_address=f"{public_url}/shop/{product.cooperative.slug}/{product.slug}",
        claims=tuple(
            CatalogueClaim(say(claim.text, translations), say(claim.source, translations))
            for claim in claims.of_product(product, today)
        ),
        season=season,
        storage=product.storage,
    )


def _approved(actor: Actor, clause: Any) -> list[Product]:
    query = (
        product_queries.visible(actor)
        .where(clause, Product.state == "approved", Cooperative.state == "approved")
        .order_by(Cooperative.name_sort, Cooperative.id, Product.name_sort, Product.id)
    )
    return list(db.session.scalars(query).unique())
