"""What became of a record: its versions, taking one back, throwing the record away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.history import RecordVersion
from shop_onboard.policy import Action
from shop_onboard.queries import history as queries
from shop_onboard.queries import recycling as records
from shop_onboard.services import history as services
from shop_onboard.services import recycling
from shop_onboard.values.consents import CHANNEL_WORDS, PURPOSE_WORDS
from shop_onboard.values.record_fields import SUBJECT_WORDS
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import say
from shop_onboard.web.record_words import lines
from shop_onboard.web.replies import page_number

bp = Blueprint("history", __name__, url_prefix="/history")

KIND_WORDS: dict[str, Message] = {
    "created": N_("Ghi mới"),
    "changed": N_("Sửa"),
    "deleted": N_("Đưa vào thùng rác"),
    "merged": N_("Gộp hồ sơ trùng"),
    "undone": N_("Hoàn tác"),
    "approved": N_("Duyệt"),
    "returned": N_("Trả lại để sửa"),
    "confirmed": N_("Đối chiếu chứng từ"),
}
NOTE_WORDS: dict[str, Message] = {
    "submitted": N_("Gửi để duyệt"),
    "given": N_("Người đại diện đồng ý công khai"),
    "refused": N_("Người đại diện không đồng ý công khai"),
    "withdrawn": N_("Rút lại đồng ý công khai"),
}
_SHOW = {
    "cooperative": "cooperatives.show",
    "product": "products.show",
    "lot": "lots.show",
    "sale": "sales.show",
    "campaign": "campaigns.show",
}


@dataclass(frozen=True)
class Entry:
    """One line of a history: a version, or what was said or done without changing the record."""

    at: datetime
    version: RecordVersion | None = None
    note: str = ""
    by: str = ""
    told: str = ""


@bp.get("/<kind>/<code>")
@requires(Action.COOPERATIVE_SEE)
def show(kind: str, code: str) -> Any:
    actor = current_actor()
    row = records.find(actor, kind, code)
    page = queries.page(kind, row.id, page_number())
    names = queries.names(page.items)
    may_change = recycling.may_change(actor, row)
    holding = queries.holding(kind, row.id)
    standing = queries.latest_standing(kind, row.id)
    is_free = records.dependent(row) is None and records.tie(row) is None
    return render_template(
        "history/show.html",
        record=row,
        record_name=called(row, kind),
        kind=kind,
        code=code,
        back=url_for(_SHOW[kind], code=code) if kind in _SHOW else url_for("listings.index"),
        is_thrown=getattr(row, "deleted_at", None) is not None,
        page=page,
        entries=_entries(page.items, queries.notes(kind, row.id, page)),
        called=_kind_words,
        lines={version.id: lines(version, names) for version in page.items},
        remarks=queries.remarks(kind, row.id),
        may_undo={
            version.id: services.state_undone(version, row, is_latest=version.id == standing)
            for version in page.items
            if may_change and services.may_come_undone(version, holding, is_free=is_free)
        },
    )


def _entries(versions: Sequence[RecordVersion], told: Sequence[AuditEvent]) -> list[Entry]:
    """Versions and notes in one line of time, the latest first."""
    found = [Entry(version.at, version=version) for version in versions]
    found += [
        Entry(event.at, note=_note_words(event), by=_note_author(event), told=_note_told(event))
        for event in told
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _kind_words(version: RecordVersion) -> str:
    if services.is_reopening(version):
        return _("Rút lại việc duyệt")
    return say(KIND_WORDS[version.kind])


def _note_words(event: AuditEvent) -> str:
    return say(NOTE_WORDS[event.event.rpartition(".")[2]])


def _note_author(event: AuditEvent) -> str:
    return event.data.get("by") or event.actor_name or _("người đại diện")


def _note_told(event: AuditEvent) -> str:
    told = [say(PURPOSE_WORDS[each]).lower() for each in event.data.get("purposes", ())]
    channel = event.data.get("channel")
    return ", ".join([*told, *([say(CHANNEL_WORDS[channel])] if channel else [])])


@bp.post("/versions/<int(max=2147483647):number>/undo")
@requires(Action.COOPERATIVE_SEE)
def undo(number: int) -> Any:
    actor = current_actor()
    version = queries.version(actor, number)
    try:
        made = services.undo(actor, version)
    except Forbidden:
        raise
    except DomainError as refusal:
        db.session.rollback()
        flash(say(refusal.message), "error")
        return redirect(_page_of(version))
    db.session.commit()
    flash(_("Đã hoàn tác."), f"undo {made.id}")
    return redirect(_page_of(version))


@bp.post("/<kind>/<code>/delete")
@requires(Action.COOPERATIVE_SEE)
def delete(kind: str, code: str) -> Any:
    actor = current_actor()
    row = records.find(actor, kind, code)
    if kind == "campaign":
        raise DomainError(N_("Chương trình không xóa được: số liệu của các đơn vị gắn với nó."))
    made = recycling.throw_away(actor, row)
    db.session.commit()
    flash(
        _(
            "Đã đưa vào thùng rác: %(name)s. Trong 30 ngày còn khôi phục được.",
            name=called(row, kind),
        ),
        f"undo {made.id}",
    )
    return redirect(url_for("recycling.index"))


def called(row: Any, kind: str) -> str:
    """What a record is called on a page about it: its kind and its name or code."""
    name = getattr(row, "name", None) or row.code
    return f"{say(SUBJECT_WORDS[kind])} «{name}»"


def _page_of(version: RecordVersion) -> str:
    row = records.record(version.subject_type, version.subject_id)
    if row is None:
        return url_for("home.index")
    return url_for("history.show", kind=version.subject_type, code=records.address_of(row))
