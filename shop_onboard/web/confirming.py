"""Many sales confirmed at once: chosen on the list, looked through, then confirmed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries.confirming import confirming
from shop_onboard.services import sales as services
from shop_onboard.values.numbers import format_number
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import search_text

bp = Blueprint("confirming", __name__, url_prefix="/sales/review")


@bp.get("/")
@requires(Action.SALE_CONFIRM)
def show() -> Any:
    """What was ticked, or with `all` whatever the page of the list held."""
    ticked = request.args.getlist("sale")
    codes = request.args.get("listed", "").split() if request.args.get("all") else ticked
    return render_template(
        "sales/review.html",
        found=confirming(current_actor(), dict.fromkeys(codes)),
        kept=_kept(request.args),
    )


@bp.post("/")
@requires(Action.SALE_CONFIRM)
def confirm() -> Any:
    actor = current_actor()
    found = confirming(actor, _versions(request.form.get("sales", "")))
    for sale in found.ready:
        services.confirm(actor, sale, sale.cooperative)
    db.session.commit()
    lang = chosen()
    count = format_number(len(found.ready), lang=lang)
    if found.ready:
        flash(_("Đã đối chiếu %(count)s lần bán.", count=count))
    if found.left_out:
        flash(
            _(
                "%(count)s lần bán chưa xác nhận vì vừa thay đổi; chúng vẫn ở trong danh sách.",
                count=format_number(len(found.left_out), lang=lang),
            )
        )
    return redirect(url_for("sales.index", unconfirmed=1, **_kept(request.form)))


def _versions(told: str) -> dict[str, int | None]:
    """«TT-…:3 TT-…:1» → code and the version looked at; one that is missing fits no sale."""
    found: dict[str, int | None] = {}
    for value in told.split():
        code, _colon, version = value.partition(":")
        found[code] = row_number(version)
    return found


def _kept(source: Any) -> dict[str, Any]:
    """The list's own search, to come back to it."""
    kept = {name: str(source.get(name, "")) for name in ("campaign", "cooperative")}
    return {name: value for name, value in (kept | {"q": search_text()}).items() if value}
