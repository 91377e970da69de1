"""What the first page reads, a few queries a role: what waits, what is missing, what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.extensions import db
from shop_onboard.gateways import disk
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.policy import Actor
from shop_onboard.queries import (
    campaigns,
    catalogues,
    conditions,
    cooperatives,
    duplicates,
    feedback,
    hierarchy,
    installation,
    invitations,
    jobs,
    lots,
    ocop,
    overview,
    payments,
    products,
    readiness,
    registrations,
    reviews,
    sales,
    tonnage,
    tonnage_tables,
)
from shop_onboard.queries.next_steps import reviewed
from shop_onboard.queries.next_steps.goods import open_marketplaces
from shop_onboard.queries.next_steps.step import NextStep
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_, Message

MOST_ROWS = 8
_UNFINISHED = ("returned", "draft")


@dataclass(frozen=True)
class Unfinished:
    """A draft or returned record and its next step; `kind` names its pages."""

    kind: str
    slug: str
    name: str
    state: str
    is_sample: bool
    step: NextStep


@dataclass(frozen=True)
class FieldWork:
    """A volunteer's desk: unfinished records, the returned ones first, and how many more.

    `registrations` are begun and not sent; `cooperatives` and `products` wait for an officer.
    """

    registrations: Sequence[RegistrationDraft]
    rows: Sequence[Unfinished]
    more: int
    cooperatives: int
    products: int


@dataclass(frozen=True)
class Readiness:
    """A product and what still keeps it from being sold online; empty when it is ready."""

    product: Product
    problems: Sequence[Message]


@dataclass(frozen=True)
class Shelf:
    """How many of somebody's products a marketplace's files would hold today."""

    marketplace: Marketplace
    ready: int


@dataclass(frozen=True)
class ManagerDesk:
    """What a manager has to look at: orders, lots, certificates, products; and this year's sales.

    `not_ready` are the first of `rest` products that lack something; `resting` of the ready ones
    are out of season.
    """

    not_ready: Sequence[Readiness]
    ready_count: int
    rest: int
    resting: int
    shelves: Sequence[Shelf]
    year: int
    sold: tonnage_tables.Table
    is_sample: bool
    expiring_lots: int
    recalled_lots: int
    open_reports: int
    renewals: int
    papers: int
    orders: dict[str, int]


@dataclass(frozen=True)
class Progress:
    """A running programme and what was sold in it, in sight of the reader."""

    campaign: Campaign
    target_mass_g: int | None
    sold: tonnage.TonnageRow


@dataclass(frozen=True)
class OfficerDesk:
    """What an officer has to look at, and how the running programmes stand."""

    cooperatives: int
    products: int
    sales: int
    join_requests: int
    doubles: int
    alike: int
    recalled_lots: int
    open_reports: int
    renewals: int
    papers: int
    running: Sequence[Progress]


@dataclass(frozen=True)
class Upkeep:
    """What an administrator looks at; `backup_at` is None when there never was one."""

    jobs: dict[str, int]
    backup_at: datetime | None
    counts: overview.Counts
    database: installation.Database
    free_mb: int
    is_full: bool
    version: str
    sample_cooperatives: int


def field_work(actor: Actor) -> FieldWork:
    """Own registrations that are begun, drafts and returned records in sight."""
    held = [*_cooperative_work(actor), *_product_work(actor)]
    held.sort(key=lambda row: _UNFINISHED.index(row.state))
    return FieldWork(
        [draft for draft in registrations.drafts(actor) if draft.data],
        held[:MOST_ROWS],
        max(0, len(held) - MOST_ROWS),
        cooperatives.waiting_count(actor),
        products.waiting_count(actor),
    )


def _cooperative_work(actor: Actor) -> list[Unfinished]:
    rows = _unfinished_cooperatives(actor)
    asked = reviews.asked("cooperative", [row for row, _has in rows])
    return [
        _unfinished(
            "cooperatives",
            row,
            reviewed.of_unfinished_cooperative(
                actor, row, asked.get(row.id, reviews.Asked()), has_products=has
            ),
        )
        for row, has in rows
    ]


def _product_work(actor: Actor) -> list[Unfinished]:
    rows = _unfinished_products(actor)
    asked = reviews.asked("product", rows)
    return [
        _unfinished(
            "products",
            row,
            reviewed.of_unfinished_product(actor, row, asked.get(row.id, reviews.Asked())),
        )
        for row in rows
    ]


def manager_desk(actor: Actor, today: date, public_url: str, lang: str) -> ManagerDesk:
    """What waits in sight, and this year's sales by channel; addresses are on `public_url`."""
    rows = list(db.session.scalars(products.visible(actor).order_by(Product.name_sort)).unique())
    checked = [Readiness(row, missing(row)) for row in rows]
    not_ready = [row for row in checked if row.problems]
    ready = [row.product for row in checked if not row.problems]
    is_sample = tonnage.shows_sample(actor)
    filters = tonnage.Filters(is_sample, first_day=date(today.year, 1, 1), last_day=today)
    return ManagerDesk(
        not_ready=not_ready[:MOST_ROWS],
        ready_count=len(ready),
        rest=len(not_ready),
        resting=len(ready) - len(catalogues.on_sale(ready, today)),
        shelves=_shelves(rows, public_url, today),
        year=today.year,
        sold=tonnage_tables.table(actor, ("marketplace",), filters, lang),
        is_sample=is_sample,
        expiring_lots=lots.count(actor, today, "expiring"),
        recalled_lots=lots.count(actor, today, "recalled"),
        open_reports=feedback.open_count(actor),
        renewals=ocop.renewals(actor, today).total,
        papers=conditions.ending_count(actor, today),
        orders=payments.counts(actor),
    )


