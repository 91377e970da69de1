"""How far each pack has come on each marketplace, and how it came there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import RecordVersion
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import LISTING_STATES, Listing, ListingChange
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import Actor
from shop_onboard.queries import listing_templates, listings, products
from shop_onboard.queries.history import CONTENT_KINDS
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.channels import all_channels
from shop_onboard.values.review_fields import is_daily
from shop_onboard.values.text import N_

# What a person must look at first stands for a product with several packs.
_FIRST = ("rejected", "paused", "live", "exported", "draft")
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Wanted:
    """Which packs: of one marketplace; words in a name, a cooperative's address, a state."""

    marketplace_key: str
    search: str = ""
    cooperative: str = ""
    state: str = ""


@dataclass(frozen=True)
class Summary:
    """A product on one marketplace: the state to look at first, how many packs have it, a reason.

    `packs` is how many packs the marketplace knows of at all.
    """

    state: str
    count: int
    packs: int
    reason: str


def places(actor: Actor, today: date) -> dict[str, str]:
    """Key → name of every marketplace that something can be listed on, in their order.

    Modules, then channels without one, then names that somebody in reach has a template of.
    """
    found = {
        each.key: each.name
        for each in all_marketplaces()
        if listings.takes_listings(each.channel_key, today) and each.kind != "page"
    }
    found |= {key: name for key, name in listing_templates.marketplaces(today) if key not in found}
    query = (
        sa.select(ListingTemplate.marketplace_key, sa.func.min(ListingTemplate.marketplace_name))
        .join(ListingTemplate.cooperative)
        .where(cooperatives_seen(actor), ListingTemplate.marketplace_key.startswith("other-"))
        .group_by(ListingTemplate.marketplace_key)
    )
    return found | dict(db.session.execute(query).all())


def names(keys: Collection[str]) -> dict[str, str]:
    """Key → what the marketplace is called, of whatever kind it is."""
    found = {each.key: each.name for each in all_channels()}
    found |= {each.key: each.name for each in all_marketplaces()}
    others = set(keys) - set(found)
    if others:
        query = (
            sa.select(
                ListingTemplate.marketplace_key, sa.func.min(ListingTemplate.marketplace_name)
            )
            .where(ListingTemplate.marketplace_key.in_(others))
            .group_by(ListingTemplate.marketplace_key)
        )
        found |= dict(db.session.execute(query).all())
    return {key: found.get(key, key) for key in keys}


def on_marketplaces(product: Product) -> list[tuple[str, Summary]]:
    """(name, how it stands there) of each marketplace on which a product is more than a draft."""
    found = summaries([product])
    called = names([key for _product, key in found])
    told = [(called[key], summary) for (_product, key), summary in found.items()]
    return sorted(told, key=lambda each: each[0])


def channel_of(marketplace_key: str) -> str | None:
    """The sales channel of a marketplace's key; None where nothing is sold there by itself."""
    known = {each.key: each.channel_key for each in all_marketplaces()}
    if marketplace_key in known:
        return known[marketplace_key]
    return marketplace_key if marketplace_key in {each.key for each in all_channels()} else None


def page(actor: Actor, wanted: Wanted, number: int = 1) -> Page[Product]:
    """Products in sight with a pack in the wanted state, by name, with packs and cooperative."""
    query = products.visible(actor).order_by(Product.name_sort, Product.id)
    if wanted.search:
        query = query.where(
            sa.or_(
                matches(Product.name_folded, wanted.search),
                matches(Cooperative.name_folded, wanted.search),
                Product.packs.any(PackSize.sku == wanted.search),
            )
        )
    if wanted.cooperative:
        query = query.where(Cooperative.slug == wanted.cooperative)
    if wanted.state in LISTING_STATES:
        query = query.where(_has(wanted.marketplace_key, wanted.state))
    return page_of(query, number)


def _has(marketplace_key: str, state: str) -> sa.ColumnElement[bool]:
    held = sa.exists().where(
        Listing.pack_size_id == PackSize.id, Listing.marketplace_key == marketplace_key
    )
    # A pack of which nothing is kept is a draft.
    wanted = held.where(Listing.state == state)
    return Product.packs.any(sa.or_(wanted, ~held) if state == "draft" else wanted)


def of_packs(marketplace_key: str, pack_ids: Collection[int]) -> dict[int, Listing]:
    """Pack → its listing on a marketplace, where one is kept."""
    query = sa.select(Listing).where(
        Listing.marketplace_key == marketplace_key, Listing.pack_size_id.in_(pack_ids)
    )
    return {row.pack_size_id: row for row in db.session.scalars(query)}


def counts(actor: Actor, marketplace_key: str, cooperative: str = "") -> dict[str, int]:
    """State → packs in sight on a marketplace; drafts are those of which nothing more is known."""
    base = (
        sa.select(sa.func.count(PackSize.id))
        .join(Product, Product.id == PackSize.product_id)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor))
    )
    query = (
        base.add_columns(Listing.state)
        .join(Listing, Listing.pack_size_id == PackSize.id)
        .where(Listing.marketplace_key == marketplace_key)
        .group_by(Listing.state)
    )
    if cooperative:
        base = base.where(Cooperative.slug == cooperative)
        query = query.where(Cooperative.slug == cooperative)
    known = {state: count for count, state in db.session.execute(query)}
    every = db.session.scalar(base) or 0
    held = sum(known.values())
    found = {state: known.get(state, 0) for state in LISTING_STATES}
    found["draft"] += every - held
    return found


