"""Taking a change back: its inverse is applied and is itself a version, so it can be made again.

A change is not taken back when a later one touched the same fields, or when other records have
come to depend on it: the refusal names what stands in the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.clock import utc_now
from shop_onboard.models.history import RecordVersion
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import Actor
from shop_onboard.queries import history as queries
from shop_onboard.queries import import_results
from shop_onboard.queries import recycling as records
from shop_onboard.services import audit, codes, lot_balance, merges, recycling, versions
from shop_onboard.services.snapshots import Snapshot, put_back, snapshot
from shop_onboard.values.dates import format_datetime
from shop_onboard.values.review_fields import is_daily
from shop_onboard.values.text import N_, Message

# What an officer said of the content: never put back without the very content it was said of.
_SAID = frozenset({"state", "review_note", "confirmed_at", "confirmed_by_id"})
_FINAL = ("approved", "returned", "confirmed")


@dataclass(frozen=True)
class Kept:
    """A change of an import that stays, and why; `held_by` is the import that holds it, if any."""

    subject_type: str
    name: str
    reason: Message
    held_by: str


@dataclass(frozen=True)
class UndoneBatch:
    """One step of taking an import back; `last_id` is None after the last."""

    undone: int
    kept: tuple[Kept, ...]
    last_id: int | None


def undo(actor: Actor, version: RecordVersion) -> RecordVersion:
    """Apply the inverse of a change; returns it as a version.

    Raises Forbidden; DomainError with what stands in the way.
    """
    row = records.record(version.subject_type, version.subject_id)
    if row is None:
        raise DomainError(N_("Hồ sơ này đã xóa hẳn nên không hoàn tác được."))
    recycling.check_may(actor, row)
    if _is_word(version):
        raise DomainError(
            N_("Việc duyệt và đối chiếu không hoàn tác được. Hãy sửa hồ sơ rồi duyệt lại.")
        )
    if version.is_undone:
        raise DomainError(N_("Việc này đã được hoàn tác rồi."))
    if version.kind == "merged":
        return _undo_merge(actor, version)
    if version.kind == "created":
        made = _undo_creation(actor, version, row)
    elif {"merged", "merged_into"} & version.after.keys():
        raise DomainError(N_("Muốn gộp lại, hãy mở trang hồ sơ có thể trùng và gộp lần nữa."))
    elif "deleted_at" in version.after:
        made = _undo_fall(actor, version, row)
    else:
        made = _undo_fields(actor, version, row)
    _mark(version, is_undone=True)
    db.session.flush()
    return made


def fetch_back(actor: Actor, subject_type: str, subject_id: int) -> RecordVersion:
    """Restore a record from the bin. Raises DomainError, Forbidden."""
    version = queries.latest_fall(subject_type, subject_id)
    if version is None:
        raise DomainError(N_("Hồ sơ này không còn ở thùng rác."))
    return undo(actor, version)


def undo_import_batch(
    actor: Actor, import_id: int, below: int | None = None, limit: int = 200
) -> UndoneBatch:
    """Take back the latest `limit` changes of an import below version `below`, newest first.

    The caller commits, then goes on with `below=batch.last_id` until that is None. Each change is
    taken back alone: what cannot be stays and is named.
    """
    found = queries.of_import(import_id, below, limit)
    undone, kept = 0, []
    with versions.of_import(import_id):
        for version in found:
            try:
                with db.session.begin_nested():
                    undo(actor, version)
            except (DomainError, Forbidden) as refusal:
                kept.append(_kept(version, refusal.message))
            else:
                undone += 1
    return UndoneBatch(undone, tuple(kept), found[-1].id if len(found) == limit else None)


def _kept(version: RecordVersion, reason: Message) -> Kept:
    """Another import in the way is named: once that is taken back, this change can be too."""
    held_by = import_results.holder(version)
    if held_by is not None:
        reason = N_(
            "«%(file)s» đã nhập tiếp vào hồ sơ này: hãy hoàn tác «%(file)s» trước.",
            file=held_by.file_name,
        )
    code = held_by.code if held_by is not None else ""
    return Kept(version.subject_type, name_of(version), reason, code)


def name_of(version: RecordVersion) -> str:
    """What the record of a version is called, in the bin or gone."""
    row = records.record(version.subject_type, version.subject_id)
    for source in (row, version.after, version.before):
        for field in ("name", "code", "scope"):
            value = source.get(field) if isinstance(source, dict) else getattr(source, field, None)
            if value:
                return str(value)
    return str(version.subject_id)


def _undo_merge(actor: Actor, version: RecordVersion) -> RecordVersion:
    """Both records tell of a merge; whichever is asked, both are told that it is undone."""
    found = queries.merge_of(version)
    if found is None:
        raise DomainError(N_("Hồ sơ này đã xóa hẳn nên không hoàn tác được."))
    of_stays, of_goes = found
    row = records.record("cooperative", of_stays.subject_id)
    now = snapshot(row) if row is not None else {}
    _check_fields(of_stays, now | {"merged": of_stays.after["merged"]})
    values = _values(of_stays, now)
    made = merges.undo(actor, of_stays, of_goes, values)
    for each in found:
        _mark(each, is_undone=True)
    db.session.flush()
    return made


def _undo_creation(actor: Actor, version: RecordVersion, row: Any) -> RecordVersion:
    reason = records.dependent(row)
    if reason is not None:
        raise DomainError(reason)
    later = [each for each in queries.later(version) if each.kind == "changed"]
    if later:
        raise DomainError(_in_the_way(later[0]))
    if isinstance(row, Campaign | PublishedFigure):
        made = versions.keep(actor, row, "undone", dict(version.after), {}, version)
        event = f"{version.subject_type}.deleted"
        audit.record(actor, event, version.subject_type, row.id, code=name_of(version))
        db.session.delete(row)
        db.session.flush()
        return made
    return recycling.throw_away(actor, row, version)


def _undo_fall(actor: Actor, version: RecordVersion, row: Any) -> RecordVersion:
    if version.after["deleted_at"] is None:
        return recycling.throw_away(actor, row, version)
    return recycling.fetch_back(actor, row, version)


def _undo_fields(actor: Actor, version: RecordVersion, row: Any) -> RecordVersion:
    if getattr(row, "deleted_at", None) is not None:
        raise DomainError(N_("Hồ sơ này đang ở thùng rác. Hãy khôi phục nó trước."))
    before = snapshot(row)
    _check_fields(version, before)
    values = _values(version, before)
    _check_packs(row, values)
    _check_photos(version, values)
    try:
        with db.session.begin_nested():
            stays_approved = _is_daily(version) and row.state == "approved"
            _put_back(row, values)
            if not stays_approved and queries.later(version):
                _ask_again(row)
            if not stays_approved and hasattr(row, "changed_by_id"):
                row.changed_by_id = actor.account_id
            db.session.flush()
    except IntegrityError as refusal:
        raise DomainError(
            N_("Mã hay tên cũ nay đã có hồ sơ khác dùng nên không hoàn tác được.")
        ) from refusal
    lot_balance.check_returned(row)
    # Back into a unit that the actor does not reach would be moving it behind its officers' backs.
    recycling.check_may(actor, row)
    subject = version.subject_type
    audit.record(
        actor,
        f"{subject}.change_undone",
        subject,
        row.id,
        versions.owner_id(row),
        fields=sorted(values),
    )
    made = versions.changed(actor, row, before, "undone", version)
    if made is None:
        raise DomainError(N_("Việc này đã được hoàn tác rồi."))
    db.session.flush()
    return made


def _put_back(row: Any, values: Snapshot) -> None:
    """A number that goes with what is taken back stands on labels all the same."""
    gtins = codes.owned(row) if isinstance(row, Product) else frozenset()
    put_back(row, values)
    if gtins:
        codes.keep_former(row, gtins)


def _values(version: RecordVersion, now: Snapshot) -> Snapshot:
    """What to put back: what an officer said of it only where nothing was done since."""
    is_latest = not queries.later(version)
    return {
        field: value
        for field, value in version.before.items()
        if field != "merged"
        and (field not in _SAID or (is_latest and now.get(field) == version.after[field]))
    }


def _check_fields(version: RecordVersion, now: Snapshot) -> None:
    fields = set(version.after) - _SAID
    for later in queries.later(version):
        if later.kind in queries.CONTENT_KINDS and fields & set(later.after):
            raise DomainError(_in_the_way(later))
    if any(now.get(field) != version.after[field] for field in fields):
        raise DomainError(N_("Hồ sơ đã được sửa tiếp ở cùng chỗ nên không hoàn tác được."))


def _in_the_way(later: RecordVersion) -> Message:
    return N_(
        "Không hoàn tác được: %(who)s đã sửa tiếp lúc %(moment)s (bản %(number)s). Hãy hoàn tác "
        "lần sửa đó trước.",
        who=later.actor_name,
        moment=format_datetime(later.at),
        number=later.number,
    )


def _check_packs(row: Any, values: Snapshot) -> None:
    """A pack that goes with the undo must not be in an order or in a marketplace's file."""
    if not isinstance(row, Product):
        return
    gone = {field.partition("/")[2] for field, value in values.items() if value is None}
    for pack in _called(row.packs, gone):
        if records.pack_is_used(pack):
            raise DomainError(
                N_(
                    "Quy cách «%(pack)s» đã có trong đơn hàng hoặc tệp đăng sàn nên không hoàn "
                    "tác được.",
                    pack=pack.label,
                )
            )


