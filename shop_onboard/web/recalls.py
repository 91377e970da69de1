"""Recalling a lot: what it touches, the order itself, who was told, and taking it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import lots, scope
from shop_onboard.queries import recalls as queries
from shop_onboard.services import recalls as services
from shop_onboard.values.recalls import WAYS
from shop_onboard.values.text import N_, fold
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.recalls import EndForm, NoticeForm, RecallForm
from shop_onboard.web.language import chosen

bp = Blueprint("recalls", __name__, url_prefix="/recalls")


@bp.get("/new")
@requires(Action.LOT_RECALL)
def new() -> Any:
    if not request.args.get("lot"):
        flash(_("Hãy mở lô hàng cần thu hồi rồi chọn «Thu hồi lô hàng này»."))
        return redirect(url_for("lots.index"))
    return _new_page(RecallForm(formdata=None), _lot())


@bp.post("/new")
@requires(Action.LOT_RECALL)
def create() -> Any:
    actor, lot = current_actor(), _lot()
    form = RecallForm()
    if not form.validate_on_submit():
        return _new_page(form, lot), 422
    if fold(form.confirm.data) != fold(lot.code):
        form.refuse(
            DomainError(N_("Mã lô gõ lại chưa khớp: cần đúng %(code)s.", code=lot.code), "confirm")
        )
        return _new_page(form, lot), 422
    try:
        recall = services.begin(actor, lot, form.reason.data, form.contact.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _new_page(form, _lot()), 422
    db.session.commit()
    flash(
        _(
            "Đã thu hồi. Chậm nhất sau một phút, mọi tem của lô đều báo. Bước tiếp theo: báo cho "
            "người đã nhận hàng."
        )
    )
    return redirect(url_for("recalls.show", number=recall.id))


@bp.get("/<int(max=9007199254740991):number>")
@requires(Action.LOT_SEE)
def show(number: int) -> Any:
    form = NoticeForm(formdata=None, data={"told": request.args.get("told", "")[:200]})
    return _show_page(number, form, EndForm(formdata=None))


@bp.post("/<int(max=9007199254740991):number>/notices")
@requires(Action.LOT_RECALL)
def tell(number: int) -> Any:
    recall = queries.one(current_actor(), number)
    form = NoticeForm()
    if not form.validate_on_submit():
        return _show_page(number, form, EndForm(formdata=None)), 422
    try:
        moment = form.moment(utc_now())
        services.tell(current_actor(), recall, form.told.data, form.way.data, moment)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(number, form, EndForm(formdata=None)), 422
    db.session.commit()
    flash(_("Đã ghi."))
    return redirect(url_for("recalls.show", number=number, _anchor="told-list"))


@bp.post("/<int(max=9007199254740991):number>/end")
@requires(Action.LOT_RECALL)
def end(number: int) -> Any:
    recall = queries.one(current_actor(), number)
    form = EndForm()
    if not form.validate_on_submit():
        return _show_page(number, NoticeForm(formdata=None), form), 422
    try:
        services.end(current_actor(), recall, form.end_reason.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(number, NoticeForm(formdata=None), form), 422
    db.session.commit()
    flash(
        _(
            "Đã hủy lệnh thu hồi. Trang của tem không còn báo thu hồi nữa. Bước tiếp theo: báo lại "
            "cho những nơi đã được báo."
        )
    )
    return redirect(url_for("recalls.show", number=number))


def _lot() -> Any:
    return lots.one(current_actor(), request.args.get("lot", ""))


def _new_page(form: RecallForm, lot: Any) -> str:
    return render_template(
        "recalls/new.html", form=form, lot=lot, reach=queries.reach(lot, chosen())
    )


def _show_page(number: int, form: NoticeForm, end_form: EndForm) -> str:
    actor = current_actor()
    recall = queries.one(actor, number)
    reach = queries.reach(recall.lot, chosen())
    names = [notice.told for notice in recall.notices]
    return render_template(
        "recalls/show.html",
        recall=recall,
        lots=queries.lots_of(recall.id),
        reach=reach,
        told=[each for each in reach.receivers if each.is_in(names)],
        untold=[each for each in reach.receivers if not each.is_in(names)],
        form=form,
        end_form=end_form,
        ways=WAYS,
        may_recall=scope.may_for(actor, Action.LOT_RECALL, recall.lot.product.cooperative),
    )
