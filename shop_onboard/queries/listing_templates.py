"""Templates as their sellers see them: which there are, how they were filled, what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.exports import registry
from shop_onboard.exports.listing import Problem
from shop_onboard.exports.registry import all_marketplaces, get_marketplace
from shop_onboard.exports.templates.columns import (
    TemplateColumn,
    TemplateLayout,
    columns,
    kept,
    loaded_layout,
)
from shop_onboard.exports.templates.planning import (
    PlannedRow,
    Refusals,
    plan,
)
from shop_onboard.exports.templates.sketch import TemplateSketch, loaded
from shop_onboard.extensions import db
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.listing_templates import (
    ListingTemplate,
    TemplateAnswer,
    TemplateMapping,
)
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import catalogues, channel_photos, listing_limits, listings
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.channels import all_channels, is_open
from shop_onboard.values.text import N_

PRACTICE = "practice"
OTHER = "other"


@dataclass(frozen=True)
class Opened:
    """A template with what was worked out of its file."""

    row: ListingTemplate
    sketch: TemplateSketch
    layout: TemplateLayout
    columns: tuple[TemplateColumn, ...]


@dataclass(frozen=True)
class PlannedProduct:
    """A product with what every pack of it gets."""

    product: Product
    rows: tuple[PlannedRow, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each sentence once."""
        told = {str(each.message): each for row in self.rows for each in row.problems}
        return tuple(told.values())

    @property
    def ready_count(self) -> int:
        return sum(not row.problems for row in self.rows)


def page(actor: Actor, *, number: int = 1) -> Page[ListingTemplate]:
    """The templates in sight, the newest first, with their cooperatives; not their sketches."""
    query = (
        _visible(actor)
        .options(defer(ListingTemplate.sketch), defer(ListingTemplate.layout))
        .order_by(ListingTemplate.created_at.desc(), ListingTemplate.id.desc())
    )
    return page_of(query, number)


