"""How often codes are scanned, as pictures and tables; the stickers that look copied."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from shop_onboard.documents import scan_charts
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import lots, products, scope
from shop_onboard.queries import scans as queries
from shop_onboard.services import scans as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.scans import FLAG_STATES, MOST_A_DAY, MOST_OF_A_LINE, RULE_WORDS
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import page_number

bp = Blueprint("scans", __name__, url_prefix="/scans")


@bp.get("/")
@requires(Action.SCAN_SEE)
def index() -> Any:
    actor, today = current_actor(), local_date(utc_now())
    slug = request.args.get("product", "")
    product = products.one(actor, slug) if slug else None
    found = queries.statistics(actor, today, product)
    return render_template(
        "scans/index.html",
        found=found,
        product=product,
        days=[(day, count) for day, count in reversed(found.days) if count],
        chart_days=_days(found.days),
        chart_products=_most(_("Theo sản phẩm"), found.products) if product is None else "",
        chart_lots=_most(_("Theo lô hàng"), found.lots),
        kept_days=queries.DAYS,
        most_of_label=MOST_A_DAY,
        most_of_line=MOST_OF_A_LINE,
        odd=queries.open_flags(actor),
    )


@bp.get("/lot")
@requires(Action.SCAN_SEE)
def lot() -> Any:
    if not request.args.get("lot"):
        return redirect(url_for("scans.index"))
    found = lots.one(current_actor(), request.args.get("lot", ""))
    days = queries.of_lot(found.id, local_date(utc_now()))
    return render_template(
        "scans/lot.html",
        lot=found,
        days=[(day, count) for day, count in reversed(days) if count],
        chart_days=_days(days),
        kept_days=queries.DAYS,
    )


@bp.get("/flags")
@requires(Action.FEEDBACK_SEE)
def flags() -> Any:
    state = request.args.get("state", "open")
    state = state if state in FLAG_STATES else ""
    return render_template(
        "scans/flags.html",
        page=queries.flags(current_actor(), state=state, number=page_number()),
        state=state,
        states=FLAG_STATES,
        rules=RULE_WORDS,
    )


@bp.get("/flags/<int(max=9007199254740991):number>")
@requires(Action.FEEDBACK_SEE)
def flag(number: int) -> Any:
    actor = current_actor()
    held = queries.flag(actor, number)
    return render_template(
        "scans/flag.html",
        flag=held,
        days=queries.days_of(held.label_id),
        states=FLAG_STATES,
        rules=RULE_WORDS,
        may_decide=scope.may_for(actor, Action.FEEDBACK_ANSWER, held.label.lot.product.cooperative),
    )


@bp.post("/flags/<int(max=9007199254740991):number>/decide")
@requires(Action.FEEDBACK_ANSWER)
def decide(number: int) -> Any:
    held = queries.flag(current_actor(), number)
    note = request.form.get("note", "").strip()[:500]
    try:
        services.decide(
            current_actor(),
            held,
            request.form.get("state", ""),
            note,
            row_number(request.form.get("version")),
        )
    except DomainError:
        db.session.rollback()
        raise
    db.session.commit()
    flash(_("Đã ghi kết luận."))
    return redirect(url_for("scans.flags"))


def _days(days: Any) -> Markup:
    # Every text in the picture is escaped where it is drawn (documents/charts.py).
    return Markup(scan_charts.days_svg(_("Theo ngày"), _("lượt quét"), days, chosen()))  # noqa: S704


def _most(title: str, rows: Any) -> Markup:
    held = [(row.name, row.scan_count) for row in rows]
    return Markup(scan_charts.counts_svg(title, _("lượt quét"), held, chosen()))  # noqa: S704
