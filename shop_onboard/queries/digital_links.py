"""What a GS1 Digital Link names, whoever bears its number now or bore it when it was printed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Load

from shop_onboard.errors import DomainError, Gone, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.codes import FormerGtin
from shop_onboard.models.history import FormerAddress
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.queries import codes, former_addresses
from shop_onboard.queries.codes import Found
from shop_onboard.queries.recycling import GONE
from shop_onboard.values.codes import check_label_token
from shop_onboard.values.digital_links import DigitalLink, read_typed
from shop_onboard.values.text import N_


class Several(DomainError):
    """An address that goods of more than one producer carry; who bears the number now is first."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(
            N_(
                "Mã này có trên hàng của nhiều nơi sản xuất, vì số mã vạch từng được ghi nhầm hoặc"
                " đã đổi chủ. Hãy xem tên trên bao bì rồi chọn đúng nơi."
            )
        )
        self.found = tuple(found)


def by_link(link: DigitalLink, of: str = "") -> Found:
    """What a GS1 Digital Link names, by its most exact part: item, lot, product.

    Where several products bore the number one after the other, `of` is the slug of the one that
    somebody chose. Raises NotFound and Gone as `codes.by_token`, Several when nothing says which.
    """
    if link.serial is not None:
        return _item(link)
    products = _bearing(link.gtin)
    products = [row for row in products if row.slug == of] or products
    if link.lot is None:
        return _product(link.gtin, products)
    return _lot(link.gtin, link.lot, products)


def by_typed(text: str) -> Found:
    """What somebody read off goods, or copied out of their browser, however they wrote it.

    Raises as `by_link`.
    """
    typed = read_typed(text)
    if typed.token is not None:
        return codes.by_token(typed.token)
    if typed.link is not None:
        return by_link(typed.link)
    query = sa.select(Product).where(Product.slug == typed.product)
    product = db.session.scalar(query.options(*codes.of_product(Load(Product))))
    if product is None:
        raise NotFound(codes.UNKNOWN)
    return Found(product)


def is_lot_name(product_id: int, name: str) -> bool:
    """Whether GS1 addresses call a lot of the product so, or called one that is gone for good."""
    lots = sa.select(Lot.id).where(Lot.product_id == product_id, Lot.gs1_code == name)
    numbers = former_addresses.numbers()
    addresses = sa.select(sa.literal("01/") + numbers.c.gtin + f"/10/{name}").where(
        numbers.c.product_id == product_id
    )
    gone = sa.select(FormerAddress.id).where(FormerAddress.address.in_(addresses))
    held = sa.select(sa.or_(lots.exists(), gone.exists()))
    return bool(db.session.scalar(held.execution_options(**WITH_BIN)))


def _item(link: DigitalLink) -> Found:
    """The sticker, under a number that its product bears or bore, and in its own lot."""
    token = check_label_token(link.serial or "")
    if token is None:
        raise NotFound(codes.UNKNOWN)
    found = codes.by_token(token)
    numbers = former_addresses.numbers()
    borne = sa.select(numbers.c.gtin).where(
        numbers.c.product_id == found.product.id, numbers.c.gtin == link.gtin
    )
    if (
        found.lot is None
        or found.label is None
        or (link.lot is not None and not _is_called(found.lot, link.lot))
        or db.session.scalar(borne.limit(1)) is None
    ):
        raise NotFound(codes.UNKNOWN)
    return found


def _product(gtin: str, products: Sequence[Product]) -> Found:
    live = [row for row in products if row.deleted_at is None]
    if live:
        return _only(gtin, [Found(row) for row in live])
    if products or codes.is_gone(f"01/{gtin}"):
        raise Gone(GONE)
    raise NotFound(codes.UNKNOWN)


def _lot(gtin: str, name: str, products: Sequence[Product]) -> Found:
    lots = _lots_called(name, [row.id for row in products])
    live = [lot for lot in lots if lot.deleted_at is None]
    if live:
        return _only(gtin, [Found(lot.product, lot) for lot in live])
    addresses = (f"01/{gtin}/10/{name}", f"01/{gtin}")
    is_thrown = bool(lots) or any(row.deleted_at is not None for row in products)
    if is_thrown or any(codes.is_gone(address) for address in addresses):
        raise Gone(GONE)
    raise NotFound(codes.UNKNOWN)


def _only(gtin: str, found: Sequence[Found]) -> Found:
    if len(found) > 1:
        carrying = _carrying(gtin, [each.product.id for each in found])
        found = [each for each in found if each.product.id in carrying] or found[:1]
    if len(found) > 1:
        raise Several(found)
    return found[0]


def _carrying(gtin: str, product_ids: Sequence[int]) -> frozenset[int]:
    """Those of the products whose goods can carry the number: who bears it, or printed labels.

    Whoever only typed it once, and took it back, is in nobody's way. What was printed is never
    thrown away (`queries.recycling.tie`), so that those in the bin need not be asked.
    """
    now = _bears(gtin)
    printed = sa.select(Lot.product_id).join(LabelBatch, LabelBatch.lot_id == Lot.id)
    query = sa.select(Product.id).where(
        Product.id.in_(product_ids), sa.or_(Product.id.in_(now), Product.id.in_(printed))
    )
    return frozenset(db.session.scalars(query))


def _bearing(gtin: str) -> list[Product]:
    """The products that bear the number, first who bears it now; from the bin too."""
    now = _bears(gtin)
    once = sa.select(FormerGtin.product_id).where(FormerGtin.gtin == gtin)
    query = (
        sa.select(Product)
        .where(sa.or_(Product.id.in_(now), Product.id.in_(once)))
        .options(*codes.of_product(Load(Product)))
        .order_by(Product.id.in_(now).desc(), Product.id.desc())
    )
    return list(db.session.scalars(query.execution_options(**WITH_BIN)).unique())


def _bears(gtin: str) -> sa.Select[Any]:
    return sa.select(PackSize.product_id).where(PackSize.gtin == gtin, PackSize.has_gtin_right)


def _lots_called(name: str, product_ids: Sequence[int]) -> list[Lot]:
    """The lots of these products that GS1 addresses call so, in the products' order."""
    query = (
        sa.select(Lot)
        .where(
            Lot.product_id.in_(product_ids),
            sa.or_(Lot.gs1_code == name, Lot.token == check_label_token(name)),
        )
        .options(*codes.with_product(Load(Lot)))
        .execution_options(**WITH_BIN)
    )
    rows = db.session.scalars(query).unique()
    return sorted(rows, key=lambda row: product_ids.index(row.product_id))


def _is_called(lot: Lot, name: str) -> bool:
    return lot.gs1_code == name or lot.token == check_label_token(name)
