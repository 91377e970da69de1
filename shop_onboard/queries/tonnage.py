"""Sums of what was sold, by the dimensions a report asks for. Sample and real never mix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.channels import get_channel
from shop_onboard.values.dates import format_month
from shop_onboard.values.text import N_

_YEAR = sa.func.coalesce(sa.extract("year", Campaign.starts_on), sa.extract("year", Sale.sold_on))
_MONTH = sa.extract("year", Sale.sold_on) * 100 + sa.extract("month", Sale.sold_on)

# A season is the programme's year, else the year of the sale.
DIMENSIONS: dict[str, Any] = {
    "marketplace": Sale.channel_key,
    "season": sa.cast(_YEAR, sa.Integer),
    "month": sa.cast(_MONTH, sa.Integer),
    "product": sa.func.coalesce(Product.name, "–"),
    "cooperative": Cooperative.name,
    "commune": Commune.name,
    "union": Union.name,
}

# Mass, the confirmed part of it, revenue.
_SUMS: tuple[Any, ...] = (
    sa.func.sum(Sale.mass_g),
    sa.func.coalesce(sa.func.sum(Sale.mass_g).filter(Sale.confirmed_at.is_not(None)), 0),
    sa.func.coalesce(sa.func.sum(Sale.revenue_vnd), 0),
)


@dataclass(frozen=True)
class Filters:
    """Which sales are summed; a day range includes both ends."""

    is_sample: bool
    campaign_id: int | None = None
    union_ids: frozenset[int] | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class TonnageRow:
    """One group: its keys in the order asked for, masses in grams, revenue in đồng."""

    keys: tuple[str, ...]
    mass_g: int
    confirmed_mass_g: int
    revenue_vnd: int


@dataclass(frozen=True)
class Reach:
    """How many cooperatives and channels sold, and through how many storefronts."""

    cooperatives: int
    storefronts: int
    channels: int
    has_only_marketplaces: bool = True


def by(actor: Actor, dimensions: Sequence[str], filters: Filters) -> list[TonnageRow]:
    """Sums grouped by the dimensions, ordered by their keys.

    Raises DomainError for an unknown dimension.
    """
    for name in dimensions:
        if name not in DIMENSIONS:
            raise DomainError(
                N_(
                    "Không có cách chia «%(name)s». Hãy chọn trong: %(known)s.",
                    name=name,
                    known=", ".join(DIMENSIONS),
                )
            )
    columns = [DIMENSIONS[name].label(f"d{place}") for place, name in enumerate(dimensions)]
    query = (
        _filtered(
            actor,
            filters,
            *columns,
            *_SUMS,
        )
        .group_by(*columns)
        .order_by(*columns)
    )
    size = len(dimensions)
    return [
        TonnageRow(
            tuple(_text(name, value) for name, value in zip(dimensions, row[:size], strict=True)),
            int(row[size] or 0),
            int(row[size + 1] or 0),
            int(row[size + 2] or 0),
        )
        for row in db.session.execute(query)
        if row[size] is not None
    ]


def total(actor: Actor, filters: Filters) -> TonnageRow:
    """The sum of everything the filters let through."""
    rows = by(actor, (), filters)
    return rows[0] if rows else TonnageRow((), 0, 0, 0)


def reach(actor: Actor, filters: Filters) -> Reach:
    """Cooperatives and channels with sales, and the storefronts those had on these channels.

    A storefront counts when it was open at some time between the first and the last sale.
    """
    pairs = db.session.execute(
        _filtered(
            actor,
            filters,
            Sale.cooperative_id,
            Sale.channel_key,
            sa.func.min(Sale.sold_on),
            sa.func.max(Sale.sold_on),
        ).group_by(Sale.cooperative_id, Sale.channel_key)
    ).all()
    if not pairs:
        return Reach(0, 0, 0)
    cooperatives = {row[0] for row in pairs}
    channels = {row[1] for row in pairs}
    first, last = min(row[2] for row in pairs), max(row[3] for row in pairs)
    storefronts = db.session.scalar(
        sa.select(sa.func.count(Storefront.id)).where(
            Storefront.cooperative_id.in_(cooperatives),
            Storefront.channel_key.in_(channels),
            sa.or_(Storefront.opened_on.is_(None), Storefront.opened_on <= last),
            sa.or_(Storefront.closed_on.is_(None), Storefront.closed_on >= first),
        )
    )
    only = all(get_channel(key).kind == "marketplace" for key in channels)
    return Reach(len(cooperatives), storefronts or 0, len(channels), only)


def label(dimension: str, key: str, lang: str = "vi") -> str:
    """A key of `by` as readers of `lang` say it: a channel's name, «06/2022», "Jun 2022".

    Names of people, places and programmes stay as they are.
    """
    if dimension == "marketplace":
        return get_channel(key).name_in(lang)
    if dimension == "month":
        year, month = key.split("-")
        return format_month(int(year), int(month), lang)
    return key


def by_campaign(
    actor: Actor, campaign_ids: Sequence[int], *, is_sample: bool
) -> dict[int, TonnageRow]:
    """Campaign row → its sums; a programme without sales is not in it."""
    query = (
        _filtered(
            actor,
            Filters(is_sample),
            Sale.campaign_id,
            *_SUMS,
        )
        .where(Sale.campaign_id.in_(campaign_ids))
        .group_by(Sale.campaign_id)
    )
    return {
        row[0]: TonnageRow((), int(row[1]), int(row[2]), int(row[3]))
        for row in db.session.execute(query)
    }


def shows_sample(actor: Actor) -> bool:
    """Whether the actor's figures are those of the sample: only while nothing real is in sight."""
    real = (
        sa.select(sa.literal(1))
        .select_from(Cooperative)
        .where(cooperatives_seen(actor), Cooperative.is_sample.is_(False))
        .limit(1)
    )
    return db.session.execute(real).first() is None


def _filtered(actor: Actor, filters: Filters, *columns: Any) -> sa.Select[Any]:
    query = (
        sa.select(*columns)
        .select_from(Sale)
        .join(Sale.cooperative)
        .join(Cooperative.commune)
        .join(Cooperative.union)
        .outerjoin(Sale.product)
        .outerjoin(Sale.campaign)
        .where(cooperatives_seen(actor), Sale.is_sample.is_(filters.is_sample))
    )
    if filters.campaign_id is not None:
        query = query.where(Sale.campaign_id == filters.campaign_id)
    if filters.union_ids is not None:
        query = query.where(Cooperative.union_id.in_(filters.union_ids))
    if filters.first_day is not None:
        query = query.where(Sale.sold_on >= filters.first_day)
    if filters.last_day is not None:
        query = query.where(Sale.sold_on <= filters.last_day)
    return query


def _text(name: str, value: Any) -> str:
    if name == "month":
        return f"{int(value) // 100}-{int(value) % 100:02}"
    return str(value)
