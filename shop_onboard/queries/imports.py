"""Imports as their people see them, and what an import looks for before it adds a row."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.imports.layouts import PLACES, layout_from
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress
from shop_onboard.models.imports import ColumnMemory, Import
from shop_onboard.models.jobs import Job
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries import recycling
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_, fold

_KINDS = ("import", "import-check", "import-undo")
# The file lies there and has not gone in yet.
_OPEN = ("received", "checking", "checked", "waiting", "running")
# What tells one sale from another; its papers may be added later.
_SALE_COLUMNS = (
    "sold_on",
    "channel_key",
    "mass_g",
    "product_id",
    "lot_id",
    "campaign_id",
    "revenue_vnd",
    "order_ref",
    "certainty",
)
_WHOLE = (
    selectinload(Product.packs),
    selectinload(Product.certificates),
    selectinload(Product.photos),
    joinedload(Product.cooperative),
)
# Asked once a row: put together once, since that takes longer than the answer.
_ALIKE = sa.select(sa.func.count(Sale.id)).where(
    Sale.cooperative_id == sa.bindparam("cooperative_id"),
    *(
        column.is_not_distinct_from(sa.bindparam(column.key, type_=column.type))
        for column in (getattr(Sale, name) for name in _SALE_COLUMNS)
    ),
)
_HAS_SALE = sa.select(
    sa.or_(
        sa.exists().where(Sale.row_key == sa.bindparam("row_key")),
        _ALIKE.scalar_subquery() >= sa.bindparam("number"),
    )
)


@dataclass(frozen=True)
class SheetCounts:
    """What became of the records of one sheet that could be read: its name in the file, its kind.

    `kind` is "" for what went in before kinds were kept.
    """

    sheet: str
    kind: str
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class TrialCounts:
    """What would become of the rows of a whole file.

    `changes` counts records that would change: without one there is nothing to confirm.
    """

    created: int
    updated: int
    unchanged: int
    failed: int
    changes: int


def trial_counts(row: Import) -> TrialCounts:
    """What the last trial came to, all sheets together."""
    trial = row.trial or {}
    sheets = trial.get("sheets", ())
    names = ("created", "updated", "unchanged", "failed")
    summed = {name: sum(sheet[name] for sheet in sheets) for name in names}
    outcomes = trial.get("outcomes", summed)
    changes = summed["created"] + summed["updated"]
    created, updated, unchanged, failed = (outcomes.get(name, 0) for name in names)
    return TrialCounts(created, updated, unchanged, failed, changes)


def is_foreign(row: Import) -> bool:
    """Whether somebody had to say what the columns hold."""
    return bool(row.layout and row.layout["tables"])


def brings_drafts(row: Import) -> bool:
    """Whether its records wait for what the file does not tell, so that nobody reviews them yet."""
    return bool(row.layout and any(table.get("is_draft") for table in row.layout["tables"]))


def is_named(row: Import) -> bool:
    """Whether it is known how to read the file."""
    layout = layout_from(row.layout) if row.layout else None
    return layout is not None and (not layout.tables or layout.is_complete)


def holds_rows(row: Import) -> bool:
    """Whether there is something to put in; a table of communes is compared alone."""
    if not row.layout or not row.layout["tables"]:
        return True
    return any(table["kind"] not in ("", PLACES) for table in row.layout["tables"])


def has_wrong_rows(row: Import) -> bool:
    """Whether a file of wrong rows can be sent back; what is wrong may be a whole sheet."""
    is_there = row.state in ("checked", "done") and holds_rows(row)
    return is_there and any(error["row"] is not None for error in row.errors)


def page(actor: Actor, *, number: int = 1) -> Page[Import]:
    """The actor's own imports and those of unions in reach, the newest first."""
    return page_of(_visible(actor).order_by(Import.id.desc()), number)


