"""What became of a record, version by version, and what an import did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import RecordVersion, ReviewRemark
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.policy import Actor, reaches
from shop_onboard.queries import recycling
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.values.text import N_

# What a change did to a record, as against what somebody said of it.
CONTENT_KINDS = ("changed", "merged")
_CONSENT_EVENTS = ("consent.given", "consent.refused", "consent.withdrawn")
_CALLED: dict[str, Any] = {
    "commune_id": Commune.name,
    "union_id": Union.name,
    "cooperative_id": Cooperative.name,
    "product_id": Product.name,
    "lot_id": Lot.code,
    "campaign_id": Campaign.name,
}


def page(subject_type: str, subject_id: int, number: int = 1) -> Page[RecordVersion]:
    """The versions of a record, the latest first."""
    query = _of(subject_type, subject_id).order_by(RecordVersion.id.desc())
    return page_of(query, number)


def version(actor: Actor, version_id: int) -> RecordVersion:
    """A version of a record in the actor's sight; NotFound otherwise."""
    found = db.session.get(RecordVersion, version_id)
    if found is None or not is_seen(actor, found):
        raise NotFound(N_("Không tìm thấy bản này trong lịch sử."))
    return found


def is_seen(actor: Actor, found: RecordVersion) -> bool:
    """Whether the actor may see the record of a version; programmes are no secret."""
    if found.cooperative_id is None or actor.sees_everything:
        return True
    row = recycling.record("cooperative", found.cooperative_id)
    return row is not None and actor_reaches(actor, row)


def actor_reaches(actor: Actor, row: Cooperative) -> bool:
    """Whether any role of the actor covers a cooperative that may lie in the bin."""
    return any(reaches(grant, row.id, row.union_id, row.commune_id) for grant in actor.grants)


def merge_of(found: RecordVersion) -> tuple[RecordVersion, RecordVersion] | None:
    """The two versions of one merge: of the record that stayed, and of the one that went."""
    into = found.after.get("merged_into")
    stays = db.session.get(RecordVersion, into["version"]) if into else found
    if stays is None:
        return None
    query = _of("cooperative", stays.after["merged"]["id"]).where(RecordVersion.kind == "merged")
    for goes in db.session.scalars(query.order_by(RecordVersion.id.desc())):
        if (goes.after.get("merged_into") or {}).get("version") == stays.id:
            return stays, goes
    return None


def since(subject_type: str, subject_id: int, number: int) -> Sequence[RecordVersion]:
    """The versions of a record after its version `number`, the latest last."""
    query = _of(subject_type, subject_id).where(RecordVersion.number > number)
    return db.session.scalars(query.order_by(RecordVersion.id)).all()


def later(found: RecordVersion) -> Sequence[RecordVersion]:
    """The versions after this one that still hold, the latest first."""
    query = _of(found.subject_type, found.subject_id).where(
        RecordVersion.id > found.id,
        RecordVersion.is_undone.is_(False),
        RecordVersion.undoes_id.is_(None),
    )
    return db.session.scalars(query.order_by(RecordVersion.id.desc())).all()


def latest_standing(subject_type: str, subject_id: int) -> int | None:
    """The latest version of a record that holds and takes nothing back; see `later`."""
    query = _of(subject_type, subject_id).where(
        RecordVersion.is_undone.is_(False), RecordVersion.undoes_id.is_(None)
    )
    return db.session.scalar(query.with_only_columns(sa.func.max(RecordVersion.id)))


def latest_fall(subject_type: str, subject_id: int) -> RecordVersion | None:
    """The version with which a record went into the bin, itself or with what it belongs to."""
    query = _of(subject_type, subject_id).where(RecordVersion.is_undone.is_(False))
    latest = query.order_by(RecordVersion.id.desc())
    rows: Sequence[RecordVersion] = db.session.scalars(latest).all()
    return next((found for found in rows if found.after.get("deleted_at")), None)


def latest_approval(subject_type: str, subject_id: int) -> RecordVersion | None:
    """The version with which a record was last approved, unless that was taken back."""
    query = _of(subject_type, subject_id).where(
        RecordVersion.kind == "approved", RecordVersion.is_undone.is_(False)
    )
    return db.session.scalars(query.order_by(RecordVersion.id.desc()).limit(1)).first()


