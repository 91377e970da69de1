"""Submitting, approving and sending back: the same three steps for every reviewed record."""

from collections.abc import Mapping

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import history
from shop_onboard.services import audit, remarks, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.text import N_

Record = Cooperative | Product


def submit(actor: Actor, record: Record, subject: str, cooperative_id: int) -> None:
    """draft or returned → submitted. Raises DomainError otherwise."""
    if record.state not in ("draft", "returned"):
        raise DomainError(N_("Hồ sơ này đã được gửi rồi."))
    record.state = "submitted"
    db.session.flush()
    audit.record(actor, f"{subject}.submitted", subject, record.id, cooperative_id)


def approve(
    actor: Actor, record: Record, subject: str, cooperative_id: int, seen: int | None
) -> None:
    """submitted → approved, by somebody else than who registered it.

    `seen` is the version that the reviewer has read; None where nobody reads, as in a command.
    Raises Conflict when the record was changed since.
    """
    _check_reviewer(actor, record)
    if seen is not None and seen != record.version:
        raise Conflict(
            N_("Hồ sơ này vừa được sửa sau khi bạn mở. Hãy xem lại bản mới dưới đây rồi duyệt.")
        )
    before = snapshot(record)
    record.state = "approved"
    record.review_note = ""
    record.reviewed_at = utc_now()
    record.reviewed_by_id = actor.account_id
    db.session.flush()
    versions.changed(actor, record, before, "approved")
    remarks.settle(subject, record.id)
    audit.record(actor, f"{subject}.approved", subject, record.id, cooperative_id)


def send_back(
    actor: Actor,
    record: Record,
    subject: str,
    cooperative_id: int,
    note: str,
    notes: Mapping[str, str],
) -> None:
    """submitted → returned, with what has to be mended; `notes` are of fields (see remarks)."""
    _check_reviewer(actor, record)
    if not note and not notes:
        raise DomainError(N_("Hãy ghi cần sửa điều gì trước khi trả lại."), "note")
    before = snapshot(record)
    record.state = "returned"
    record.review_note = note
    record.reviewed_at = utc_now()
    record.reviewed_by_id = actor.account_id
    db.session.flush()
    versions.changed(actor, record, before, "returned")
    remarks.ask(actor, subject, record.id, cooperative_id, notes, record.reviewed_at)
    told = [note, *notes.values()]
    audit.record(
        actor,
        f"{subject}.returned",
        subject,
        record.id,
        cooperative_id,
        note="; ".join(each for each in told if each),
    )


def reopen(actor: Actor, record: Record, subject: str, cooperative_id: int, reason: str) -> None:
    """approved → submitted, for `reason`: what was public closes until somebody approves again.

    Raises DomainError without a reason, or for a record that is not approved.
    """
    if record.state != "approved":
        raise DomainError(N_("Chỉ rút lại được việc duyệt của hồ sơ đã duyệt."))
    if not reason:
        raise DomainError(N_("Hãy ghi vì sao rút lại việc duyệt."), "reason")
    before = snapshot(record)
    record.state = "submitted"
    record.review_note = reason
    record.reviewed_at = record.reviewed_by_id = None
    db.session.flush()
    approval = history.latest_approval(subject, record.id)
    if approval is not None:
        approval.is_undone = True
    # It undoes no version by name: an earlier change taken back must not open the record again.
    versions.changed(actor, record, before, "undone")
    event = f"{subject}.approval_withdrawn"
    audit.record(actor, event, subject, record.id, cooperative_id, reason=reason)


def _check_reviewer(actor: Actor, record: Record) -> None:
    if record.state != "submitted":
        raise DomainError(N_("Chỉ duyệt được hồ sơ đang chờ duyệt."))
    theirs = (record.registered_by_id, record.changed_by_id)
    if actor.account_id is not None and actor.account_id in theirs:
        raise DomainError(
            N_("Người đăng ký hay sửa hồ sơ không tự duyệt được. Hãy nhờ một cán bộ khác duyệt.")
        )
