"""A new lot made of parts of others: split, merged, processed, packed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action
from shop_onboard.queries import lot_balance, lots, products
from shop_onboard.services import lot_making as services
from shop_onboard.values.dates import local_date
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.lot_events import OTHERS, LotMakingForm

bp = Blueprint("lot_making", __name__, url_prefix="/lots")


@bp.get("/<code>/make")
@requires(Action.LOT_EDIT)
def new(code: str) -> Any:
    lot = lots.one(current_actor(), code)
    form = LotMakingForm(data={"made_on": local_date(utc_now()), "product": lot.product.slug})
    return _form_page(form, lot)


@bp.post("/<code>/make")
@requires(Action.LOT_EDIT)
def create(code: str) -> Any:
    actor = current_actor()
    lot, form = lots.one(actor, code), LotMakingForm()
    others, offered = _offer(form, lot)
    parts = form.parts(lot, others) if form.validate_on_submit() else None
    if parts is None:
        return _form_page(form, lot), 422
    product = next(each for each in offered if each.slug == form.product.data)
    try:
        made = services.make(actor, product, parts, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, lots.one(actor, code)), 422
    db.session.commit()
    flash(_("Đã làm lô mới. Lịch sử của lô cho hoàn tác nếu nhầm."))
    return redirect(url_for("lots.show", code=made.slug))


def _offer(form: LotMakingForm, lot: Lot) -> tuple[Any, Any]:
    today = local_date(utc_now())
    others = lots.usable(current_actor(), lot, today)
    offered = products.approved_of(lot.product.cooperative_id)
    form.offer(others, [(each.slug, each.name) for each in offered])
    return others, offered


def _form_page(form: LotMakingForm, lot: Lot) -> str:
    others, _offered = _offer(form, lot)
    return render_template(
        "lots/make.html",
        form=form,
        lot=lot,
        others=OTHERS if others else (),
        balance=lot_balance.of_one(lot.id),
    )