def of_import(import_id: int, below: int | None, limit: int) -> Sequence[RecordVersion]:
    """What an import did and is not undone, the latest first, from below this version on."""
    query = sa.select(RecordVersion).where(
        RecordVersion.import_id == import_id,
        RecordVersion.is_undone.is_(False),
        RecordVersion.undoes_id.is_(None),
    )
    if below is not None:
        query = query.where(RecordVersion.id < below)
    return db.session.scalars(query.order_by(RecordVersion.id.desc()).limit(limit)).all()


def removed_photos(since: datetime) -> set[str]:
    """Storage keys of pictures that were taken away since, and can be put back."""
    query = sa.select(RecordVersion.before).where(
        RecordVersion.subject_type == "product",
        RecordVersion.at >= since,
        sa.cast(RecordVersion.before, sa.String).contains('"photos/', autoescape=True),
    )
    rows = (row for before in db.session.scalars(query) for row in before.items())
    return {told["storage_key"] for field, told in rows if field.startswith("photos/") and told}


def undoable_count(import_id: int) -> int:
    """How many changes of an import still hold."""
    query = sa.select(sa.func.count(RecordVersion.id)).where(
        RecordVersion.import_id == import_id,
        RecordVersion.is_undone.is_(False),
        RecordVersion.undoes_id.is_(None),
    )
    return db.session.scalar(query) or 0


def _of(subject_type: str, subject_id: int) -> sa.Select[Any]:
    return sa.select(RecordVersion).where(
        RecordVersion.subject_type == subject_type, RecordVersion.subject_id == subject_id
    )


def notes(subject_type: str, subject_id: int, shown: Page[RecordVersion]) -> Sequence[AuditEvent]:
    """What was done to a record without changing it, of the time that a page of versions covers.

    It was sent to be reviewed; its representative agreed, refused or took consent back.
    """
    events = [f"{subject_type}.submitted"]
    if subject_type == "cooperative":
        events += _CONSENT_EVENTS
    query = sa.select(AuditEvent).where(
        AuditEvent.subject_type == subject_type,
        AuditEvent.subject_id == subject_id,
        AuditEvent.event.in_(events),
    )
    if shown.number < shown.pages:
        query = query.where(AuditEvent.at >= shown.items[-1].at)
    if shown.number > 1:
        after = _of(subject_type, subject_id).where(RecordVersion.id > shown.items[0].id)
        first = after.with_only_columns(sa.func.min(RecordVersion.at))
        query = query.where(AuditEvent.at < first.scalar_subquery())
    return db.session.scalars(query.order_by(AuditEvent.id.desc())).all()


def remarks(subject_type: str, subject_id: int) -> dict[int, list[ReviewRemark]]:
    """Version → what the reviewer remarked with it, field by field."""
    query = _of(subject_type, subject_id).where(RecordVersion.kind == "returned")
    returned = db.session.scalars(query.order_by(RecordVersion.id)).all()
    found: dict[int, list[ReviewRemark]] = {}
    told = sa.select(ReviewRemark).where(
        ReviewRemark.subject_type == subject_type, ReviewRemark.subject_id == subject_id
    )
    for remark in db.session.scalars(told.order_by(ReviewRemark.id)):
        version = next((each for each in returned if each.at >= remark.at), None)
        if version is not None:
            found.setdefault(version.id, []).append(remark)
    return found


def names(found: Sequence[Any]) -> dict[tuple[str, int], str]:
    """(field, id) → what the row is called, for every id that these versions tell of."""
    told: dict[tuple[str, int], str] = {}
    for field, column in _CALLED.items():
        ids = {side[field] for each in found for side in (each.before, each.after) if field in side}
        ids.discard(None)
        if ids:
            key = column.class_.id
            query = sa.select(key, column).where(key.in_(ids)).execution_options(**WITH_BIN)
            told |= {(field, row_id): name for row_id, name in db.session.execute(query)}
    return told


def holding(subject_type: str, subject_id: int) -> list[tuple[int, frozenset[str]]]:
    """(id, fields) of the changes of a record that still hold."""
    query = _of(subject_type, subject_id).where(
        RecordVersion.is_undone.is_(False),
        RecordVersion.undoes_id.is_(None),
        RecordVersion.kind.in_(CONTENT_KINDS),
    )
    rows = db.session.execute(query.with_only_columns(RecordVersion.id, RecordVersion.after))
    return [(version_id, frozenset(after)) for version_id, after in rows]