def one(actor: Actor, code: str) -> Import:
    """The import of this address; NotFound when unknown or not for the actor's eyes."""
    found: Import | None = db.session.scalar(_visible(actor).where(Import.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần nhập này."))
    return found


def by_id(import_id: int) -> Import:
    """The import with its union; the caller has asked for the right already."""
    return db.session.scalars(
        sa.select(Import).where(Import.id == import_id).options(joinedload(Import.union))
    ).one()


def under_trial(import_id: int) -> Import | None:
    """The import while it is to be tried out: not discarded, its columns not named anew."""
    query = sa.select(Import).where(Import.id == import_id, Import.state == "checking")
    return db.session.scalar(query.options(joinedload(Import.union)))


def memories(union_id: int) -> dict[str, dict[str, Any]]:
    """Signature → how the union reads tables with these headers."""
    rows = db.session.execute(
        sa.select(ColumnMemory.signature, ColumnMemory.columns).where(
            ColumnMemory.union_id == union_id
        )
    )
    return dict(rows.all())


def memory(union_id: int, signature: str) -> ColumnMemory | None:
    """What the union remembers of tables with these headers."""
    return db.session.scalar(
        sa.select(ColumnMemory).where(
            ColumnMemory.union_id == union_id, ColumnMemory.signature == signature
        )
    )


def job_of(import_code: str) -> Job | None:
    """The job that brings an import in, the latest where it was asked for again."""
    return jobs_of([import_code]).get(import_code)


def jobs_of(import_codes: Iterable[str]) -> dict[str, Job]:
    """Code of an import → its latest job, whichever step that does."""
    keys = {f"{kind}:{code}": code for code in import_codes for kind in _KINDS}
    rows = db.session.scalars(sa.select(Job).where(Job.dedupe_key.in_(keys)).order_by(Job.id))
    return {keys[str(job.dedupe_key)]: job for job in rows}


def underway(actor: Actor, union_id: int, storage_key: str) -> Import | None:
    """The import of this very file that has not ended yet: the form was sent twice."""
    query = (
        _visible(actor)
        .where(
            Import.union_id == union_id,
            Import.storage_key == storage_key,
            Import.account_id == actor.account_id,
            Import.state.in_(_OPEN),
        )
        .order_by(Import.id.desc())
        .limit(1)
    )
    found: Import | None = db.session.scalar(query)
    return found


def by_sheet(row: Import, job: Job | None) -> list[SheetCounts]:
    """The sheets in the order in which they went in, counted since this job was asked for."""
    query = (
        sa.select(AuditEvent.data)
        .where(
            AuditEvent.event == "import.batch",
            AuditEvent.subject_type == "import",
            AuditEvent.subject_id == row.id,
        )
        .order_by(AuditEvent.id)
    )
    if job is not None and job.kind == "import":
        query = query.where(AuditEvent.at >= job.created_at)
    sums: dict[tuple[str, str], list[int]] = {}
    for data in db.session.scalars(query):
        key = (data["sheet"], data.get("sheet_kind", ""))
        counts = sums.setdefault(key, [0, 0, 0])
        for place, name in enumerate(("created", "updated", "unchanged")):
            counts[place] += data[name]
    return [SheetCounts(*key, *counts) for key, counts in sums.items()]


def cooperative_named(
    actor: Actor, code_union_id: int, name: str, phone: str
) -> Cooperative | None:
    """The cooperative of a row without a code: of this name and phone, coded by this union."""
    query = (
        sa.select(Cooperative)
        .where(
            cooperatives_seen(actor),
            Cooperative.code_union_id == code_union_id,
            Cooperative.name_folded == fold(name),
            Cooperative.phone == phone,
        )
        .limit(1)
    )
    return db.session.scalar(query)


def product(cooperative_id: int, code: str) -> Product | None:
    """The product a cooperative calls by this code, alone: enough to name it in a sale."""
    return db.session.scalar(
        sa.select(Product).where(Product.cooperative_id == cooperative_id, Product.code == code)
    )


def cooperatives_called(
    actor: Actor, code_union_id: int, codes: Collection[str]
) -> list[Cooperative]:
    """The cooperatives in sight that the union calls by these codes, or that took them over."""
    addresses = [recycling.code_address(code_union_id, code) for code in codes]
    taken_over = sa.select(FormerAddress.cooperative_id).where(FormerAddress.address.in_(addresses))
    query = sa.select(Cooperative).where(
        cooperatives_seen(actor),
        sa.or_(
            sa.and_(Cooperative.code_union_id == code_union_id, Cooperative.code.in_(codes)),
            Cooperative.id.in_(taken_over),
        ),
    )
    return list(db.session.scalars(query))


def products_called(
    cooperative_ids: Collection[int], codes: Collection[str]
) -> dict[tuple[int, str], Product]:
    """(cooperative id, code) → product with all that a row can change."""
    query = (
        sa.select(Product)
        .where(Product.cooperative_id.in_(cooperative_ids), Product.code.in_(codes))
        .options(*_WHOLE)
    )
    return {(row.cooperative_id, row.code): row for row in db.session.scalars(query)}


def whole_product(product_id: int) -> Product | None:
    """A product with its cooperative and all that a version of it tells."""
    return db.session.scalar(sa.select(Product).where(Product.id == product_id).options(*_WHOLE))


def slugs_taken(slugs: Collection[str]) -> set[str]:
    """Those of the addresses that a product has, in the bin too."""
    query = sa.select(Product.slug).where(Product.slug.in_(slugs))
    return set(db.session.scalars(query.execution_options(**WITH_BIN)))


def skus_taken(skus: Collection[str]) -> set[str]:
    """Those of the codes that a pack size has."""
    return set(db.session.scalars(sa.select(PackSize.sku).where(PackSize.sku.in_(skus))))


def has_sale(cooperative_id: int, row_key: str, number: int, columns: Mapping[str, Any]) -> bool:
    """Whether the `number`-th row of a file that tells this sale is stored.

    It is under its `row_key`, even where it was changed later, or as one of so many sales of the
    cooperative that tell exactly this, however they came in.
    """
    asked = {name: columns[name] for name in _SALE_COLUMNS}
    asked |= {"cooperative_id": cooperative_id, "row_key": row_key, "number": number}
    return bool(db.session.scalar(_HAS_SALE, asked))


def _visible(actor: Actor) -> sa.Select[Any]:
    query = sa.select(Import).options(joinedload(Import.union), joinedload(Import.account))
    if actor.sees_everything:
        return query
    unions = frozenset().union(*(grant.union_ids for grant in actor.grants))
    return query.where(sa.or_(Import.account_id == actor.account_id, Import.union_id.in_(unions)))
