"""The growers of a cooperative and their consent to being named."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, places
from shop_onboard.queries import growers as queries
from shop_onboard.services import growers as services
from shop_onboard.values.consents import grower_text
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.growers import GrowerForm, values_of
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import conflict_page

bp = Blueprint("growers", __name__, url_prefix="/growers")


@bp.get("/<code>")
@requires(Action.LOT_EDIT)
def of_cooperative(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    return render_template(
        "growers/index.html",
        cooperative=cooperative,
        growers=queries.of_cooperative(cooperative.id),
        may_be_named=queries.may_be_named,
        sentence=grower_text(local_date(utc_now())).say(chosen()),
    )


@bp.get("/<code>/new")
@requires(Action.LOT_EDIT)
def new(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    own = cooperative.commune
    form = GrowerForm(data={"commune": own.name, "province": own.province.name})
    return _form_page(form, cooperative)


@bp.post("/<code>/new")
@requires(Action.LOT_EDIT)
def create(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    form = GrowerForm()
    commune_id = _read_commune(form)
    if commune_id is None:
        return _form_page(form, cooperative), 422
    try:
        services.create(current_actor(), cooperative, form.to_data(commune_id))
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperatives.one(current_actor(), code)), 422
    db.session.commit()
    flash(_("Đã thêm người trồng."))
    lot = request.args.get("lot", "")
    if lot:
        return redirect(url_for("lot_growers.edit", code=lot))
    return redirect(url_for("growers.of_cooperative", code=code))


@bp.get("/<code>/<int(max=9007199254740991):grower_id>/edit")
@requires(Action.LOT_EDIT)
def edit(code: str, grower_id: int) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    grower = queries.one(cooperative, grower_id)
    return _form_page(GrowerForm(data=values_of(grower)), cooperative, grower)


@bp.post("/<code>/<int(max=9007199254740991):grower_id>/edit")
@requires(Action.LOT_EDIT)
def update(code: str, grower_id: int) -> Any:
    actor = current_actor()
    cooperative = cooperatives.one(actor, code)
    grower = queries.one(cooperative, grower_id)
    form = GrowerForm()
    commune_id = _read_commune(form)
    if commune_id is None:
        return _form_page(form, cooperative, grower), 422
    version = row_number(form.version.data)
    try:
        services.update(actor, cooperative, grower, form.to_data(commune_id), version)
    except Conflict as error:
        return conflict_page(form, values_of(grower), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        cooperative = cooperatives.one(actor, code)
        return _form_page(form, cooperative, queries.one(cooperative, grower_id)), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("growers.of_cooperative", code=code))


@bp.post("/<code>/<int(max=9007199254740991):grower_id>/agree")
@requires(Action.LOT_EDIT)
def agree(code: str, grower_id: int) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    services.agree(current_actor(), cooperative, queries.one(cooperative, grower_id))
    return _done(code, _("Đã ghi: người này đồng ý nêu tên."))


@bp.post("/<code>/<int(max=9007199254740991):grower_id>/withdraw")
@requires(Action.LOT_EDIT)
def withdraw(code: str, grower_id: int) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    services.withdraw(current_actor(), cooperative, queries.one(cooperative, grower_id))
    return _done(code, _("Đã rút lại. Từ nay trang công khai chỉ đếm, không nêu tên."))


@bp.post("/<code>/<int(max=9007199254740991):grower_id>/remove")
@requires(Action.LOT_EDIT)
def remove(code: str, grower_id: int) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    services.remove(current_actor(), cooperative, queries.one(cooperative, grower_id))
    return _done(code, _("Đã xóa người trồng."))


def _read_commune(form: GrowerForm) -> int | None:
    """The row of the commune that was typed; None with sentences beside the fields."""
    is_right = form.validate_on_submit()
    place = None if form.commune.errors else form.read_place()
    if not is_right or place is None:
        return None
    found = places.commune_id(place.commune.code)
    if found is None:
        form.refuse(DomainError(N_("Không có xã này."), "commune"))
    return found


def _done(code: str, words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for("growers.of_cooperative", code=code))


def _form_page(form: GrowerForm, cooperative: Cooperative, grower: Any = None) -> str:
    return render_template(
        "growers/form.html",
        form=form,
        cooperative=cooperative,
        grower=grower,
        provinces=places.province_names(),
    )
