"""Sales as their people see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_, fold

_MOST_LOTS = 300
# Sales that agree in these may be one sale that two people wrote down.
_ALIKE = (Sale.cooperative_id, Sale.sold_on, Sale.product_id, Sale.channel_key, Sale.mass_g)
_ONLY_SIGNS = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True)
class Choice:
    """Something a sale can name: its code in addresses, its words, its row.

    A recalled lot can be named by what was sold before.
    """

    key: str
    label: str
    row_id: int
    is_recalled: bool = False


@dataclass(frozen=True)
class SaleChoices:
    """What a cooperative's sale can name; the newest lots and programmes first."""

    products: Sequence[Choice]
    lots: Sequence[Choice]
    campaigns: Sequence[Choice]


@dataclass(frozen=True)
class SalePeople:
    """Names of who recorded and who confirmed a sale; "" where nobody signed in did."""

    recorded_by: str
    confirmed_by: str


def page(
    actor: Actor,
    *,
    search: str = "",
    unconfirmed: bool = False,
    doubles: bool = False,
    campaign: str = "",
    cooperative: str = "",
    number: int = 1,
) -> Page[Sale]:
    """The sales in sight, the latest first, with cooperative, product, lot and programme.

    `campaign` is a programme's code, `cooperative` a slug; "" is all of them.
    """
    query = _visible(actor).order_by(Sale.sold_on.desc(), Sale.id.desc())
    if search:
        query = query.where(
            sa.or_(
                matches(Cooperative.name_folded, search),
                matches(sa.func.lower(Sale.order_ref), search),
                Sale.product.has(matches(Product.name_folded, search)),
            )
        )
    if campaign:
        query = query.where(Sale.campaign.has(Campaign.code == campaign))
    if cooperative:
        query = query.where(Cooperative.slug == cooperative)
    if unconfirmed:
        query = query.where(Sale.confirmed_at.is_(None))
    if doubles:
        rows = [row.id for group in suspected_doubles(actor) for row in group]
        query = query.where(Sale.id.in_(rows))
    return page_of(query, number)


def one(actor: Actor, code: str) -> Sale:
    """The sale of this code; NotFound when unknown or not for the actor's eyes."""
    union = contains_eager(Sale.cooperative).joinedload(Cooperative.union)
    found: Sale | None = db.session.scalar(_visible(actor).where(Sale.code == code).options(union))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần bán này."))
    return found


def of_codes(actor: Actor, codes: Sequence[str]) -> list[Sale]:
    """The sales of these codes in sight, by cooperative, the latest first, with what `page` loads.

    Codes that are unknown or not for the actor's eyes are passed over.
    """
    query = _visible(actor).where(Sale.code.in_(codes))
    ordered = query.order_by(Cooperative.name_sort, Sale.sold_on.desc(), Sale.id.desc())
    return list(db.session.scalars(ordered))


def unconfirmed_count(actor: Actor) -> int:
    """How many sales in sight nobody has compared with their papers."""
    query = (
        sa.select(sa.func.count(Sale.id))
        .join(Sale.cooperative)
        .where(cooperatives_seen(actor), Sale.confirmed_at.is_(None))
    )
    return db.session.scalar(query) or 0


def suspected_doubles(actor: Actor) -> list[tuple[Sale, ...]]:
    """Sales in sight that look like one sale recorded twice, the latest first.

    The same day, cooperative, product, channel and mass, and no two order codes that tell them
    apart; groups that somebody has compared with their papers altogether are left out. Each group
    has two or more, with what `page` loads.
    """
    groups = (
        sa.select(*_ALIKE)
        .join(Sale.cooperative)
        .where(cooperatives_seen(actor))
        .group_by(*_ALIKE)
        .having(sa.func.count(Sale.id) > 1, sa.func.count(Sale.confirmed_at) < sa.func.count())
        .subquery()
    )
    same = [column.is_not_distinct_from(groups.c[column.key]) for column in _ALIKE]
    rows = db.session.scalars(
        _visible(actor).join(groups, sa.and_(*same)).order_by(Sale.sold_on.desc(), Sale.id)
    )
    found: dict[tuple[object, ...], list[Sale]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, column.key) for column in _ALIKE), []).append(row)
    return [tuple(group) for group in found.values() if not _told_apart(group)]


def twin_of(sale: Sale) -> Sale | None:
    """Another sale that looks like this one recorded twice, the first of them."""
    same = [column.is_not_distinct_from(getattr(sale, column.key)) for column in _ALIKE]
    rows = db.session.scalars(sa.select(Sale).where(Sale.id != sale.id, *same).order_by(Sale.id))
    return next((row for row in rows if not _told_apart((sale, row))), None)


def _told_apart(group: Sequence[Sale]) -> bool:
    """Whether every sale has an order code of its own; spaces, dashes and case do not count."""
    codes = [_ONLY_SIGNS.sub("", fold(row.order_ref)) for row in group]
    return all(codes) and len(set(codes)) == len(codes)


def choices(cooperative: Cooperative) -> SaleChoices:
    """What a sale of this cooperative can name; programmes of the same kind, sample or real."""
    products = db.session.execute(
        sa.select(Product.slug, Product.name, Product.id)
        .where(Product.cooperative_id == cooperative.id)
        .order_by(Product.name_sort)
    )
    lots = db.session.execute(
        sa.select(Lot.slug, Lot.code, Product.name, Lot.id, Lot.recalled_at.is_not(None))
        .join(Lot.product)
        .where(Product.cooperative_id == cooperative.id)
        .order_by(Lot.harvested_on.desc(), Lot.id.desc())
        .limit(_MOST_LOTS)
    )
    campaigns = db.session.execute(
        sa.select(Campaign.code, Campaign.name, Campaign.id)
        .where(Campaign.is_sample.is_(cooperative.is_sample))
        .order_by(Campaign.starts_on.desc(), Campaign.id)
    )
    return SaleChoices(
        [Choice(slug, name, row_id) for slug, name, row_id in products],
        [Choice(lot[0], f"{lot[1]} – {lot[2]}", lot[3], lot[4]) for lot in lots],
        [Choice(code, f"{name} ({code})", row_id) for code, name, row_id in campaigns],
    )


def people(sale: Sale) -> SalePeople:
    """Who recorded and who confirmed."""
    ids = {sale.recorded_by_id, sale.confirmed_by_id} - {None}
    rows = db.session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(ids)))
    names: dict[int, str] = dict(rows.all())
    return SalePeople(
        names.get(sale.recorded_by_id or 0, ""), names.get(sale.confirmed_by_id or 0, "")
    )


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(Sale)
        .join(Sale.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(Sale.cooperative),
            joinedload(Sale.product),
            joinedload(Sale.lot),
            joinedload(Sale.campaign),
        )
    )
