"""Writes what changed in a record beside the change itself, in the same transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import RecordVersion
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.services import remarks
from shop_onboard.services.snapshots import Snapshot, difference, snapshot

SUBJECTS: dict[type[Any], str] = {
    Cooperative: "cooperative",
    Product: "product",
    Lot: "lot",
    Storefront: "storefront",
    Sale: "sale",
    Campaign: "campaign",
    PublishedFigure: "published_figure",
}

# States in which somebody's remarks may wait for an answer.
_REVIEWED = ("returned", "submitted")

# A service is called the same by a form and by a spreadsheet; which file it was is known outside.
_import_id: ContextVar[int | None] = ContextVar("import_id", default=None)


@contextmanager
def of_import(import_id: int) -> Iterator[None]:
    """Versions written inside belong to this import and can be undone with it."""
    token = _import_id.set(import_id)
    try:
        yield
    finally:
        _import_id.reset(token)


def created(actor: Actor, row: Any) -> RecordVersion:
    """The record is new; it has been flushed."""
    told = {field: value for field, value in snapshot(row).items() if value not in (None, "", [])}
    return keep(actor, row, "created", {}, told)


@dataclass(frozen=True)
class Made:
    """A record that was written without being loaded: `told` as a snapshot would have it."""

    id: int
    cooperative_id: int
    is_sample: bool
    told: Snapshot


def created_together(actor: Actor, subject: str, made: Sequence[Made]) -> None:
    """As `created`, of many records of one kind by one statement."""
    if not made:
        return
    common = {
        "subject_type": subject,
        "number": 1,
        "at": utc_now(),
        "account_id": actor.account_id,
        "actor_name": actor.name,
        "kind": "created",
        "before": {},
        "import_id": _import_id.get(),
        "is_undone": False,
    }
    rows = [
        common
        | {
            "subject_id": row.id,
            "cooperative_id": row.cooperative_id,
            "is_sample": row.is_sample,
            "after": {k: v for k, v in row.told.items() if v not in (None, "", [])},
        }
        for row in made
    ]
    db.session.execute(sa.insert(RecordVersion), rows)


def changed(
    actor: Actor,
    row: Any,
    before: Snapshot,
    kind: str = "changed",
    undoes: RecordVersion | None = None,
) -> RecordVersion | None:
    """The record, flushed, was as `before` says; None when nothing differs."""
    was, became = difference(before, snapshot(row))
    if not became:
        return None
    if before.get("state") in _REVIEWED:
        remarks.tick_off(SUBJECTS[type(row)], row.id, became)
    return keep(actor, row, kind, was, became, undoes)


def keep(
    actor: Actor,
    row: Any,
    kind: str,
    before: Snapshot,
    after: Snapshot,
    undoes: RecordVersion | None = None,
) -> RecordVersion:
    """Write a version of the row."""
    version = RecordVersion(
        subject_type=SUBJECTS[type(row)],
        subject_id=row.id,
        number=getattr(row, "version", 1),
        cooperative_id=owner_id(row),
        at=utc_now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        kind=kind,
        before=before,
        after=after,
        import_id=_import_id.get(),
        undoes_id=undoes.id if undoes else None,
        is_undone=False,
        is_sample=row.is_sample,
    )
    db.session.add(version)
    return version


def owner_id(row: Any) -> int | None:
    """The cooperative a record belongs to; a lot comes with its product."""
    if isinstance(row, Cooperative):
        return row.id
    if isinstance(row, Lot):
        return row.product.cooperative_id
    found: int | None = getattr(row, "cooperative_id", None)
    return found
