"""Files that were made for marketplaces, and what has changed since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.exports.differences import Difference, Facts, Held, compare, facts_of
from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.readiness import problems_of
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.listing_exports import ExportItem, ExportRun
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import catalogues, listing_limits, listing_templates, listings, photos
from shop_onboard.queries.listing_gone import HIDDEN, Gone, reasons
from shop_onboard.queries.listing_templates import Opened
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Target:
    """Where a file goes: a marketplace that is known here, or a seller's own template."""

    key: str
    name: str
    marketplace: Marketplace | None = None
    template: Opened | None = None

    @property
    def is_known(self) -> bool:
        """Whether a file can be made for it at all."""
        return self.marketplace is not None or self.template is not None

    @property
    def channel_key(self) -> str | None:
        if self.marketplace is not None:
            return self.marketplace.channel_key
        return listing_templates.channel_of(self.key)


@dataclass(frozen=True)
class Draft:
    """What a file made now would hold: the products for it, those of them that are sound.

    `last` is the newest file for the same place, `difference` what changed since all that was
    handed over (everything is new without one), and `gone` why each pack that went did.
    """

    products: Sequence[Product]
    sound: tuple[Held, ...]
    difference: Difference
    gone: tuple[Gone, ...]
    last: ExportRun | None

    @property
    def changed_products(self) -> list[Product]:
        """Those with a pack that is new or changed: all packs of one go together.

        And those without any sound pack, so that the reasons are told.
        """
        changed, sound = self.difference.skus, {each.sku for each in self.sound}
        return [
            row
            for row in self.products
            if any(pack.sku in changed for pack in row.packs)
            or not any(pack.sku in sound for pack in row.packs)
        ]


def target(
    cooperative: Cooperative, marketplace_key: str, name: str = "", *, is_own_sheet: bool = False
) -> Target:
    """What a file for this marketplace is: the seller's own template filled, where one is ready.

    `is_own_sheet` asks for the file that is made here all the same.
    """
    marketplace = next((m for m in all_marketplaces() if m.key == marketplace_key), None)
    name = marketplace.name if marketplace else name
    row = None if is_own_sheet else listing_templates.ready(cooperative.id, marketplace_key)
    if row is not None:
        opened = listing_templates.opened(row)
        return Target(marketplace_key, row.marketplace_name, template=opened)
    return Target(marketplace_key, name, marketplace)


def target_of(run: ExportRun) -> Target:
    """The same kind of file as this one, made again."""
    is_own_sheet = run.rules_on is not None
    key, name = run.marketplace_key, run.marketplace_name
    return target(run.cooperative, key, name, is_own_sheet=is_own_sheet)


def page(
    actor: Actor,
    *,
    marketplace_key: str = "",
    cooperative: str = "",
    search: str = "",
    number: int = 1,
) -> Page[ExportRun]:
    """The files in sight, the newest first; `search` is for a cooperative or its union."""
    query = _visible(actor).order_by(ExportRun.id.desc())
    if marketplace_key:
        query = query.where(ExportRun.marketplace_key == marketplace_key)
    if cooperative:
        query = query.where(Cooperative.slug == cooperative)
    if search:
        query = query.where(
            sa.or_(matches(Cooperative.name_folded, search), matches(Union.name_folded, search))
        )
    return page_of(query, number)


def marketplaces(actor: Actor) -> dict[str, str]:
    """Key → name of the marketplaces that files in sight were made for."""
    query = (
        sa.select(ExportRun.marketplace_key, sa.func.min(ExportRun.marketplace_name))
        .join(ExportRun.cooperative)
        .where(cooperatives_seen(actor))
        .group_by(ExportRun.marketplace_key)
        .order_by(sa.func.min(ExportRun.marketplace_name))
    )
    return dict(db.session.execute(query).all())


