"""The parts of a run of labels: file, preview, what became of it, and a link for a printer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.documents.preview import first_page_png
from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db, limiter
from shop_onboard.models.clock import utc_now
from shop_onboard.models.label_runs import PART_STATES, LabelPart
from shop_onboard.policy import Action
from shop_onboard.queries import label_runs as queries
from shop_onboard.services import label_runs as services
from shop_onboard.services.labels import check_recall
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url, storage
from shop_onboard.web.replies import file_reply, picture_reply

bp = Blueprint("label_parts", __name__, url_prefix="/labels")

_PREVIEW_PX = 720
_ROW = "int(max=9007199254740991)"


@bp.get(f"/<{_ROW}:number>/parts/<{_ROW}:part>/file")
@requires(Action.LABEL_MAKE)
def file(number: int, part: int) -> Any:
    row = _printable(number, part)
    return file_reply(storage().get(row.pdf_key or ""), _name(row), "application/pdf")


@bp.get(f"/<{_ROW}:number>/parts/<{_ROW}:part>/preview")
@requires(Action.LABEL_MAKE)
def preview(number: int, part: int) -> Any:
    row = _printable(number, part)
    picture = first_page_png(storage().get(row.pdf_key or ""), _PREVIEW_PX)
    return picture_reply(picture, "image/png")


@bp.post(f"/<{_ROW}:number>/parts/<{_ROW}:part>/mark")
@requires(Action.LABEL_MAKE)
def mark(number: int, part: int) -> Any:
    row = queries.part(current_actor(), number, part)
    state = request.form.get("state", "")
    if state not in PART_STATES:
        raise DomainError(N_("Hãy chọn đã in hoặc bị hỏng."))
    services.mark(current_actor(), row, state)
    db.session.commit()
    return redirect(url_for("labels.show", number=number, _anchor=f"part-{part}"))


@bp.post(f"/<{_ROW}:number>/parts/<{_ROW}:part>/link")
@requires(Action.LABEL_MAKE)
def make_link(number: int, part: int) -> Any:
    row = _printable(number, part)
    token = services.make_link(current_actor(), row)
    db.session.commit()
    address = public_url() + url_for("label_parts.shared", token=token)
    return render_template(
        "labels/link.html",
        number=number,
        address=address,
        qr=qr_svg(address, _("Mã QR của đường dẫn")),
        days=services.LINK_DAYS,
    )


@bp.post(f"/<{_ROW}:number>/parts/<{_ROW}:part>/revoke")
@requires(Action.LABEL_MAKE)
def revoke_link(number: int, part: int) -> Any:
    services.revoke_link(current_actor(), queries.part(current_actor(), number, part))
    db.session.commit()
    flash(_("Đã thu lại đường dẫn: từ bây giờ không ai mở được nữa."))
    return redirect(url_for("labels.show", number=number, _anchor=f"part-{part}"))


@bp.get("/print/<token>")
@public
@limiter.limit("30 per minute")
def shared(token: str) -> Any:
    row = queries.shared_part(token, utc_now())
    reply = file_reply(storage().get(row.pdf_key or ""), _name(row), "application/pdf")
    reply.headers["Cache-Control"] = "no-store"
    reply.headers["X-Robots-Tag"] = "noindex"
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply


def _printable(number: int, part: int) -> LabelPart:
    """The part with a file; nothing more is printed of a lot that was recalled."""
    row = queries.part(current_actor(), number, part)
    check_recall(row.run.batch.lot)
    if row.pdf_key is None:
        raise NotFound(N_("Tệp in chưa tạo xong. Hãy mở lại sau ít phút."))
    return row


def _name(part: LabelPart) -> str:
    """As its heading in the ledger calls it: files of one lot are not mixed up at the printer."""
    lot, run = part.run.batch.lot.code, part.run
    sheets = f"{part.first_sheet}-{part.last_sheet} tren {run.sheet_count}"
    return f"tem {lot} lan in {run.id} to {sheets}.pdf"
