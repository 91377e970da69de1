"""Counts scans out of their buffer, and finds the stickers that somebody should look at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.scans import CloneFlag, LabelScans, LotScans, ProductScans, ScanBatch
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.scans import days_of
from shop_onboard.services import audit, changes
from shop_onboard.values.scans import MOST_A_DAY, odd_rules, read_line
from shop_onboard.values.text import N_

# A batch is named for as long as its file could come back out of a crash.
_NAMED_FOR = timedelta(days=7)
_CHUNK = 500


@dataclass
class _Tally:
    """Scans of one batch, by what was scanned and the day."""

    products: Counter[tuple[int, date]] = field(default_factory=Counter)
    lots: Counter[tuple[int, date]] = field(default_factory=Counter)
    labels: Counter[tuple[int, date]] = field(default_factory=Counter)


def count(name: str, lines: Iterable[str]) -> int:
    """Count one batch of the buffer, once whatever happens; how many scans it held.

    What names a row that is gone by now is left out, and so is what a sticker has beyond
    `MOST_A_DAY`: no machine makes a competitor's goods look scanned to death.
    """
    if db.session.get(ScanBatch, name) is not None:
        return 0
    tally = _tally(lines)
    _drop_unknown(tally.products, Product)
    _drop_unknown(tally.lots, Lot)
    _drop_waiting(tally.labels)
    surplus = _add(LabelScans, LabelScans.label_id, tally.labels, MOST_A_DAY)
    _take_surplus(tally, surplus)
    _add(LotScans, LotScans.lot_id, tally.lots)
    _add(ProductScans, ProductScans.product_id, tally.products)
    now = utc_now()
    db.session.add(ScanBatch(name=name, counted_at=now))
    db.session.execute(sa.delete(ScanBatch).where(ScanBatch.counted_at < now - _NAMED_FOR))
    _flag(sorted({label_id for label_id, _day in tally.labels}), now)
    db.session.flush()
    return sum(tally.products.values())


def decide(actor: Actor, flag: CloneFlag, state: str, note: str, version: int) -> None:
    """Say whether an odd sticker was copied. Raises Conflict when somebody has just said so."""
    product = flag.label.lot.product
    changes.check_may(actor, Action.FEEDBACK_ANSWER, product.cooperative)
    if flag.version != version:
        raise Conflict(N_("Có người vừa xem tem này rồi. Hãy tải lại trang để xem."))
    if state not in ("confirmed", "dismissed"):
        raise DomainError(N_("Hãy chọn một kết luận."), "state")
    flag.state, flag.note = state, note
    flag.decided_at, flag.decided_by_id = utc_now(), actor.account_id
    db.session.flush()
    audit.record(
        actor,
        "label.copy_decided",
        "label",
        flag.label_id,
        product.cooperative_id,
        state=state,
        rule=flag.rule,
    )


def _tally(lines: Iterable[str]) -> _Tally:
    tally = _Tally()
    for line in lines:
        seen = read_line(line)
        if seen is None:
            continue
        tally.products[seen.product_id, seen.day] += 1
        if seen.lot_id is not None:
            tally.lots[seen.lot_id, seen.day] += 1
        if seen.label_id is not None:
            tally.labels[seen.label_id, seen.day] += 1
    return tally


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _drop_unknown(counts: Counter[tuple[int, date]], table: Any) -> None:
    ids = sorted({row_id for row_id, _day in counts})
    known: set[int] = set()
    for some in _chunks(ids):
        known.update(db.session.scalars(sa.select(table.id).where(table.id.in_(some))))
    for key in [key for key in counts if key[0] not in known]:
        del counts[key]


def _drop_waiting(counts: Counter[tuple[int, date]]) -> None:
    """A sticker counts only once it is on goods: trying out a printer is no scan."""
    ids = sorted({row_id for row_id, _day in counts})
    active: set[int] = set()
    for some in _chunks(ids):
        query = sa.select(Label.id).where(Label.id.in_(some), Label.activated_at.is_not(None))
        active.update(db.session.scalars(query))
    for key in [key for key in counts if key[0] not in active]:
        del counts[key]


def _add(
    table: Any, column: Any, counts: Counter[tuple[int, date]], most: int | None = None
) -> Counter[tuple[int, date]]:
    """Add to the rows of a table; with `most` a row goes no higher. What did not go in."""
    surplus: Counter[tuple[int, date]] = Counter()
    for (row_id, day), wanted in counts.items():
        row = db.session.get(table, (row_id, day))
        held = row.scan_count if row is not None else 0
        added = wanted if most is None else max(0, min(wanted, most - held))
        surplus[row_id, day] = wanted - added
        if not added:
            continue
        if row is None:
            db.session.add(table(**{column.key: row_id, "day": day, "scan_count": added}))
        else:
            row.scan_count += added
    db.session.flush()
    return surplus


def _take_surplus(tally: _Tally, surplus: Counter[tuple[int, date]]) -> None:
    """What a sticker has too much does not count for its lot and product either."""
    ids = sorted({label_id for (label_id, _day), left in surplus.items() if left})
    for some in _chunks(ids):
        query = sa.select(Label.id, Label.lot_id, Lot.product_id).join(Label.lot)
        for label_id, lot_id, product_id in db.session.execute(query.where(Label.id.in_(some))):
            for (each, day), left in surplus.items():
                if each == label_id:
                    tally.lots[lot_id, day] -= left
                    tally.products[product_id, day] -= left
    for counts in (tally.lots, tally.products):
        for key in [key for key, number in counts.items() if number <= 0]:
            del counts[key]


def _flag(label_ids: Sequence[int], now: datetime) -> None:
    for label_id in label_ids:
        expires_on = db.session.scalar(
            sa.select(Lot.expires_on)
            .join(Label, Label.lot_id == Lot.id)
            .where(Label.id == label_id)
        )
        odd = odd_rules(dict(days_of(label_id)), expires_on)
        for rule, scan_count in odd.items():
            held = db.session.scalar(
                sa.select(CloneFlag).where(CloneFlag.label_id == label_id, CloneFlag.rule == rule)
            )
            if held is None:
                db.session.add(
                    CloneFlag(label_id=label_id, rule=rule, scan_count=scan_count, flagged_at=now)
                )
            elif held.state == "open":
                held.scan_count = scan_count
