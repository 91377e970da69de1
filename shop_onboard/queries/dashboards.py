"""What the first page reads, a few queries a role: what waits, what is missing, what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import (
    campaigns,
    cooperatives,
    hierarchy,
    jobs,
    overview,
    products,
    sales,
    tonnage,
)
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_, Message

MOST_ROWS = 8
MIN_DESCRIPTION_CHARS = 100
_UNFINISHED = ("returned", "draft")


@dataclass(frozen=True)
class Unfinished:
    """A draft or returned record and what to do with it next; `kind` names its pages."""

    kind: str
    slug: str
    name: str
    state: str
    is_sample: bool
    step: Message


@dataclass(frozen=True)
class FieldWork:
    """A volunteer's desk: unfinished records, the returned ones first, and how many more."""

    rows: Sequence[Unfinished]
    more: int


@dataclass(frozen=True)
class Readiness:
    """A product and what still keeps it from being sold online; empty when it is ready."""

    product: Product
    problems: Sequence[Message]


@dataclass(frozen=True)
class ManagerDesk:
    """A manager's products that are not ready, how many are, and the sales of this year."""

    not_ready: Sequence[Readiness]
    ready_count: int
    year: int
    sold: tonnage.TonnageRow
    is_sample: bool


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
    running: Sequence[Progress]


@dataclass(frozen=True)
class Upkeep:
    """What an administrator looks at; `backup_at` is None when there never was one."""

    jobs: dict[str, int]
    backup_at: datetime | None
    counts: overview.Counts
    database: str


def field_work(actor: Actor) -> FieldWork:
    """Drafts and returned records in sight."""
    held = [_cooperative_step(row, count) for row, count in _unfinished_cooperatives(actor)]
    held += [_product_step(row) for row in _unfinished_products(actor)]
    held.sort(key=lambda row: _UNFINISHED.index(row.state))
    return FieldWork(held[:MOST_ROWS], max(0, len(held) - MOST_ROWS))


def manager_desk(actor: Actor, today: date) -> ManagerDesk:
    """Readiness of the products in sight, and this year's sales."""
    rows = db.session.scalars(products.visible(actor).order_by(Product.name_sort)).unique()
    checked = [Readiness(row, missing(row)) for row in rows]
    is_sample = tonnage.shows_sample(actor)
    filters = tonnage.Filters(is_sample, first_day=date(today.year, 1, 1), last_day=today)
    return ManagerDesk(
        not_ready=[row for row in checked if row.problems],
        ready_count=sum(1 for row in checked if not row.problems),
        year=today.year,
        sold=tonnage.total(actor, filters),
        is_sample=is_sample,
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
        running=[
            Progress(row, campaigns.target_mass_g(row), sold.get(row.id, nothing))
            for row in running
        ],
    )


def upkeep() -> Upkeep:
    """Jobs by state, the last backup, counts and the kind of database."""
    last = db.session.scalar(
        sa.select(sa.func.max(AuditEvent.at)).where(AuditEvent.event == "backup.made")
    )
    kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    name = db.engine.dialect.name
    return Upkeep(jobs.counts(), last, overview.counts(), kinds.get(name, name))


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
    if not product.photos:
        found.append(N_("chưa có ảnh"))
    if len(product.description) < MIN_DESCRIPTION_CHARS:
        found.append(N_("mô tả chưa đủ %(chars)s ký tự", chars=MIN_DESCRIPTION_CHARS))
    if any(pack.stock is None for pack in product.packs):
        found.append(N_("chưa ghi tồn kho"))
    return found


def _cooperative_step(row: Cooperative, product_count: int) -> Unfinished:
    if row.state == "returned":
        step = N_("Sửa theo ghi chú: %(note)s", note=row.review_note)
    elif product_count == 0:
        step = N_("Thêm sản phẩm đầu tiên, rồi gửi để duyệt")
    else:
        step = N_("Xem lại rồi gửi để duyệt")
    return Unfinished("cooperatives", row.slug, row.name, row.state, row.is_sample, step)


def _product_step(row: Product) -> Unfinished:
    if row.state == "returned":
        step = N_("Sửa theo ghi chú: %(note)s", note=row.review_note)
    elif not row.photos:
        step = N_("Thêm ảnh, rồi gửi để duyệt")
    else:
        step = N_("Xem lại rồi gửi để duyệt")
    return Unfinished("products", row.slug, row.name, row.state, row.is_sample, step)


def _unfinished_cooperatives(actor: Actor) -> list[tuple[Cooperative, int]]:
    count = (
        sa.select(sa.func.count(Product.id))
        .where(Product.cooperative_id == Cooperative.id)
        .correlate(Cooperative)
        .scalar_subquery()
    )
    query = (
        sa.select(Cooperative, count)
        .where(cooperatives_seen(actor), Cooperative.state.in_(_UNFINISHED))
        .order_by(Cooperative.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _unfinished_products(actor: Actor) -> list[Product]:
    query: sa.Select[Any] = (
        sa.select(Product)
        .join(Product.cooperative)
        .where(cooperatives_seen(actor), Product.state.in_(_UNFINISHED))
        .options(contains_eager(Product.cooperative), selectinload(Product.photos))
        .order_by(Product.id.desc())
    )
    return list(db.session.scalars(query).unique())
