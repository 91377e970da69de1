"""What is printed of labels: the words of a sticker, and the address behind each code."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.documents.labels import Label as PrintedLabel
from shop_onboard.documents.labels import LabelSheet
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.label_runs import LabelPart
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.queries import claims, codes, gi_rights, label_stocks
from shop_onboard.queries.consents import producer_name
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.codes import format_label_token
from shop_onboard.values.consents import HOUSEHOLD_KINDS
from shop_onboard.values.dates import local_date
from shop_onboard.values.mass import format_mass
from shop_onboard.values.serials import kept_serials

_ORIGINS = {"vi": "Việt Nam", "en": "Việt Nam / Viet Nam"}


def sheet(batch_id: int, public_url: str, lang: str) -> LabelSheet:
    """All labels of a batch on the paper they were asked for; addresses are on `public_url`."""
    batch = _batch(batch_id)
    printed = _labels(batch, public_url)
    stock = label_stocks.printed_on(frozenset({batch.stock_key}))[batch.stock_key]
    words = _words(batch, public_url, lang)
    return LabelSheet(**words, stock=stock, lang=lang, labels=printed, start=batch.first_cell)


def part_sheet(part: LabelPart, public_url: str, setting: label_stocks.Setting) -> LabelSheet:
    """The labels of a part, whose run is loaded, as they lie on its pages."""
    run = part.run
    batch = _batch(run.batch_id)
    return LabelSheet(
        **_words(batch, public_url, run.lang),
        stock=label_stocks.printed_on(frozenset({run.stock_key}))[run.stock_key],
        lang=run.lang,
        labels=_labels(batch, public_url, kept_serials(part.serials)),
        start=part.first_cell,
        first_page=part.first_sheet,
        page_count=run.sheet_count,
        shift_x_um=setting.shift_x_um,
        shift_y_um=setting.shift_y_um,
    )


def _batch(batch_id: int) -> LabelBatch:
    product = joinedload(LabelBatch.lot).joinedload(Lot.product)
    commune = product.joinedload(Product.cooperative).joinedload(Cooperative.commune)
    return db.session.scalars(
        sa.select(LabelBatch)
        .where(LabelBatch.id == batch_id)
        .options(
            commune.joinedload(Commune.province),
            product.selectinload(Product.packs),
            product.selectinload(Product.certificates),
        )
    ).one()


def _labels(
    batch: LabelBatch, public_url: str, serials: tuple[int, ...] = ()
) -> tuple[PrintedLabel, ...]:
    """The labels with these numbers, in order; () means all."""
    if batch.content != "item":
        return (_common(batch, public_url),) * (len(serials) or batch.label_count)
    query = sa.select(Label.token, Label.serial).where(Label.batch_id == batch.id)
    if serials:
        query = query.where(Label.serial.between(serials[0], serials[-1]))
    wanted = frozenset(serials)
    return tuple(
        PrintedLabel(
            codes.item_address(public_url, batch.lot, token, batch),
            format_label_token(token),
            serial,
        )
        for token, serial in db.session.execute(query.order_by(Label.serial))
        if not wanted or serial in wanted
    )


def _common(batch: LabelBatch, public_url: str) -> PrintedLabel:
    """What every sticker of a lot, or of a product, says."""
    lot, product = batch.lot, batch.lot.product
    if batch.content == "lot":
        address = codes.lot_address(public_url, lot, batch)
        return PrintedLabel(address, format_label_token(lot.token))
    address = codes.product_address(public_url, product, batch)
    return PrintedLabel(address, codes.own_gtin(product, batch) or product.slug)


def _words(batch: LabelBatch, public_url: str, lang: str) -> dict[str, Any]:
    lot, product, asked_on = batch.lot, batch.lot.product, local_date(batch.created_at)
    return {
        # The name the product had a right to when the stickers were asked for.
        "product_name": gi_rights.public_name(product, asked_on),
        "name_en": product.name_en,
        "producer_name": str(producer_name(product.cooperative)),
        "address": _address(product.cooperative),
        "origin": _ORIGINS.get(lang, _ORIGINS["vi"]),
        "ocop": _ocop(product, asked_on),
        "lot_code": lot.code,
        "net_mass": _net_mass(batch),
        "harvested_on": lot.harvested_on,
        "packed_on": lot.packed_on,
        "expires_on": lot.expires_on,
        "is_sample": batch.is_sample,
        # A sheet whose codes no shopper's phone can open is a trial, whenever it is made.
        "is_trial": batch.is_trial or not is_public_address(public_url),
    }


def _net_mass(batch: LabelBatch) -> str:
    """What the batch's pack held when it was asked for; a batch from before packs were asked for
    says what the only one holds."""
    if batch.net_mass_g is not None:
        return format_mass(batch.net_mass_g)
    packs = batch.lot.product.packs
    return format_mass(packs[0].net_mass_g) if len(packs) == 1 else ""


def _address(cooperative: Cooperative) -> str:
    """Where the responsible party is found; of a household no more than its commune, unless it
    agreed to be named."""
    commune = cooperative.commune
    place = f"{commune.name}, {commune.province.name}"
    is_named = producer_name(cooperative) == cooperative.name
    if cooperative.kind in HOUSEHOLD_KINDS and not is_named:
        return place
    return f"{cooperative.address}, {place}" if cooperative.address else place


def _ocop(product: Product, today: date) -> str:
    paper = claims.valid_ocop(product, today)
    return f"OCOP {paper.stars} sao" if paper is not None else ""
