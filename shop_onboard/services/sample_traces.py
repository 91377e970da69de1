"""The ways of the sample's running lots: growers, steps, stickers, a recall, reports, scans."""

import secrets
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.imports import sample_traces as told
from shop_onboard.models.clock import living_on
from shop_onboard.models.label_runs import LabelRun
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.recalls import Recall
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import feedback as feedback_queries
from shop_onboard.queries import label_runs as run_queries
from shop_onboard.queries import lots as queries
from shop_onboard.services import (
    feedback,
    growers,
    label_runs,
    label_stocks,
    labels,
    lot_events,
    lot_making,
    recalls,
    scans,
)
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.scans import Seen

# Who signs in for a cooperative, by its code.
Managers = Mapping[str, Actor]


def name_growers(managers: Managers, rows: Sequence[told.SampleGrower]) -> None:
    """Who supplied which lots; lots that are out of season are passed over."""
    supplied: dict[int, tuple[Lot, list[int]]] = {}
    for row in rows:
        lots = [lot for code in row.lot_codes if (lot := _lot(code)) is not None]
        if not lots:
            continue
        actor, owner = managers[row.cooperative_code], lots[0].product.cooperative
        grower = growers.create(
            actor, owner, growers.GrowerData(row.name, owner.commune_id, row.phone)
        )
        if row.agrees:
            growers.agree(actor, owner, grower)
        for lot in lots:
            supplied.setdefault(lot.id, (lot, []))[1].append(grower.id)
    for lot, ids in supplied.values():
        growers.supply(_manager(managers, lot), lot, ids)


def make_lots(managers: Managers, rows: Sequence[told.SampleMaking]) -> None:
    """Lots packed or split off from others."""
    for row in rows:
        lot = _lot(row.lot_code)
        if lot is not None:
            data = lot_making.MakingData(row.how, row.day, row.quantity_g, row.code)
            lot_making.make(_manager(managers, lot), lot.product, [(lot, row.mass_g)], data)


def record_steps(managers: Managers, rows: Sequence[told.SampleStep]) -> None:
    """What was done with each lot."""
    for row in rows:
        lot = _lot(row.lot_code)
        if lot is None:
            continue
        step = lot_events.EventData(
            kind=row.kind,
            happened_on=row.day,
            commune_id=lot.product.cooperative.commune_id,
            place=row.place,
            done_by=row.done_by,
            mass_g=row.mass_g,
            partner=row.partner,
            note=row.note,
        )
        lot_events.record(_manager(managers, lot), lot, step)


def make_labels(
    managers: Managers, rows: Sequence[told.SampleSheet], *, is_trial: bool
) -> list[LabelRun]:
    """Stickers of lots, those that are on goods marked as printed; their runs, still without files.

    Each begins where the cooperative's sheet of that paper ended.
    """
    found = []
    for row in rows:
        lot = _lot(row.lot_code)
        if lot is None:
            continue
        actor, stock = _manager(managers, lot), get_label_stock(row.stock_key)
        cell = run_queries.next_cell(lot.product.cooperative_id, stock.key)
        with living_on(row.day):
            batch = labels.make(
                actor,
                lot,
                row.count,
                stock,
                first_cell=cell,
                is_trial=is_trial,
                pack_label=row.pack_label,
            )
            paper = label_runs.Paper(stock, cell, "vi")
            run = label_runs.begin(actor, batch, labels.serials_of(batch), paper)
            if row.state != "waiting":
                label_stocks.note_tested(actor, stock.key)
                for part in run.parts:
                    label_runs.mark(actor, part, row.state)
        found.append(run)
    return found


def tell_of_recalls(actor: Actor, rows: Sequence[told.SampleTold]) -> None:
    """Who was told of the recalls that run; none before it began."""
    for row in rows:
        lot = _lot(row.lot_code)
        recall = db.session.scalar(
            sa.select(Recall).where(
                Recall.lot_id == (lot.id if lot else None), Recall.ended_at.is_(None)
            )
        )
        if lot is not None and recall is not None:
            recall.lot = lot
            recalls.tell(actor, recall, row.told, row.way, recall.begun_at)


def report(people: Mapping[str, Actor], rows: Sequence[told.SampleReport]) -> None:
    """What buyers reported, and the answers of `people` (by phone, E.164)."""
    for row in rows:
        lot = _lot(row.lot_code)
        if lot is None:
            continue
        label = _label(lot, row.serial)
        subject = feedback_queries.Subject(
            label.token,
            cooperative_id=lot.product.cooperative_id,
            product_id=lot.product_id,
            lot_id=lot.id,
            label_id=label.id,
            is_sample=True,
        )
        with living_on(row.day):
            data = feedback.FeedbackData(row.kind, row.words, row.contact)
            sent = feedback.send(subject, data)
        if row.state:
            actor = people[row.answered_by]
            found = feedback_queries.one(actor, sent.reference)
            with living_on(row.answered_on):
                feedback.answer(actor, found, row.answer, row.state, found.version)


def count_scans(rows: Sequence[told.SampleScans]) -> int:
    """Scans of lots' codes and of stickers, counted by the door of real ones; how many."""
    lines: list[str] = []
    for row in rows:
        lot = _lot(row.lot_code)
        if lot is not None:
            label_id = _label(lot, row.serial).id if row.serial is not None else None
            lines += [Seen(row.day, lot.product_id, lot.id, label_id).line()] * row.count
    return scans.count(f"sample-{secrets.token_hex(8)}", lines)


def _lot(code: str) -> Lot | None:
    return next((lot for lot in queries.called(SYSTEM, code) if lot.is_sample), None)


def _label(lot: Lot, serial: int) -> Label:
    return db.session.scalars(
        sa.select(Label).where(Label.lot_id == lot.id, Label.serial == serial)
    ).one()


def _manager(managers: Managers, lot: Lot) -> Actor:
    return managers[lot.product.cooperative.code]
