"""The recycle bin: what was thrown away in the last thirty days, and fetching it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, Forbidden, NotFound
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import history as versions
from shop_onboard.queries import recycling as queries
from shop_onboard.services import history, recycling
from shop_onboard.values.record_fields import SUBJECT_WORDS
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import say

bp = Blueprint("recycling", __name__, url_prefix="/bin")


@bp.get("/")
@requires(Action.COOPERATIVE_SEE)
def index() -> Any:
    return render_template(
        "recycling/index.html",
        rows=queries.thrown(current_actor()),
        words=SUBJECT_WORDS,
        kept_for=recycling.KEPT_FOR,
    )


@bp.post("/<kind>/<int(max=2147483647):number>/restore")
@requires(Action.COOPERATIVE_SEE)
def restore(kind: str, number: int) -> Any:
    actor = current_actor()
    version = versions.latest_fall(kind, number)
    if version is None or not versions.is_seen(actor, version):
        raise NotFound(N_("Không tìm thấy hồ sơ này."))
    try:
        made = history.undo(actor, version)
    except Forbidden:
        raise
    except DomainError as refusal:
        db.session.rollback()
        flash(say(refusal.message), "error")
        return redirect(url_for("recycling.index"))
    db.session.commit()
    is_merge = version.kind == "merged"
    words = _("Đã tách lại thành hai hồ sơ.") if is_merge else _("Đã khôi phục.")
    # Two that were one are merged again on their own page, not by a button here.
    flash(words, "message" if is_merge else f"undo {made.id}")
    row = queries.record(kind, number)
    code = queries.address_of(row)
    return redirect(url_for("history.show", kind=kind, code=code))