def officer_desk(actor: Actor, today: date) -> OfficerDesk:
    """Counts of what waits for a check, and the programmes of this day that concern the actor.

    Those are of the unions in reach or above, and any they sold in; sample ones only while there
    is no real one.
    """
    line = hierarchy.line_of(actor)
    for is_sample in (False, True):
        found = campaigns.running(today, is_sample=is_sample)
        sold = tonnage.by_campaign(actor, [row.id for row in found], is_sample=is_sample)
        running = [row for row in found if row.union_id in line or row.id in sold]
        if running:
            break
    nothing = tonnage.TonnageRow((), 0, 0, 0)
    return OfficerDesk(
        cooperatives=cooperatives.waiting_count(actor),
        products=products.waiting_count(actor),
        sales=sales.unconfirmed_count(actor),
        join_requests=invitations.waiting_count(actor),
        doubles=len(sales.suspected_doubles(actor)),
        alike=duplicates.count(actor),
        recalled_lots=lots.count(actor, today, "recalled"),
        open_reports=feedback.open_count(actor),
        renewals=ocop.renewals(actor, today).total,
        papers=conditions.ending_count(actor, today),
        running=[
            Progress(row, campaigns.target_mass_g(row), sold.get(row.id, nothing))
            for row in running
        ],
    )


def upkeep(folder: str) -> Upkeep:
    """Jobs by state, the last backup, counts, and the server whose data lie in `folder`."""
    last = db.session.scalar(
        sa.select(sa.func.max(AuditEvent.at)).where(AuditEvent.event == "backup.made")
    )
    sample = sa.select(sa.func.count(Cooperative.id)).where(Cooperative.is_sample)
    free = disk.free_bytes(folder)
    return Upkeep(
        jobs=jobs.counts(),
        backup_at=last,
        counts=overview.counts(),
        database=installation.database(),
        free_mb=free // 1024**2,
        is_full=free < disk.NEEDED_BYTES,
        version=installation.version(),
        sample_cooperatives=db.session.scalar(sample) or 0,
    )


def sample_label_token(today: date) -> str | None:
    """The public code of a sample lot that can still be sold, for a look at a label's page."""
    query = (
        sa.select(Lot.token)
        .join(Lot.product)
        .join(Product.cooperative)
        .where(
            Lot.is_sample,
            Lot.recalled_at.is_(None),
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today),
            Product.state == "approved",
            Cooperative.state == "approved",
        )
        .order_by(Lot.harvested_on.desc(), Lot.id)
    )
    return db.session.scalars(query.limit(1)).first()


def missing(product: Product) -> list[Message]:
    """What a product with packs and pictures loaded still lacks before it can go online."""
    found = []
    if product.state == "draft":
        found.append(N_("chưa gửi duyệt"))
    elif product.state == "returned":
        found.append(N_("bị trả lại để sửa"))
    elif product.state == "submitted":
        found.append(N_("đang chờ duyệt"))
    return found + [gap.said for gap in reviewed.gaps(product)]


def _shelves(rows: Sequence[Product], public_url: str, today: date) -> list[Shelf]:
    marketplaces = open_marketplaces()
    seen = readiness.by_marketplace(rows, marketplaces, public_url, today)
    return [Shelf(each, sum(1 for row in seen[each.key] if row.is_ready)) for each in marketplaces]


def _unfinished(kind: str, row: Cooperative | Product, step: NextStep) -> Unfinished:
    return Unfinished(kind, row.slug, row.name, row.state, row.is_sample, step)


def _unfinished_cooperatives(actor: Actor) -> list[tuple[Cooperative, bool]]:
    has_products = (
        sa.exists().where(Product.cooperative_id == Cooperative.id).correlate(Cooperative)
    )
    query = (
        sa.select(Cooperative, has_products)
        .where(cooperatives_seen(actor), Cooperative.state.in_(_UNFINISHED))
        .order_by(Cooperative.id.desc())
    )
    return [(row[0], bool(row[1])) for row in db.session.execute(query)]


def _unfinished_products(actor: Actor) -> list[Product]:
    query: sa.Select[Any] = (
        sa.select(Product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor), Product.state.in_(_UNFINISHED))
        .options(
            contains_eager(Product.cooperative),
            selectinload(Product.photos),
            selectinload(Product.packs),
        )
        .order_by(Product.id.desc())
    )
    return list(db.session.scalars(query).unique())
