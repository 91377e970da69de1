"""The steps of a lot: recorded, corrected by a later one, taken away as a table."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.exports import lot_events as exports
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lot_events import LotEvent
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action
from shop_onboard.queries import growers, lots, traces
from shop_onboard.queries import lot_events as queries
from shop_onboard.services import lot_events as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.lot_events import RECORDED_KINDS
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.lot_events import LotEventForm, values_of
from shop_onboard.web.replies import file_reply

bp = Blueprint("lot_events", __name__, url_prefix="/lots")


@bp.get("/<code>/events/new")
@requires(Action.LOT_EDIT)
def new(code: str) -> Any:
    lot = lots.one(current_actor(), code)
    kind = request.args.get("kind", "")
    form = LotEventForm(
        data={
            "kind": kind if kind in RECORDED_KINDS else "",
            "happened_on": local_date(utc_now()),
            "commune": str(lot.product.cooperative.commune_id),
        }
    )
    return _form_page(form, lot)


@bp.post("/<code>/events/new")
@requires(Action.LOT_EDIT)
def create(code: str) -> Any:
    actor = current_actor()
    lot, form = lots.one(actor, code), LotEventForm()
    form.offer(_communes(lot))
    if not form.validate_on_submit():
        return _form_page(form, lot), 422
    try:
        services.record(actor, lot, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, lots.one(actor, code)), 422
    return _done(code, _("Đã ghi công đoạn."))


@bp.get("/<code>/events/<int(max=9007199254740991):event_id>/correct")
@requires(Action.LOT_EDIT)
def edit(code: str, event_id: int) -> Any:
    lot = lots.one(current_actor(), code)
    event = queries.one(lot, event_id)
    return _form_page(LotEventForm(data=values_of(event)), lot, event)


@bp.post("/<code>/events/<int(max=9007199254740991):event_id>/correct")
@requires(Action.LOT_EDIT)
def correct(code: str, event_id: int) -> Any:
    actor = current_actor()
    lot, form = lots.one(actor, code), LotEventForm()
    event = queries.one(lot, event_id)
    form.offer(_communes(lot))
    if not form.validate_on_submit():
        return _form_page(form, lot, event), 422
    try:
        services.correct(actor, lot, event, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        lot = lots.one(actor, code)
        return _form_page(form, lot, queries.one(lot, event_id)), 422
    return _done(code, _("Đã sửa. Bản cũ vẫn được giữ để xem lại."))


@bp.post("/<code>/events/<int(max=9007199254740991):event_id>/withdraw")
@requires(Action.LOT_EDIT)
def withdraw(code: str, event_id: int) -> Any:
    lot = lots.one(current_actor(), code)
    services.withdraw(current_actor(), lot, queries.one(lot, event_id))
    return _done(code, _("Đã hủy công đoạn này. Có thể hoàn tác bất cứ lúc nào."))


@bp.post("/<code>/events/<int(max=9007199254740991):event_id>/take-back")
@requires(Action.LOT_EDIT)
def take_back(code: str, event_id: int) -> Any:
    lot = lots.one(current_actor(), code)
    services.take_back(current_actor(), lot, queries.one(lot, event_id))
    return _done(code, _("Đã hoàn tác."))


@bp.get("/<code>/events.csv")
@requires(Action.LOT_SEE)
def table(code: str) -> Any:
    lot = lots.one(current_actor(), code)
    content = exports.build(traces.event_rows(lot))
    return file_reply(content, f"{code}.csv", "text/csv; charset=utf-8")


def _communes(lot: Lot) -> list[Any]:
    """Where a step may well have been: the cooperative's commune, and those of its growers."""
    own = lot.product.cooperative.commune
    found = {own.id: own}
    for grower in growers.of_cooperative(lot.product.cooperative_id):
        found.setdefault(grower.commune_id, grower.commune)
    return list(found.values())


def _form_page(form: LotEventForm, lot: Lot, event: LotEvent | None = None) -> str:
    form.offer(_communes(lot))
    return render_template("lots/event_form.html", form=form, lot=lot, event=event)


def _done(code: str, words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for("lots.show", code=code) + "#events")