def one(actor: Actor, code: str) -> ListingTemplate:
    """A template with its cooperative; NotFound when unknown or not for the actor's eyes."""
    found: ListingTemplate | None = db.session.scalar(
        _visible(actor).where(ListingTemplate.code == code)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy tệp mẫu này."))
    return found


def ready(cooperative_id: int, marketplace_key: str) -> ListingTemplate | None:
    """The newest template of a cooperative for a marketplace that can be filled."""
    query = (
        sa.select(ListingTemplate)
        .where(
            ListingTemplate.cooperative_id == cooperative_id,
            ListingTemplate.marketplace_key == marketplace_key,
            ListingTemplate.state == "ready",
        )
        .order_by(ListingTemplate.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def opened(row: ListingTemplate) -> Opened:
    """The template with its columns."""
    sketch, layout = loaded(row.sketch), loaded_layout(row.layout)
    return Opened(row, sketch, layout, columns(sketch, layout))


def marketplaces(today: date) -> list[tuple[str, str]]:
    """(key, name) of what a template may be for: modules that fill one, then the other channels."""
    known = [each for each in all_marketplaces() if each.accepts_template]
    covered = {each.channel_key for each in known}
    more = [
        (channel.key, channel.name)
        for channel in all_channels()
        if channel.kind == "marketplace" and channel.key not in covered and is_open(channel, today)
    ]
    return [(each.key, each.name) for each in known] + more


def mappings(marketplace_key: str, fingerprints: Collection[str]) -> dict[str, TemplateMapping]:
    """Fingerprint → how such a template of this marketplace is filled, with who confirmed it."""
    query = (
        sa.select(TemplateMapping)
        .where(
            TemplateMapping.marketplace_key == marketplace_key,
            TemplateMapping.fingerprint.in_(fingerprints),
        )
        .options(joinedload(TemplateMapping.account))
    )
    return {row.fingerprint: row for row in db.session.scalars(query)}


def last_mapping(marketplace_key: str) -> TemplateMapping | None:
    """The newest mapping of a marketplace, whatever the headers: they may have changed a little."""
    query = (
        sa.select(TemplateMapping)
        .where(TemplateMapping.marketplace_key == marketplace_key)
        .order_by(TemplateMapping.confirmed_at.desc(), TemplateMapping.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def own_sources(
    cooperative_id: int, marketplace_key: str, fingerprint: str
) -> dict[str, Any] | None:
    """How this cooperative filled such a template the last time; None when it never did."""
    query = (
        sa.select(ListingTemplate)
        .where(
            ListingTemplate.cooperative_id == cooperative_id,
            ListingTemplate.marketplace_key == marketplace_key,
            ListingTemplate.fingerprint == fingerprint,
            ListingTemplate.state == "ready",
        )
        .order_by(ListingTemplate.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return kept(loaded(row.sketch), loaded_layout(row.layout)) if row else None


def products(actor: Actor, row: ListingTemplate, today: date) -> Sequence[Product]:
    """The approved products of the template's cooperative that go into its file today."""
    approved = catalogues.of_cooperative(actor, row.cooperative)
    return listings.to_export(approved, channel_of(row.marketplace_key), today)


def channel_of(marketplace_key: str) -> str | None:
    """The sales channel of a module; None for a marketplace without one."""
    known = {each.key for each in all_marketplaces()}
    return get_marketplace(marketplace_key).channel_key if marketplace_key in known else None


def answers(marketplace_key: str, of: Sequence[Product]) -> dict[str, dict[str, str]]:
    """Address of a product → column → what was answered."""
    query = sa.select(TemplateAnswer).where(
        TemplateAnswer.marketplace_key == marketplace_key,
        TemplateAnswer.product_id.in_([product.id for product in of]),
    )
    slugs = {product.id: product.slug for product in of}
    found: dict[str, dict[str, str]] = {slug: {} for slug in slugs.values()}
    for row in db.session.scalars(query):
        found[slugs[row.product_id]][row.column_key] = row.text
    return found


def preview(
    template: Opened, of: Sequence[Product], public_url: str, today: date
) -> list[PlannedProduct]:
    """What each product gets and lacks; nothing is read from storage."""
    hosted = _hosted(template, of, public_url)
    outlines = listings.outlines(of, public_url, today, hosted)
    rows = plan(
        template.columns,
        outlines,
        answers(template.row.marketplace_key, of),
        is_csv=template.sketch.is_csv,
        refusals=refusals(template.row.marketplace_key),
    )
    by_product: dict[str, list[PlannedRow]] = {}
    for row in rows:
        by_product.setdefault(row.listing.group_code, []).append(row)
    return [PlannedProduct(each, tuple(by_product.get(each.slug, ()))) for each in of]


def planned(
    template: Opened, of: Sequence[Product], storage: Storage, public_url: str, today: date
) -> list[PlannedRow]:
    """The rows as they are written, with the addresses of the pictures that are made."""
    hosted = _hosted(template, of, public_url)
    whole = listings.listings(of, storage, public_url, today, hosted)
    key = template.row.marketplace_key
    return plan(
        template.columns,
        whole,
        answers(key, of),
        is_csv=template.sketch.is_csv,
        refusals=refusals(key),
    )


def refusals(marketplace_key: str) -> Refusals:
    """What keeps a listing out of this marketplace by the limits that hold today."""
    if marketplace_key not in {each.key for each in all_marketplaces()}:
        return registry.nothing_known_refusals
    marketplace = get_marketplace(marketplace_key)
    return registry.refusals(marketplace, listing_limits.set_for(marketplace))


def _hosted(template: Opened, of: Sequence[Product], public_url: str) -> channel_photos.Hosted:
    key = template.row.marketplace_key
    return channel_photos.hosted(of, key, channel_photos.rules_for(key), public_url)


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(ListingTemplate)
        .join(ListingTemplate.cooperative)
        .where(cooperatives_seen(actor))
        .options(contains_eager(ListingTemplate.cooperative))
    )
