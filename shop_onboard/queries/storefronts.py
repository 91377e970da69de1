"""Storefronts: how many are open and where, which lie idle, and what their addresses answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listing_exports import ExportRun
from shop_onboard.models.listings import LinkCheck, Listing, ListingChange, Storefront
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.channels import all_channels, get_channel, is_open
from shop_onboard.values.dates import TIMEZONE

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class ChannelCount:
    """How many storefronts are open on one channel, of how many producers."""

    channel_key: str
    storefronts: int
    cooperatives: int


@dataclass(frozen=True)
class Count:
    """The storefronts that are open on a day: those on marketplaces count, the others are named.

    `marketplaces` by number, the largest first; `others` are open ones on platforms and direct
    channels, `closed` those that have ended. Sample and real ones are never in one count.
    """

    day: date
    is_sample: bool
    marketplaces: tuple[ChannelCount, ...]
    others: int
    closed: int

    @property
    def total(self) -> int:
        return sum(each.storefronts for each in self.marketplaces)


def counts(actor: Actor, today: date) -> list[Count]:
    """What the units in the actor's reach report: the real ones, then the sample's, if any."""
    query = (
        sa.select(
            Storefront.is_sample,
            Storefront.channel_key,
            is_shut(today).label("is_shut"),
            sa.func.count(Storefront.id),
            sa.func.count(sa.distinct(Storefront.cooperative_id)),
        )
        .join(Storefront.cooperative)
        .where(cooperatives_seen(actor))
        .group_by(Storefront.is_sample, Storefront.channel_key, sa.literal_column("is_shut"))
    )
    rows = db.session.execute(query).all()
    return [
        _count([row[1:] for row in rows if row[0] == is_sample], is_sample, today)
        for is_sample in (False, True)
        if any(row[0] == is_sample for row in rows)
    ]


def _count(rows: Sequence[Any], is_sample: bool, today: date) -> Count:
    found, others, closed = [], 0, 0
    for key, is_shut, storefronts, cooperatives in rows:
        if is_shut:
            closed += storefronts
        elif get_channel(key).kind == "marketplace":
            found.append(ChannelCount(key, storefronts, cooperatives))
        else:
            others += storefronts
    found.sort(key=lambda each: (-each.storefronts, each.channel_key))
    return Count(today, is_sample, tuple(found), others, closed)


def is_shut(today: date) -> sa.ColumnElement[bool]:
    """Whether a storefront has ended, or the channel that it was on."""
    ended = [each.key for each in all_channels() if not is_open(each, today)]
    return sa.or_(
        sa.and_(Storefront.closed_on.is_not(None), Storefront.closed_on <= today),
        Storefront.channel_key.in_(ended),
    )


def dormant(today: date, days: int) -> sa.ColumnElement[bool]:
    """True for an open storefront where nothing was sold, listed or opened for so many days.

    What counts: a sale of its cooperative on its channel; a file made or a state recorded for a
    marketplace of that channel; the day on which it opened, else the day it was recorded.
    """
    since = today - timedelta(days=days)
    moment = datetime.combine(since, time.min, TIMEZONE)
    keys = _marketplaces_of()
    sold = sa.exists().where(
        Sale.cooperative_id == Storefront.cooperative_id,
        Sale.channel_key == Storefront.channel_key,
        Sale.sold_on > since,
    )
    filed = sa.exists().where(
        ExportRun.cooperative_id == Storefront.cooperative_id,
        keys(ExportRun.marketplace_key),
        ExportRun.created_at >= moment,
    )
    listed = (
        sa.select(sa.literal(1))
        .select_from(ListingChange)
        .join(Listing, Listing.id == ListingChange.listing_id)
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .join(Product, Product.id == PackSize.product_id)
        .where(
            Product.cooperative_id == Storefront.cooperative_id,
            keys(Listing.marketplace_key),
            ListingChange.at >= moment,
        )
        .correlate(Storefront)
        .exists()
    )
    begun = sa.case(
        (Storefront.opened_on.is_not(None), Storefront.opened_on <= since),
        else_=Storefront.created_at < moment,
    )
    return sa.and_(sa.not_(is_shut(today)), begun, ~sold, ~filed, ~listed)


def wanted(state: str, today: date, dormant_days: int | None) -> sa.ColumnElement[bool]:
    """The clause of the list's filters: `OPEN`, `CLOSED` or "" for both; idle ones for so long."""
    shut = is_shut(today)
    asked = {OPEN: [sa.not_(shut)], CLOSED: [shut]}.get(state, [])
    if dormant_days is not None:
        asked.append(dormant(today, dormant_days))
    return sa.and_(sa.true(), *asked)


def idle(rows: Sequence[Storefront], today: date, days: int) -> dict[int, date | None]:
    """Those that are dormant, with the day of the last sale there; None where there was none."""
    query = sa.select(Storefront.id, _last_sale()).where(
        Storefront.id.in_([row.id for row in rows]), dormant(today, days)
    )
    return dict(db.session.execute(query).all()) if rows else {}


def links(rows: Sequence[Storefront]) -> dict[int, LinkCheck]:
    """Storefront → what its address answered, where it is still the address that was opened."""
    addresses = {row.id: row.url for row in rows}
    query = sa.select(LinkCheck).where(LinkCheck.storefront_id.in_(addresses))
    found = db.session.scalars(query)
    return {row.storefront_id: row for row in found if addresses[row.storefront_id] == row.url}


def to_check(actor: Actor, number: int | None, after: int, most: int) -> list[Storefront]:
    """The next storefronts with an address, by number: one, or all in the actor's reach."""
    query = (
        sa.select(Storefront)
        .join(Storefront.cooperative)
        .where(cooperatives_seen(actor), Storefront.url != "", Storefront.id > after)
        .order_by(Storefront.id)
        .limit(most)
    )
    if number is not None:
        query = query.where(Storefront.id == number)
    return list(db.session.scalars(query))


def count_to_check(actor: Actor, number: int | None) -> int:
    """How many `to_check` would give in all."""
    query = (
        sa.select(sa.func.count(Storefront.id))
        .join(Storefront.cooperative)
        .where(cooperatives_seen(actor), Storefront.url != "")
    )
    if number is not None:
        query = query.where(Storefront.id == number)
    return db.session.scalar(query) or 0


def of_cooperative(cooperative: Cooperative, today: date) -> Mapping[str, list[Storefront]]:
    """Channel → the open storefronts of a cooperative there."""
    query = (
        sa.select(Storefront)
        .where(Storefront.cooperative_id == cooperative.id, sa.not_(is_shut(today)))
        .order_by(Storefront.name_sort, Storefront.id)
    )
    found: dict[str, list[Storefront]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.channel_key, []).append(row)
    return found


def _last_sale() -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.max(Sale.sold_on))
        .where(
            Sale.cooperative_id == Storefront.cooperative_id,
            Sale.channel_key == Storefront.channel_key,
        )
        .correlate(Storefront)
        .scalar_subquery()
    )


def _marketplaces_of() -> Any:
    """Whether a marketplace's key is one of the storefront's channel."""
    owns: dict[str, list[str]] = {}
    for each in all_marketplaces():
        if each.channel_key is not None:
            owns.setdefault(each.channel_key, []).append(each.key)

    def test(column: Any) -> sa.ColumnElement[bool]:
        known = [
            sa.and_(Storefront.channel_key == channel, column.in_(keys))
            for channel, keys in owns.items()
        ]
        # A channel without a module of its own is its own key.
        return sa.or_(column == Storefront.channel_key, *known)

    return test
