"""A lot's way from harvest to sale, as the files that leave with it take it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.exports.epcis import (
    TracedError,
    TracedLot,
    TracedMaking,
    TracedPart,
    TracedStep,
)
from shop_onboard.exports.lot_events import EventRow
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lot_events import LotEvent, LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.queries import codes, gi_rights, lot_events, lot_tree
from shop_onboard.queries.consents import producer_name
from shop_onboard.queries.lot_events import LotStep
from shop_onboard.values.codes import label_address
from shop_onboard.values.dates import format_datetime
from shop_onboard.values.lot_events import EVENT_WORDS, MAKINGS


def traced_lot(lot: Lot, public_url: str) -> TracedLot:
    """The lot (loaded as by `queries.lots.visible`) with its steps and what was made of what."""
    past = lot_tree.past([lot.id])
    journey = lot_events.journey(lot, past)
    own = [step for step in journey if step.earlier is None]
    before: dict[int, list[LotStep]] = defaultdict(list)
    for step in journey:
        if step.earlier is not None:
            before[step.earlier.id].append(step)
    made = [lot.id, *(link.lot_id for link in lot_tree.children(lot.id))]
    earlier = sorted(each.earlier_id for each in past)
    inputs = lot_tree.inputs([*made, *earlier])
    lots = _lots({each.parent_id for each in inputs} | {*made, *earlier})
    makings = _makings(inputs, lots, public_url)
    told = tuple(
        _traced(lots[each], before[each], _some(makings, [each]), public_url)
        for each in earlier
        if each in lots
    )
    whole = _traced(lot, own, _some(makings, made), public_url)
    return replace(whole, recalled_at=lot.recalled_at, earlier=told)


def _some(makings: Mapping[int, TracedMaking], made: Sequence[int]) -> dict[int, TracedMaking]:
    return {lot_id: makings[lot_id] for lot_id in made if lot_id in makings}


def _traced(
    lot: Lot, steps: Sequence[LotStep], makings: Mapping[int, TracedMaking], public_url: str
) -> TracedLot:
    """`makings` are by the lot that was made: this one's own, and those it went into."""
    product, cooperative = lot.product, lot.product.cooperative
    return TracedLot(
        code=lot.code,
        product_name=gi_rights.public_name(product, lot.harvested_on),
        cooperative_name=str(producer_name(cooperative)),
        site_url=public_url,
        trace_url=label_address(public_url, lot.token),
        place_url=f"{public_url}/shop/{cooperative.slug}",
        mass_g=lot.quantity_g,
        harvested_on=lot.harvested_on,
        expires_on=lot.expires_on,
        gtin=codes.own_gtin(product),
        gs1_lot=lot.gs1_lot,
        origin=f"{cooperative.commune.name}, {cooperative.commune.province.name}",
        growing_area_code=lot.growing_area_code,
        standard=lot.standard,
        certificate_number=lot.certificate_number,
        steps=tuple(_steps(steps, is_made=lot.id in makings)),
        makings=tuple(makings.values()),
        is_sample=lot.is_sample,
    )


def event_rows(lot: Lot) -> list[EventRow]:
    """Every step of the lot as lines of a table, the corrected ones too, and its makings.

    The steps of the lots that it was made of are lines of those lots.
    """
    made = [
        EventRow(lot.code, str(MAKINGS[link.how]), link.made_on, mass_g=link.mass_g, partner=words)
        for links, start in (
            (lot_tree.parents(lot.id), "từ lô"),
            (lot_tree.children(lot.id), "thành lô"),
        )
        for link in links
        for words in [f"{start} {link.code}"]
    ]
    steps = lot_events.journey(lot, lot_tree.past([lot.id]))
    return [*(row for step in steps for row in _rows(step.earlier or lot, step)), *made]


def _rows(lot: Lot, step: LotStep) -> Iterator[EventRow]:
    yield EventRow(
        lot.code,
        str(EVENT_WORDS[step.kind]),
        step.day,
        format_datetime(step.at) if step.at else "",
        step.place,
        step.mass_g,
        step.partner,
        step.note,
        "đã hủy" if step.is_void else "",
    )
    for event in step.corrected:
        if not event.is_void:
            yield EventRow(
                lot.code,
                str(EVENT_WORDS[event.kind]),
                event.happened_on,
                format_datetime(event.happened_at) if event.happened_at else "",
                lot_events.place_words(event),
                event.mass_g,
                event.partner,
                event.note,
                "đã sửa",
            )


def _steps(steps: Sequence[LotStep], *, is_made: bool) -> Iterator[TracedStep]:
    """What stands, and what was declared wrong with the step that says better."""
    for step in steps:
        if is_made and step.event is None and not step.sale_code:
            # Its making says when, and out of what it came.
            continue
        if step.event is None:
            yield TracedStep(
                step.sale_code,
                step.kind,
                step.day,
                step.mass_g,
                partner=step.partner,
            )
            continue
        yield from _told(step.event, step.corrected)


def _told(latest: LotEvent, corrected: Sequence[LotEvent]) -> Iterator[TracedStep]:
    chain = [latest, *corrected]
    standing = next((event for event in chain if not event.is_void), None)
    for index, event in enumerate(chain):
        if event.is_void:
            continue
        error = None
        if event is not standing or latest.is_void:
            better = "" if latest.is_void else _reference(latest)
            error = TracedError((chain[index - 1] if index else latest).created_at, better)
        yield TracedStep(
            _reference(event),
            event.kind,
            event.happened_on,
            event.mass_g,
            event.happened_at,
            lot_events.place_words(event),
            event.partner,
            error,
        )


def _reference(event: LotEvent) -> str:
    return f"event/{event.id}"


def _makings(
    inputs: Sequence[LotInput], lots: Mapping[int, Lot], public_url: str
) -> dict[int, TracedMaking]:
    """How the lots were made that had these inputs, as far as those are not in the bin."""
    found = {}
    for lot_id in dict.fromkeys(each.child_id for each in inputs):
        parts = [each for each in inputs if each.child_id == lot_id and each.parent_id in lots]
        if parts and lot_id in lots:
            child = lots[lot_id]
            found[lot_id] = TracedMaking(
                parts[0].how,
                parts[0].made_on,
                tuple(_part(lots[each.parent_id], each.mass_g, public_url) for each in parts),
                _part(child, child.quantity_g, public_url),
                child.harvested_on,
                child.expires_on,
            )
    return found


def _lots(ids: set[int]) -> dict[int, Lot]:
    product = joinedload(Lot.product)
    query = (
        sa.select(Lot)
        .where(Lot.id.in_(ids))
        .options(
            product.joinedload(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province),
            product.selectinload(Product.packs),
            product.selectinload(Product.certificates),
        )
    )
    return {lot.id: lot for lot in db.session.scalars(query)}


def _part(lot: Lot, mass_g: int, public_url: str) -> TracedPart:
    name = gi_rights.public_name(lot.product, lot.harvested_on)
    return TracedPart(
        lot.code,
        name,
        label_address(public_url, lot.token),
        mass_g,
        codes.own_gtin(lot.product),
        lot.gs1_lot,
    )