def _check_photos(version: RecordVersion, values: Snapshot) -> None:
    """The file of a picture goes when it has lain as long as a record in the bin."""
    is_back = any(field.startswith("photos/") and value for field, value in values.items())
    if is_back and version.at < utc_now() - recycling.KEPT_FOR:
        raise DomainError(N_("Ảnh đã bỏ quá 30 ngày nên không lấy lại được. Hãy gửi lại ảnh."))


def _called(packs: Iterable[PackSize], labels: set[str]) -> list[PackSize]:
    return [pack for pack in packs if pack.label in labels]


def _ask_again(row: Any) -> None:
    """The content is not the one that was approved or compared with its papers."""
    if getattr(row, "state", None) == "approved":
        row.state = "submitted"
    if getattr(row, "confirmed_at", None) is not None:
        row.confirmed_at = row.confirmed_by_id = None


def _is_daily(version: RecordVersion) -> bool:
    """Whether it tells of prices and stocks alone, which nobody approves."""
    return version.subject_type == "product" and is_daily(version.before, version.after)


def _mark(version: RecordVersion, *, is_undone: bool) -> None:
    """Taking back the taking back makes the first change hold again."""
    version.is_undone = is_undone
    if version.undoes_id is not None:
        undone = db.session.get(RecordVersion, version.undoes_id)
        if undone is not None:
            _mark(undone, is_undone=not is_undone)


