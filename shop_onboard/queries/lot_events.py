"""What happened to a lot, from its dates, its events and its sales, in the order of its days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.lot_events import LotEvent, LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.sales import Sale
from shop_onboard.queries import lot_tree
from shop_onboard.queries.lot_tree import Past
from shop_onboard.values import channels
from shop_onboard.values.lot_events import EVENT_WORDS, FORWARD
from shop_onboard.values.text import N_

_ORDER = {kind: rank for rank, kind in enumerate(EVENT_WORDS)}


@dataclass(frozen=True)
class LotStep:
    """One step of a lot.

    A recorded one has its `event` (commune and recorder loaded) and those that it corrected, the
    latest first; one that follows from the lot's dates has neither; a sale has its `sale_code`.
    `is_void` says that it did not happen. `partner` is whom goods came from or went to; for a sale
    the channel's name.
    """

    kind: str
    day: date
    at: datetime | None = None
    place: str = ""
    mass_g: int | None = None
    partner: str = ""
    note: str = ""
    event: LotEvent | None = None
    corrected: tuple[LotEvent, ...] = ()
    sale_code: str = ""
    is_void: bool = False
    # The earlier lot that it happened to; None for the lot itself.
    earlier: Lot | None = None


def of_lot(lot: Lot, lang: str = "vi") -> list[LotStep]:
    """Every step of the lot, those that were withdrawn too.

    The dates of the lot make steps of their own, unless somebody has recorded that very step.
    """
    recorded = _recorded([lot.id])[lot.id]
    return _sorted([*_dated(lot, recorded), *recorded, *_sales([lot.id], lang)])


def journey(lot: Lot, past: Sequence[Past], lang: str = "vi") -> list[LotStep]:
    """As `of_lot`, with what had happened to the lots it was made of before it was made of them.

    `past` is the lot's own. What went elsewhere from an earlier lot is not told, nor a date that
    the lot only took over from it.
    """
    until = {each.earlier_id: each.until for each in past}
    recorded = _recorded([lot.id, *until])
    found: list[LotStep] = []
    for earlier, is_made in _earlier_lots(until):
        steps = _since_made(earlier, recorded[earlier.id], found, is_made=is_made)
        found += [
            replace(step, earlier=earlier)
            for step in standing(steps)
            if step.day <= until[earlier.id] and step.kind != FORWARD
        ]
    own = _since_made(lot, recorded[lot.id], found, is_made=bool(past))
    return _sorted([*found, *own, *_sales([lot.id], lang)])


def gone_out(lots: Sequence[Lot], lang: str = "vi") -> list[LotStep]:
    """What was handed on or sold of any of these lots, by two statements."""
    ids = [lot.id for lot in lots]
    recorded = [step for steps in _recorded(ids).values() for step in standing(steps)]
    return [*(step for step in recorded if step.kind == FORWARD), *_sales(ids, lang)]


def by_partner(steps: Sequence[LotStep], kind: str) -> dict[str, int]:
    """Whom goods came from or went to by steps of this kind, each with the grams altogether."""
    masses: dict[str, int] = {}
    for step in steps:
        if step.kind == kind and step.partner:
            masses[step.partner] = masses.get(step.partner, 0) + (step.mass_g or 0)
    return masses


def standing(steps: Sequence[LotStep]) -> list[LotStep]:
    """The steps that did happen."""
    return [step for step in steps if not step.is_void]


def _dated(lot: Lot, recorded: Sequence[LotStep]) -> list[LotStep]:
    told = {(step.kind, step.day) for step in recorded if not step.is_void}
    dated = [("harvesting", lot.harvested_on), ("packing", lot.packed_on)]
    return [
        LotStep(kind, day, mass_g=lot.quantity_g)
        for kind, day in dated
        if day is not None and (kind, day) not in told
    ]


def _sorted(steps: Sequence[LotStep]) -> list[LotStep]:
    return sorted(steps, key=lambda step: (step.day, _ORDER[step.kind], step.at is not None))


def _earlier_lots(ids: Collection[int]) -> list[tuple[Lot, bool]]:
    """The lots, the oldest first, and whether each was itself made of others."""
    is_made = sa.exists().where(LotInput.child_id == Lot.id)
    query = sa.select(Lot, is_made).where(Lot.id.in_(ids)).order_by(Lot.id)
    return [(lot, made) for lot, made in db.session.execute(query)]


def _since_made(
    lot: Lot, recorded: Sequence[LotStep], before: Sequence[LotStep], *, is_made: bool
) -> list[LotStep]:
    """The lot's own steps; one made of others tells no harvest and no day that it took over."""
    told = {(step.kind, step.day) for step in before}
    dated = [
        step
        for step in _dated(lot, recorded)
        if not is_made or (step.kind != "harvesting" and (step.kind, step.day) not in told)
    ]
    return [*dated, *recorded]


