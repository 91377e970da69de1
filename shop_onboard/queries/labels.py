"""Labels: the sheet to print, the batches made, and the page a scan opens."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Load, contains_eager, joinedload

from shop_onboard.documents.labels import Label as PrintedLabel
from shop_onboard.documents.labels import LabelSheet
from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import gi_rights, lots
from shop_onboard.queries.consents import producer_name
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.codes import check_label_token, format_label_token, label_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.mass import format_mass
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Scan:
    """What a shopper may see of a label: nothing personal, nothing of the union's."""

    token: str
    serial: int | None
    lot: Lot
    product: Product
    cooperative: Cooperative
    is_trial: bool
    is_expired: bool

    @property
    def is_reviewed(self) -> bool:
        """Whether the union has seen the product's words as they are now."""
        return self.product.state == "approved" and self.cooperative.state == "approved"


def page(actor: Actor, *, search: str = "", number: int = 1) -> Page[LabelBatch]:
    """The batches in sight, the newest first, with lot, product and cooperative."""
    query = _visible(actor).order_by(LabelBatch.id.desc())
    if search:
        query = query.where(lots.told_by(search))
    return page_of(query, number)


def one(actor: Actor, batch_id: int) -> LabelBatch:
    """The batch with lot, product and cooperative; NotFound when not for the actor's eyes."""
    found: LabelBatch | None = db.session.scalar(_visible(actor).where(LabelBatch.id == batch_id))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần in tem này."))
    return found


def of_lot(lot_id: int) -> list[LabelBatch]:
    """The batches of one lot, the newest first."""
    query = sa.select(LabelBatch).where(LabelBatch.lot_id == lot_id).order_by(LabelBatch.id.desc())
    return list(db.session.scalars(query))


def sheet(batch_id: int, public_url: str, lang: str) -> LabelSheet:
    """Everything that is printed of a batch; addresses are on `public_url`."""
    batch = db.session.scalars(
        sa.select(LabelBatch)
        .where(LabelBatch.id == batch_id)
        .options(
            *_with_product(joinedload(LabelBatch.lot)),
        )
    ).one()
    lot, product = batch.lot, batch.lot.product
    rows = db.session.execute(
        sa.select(Label.token).where(Label.batch_id == batch.id).order_by(Label.serial)
    )
    labels = tuple(
        PrintedLabel(label_address(public_url, token), format_label_token(token))
        for (token,) in rows
    )
    return LabelSheet(
        stock=get_label_stock(batch.stock_key),
        lang=lang,
        # The name the product had a right to when the stickers were asked for.
        product_name=gi_rights.public_name(product, local_date(batch.created_at)),
        producer_name=str(producer_name(product.cooperative)),
        lot_code=lot.code,
        net_mass=format_mass(product.packs[0].net_mass_g, lang) if len(product.packs) == 1 else "",
        harvested_on=lot.harvested_on,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        is_sample=batch.is_sample,
        # A sheet whose codes no shopper's phone can open is a trial, whenever it is made.
        is_trial=batch.is_trial or not is_public_address(public_url),
        labels=labels,
        start=batch.first_cell,
    )


def scan(token: str, today: date) -> Scan:
    """What a scanned token shows: a sticker's, or the lot's own.

    NotFound for one that this installation never made.
    """
    known = check_label_token(token)
    if known is not None:
        label = db.session.scalar(_label_query().where(Label.token == known))
        if label is not None:
            return _scan(known, label.serial, label.lot, label.batch.is_trial, today)
        lot = db.session.scalar(_lot_query().where(Lot.token == known))
        if lot is not None:
            return _scan(known, None, lot, False, today)
    raise NotFound(
        N_(
            "Mã này không có trong hệ thống. Hãy xem lại từng chữ trên tem;"
            " nếu vẫn không mở được, hãy hỏi nơi bán trước khi mua."
        )
    )


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(LabelBatch)
        .join(LabelBatch.lot)
        .join(Lot.product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(LabelBatch.lot)
            .contains_eager(Lot.product)
            .contains_eager(Product.cooperative)
        )
    )


def _scan(token: str, serial: int | None, lot: Lot, is_trial: bool, today: date) -> Scan:
    is_expired = lot.expires_on is not None and lot.expires_on < today
    return Scan(token, serial, lot, lot.product, lot.product.cooperative, is_trial, is_expired)


def _label_query() -> sa.Select[Any]:
    return sa.select(Label).options(joinedload(Label.batch), *_with_product(joinedload(Label.lot)))


def _lot_query() -> sa.Select[Any]:
    return sa.select(Lot).options(*_with_product(Load(Lot)))


def _with_product(lot: Any) -> list[Any]:
    product = lot.joinedload(Lot.product)
    return [
        product.joinedload(Product.cooperative)
        .joinedload(Cooperative.commune)
        .joinedload(Commune.province),
        product.selectinload(Product.packs),
        product.selectinload(Product.photos),
        product.selectinload(Product.certificates),
    ]
