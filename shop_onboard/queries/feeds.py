"""Addresses that marketplaces fetch by themselves: whose they are, and what is at them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import Gone, NotFound
from shop_onboard.exports.listing import ExportFile, ExportOptions
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import export_listings, feeds_of, get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.feeds import Feed
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM, Action, Actor
from shop_onboard.queries import (
    catalogues,
    channel_photos,
    cooperatives,
    listing_limits,
    listings,
    readiness,
)
from shop_onboard.queries import products as product_queries
from shop_onboard.queries.accounts import subtree, token_hash
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.readiness import CheckedProduct
from shop_onboard.queries.scope import cooperatives_seen, may_for, may_for_union, unions_seen
from shop_onboard.values.text import N_, Message

SITE_NAME = "Lên Sàn"
_GONE = N_("Đường dẫn này đã được thu lại.")


@dataclass(frozen=True)
class LeftOut:
    """A product that is not wholly at the address; `reason` is None where its findings say why."""

    checked: CheckedProduct
    reason: Message | None


@dataclass(frozen=True)
class Held:
    """What is at an address today: how many packs, and the products that are not wholly there."""

    pack_count: int
    left_out: Sequence[LeftOut]


def page(actor: Actor, number: int = 1) -> Page[Feed]:
    """The addresses in sight, those that work first, then the newest."""
    query = _seen(actor).order_by(Feed.revoked_at.is_not(None), Feed.id.desc())
    return page_of(query, number)


def one(actor: Actor, feed_id: int) -> Feed:
    """One address; NotFound when unknown or not for the actor's eyes."""
    found: Feed | None = db.session.scalar(_seen(actor).where(Feed.id == feed_id))
    if found is None:
        raise NotFound(N_("Không tìm thấy đường dẫn này."))
    return found


def by_id(feed_id: int) -> Feed:
    """The address with its owner, for whoever makes its pictures."""
    found: Feed = db.session.scalars(_with_owner().where(Feed.id == feed_id)).one()
    return found


def fetched(marketplace_key: str, token: str) -> Feed:
    """What a machine asks for. NotFound when it never was; Gone once it was revoked."""
    found: Feed | None = db.session.scalar(
        _with_owner().where(
            Feed.token_hash == token_hash(token), Feed.marketplace_key == marketplace_key
        )
    )
    if found is None:
        raise NotFound(N_("Đường dẫn này không đúng."))
    # An owner in the recycle bin is not loaded.
    if found.revoked_at is not None or (found.cooperative is None and found.union is None):
        raise Gone(_GONE)
    return found


def owners(actor: Actor) -> list[tuple[str, str]]:
    """(«cooperative:…» or «union:…», name) of those for whom the actor may make an address."""
    makers = cooperatives.choices(actor, Action.FEED_MAKE)
    unions = [row for row in catalogues.unions(actor) if row.valid_to is None]
    return [(f"union:{row.code}", row.name) for row in unions] + [
        (f"cooperative:{slug}", name) for slug, name in makers
    ]


def may(actor: Actor, action: Action, feed: Feed) -> bool:
    """Whether the actor may do this to this address."""
    if feed.cooperative is not None:
        return may_for(actor, action, feed.cooperative)
    return may_for_union(actor, action, feed.union_id)


def has_real(union_id: int) -> bool:
    """Whether a real cooperative is under a union, so that its addresses tell of those alone."""
    query = sa.select(
        sa.exists().where(
            Cooperative.union_id.in_(subtree(union_id)), Cooperative.is_sample.is_(False)
        )
    )
    return bool(db.session.scalar(query))


def products(feed: Feed) -> list[Product]:
    """Every product of the owner, approved or not, real or of the sample as the address is."""
    if feed.cooperative_id is not None:
        of_owner = Cooperative.id == feed.cooperative_id
    else:
        of_owner = Cooperative.union_id.in_(subtree(feed.union_id or 0))
    query = (
        product_queries.visible(SYSTEM)
        .where(of_owner, Cooperative.state == "approved", Product.is_sample == feed.is_sample)
        .order_by(Cooperative.name_sort, Cooperative.id, Product.name_sort, Product.id)
    )
    return list(db.session.scalars(query).unique())


def file(feed: Feed, public_url: str, today: date) -> ExportFile:
    """What is at the address: the same bytes for the same data, whenever it is asked.

    A product leaves it at once when it is recalled, loses its approval or what is asked of it. With
    none left the file has its head alone, so that the marketplace takes down what it shows.
    """
    marketplace = get_marketplace(feed.marketplace_key)
    own = _told(products(feed), today)
    rules = channel_photos.rules_for(marketplace.key)
    hosted = channel_photos.hosted(own, marketplace.key, rules, public_url)
    found = listings.outlines(own, public_url, today, hosted)
    made = export_listings(marketplace, found, _options(marketplace, public_url))
    files = made.files or marketplace.build([], _options(marketplace, public_url))
    name = feeds_of(marketplace)[feed.file_format]
    return next(each for each in files if each.name == name)


def held(feed: Feed, public_url: str, today: date) -> Held:
    """What is told of and what is not, with the reasons, for the owner's eyes."""
    marketplace = get_marketplace(feed.marketplace_key)
    own = products(feed)
    told = {product.id for product in _told(own, today)}
    rows = readiness.checked(own, marketplace, public_url, today)
    return Held(
        sum(row.ready_count for row in rows if row.product.id in told),
        [
            LeftOut(row, _reason(row))
            for row in rows
            if row.product.id not in told or row.ready_count < len(row.packs)
        ],
    )


def has_missing_photos(feed: Feed, today: date) -> bool:
    """Whether a picture of what is told of has still to be made."""
    rules = channel_photos.rules_for(feed.marketplace_key)
    own = _told(products(feed), today)
    return bool(channel_photos.missing(own, feed.marketplace_key, rules))


def _told(own: Sequence[Product], today: date) -> list[Product]:
    approved = [row for row in own if row.state == "approved"]
    return catalogues.on_sale(approved, today)


def _reason(row: CheckedProduct) -> Message | None:
    if row.product.state != "approved":
        return N_("Chưa duyệt.")
    return None if row.is_in_season else N_("Đang ngoài mùa vụ.")


def _options(marketplace: Marketplace, public_url: str) -> ExportOptions:
    # The day of the rules, not of the asking: two fetches of the same data are the same file.
    made_at = datetime.combine(marketplace.rules_on, time(), UTC)
    return ExportOptions(made_at, SITE_NAME, public_url, listing_limits.set_for(marketplace))


def _with_owner() -> sa.Select[Any]:
    return sa.select(Feed).options(joinedload(Feed.cooperative), joinedload(Feed.union))


def _seen(actor: Actor) -> sa.Select[Any]:
    query = _with_owner().options(joinedload(Feed.made_by), joinedload(Feed.revoked_by))
    if actor.sees_everything:
        return query
    return query.where(
        sa.or_(
            Feed.cooperative_id.in_(sa.select(Cooperative.id).where(cooperatives_seen(actor))),
            Feed.union_id.in_(sa.select(Union.id).where(unions_seen(actor))),
        )
    )