def one(lot: Lot, event_id: int) -> LotEvent:
    """An event of this lot; NotFound for any other."""
    query = sa.select(LotEvent).where(LotEvent.id == event_id, LotEvent.lot_id == lot.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy công đoạn này."))
    return found


def is_corrected(event_id: int) -> bool:
    """Whether a later event takes the place of this one."""
    query = sa.select(LotEvent.id).where(LotEvent.corrects_id == event_id)
    return db.session.scalar(query) is not None


def packing_days(lot_id: int) -> set[date]:
    """The days on which the recorded steps say that this very lot was packed."""
    steps = standing(_recorded([lot_id])[lot_id])
    return {step.day for step in steps if step.kind == "packing"}


def with_place(lot_ids: Collection[int]) -> set[int]:
    """Those of the lots that have a step whose place is known, or had one before they were made."""
    earlier = lot_tree.past(lot_ids)
    every = {*lot_ids, *(each.earlier_id for each in earlier)}
    later = aliased(LotEvent)
    query = (
        sa.select(LotEvent.lot_id, sa.func.min(LotEvent.happened_on).label("day"))
        .where(
            LotEvent.lot_id.in_(every),
            ~LotEvent.is_void,
            sa.or_(LotEvent.place != "", LotEvent.commune_id.is_not(None)),
            ~sa.exists().where(later.corrects_id == LotEvent.id),
        )
        .group_by(LotEvent.lot_id)
    )
    first = {row.lot_id: row.day for row in db.session.execute(query)}
    taken_over = {
        each.lot_id
        for each in earlier
        if each.earlier_id in first and first[each.earlier_id] <= each.until
    }
    return (set(lot_ids) & set(first)) | taken_over


def place_words(event: LotEvent) -> str:
    """Where it happened, the commune last; its commune is loaded."""
    return ", ".join(part for part in (event.place, event.commune and event.commune.name) if part)


def _recorded(lot_ids: Collection[int]) -> dict[int, list[LotStep]]:
    query = (
        sa.select(LotEvent)
        .where(LotEvent.lot_id.in_(lot_ids))
        .options(joinedload(LotEvent.commune), joinedload(LotEvent.recorded_by))
        .order_by(LotEvent.id)
    )
    rows = {row.id: row for row in db.session.scalars(query)}
    answered = {row.corrects_id for row in rows.values()}
    found: dict[int, list[LotStep]] = {lot_id: [] for lot_id in lot_ids}
    for row in rows.values():
        if row.id not in answered:
            found[row.lot_id].append(_step(row, rows))
    return found


def _step(row: LotEvent, rows: dict[int, LotEvent]) -> LotStep:
    corrected, earlier = [], row
    while earlier.corrects_id is not None:
        earlier = rows[earlier.corrects_id]
        corrected.append(earlier)
    return LotStep(
        row.kind,
        row.happened_on,
        row.happened_at,
        place_words(row),
        row.mass_g,
        row.partner,
        row.note,
        event=row,
        corrected=tuple(corrected),
        is_void=row.is_void,
    )


def _sales(lot_ids: Collection[int], lang: str) -> list[LotStep]:
    query = sa.select(Sale).where(Sale.lot_id.in_(lot_ids)).order_by(Sale.sold_on, Sale.id)
    return [
        LotStep(
            "selling",
            sale.sold_on,
            mass_g=sale.mass_g,
            partner=channels.get_channel(sale.channel_key).name_in(lang),
            sale_code=sale.code,
        )
        for sale in db.session.scalars(query)
    ]