def one(actor: Actor, code: str) -> ExportRun:
    """The file of this address; NotFound when unknown or not for the actor's eyes."""
    found: ExportRun | None = db.session.scalar(_visible(actor).where(ExportRun.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần tạo tệp này."))
    return found


def made_by(actor: Actor, job: Job) -> ExportRun | None:
    """The file that a job made and that was kept, where the actor may see it."""
    code = (job.result_note or {}).get("run", "")
    return db.session.scalar(_visible(actor).where(ExportRun.code == code)) if code else None


def items(run: ExportRun, number: int) -> Page[ExportItem]:
    """What a file held, by name and mass, as it was kept."""
    query = sa.select(ExportItem).where(ExportItem.run_id == run.id).order_by(ExportItem.id)
    return page_of(query, number, 50)


def last(cooperative: Cooperative, marketplace_key: str) -> ExportRun | None:
    """The newest file of a cooperative for a marketplace."""
    runs = _runs(cooperative, marketplace_key)
    return runs[-1] if runs else None


def held(runs: Sequence[ExportRun]) -> list[Held]:
    """What these files (as `_runs` has them) have left behind: of each listing its newest."""
    query = (
        sa.select(ExportItem)
        .where(ExportItem.run_id.in_([run.id for run in runs]))
        .order_by(ExportItem.run_id, ExportItem.id)
    )
    by_run: dict[int, list[ExportItem]] = {}
    for item in db.session.scalars(query):
        by_run.setdefault(item.run_id, []).append(item)
    found: dict[str, Held] = {}
    for run in runs:
        for item in by_run.get(run.id, ()):
            found[item.sku] = Held(item.sku, item.title, item.facts)
        for each in run.gone:
            if each["why"] in HIDDEN:
                found.pop(each["sku"], None)
    return list(found.values())


def last_facts(marketplace_key: str, skus: Collection[str]) -> dict[str, Facts]:
    """SKU → what the newest file for this marketplace held of it; without those never in one."""
    query = (
        sa.select(ExportItem.sku, ExportItem.facts)
        .join(ExportRun, ExportRun.id == ExportItem.run_id)
        .where(ExportRun.marketplace_key == marketplace_key, ExportItem.sku.in_(skus))
        .order_by(ExportItem.id)
    )
    return dict(db.session.execute(query).all())


def draft(
    actor: Actor, target: Target, cooperative: Cooperative, public_url: str, today: date
) -> Draft:
    """What a file of everything would hold now, and how that differs from what was handed over."""
    approved = catalogues.of_cooperative(actor, cooperative)
    products = listings.to_export(approved, target.channel_key, today)
    sound = _sound(target, products, public_url, today)
    return against_last(cooperative, target.key, products, sound)


def against_last(
    cooperative: Cooperative,
    marketplace_key: str,
    products: Sequence[Product],
    sound: Sequence[Listing],
) -> Draft:
    """As `draft`, of listings that were found sound before."""
    runs = _runs(cooperative, marketplace_key)
    now = told(products, sound)
    difference = compare(held(runs), now)
    gone = reasons(difference.gone, products)
    return Draft(products, now, difference, gone, runs[-1] if runs else None)


def told(products: Sequence[Product], of: Sequence[Listing]) -> tuple[Held, ...]:
    """The listings as files are compared; products come with pictures and cooperative."""
    pictures = {row.slug: [photo.storage_key for photo in photos.public(row)] for row in products}
    return tuple(
        Held(each.sku, each.title, facts_of(each, pictures[each.group_code])) for each in of
    )


def _sound(
    target: Target, products: Sequence[Product], public_url: str, today: date
) -> list[Listing]:
    if target.template is not None:
        planned = listing_templates.preview(target.template, products, public_url, today)
        return [row.listing for each in planned for row in each.rows if not row.problems]
    if target.marketplace is None:
        return []
    limits = {**target.marketplace.LIMITS, **listing_limits.set_for(target.marketplace)}
    return [
        outline
        for outline in listings.outlines(products, public_url, today)
        if not any(p.blocking for p in problems_of(target.marketplace, outline, limits))
    ]


def _runs(cooperative: Cooperative, marketplace_key: str) -> list[ExportRun]:
    """From the last file of everything on, the oldest first: what came before it is replaced."""
    own = sa.and_(
        ExportRun.cooperative_id == cooperative.id, ExportRun.marketplace_key == marketplace_key
    )
    whole = sa.select(sa.func.max(ExportRun.id)).where(own, ExportRun.scope == "all")
    first = db.session.scalar(whole) or 0
    query = (
        sa.select(ExportRun)
        .where(own, ExportRun.id >= first)
        .options(defer(ExportRun.skipped))
        .order_by(ExportRun.id)
    )
    return list(db.session.scalars(query))


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(ExportRun)
        .join(ExportRun.cooperative)
        .join(Cooperative.union)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(ExportRun.cooperative).contains_eager(Cooperative.union),
            joinedload(ExportRun.account),
        )
    )