def _is_word(version: RecordVersion) -> bool:
    """Whether it tells what an officer said of the record, and no change of the record itself."""
    return version.kind in _FINAL or is_reopening(version)


def is_reopening(version: RecordVersion) -> bool:
    """Whether an officer took an approval back with it."""
    return version.kind == "undone" and set(version.after) <= _SAID


def state_undone(version: RecordVersion, row: Any, *, is_latest: bool) -> str | None:
    """The state of review that taking a change back would lead to; None when it stays.

    `is_latest` says that nothing was done or said since that holds.
    """
    now = getattr(row, "state", None)
    if version.kind in ("created", "deleted") or "deleted_at" in version.after or now is None:
        return None
    if is_latest:
        is_same = version.after.get("state") == now
        became: str | None = version.before.get("state") if is_same else None
        return became
    return "submitted" if now == "approved" and not _is_daily(version) else None


def may_come_undone(
    version: RecordVersion,
    holding: Iterable[tuple[int, frozenset[str]]],
    *,
    is_free: bool,
) -> bool:
    """Whether to offer taking a change back: no later one touched its fields.

    `holding` are the record's changes that hold (queries.history.holding); `is_free` says that
    nothing depends on the record.
    """
    if version.is_undone or _is_word(version):
        return False
    if version.kind == "created":
        return is_free and not list(holding)
    fields = set(version.after) - _SAID
    return not any(later > version.id and fields & told for later, told in holding)