def summaries(rows: Sequence[Product]) -> dict[tuple[int, str], Summary]:
    """(product, marketplace) → how it stands there, of those that are more than drafts."""
    query = (
        sa.select(PackSize.product_id, Listing.marketplace_key, Listing.state, Listing.reason)
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .where(PackSize.product_id.in_([row.id for row in rows]))
    )
    packs: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for product_id, key, state, reason in db.session.execute(query):
        packs.setdefault((product_id, key), []).append((state, reason))
    return {
        place: summary
        for place, held in packs.items()
        if (summary := _summary(held)).state != "draft"
    }


def _summary(held: Sequence[tuple[str, str]]) -> Summary:
    state = min((state for state, _reason in held), key=_FIRST.index)
    own = [reason for each, reason in held if each == state]
    return Summary(state, len(own), len(held), next((reason for reason in own if reason), ""))


def of_product(product: Product) -> list[Listing]:
    """The listings kept of a product's packs; the packs come loaded."""
    query = (
        sa.select(Listing)
        .join(Listing.pack)
        .where(PackSize.product_id == product.id)
        .options(contains_eager(Listing.pack))
        .order_by(Listing.marketplace_key, PackSize.position, Listing.id)
    )
    return list(db.session.scalars(query))


def history(product: Product) -> list[ListingChange]:
    """What became of a product's listings, the newest first, with listing and pack."""
    query = (
        _changes()
        .where(PackSize.product_id == product.id)
        .order_by(ListingChange.at.desc(), ListingChange.id.desc())
        .limit(_MOST_SHOWN)
    )
    return list(db.session.scalars(query))


def batch(actor: Actor, code: str) -> list[ListingChange]:
    """What was changed at once, with listing, pack, product and cooperative.

    NotFound where the actor may not see every one of them.
    """
    query = (
        _changes()
        .join(PackSize.product)
        .join(Product.cooperative)
        .options(
            contains_eager(ListingChange.listing)
            .contains_eager(Listing.pack)
            .contains_eager(PackSize.product)
            .contains_eager(Product.cooperative)
        )
        .where(ListingChange.batch == code)
        .order_by(ListingChange.id)
    )
    seen = list(db.session.scalars(query.where(cooperatives_seen(actor))))
    whole = sa.select(sa.func.count(ListingChange.id)).where(ListingChange.batch == code)
    if not seen or len(seen) < (db.session.scalar(whole) or 0):
        raise NotFound(N_("Không tìm thấy lần đổi này."))
    return seen


def last_changes(listing_ids: Collection[int]) -> Mapping[int, int]:
    """Listing → its newest change."""
    query = (
        sa.select(ListingChange.listing_id, sa.func.max(ListingChange.id))
        .where(ListingChange.listing_id.in_(listing_ids))
        .group_by(ListingChange.listing_id)
    )
    return dict(db.session.execute(query).all())


def mended_since(rows: Collection[Listing]) -> set[int]:
    """Numbers of the listings whose product was changed after they got their state.

    A price or a stock that moves is no such change, and of a state of a day before the product
    was put down here nothing is known.
    """
    query = (
        sa.select(Listing.id, RecordVersion.before, RecordVersion.after)
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .join(
            Product,
            sa.and_(Product.id == PackSize.product_id, Product.created_at <= Listing.state_at),
        )
        .join(
            RecordVersion,
            sa.and_(
                RecordVersion.subject_type == "product",
                RecordVersion.subject_id == PackSize.product_id,
                RecordVersion.kind.in_(CONTENT_KINDS),
                RecordVersion.is_undone.is_(False),
                RecordVersion.at > Listing.state_at,
            ),
        )
        .where(Listing.id.in_([row.id for row in rows]))
    )
    found = db.session.execute(query)
    return {number for number, before, after in found if not is_daily(before, after)}


def packs(actor: Actor, ids: Collection[int]) -> list[PackSize]:
    """The packs of these numbers that the actor may see, with product and cooperative."""
    query = (
        sa.select(PackSize)
        .join(PackSize.product)
        .join(Product.cooperative)
        .where(PackSize.id.in_(ids), cooperatives_seen(actor))
        .options(contains_eager(PackSize.product).contains_eager(Product.cooperative))
        .order_by(PackSize.id)
    )
    return list(db.session.scalars(query))


def packs_of(cooperative: Cooperative) -> list[PackSize]:
    """Every pack of a cooperative, with product and cooperative."""
    query = (
        sa.select(PackSize)
        .join(PackSize.product)
        .join(Product.cooperative)
        .where(Product.cooperative_id == cooperative.id)
        .options(contains_eager(PackSize.product).contains_eager(Product.cooperative))
        .order_by(PackSize.id)
    )
    return list(db.session.scalars(query))


def _changes() -> sa.Select[Any]:
    return (
        sa.select(ListingChange)
        .join(ListingChange.listing)
        .join(Listing.pack)
        .options(contains_eager(ListingChange.listing).contains_eager(Listing.pack))
    )
