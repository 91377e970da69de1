"""What a union has on record, as the rows of the workbook that would bring it in again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from shop_onboard.documents.workbook import typed_row
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.campaigns import target_mass_g
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.workbook import Cell, get_sheet


@dataclass(frozen=True)
class Reach:
    """Whose records: the cooperatives in the actor's sight that bear a code of this union.

    Others have no code by which this union's file could find them again. Sample and real records
    never share a file: it holds the kind that the union is.
    """

    actor: Actor
    union: Union

    @property
    def cooperatives(self) -> sa.ColumnElement[bool]:
        return sa.and_(
            cooperatives_seen(self.actor),
            Cooperative.code_union_id == self.union.id,
            Cooperative.is_sample.is_(self.union.is_sample),
        )

    @property
    def campaigns(self) -> sa.ColumnElement[bool]:
        ids = frozenset().union(*(grant.union_ids for grant in self.actor.grants))
        if not self.actor.may(Action.CAMPAIGN_EDIT):
            return sa.false()
        return sa.and_(Campaign.union_id.in_(ids), Campaign.is_sample.is_(self.union.is_sample))


def rows(reach: Reach) -> dict[str, Sequence[Sequence[Cell]]]:
    """Sheet key → its rows, as `documents.workbook.build` takes them."""
    read = {
        "cooperatives": _cooperatives,
        "products": _products,
        "lots": _lots,
        "storefronts": _storefronts,
        "sales": _sales,
        "campaigns": _campaigns,
        "figures": _figures,
    }
    return {key: [typed_row(key, values) for values in find(reach)] for key, find in read.items()}


def _values(sheet_key: str, row: Any, **more: Any) -> dict[str, Any]:
    """The columns of a sheet that the row has under the same name, and others."""
    keys = (column.key for column in get_sheet(sheet_key).columns)
    return {key: getattr(row, key) for key in keys if hasattr(row, key)} | more


def _cooperatives(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(Cooperative)
        .where(reach.cooperatives)
        .options(joinedload(Cooperative.commune).joinedload(Commune.province))
        .order_by(Cooperative.code)
    )
    for row in db.session.scalars(query):
        place = {"province": row.commune.province.name, "commune": row.commune.name}
        yield _values("cooperatives", row) | place


def _products(reach: Reach) -> Iterable[Mapping[str, Any]]:
    """One row a pack size."""
    query = (
        sa.select(Product, Cooperative.code)
        .join(Product.cooperative)
        .where(reach.cooperatives)
        .options(
            selectinload(Product.packs),
            selectinload(Product.photos),
            selectinload(Product.certificates),
        )
        .order_by(Cooperative.code, Product.code)
    )
    for product, cooperative_code in db.session.execute(query):
        paper = next((row for row in product.certificates if row.kind == "ocop"), None)
        known = _values("products", product) | {
            "cooperative_code": cooperative_code,
            "ocop_stars": paper.stars if paper else None,
            "ocop_decision": paper.number if paper else None,
            "ocop_issued_on": paper.issued_on if paper else None,
            "photos": tuple(photo.file_name for photo in product.photos),
        }
        if not product.packs:
            yield known
        for pack in product.packs:
            yield known | {
                "pack_label": pack.label,
                "net_mass_g": pack.net_mass_g,
                "gross_mass_g": pack.gross_mass_g,
                "price_vnd": pack.price_vnd,
                "stock": pack.stock,
                "gtin": pack.gtin,
            }


def _lots(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(Lot, Product.code)
        .join(Lot.product)
        .join(Product.cooperative)
        .where(reach.cooperatives)
        .order_by(Lot.harvested_on, Lot.id)
    )
    for lot, product_code in db.session.execute(query):
        yield _values("lots", lot, product_code=product_code)


def _storefronts(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(Storefront, Cooperative.code)
        .join(Storefront.cooperative)
        .where(reach.cooperatives)
        .order_by(Cooperative.code, Storefront.channel_key, Storefront.id)
    )
    for storefront, code in db.session.execute(query):
        yield _values("storefronts", storefront, cooperative_code=code)


def _sales(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(
            Sale,
            Cooperative.code,
            Product.code,
            Lot.code,
            Campaign.code,
        )
        .join(Sale.cooperative)
        .outerjoin(Product, Product.id == Sale.product_id)
        .outerjoin(Lot, Lot.id == Sale.lot_id)
        .outerjoin(Campaign, Campaign.id == Sale.campaign_id)
        .where(reach.cooperatives)
        .order_by(Sale.sold_on, Sale.id)
    )
    for sale, *codes in db.session.execute(query):
        names = ("cooperative_code", "product_code", "lot_code", "campaign_code")
        yield _values("sales", sale) | dict(zip(names, codes, strict=True))


def _campaigns(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(Campaign, Union.code)
        .join(Union, Union.id == Campaign.union_id)
        .where(reach.campaigns)
        .options(selectinload(Campaign.targets))
        .order_by(Campaign.starts_on, Campaign.code)
    )
    for campaign, union_code in db.session.execute(query):
        more = {"union_code": union_code, "target_mass_g": target_mass_g(campaign)}
        yield _values("campaigns", campaign) | more


def _figures(reach: Reach) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(PublishedFigure, Campaign.code)
        .join(Campaign, Campaign.id == PublishedFigure.campaign_id)
        .where(reach.campaigns)
        .order_by(PublishedFigure.id)
    )
    for figure, campaign_code in db.session.execute(query):
        yield _values("figures", figure, campaign_code=campaign_code)
