"""Recalls: what one would touch, which run, and what was done about them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.feedback import Feedback
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.recalls import Recall, RecalledLot
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries import lot_events, lot_tree
from shop_onboard.queries.lot_events import LotStep
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.lot_events import FORWARD
from shop_onboard.values.text import N_, fold, sort_key

# What is written behind a name says whom one spoke to there.
_MORE = re.compile(r"[,;:(–-]")


@dataclass(frozen=True)
class Receiver:
    """Where goods went, and how much altogether."""

    name: str
    mass_g: int

    def is_in(self, names: Sequence[str]) -> bool:
        """Whether one of these, typed by hand, names the receiver: «Cửa hàng Xanh, chị Hoa»."""
        typed = {each for name in names for each in (name, _MORE.split(name)[0])}
        return fold(self.name) in {fold(each.strip()) for each in typed}


@dataclass(frozen=True)
class Reach:
    """What a recall of a lot touches: lots made of it, stickers printed, sales, partners.

    `trial_count` of the stickers are trial ones: they say it too, but are on no goods.
    `receivers` got goods of any of the lots by name, `channels` are those that goods were sold by.
    """

    derived: Sequence[Lot]
    label_count: int
    trial_count: int
    sale_count: int
    receivers: Sequence[Receiver]
    channels: Sequence[Receiver]
    report_count: int


def reach(lot: Lot, lang: str = "vi") -> Reach:
    """What recalling this lot would touch, counted through every lot made of it.

    Channels are named for readers of `lang`.
    """
    lots = db.session.scalars(_touched([lot.id, *lot_tree.descendants(lot.id)])).all()
    ids = [each.id for each in lots]
    labels = (
        sa.select(sa.func.count(Label.id), sa.func.count(Label.id).filter(LabelBatch.is_trial))
        .join(LabelBatch, LabelBatch.id == Label.batch_id)
        .where(Label.lot_id.in_(ids))
    )
    sold = sa.select(sa.func.count(Sale.id)).where(Sale.lot_id.in_(ids))
    reports = sa.select(sa.func.count(Feedback.id)).where(Feedback.lot_id.in_(ids))
    steps = lot_events.gone_out(lots, lang)
    return Reach(
        [each for each in lots if each.id != lot.id],
        *db.session.execute(labels).one(),
        db.session.scalar(sold) or 0,
        _receivers(steps, FORWARD),
        _receivers(steps, "selling"),
        db.session.scalar(reports) or 0,
    )


def _receivers(steps: Sequence[LotStep], kind: str) -> list[Receiver]:
    masses = lot_events.by_partner(steps, kind)
    return [Receiver(name, masses[name]) for name in sorted(masses, key=sort_key)]


def touched(lot_id: int) -> list[Lot]:
    """The lot itself and every lot that holds anything of it, with their products.

    Lots in the bin too: fetched back, they are as bad as what they were made of.
    """
    query = _touched([lot_id, *lot_tree.all_descendants(lot_id)])
    return list(db.session.scalars(query.execution_options(**WITH_BIN)))


def running(lot_id: int) -> Recall | None:
    """The recall of this very lot that has not ended."""
    query = sa.select(Recall).where(Recall.lot_id == lot_id, Recall.ended_at.is_(None))
    return db.session.scalar(query)


def touching(lot_id: int) -> Recall | None:
    """The earliest recall that has not ended and touches the lot: its own, or a parent's."""
    query = (
        sa.select(Recall)
        .join(RecalledLot, RecalledLot.recall_id == Recall.id)
        .where(RecalledLot.lot_id == lot_id, Recall.ended_at.is_(None))
        .order_by(Recall.id)
        .limit(1)
    )
    return db.session.scalar(query)


def lots_of(recall_id: int) -> Sequence[Lot]:
    """The lots that a recall touches, live ones alone, with their products."""
    return db.session.scalars(_of(recall_id)).all()


def all_lots_of(recall_id: int) -> Sequence[Lot]:
    """As `lots_of`, with the lots in the bin."""
    return db.session.scalars(_of(recall_id).execution_options(**WITH_BIN)).all()


def of_lot(lot_id: int) -> Sequence[Recall]:
    """Every recall that touches the lot, ended or not, the latest first."""
    query = (
        _recalls()
        .join(RecalledLot, RecalledLot.recall_id == Recall.id)
        .where(RecalledLot.lot_id == lot_id)
        .order_by(Recall.id.desc())
    )
    return db.session.scalars(query).unique().all()


def one(actor: Actor, recall_id: int) -> Recall:
    """The recall with its lot and who was told; NotFound when not for the actor's eyes."""
    query = _recalls().where(Recall.id == recall_id, cooperatives_seen(actor))
    found: Recall | None = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound(N_("Không tìm thấy lệnh thu hồi này."))
    return found


def _touched(lot_ids: Any) -> sa.Select[Any]:
    return (
        sa.select(Lot)
        .join(Lot.product)
        .where(Lot.id.in_(lot_ids))
        .options(contains_eager(Lot.product))
        .order_by(Lot.id)
    )


def _of(recall_id: int) -> sa.Select[Any]:
    return _touched(sa.select(RecalledLot.lot_id).where(RecalledLot.recall_id == recall_id))


def _recalls() -> sa.Select[Any]:
    return (
        sa.select(Recall)
        .join(Recall.lot)
        .join(Lot.product)
        .join(Product.cooperative)
        .options(
            contains_eager(Recall.lot)
            .contains_eager(Lot.product)
            .contains_eager(Product.cooperative),
            selectinload(Recall.notices),
        )
    )
