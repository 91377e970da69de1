"""How often codes were scanned, for who may see it; and the stickers that look copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.scans import CloneFlag, LabelScans, LotScans, ProductScans
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_

DAYS = 30
MOST_ROWS = 12


@dataclass(frozen=True)
class Counted:
    """Something that was scanned: what it is called, the end of its address, how often."""

    name: str
    slug: str
    scan_count: int


@dataclass(frozen=True)
class Statistics:
    """Scans since `first_day`: of every day, and of the products and lots scanned most.

    `of_samples` says that they are the sample's: those of real goods are shown alone.
    """

    first_day: date
    days: Sequence[tuple[date, int]]
    products: Sequence[Counted]
    lots: Sequence[Counted]
    total_count: int
    of_samples: bool


def first_day(label_id: int) -> date | None:
    """The day of a sticker's first counted scan."""
    query = sa.select(sa.func.min(LabelScans.day)).where(LabelScans.label_id == label_id)
    return db.session.scalar(query)


def statistics(actor: Actor, today: date, product: Product | None = None) -> Statistics:
    """What was scanned in the last 30 days within the actor's sight, or of one product."""
    first = today - timedelta(days=DAYS - 1)
    of_samples = product.is_sample if product else not _any_real(actor, first)
    where = [cooperatives_seen(actor), Product.is_sample.is_(of_samples)]
    if product is not None:
        where.append(Product.id == product.id)
    by_day = _sums(ProductScans.day, first, where)
    days = _every_day(first, by_day)
    products = _most(_sums(Product.id, first, where, Product.name, Product.slug))
    lots = _most(_lot_sums(first, where))
    return Statistics(
        first,
        days,
        products,
        lots,
        sum(count for _day, count in days),
        of_samples,
    )


def of_lot(lot_id: int, today: date) -> Sequence[tuple[date, int]]:
    """A lot's scans of each of the last 30 days, its stickers' among them."""
    first = today - timedelta(days=DAYS - 1)
    query = sa.select(LotScans.day, LotScans.scan_count).where(
        LotScans.lot_id == lot_id, LotScans.day >= first
    )
    return _every_day(first, query)


def flags(actor: Actor, *, state: str = "", number: int = 1) -> Page[CloneFlag]:
    """The stickers in sight that a rule finds odd, the latest first, with lot and product."""
    query = _flags(actor).order_by(CloneFlag.id.desc())
    if state:
        query = query.where(CloneFlag.state == state)
    return page_of(query, number)


def flag(actor: Actor, flag_id: int) -> CloneFlag:
    """The flag with its sticker, lot and product; NotFound when not for the actor's eyes."""
    found: CloneFlag | None = db.session.scalar(_flags(actor).where(CloneFlag.id == flag_id))
    if found is None:
        raise NotFound(N_("Không tìm thấy cảnh báo này."))
    return found


def open_flags(actor: Actor) -> int:
    """How many stickers in sight wait for somebody to look."""
    query = _owned(sa.select(sa.func.count(CloneFlag.id))).where(
        cooperatives_seen(actor), CloneFlag.state == "open"
    )
    return db.session.scalar(query) or 0


def is_known_copy(label_id: int) -> bool:
    """Whether a person has confirmed that copies of this sticker are about."""
    query = sa.select(CloneFlag.id).where(
        CloneFlag.label_id == label_id, CloneFlag.state == "confirmed"
    )
    return db.session.scalar(query.limit(1)) is not None


def days_of(label_id: int) -> Sequence[tuple[date, int]]:
    """One sticker's scans by day, the first day first."""
    query = (
        sa.select(LabelScans.day, LabelScans.scan_count)
        .where(LabelScans.label_id == label_id)
        .order_by(LabelScans.day)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _every_day(first: date, counts: Any) -> list[tuple[date, int]]:
    """The days from `first` on, with nought where `counts` (day, count) has no row."""
    held = {row[0]: row[1] for row in db.session.execute(counts)}
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return [(day, held.get(day, 0)) for day in days]


def _owned(query: sa.Select[Any]) -> sa.Select[Any]:
    return (
        query.select_from(CloneFlag)
        .join(CloneFlag.label)
        .join(Label.lot)
        .join(Lot.product)
        .join(Product.cooperative)
    )


def _flags(actor: Actor) -> sa.Select[Any]:
    return (
        _owned(sa.select(CloneFlag))
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(CloneFlag.label)
            .contains_eager(Label.lot)
            .contains_eager(Lot.product)
            .contains_eager(Product.cooperative)
        )
    )


def _any_real(actor: Actor, first: date) -> bool:
    where = [cooperatives_seen(actor), Product.is_sample.is_(False)]
    return db.session.execute(_sums(Product.id, first, where).limit(1)).first() is not None


def _sums(by: Any, first: date, where: Sequence[Any], *named: Any) -> sa.Select[Any]:
    return (
        sa.select(by, *named, sa.func.sum(ProductScans.scan_count))
        .select_from(ProductScans)
        .join(Product, Product.id == ProductScans.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(ProductScans.day >= first, *where)
        .group_by(by, *named)
    )


def _lot_sums(first: date, where: Sequence[Any]) -> sa.Select[int, str, str, int]:
    return (
        sa.select(Lot.id, Lot.code, Lot.slug, sa.func.sum(LotScans.scan_count))
        .select_from(LotScans)
        .join(Lot, Lot.id == LotScans.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(LotScans.day >= first, *where)
        .group_by(Lot.id, Lot.code, Lot.slug)
    )


def _most(query: Any) -> list[Counted]:
    rows: Sequence[Any] = db.session.execute(query).all()
    rows = sorted(rows, key=lambda row: (-row[3], row[0]))[:MOST_ROWS]
    return [Counted(row[1], row[2], row[3]) for row in rows]
