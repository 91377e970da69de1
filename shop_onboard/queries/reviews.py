"""What waits for a reviewer, what changed in it since it was approved, and what was remarked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import RecordVersion, ReviewRemark
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import review_duty
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen

_CLASSES: dict[str, type[Any]] = {"cooperative": Cooperative, "product": Product}
_CHANGES = ("changed", "undone", "merged")


@dataclass
class Change:
    """The fields of a record that are not what was approved: as approved, and as they are."""

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """A record to be reviewed; `change` is None for one that was never approved."""

    record: Any
    cooperative: Cooperative
    told_by: str
    change: Change | None
    remarks: tuple[ReviewRemark, ...]


@dataclass(frozen=True)
class Asked:
    """Of a record that came back: the remarked fields that are still as they were.

    `is_answered` when nothing remarked is left and the record was changed since.
    """

    fields: tuple[str, ...] = ()
    is_answered: bool = False


def waiting(
    actor: Actor, subject: str, number: int, *, due_on: date | None = None
) -> Page[Waiting]:
    """What waits for review in the actor's sight, what has waited longest first.

    With `due_on` (today), only what the actor is the one to review.
    """
    row_class = _CLASSES[subject]
    place = joinedload(Cooperative.commune).joinedload(Commune.province)
    query = sa.select(row_class).where(row_class.state == "submitted", cooperatives_seen(actor))
    if row_class is Product:
        query = query.join(Product.cooperative)
        place = (
            contains_eager(Product.cooperative)
            .joinedload(Cooperative.commune)
            .joinedload(Commune.province)
        )
    if due_on is not None:
        query = query.where(review_duty.is_due(actor, row_class, due_on))
    page = page_of(query.options(place).order_by(row_class.id), number)
    ids = [row.id for row in page.items]
    changes = _changes(subject, ids)
    remarks = open_remarks(subject, ids)
    people = _people(page.items)
    items = [
        Waiting(
            row,
            row if row_class is Cooperative else row.cooperative,
            people.get(row.changed_by_id or row.registered_by_id or 0, ""),
            changes.get(row.id),
            tuple(remarks.get(row.id, ())),
        )
        for row in page.items
    ]
    return Page(items, page.number, page.pages, page.total)


def counts(actor: Actor, *, due_on: date | None = None) -> dict[str, int]:
    """How many of each kind wait; as `waiting`."""
    found: dict[str, int] = {}
    for subject, row_class in _CLASSES.items():
        query = sa.select(sa.func.count(row_class.id)).where(
            row_class.state == "submitted", cooperatives_seen(actor)
        )
        if row_class is Product:
            query = query.join(Product.cooperative)
        if due_on is not None:
            query = query.where(review_duty.is_due(actor, row_class, due_on))
        found[subject] = db.session.scalar(query) or 0
    return found


def _changes(subject: str, ids: Sequence[int]) -> dict[int, Change]:
    """Record → what differs from what was last approved; none for one that never was."""
    rows = db.session.scalars(
        sa.select(RecordVersion)
        .where(RecordVersion.subject_type == subject, RecordVersion.subject_id.in_(ids))
        .order_by(RecordVersion.id)
    )
    found: dict[int, Change] = {}
    for version in rows:
        if version.kind == "approved" and not version.is_undone:
            found[version.subject_id] = Change({}, {})
        elif version.kind in _CHANGES and version.subject_id in found:
            change = found[version.subject_id]
            change.before = version.before | change.before
            change.after |= version.after
    for change in found.values():
        same = [field for field, value in change.after.items() if change.before[field] == value]
        for field in [*same, "state"]:
            change.before.pop(field, None)
            change.after.pop(field, None)
    return found


def open_remarks(subject: str, ids: Sequence[int]) -> dict[int, list[ReviewRemark]]:
    """Record → the remarks that nothing has answered yet."""
    found: dict[int, list[ReviewRemark]] = {}
    query = _remarks(subject, ids).where(ReviewRemark.resolved_at.is_(None))
    for remark in db.session.scalars(query):
        found.setdefault(remark.subject_id, []).append(remark)
    return found


def asked(subject: str, records: Iterable[Any]) -> dict[int, Asked]:
    """Record → what it came back for; those that did not come back are left out."""
    ids = [record.id for record in records if record.state == "returned"]
    if not ids:
        return {}
    last = dict.fromkeys(ids, "")
    rows = db.session.execute(
        sa.select(RecordVersion.subject_id, RecordVersion.kind)
        .where(
            RecordVersion.subject_type == subject,
            RecordVersion.subject_id.in_(ids),
            RecordVersion.kind.in_(("returned", *_CHANGES)),
        )
        .order_by(RecordVersion.id)
    )
    last |= dict(rows.all())
    left = open_remarks(subject, ids)
    return {
        each: Asked(
            tuple(dict.fromkeys(remark.field for remark in left.get(each, ()))),
            each not in left and last[each] in _CHANGES,
        )
        for each in ids
    }


def asked_of(record: Cooperative | Product) -> Asked:
    """As `asked`, of one record; nothing when it did not come back."""
    subject = "product" if isinstance(record, Product) else "cooperative"
    return asked(subject, [record]).get(record.id, Asked())


def remarks(subject: str, record: Any) -> list[ReviewRemark]:
    """What the last reviewer remarked, answered or not, and what is still open from before."""
    query = _remarks(subject, [record.id]).where(
        sa.or_(ReviewRemark.resolved_at.is_(None), ReviewRemark.at == record.reviewed_at)
    )
    return list(db.session.scalars(query))


def _remarks(subject: str, ids: Sequence[int]) -> sa.Select[Any]:
    return (
        sa.select(ReviewRemark)
        .where(ReviewRemark.subject_type == subject, ReviewRemark.subject_id.in_(ids))
        .order_by(ReviewRemark.id)
    )


def _people(rows: Sequence[Any]) -> dict[int, str]:
    ids = {row.changed_by_id or row.registered_by_id for row in rows} - {None}
    found = db.session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(ids)))
    names: dict[int, str] = dict(found.all())
    return names
