"""What a printed code stands for, for as long as it sticks; and what a code has to say."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Load, joinedload

from shop_onboard.errors import Gone, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.codes import PublicAddress
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.queries.recycling import GONE
from shop_onboard.values.codes import (
    digital_link,
    label_address,
)
from shop_onboard.values.text import N_

UNKNOWN = N_(
    "Mã này không có trong hệ thống. Hãy xem lại từng chữ trên tem;"
    " nếu vẫn không mở được, hãy hỏi nơi bán trước khi mua."
)


@dataclass(frozen=True)
class Found:
    """What a code names: a product, with it a lot, with it one sticker (its batch loaded)."""

    product: Product
    lot: Lot | None = None
    label: Label | None = None

    @property
    def token(self) -> str:
        """The code that is printed below the picture; "" of a product."""
        if self.label is not None:
            return self.label.token
        return self.lot.token if self.lot is not None else ""


def by_token(token: str) -> Found:
    """What a sticker's or a lot's own token names.

    Raises NotFound for one that this installation never made, Gone for one that was deleted.
    """
    label = db.session.scalar(_labels().where(Label.token == token))
    if label is not None:
        return Found(label.lot.product, label.lot, label)
    lot = db.session.scalar(_lots().where(Lot.token == token))
    if lot is not None:
        return Found(lot.product, lot)
    thrown = _thrown(sa.or_(Lot.token == token, _of_label(token)))
    if is_gone(f"t/{token}") or db.session.scalar(thrown.limit(1)) is not None:
        raise Gone(GONE)
    raise NotFound(UNKNOWN)


def own_gtin(product: Product, batch: LabelBatch | None = None) -> str | None:
    """The number that codes of the product may carry: of the pack its batch of labels is for,
    where there is one, else of the only pack; None when that pack is gone."""
    packs = product.packs
    if batch is not None and batch.pack_label:
        packs = [pack for pack in packs if pack.label == batch.pack_label]
    return packs[0].gtin if len(packs) == 1 and packs[0].has_gtin_right else None


def item_address(base_url: str, lot: Lot, token: str, batch: LabelBatch | None = None) -> str:
    """What the code of one sticker holds; the lot's product and its packs are loaded."""
    gtin = own_gtin(lot.product, batch)
    if gtin is None:
        return label_address(base_url, token)
    return digital_link(base_url, gtin, lot.gs1_lot, token)


def lot_address(base_url: str, lot: Lot, batch: LabelBatch | None = None) -> str:
    """What the code of a whole lot holds; the lot's product and its packs are loaded."""
    gtin = own_gtin(lot.product, batch)
    if gtin is None:
        return label_address(base_url, lot.token)
    return digital_link(base_url, gtin, lot.gs1_lot)


def product_address(base_url: str, product: Product, batch: LabelBatch | None = None) -> str:
    """What the code of a product holds; its packs and its cooperative are loaded."""
    gtin = own_gtin(product, batch)
    if gtin is None:
        return f"{base_url.rstrip('/')}/shop/{product.cooperative.slug}/{product.slug}"
    return digital_link(base_url, gtin)


def address_of(found: Found, base_url: str) -> str:
    """What the code holds that names this."""
    if found.lot is None:
        return product_address(base_url, found.product)
    if found.label is None:
        return lot_address(base_url, found.lot)
    return item_address(base_url, found.lot, found.label.token, found.label.batch)


def former_hosts() -> frozenset[str]:
    """The names that this installation had when it printed labels, its present one too."""
    return frozenset(db.session.scalars(sa.select(PublicAddress.host)))


def bearer(gtin: str) -> PackSize | None:
    """The pack that bears this number, with its product, from the bin too; with right first."""
    query = (
        sa.select(PackSize)
        .where(PackSize.gtin == gtin)
        .options(joinedload(PackSize.product))
        .order_by(PackSize.has_gtin_right.desc(), PackSize.id)
        .limit(1)
    )
    return db.session.scalar(query.execution_options(**WITH_BIN))


def is_gone(address: str) -> bool:
    """Whether this address led to something that is gone for good."""
    held = sa.select(FormerAddress.id).where(FormerAddress.address == address)
    return db.session.scalar(held.limit(1)) is not None


def _thrown(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """A lot in the bin, or of a product or a cooperative there."""
    query = (
        sa.select(Lot.id)
        .join(Product, Product.id == Lot.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(where)
    )
    return query.execution_options(**WITH_BIN)


def _of_label(token: str) -> sa.ColumnElement[bool]:
    return Lot.id.in_(sa.select(Label.lot_id).where(Label.token == token))


def _labels() -> sa.Select[Any]:
    lot = joinedload(Label.lot, innerjoin=True)
    # A lot in the bin has no live product to show: its address says so.
    return (
        sa.select(Label)
        .join(Label.lot)
        .where(Lot.deleted_at.is_(None))
        .options(joinedload(Label.batch), lot, *with_product(lot))
    )


def _lots() -> sa.Select[Any]:
    return sa.select(Lot).options(*with_product(Load(Lot)))


def with_product(lot: Any) -> list[Any]:
    """Loads of a lot all that the page behind its code shows."""
    product = lot.joinedload(Lot.product)
    return [product, *of_product(product)]


def of_product(product: Any) -> list[Any]:
    """Loads of a product all that the page behind its code shows."""
    return [
        product.joinedload(Product.cooperative)
        .joinedload(Cooperative.commune)
        .joinedload(Commune.province),
        product.selectinload(Product.packs),
        product.selectinload(Product.photos),
        product.selectinload(Product.certificates),
    ]
