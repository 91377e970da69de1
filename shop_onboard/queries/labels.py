"""Labels: the batches made."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import lots
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


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
