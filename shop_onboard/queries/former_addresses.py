"""What led from outside to records that are about to go for good, so that it can say so."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.codes import FormerGtin
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recycling import WITH_BIN


def leading_to(table: type[Any], where: sa.ColumnElement[bool]) -> Sequence[sa.Select[Any]]:
    """Queries for the addresses of such cooperatives, products or lots that nobody keeps yet.

    Of lots those of their stickers too; those under a product's number are `of_lots`.
    """
    if table is Cooperative:
        return (_new(sa.literal("shop/") + Cooperative.slug).where(where),)
    if table is Product:
        now = _new(sa.literal("01/") + PackSize.gtin).join(
            Product, Product.id == PackSize.product_id
        )
        once = _new(sa.literal("01/") + FormerGtin.gtin).join(
            Product, Product.id == FormerGtin.product_id
        )
        return now.where(where, PackSize.has_gtin_right), once.where(where)
    if table is Lot:
        stickers = _new(sa.literal("t/") + Label.token).join(Lot, Lot.id == Label.lot_id)
        return _new(sa.literal("t/") + Lot.token).where(where), stickers.where(where)
    return ()


def of_lots(where: sa.ColumnElement[bool]) -> frozenset[str]:
    """The GS1 addresses of such lots that nobody keeps yet, under every number ever borne."""
    borne = numbers()
    query = (
        sa.select(borne.c.gtin, Lot.gs1_code, Lot.token)
        .join(Lot, Lot.product_id == borne.c.product_id)
        .where(where)
        .execution_options(**WITH_BIN)
    )
    found = {f"01/{gtin}/10/{code or token}" for gtin, code, token in db.session.execute(query)}
    if not found:
        return frozenset()
    under_numbers = sa.select(FormerAddress.address).where(FormerAddress.address.startswith("01/"))
    return frozenset(found - set(db.session.scalars(under_numbers)))


def numbers() -> sa.Subquery:
    """(product_id, gtin) of every number that a product bears with right, or bore."""
    return sa.union(
        sa.select(PackSize.product_id, PackSize.gtin).where(PackSize.has_gtin_right),
        sa.select(FormerGtin.product_id, FormerGtin.gtin),
    ).subquery()


def _new(address: sa.ColumnElement[str]) -> sa.Select[Any]:
    kept = sa.select(FormerAddress.address)
    return sa.select(address).distinct().where(address.not_in(kept))
