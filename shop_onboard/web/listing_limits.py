"""Limits of marketplaces: the program's own beside what was set by hand."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.exports.listing import OPEN_END
from shop_onboard.exports.marketplace import CONFIDENCES, LIMIT_NAMES
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import listing_limits as queries
from shop_onboard.services import listing_limits as services
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.listing_limits import LimitForm, values_of
from shop_onboard.web.replies import conflict_page

bp = Blueprint("listing_limits", __name__, url_prefix="/admin/limits")


@bp.get("/")
@requires(Action.ADMINISTER)
def index() -> Any:
    return render_template(
        "listing_limits/index.html",
        limits=queries.everything(),
        names=LIMIT_NAMES,
        confidences=CONFIDENCES,
        open_end=OPEN_END,
    )


@bp.get("/<marketplace>/<key>")
@requires(Action.ADMINISTER)
def edit(marketplace: str, key: str) -> Any:
    held = queries.one(marketplace, key)
    return _page(LimitForm(data=values_of(held)), held)


@bp.post("/<marketplace>/<key>")
@requires(Action.ADMINISTER)
def update(marketplace: str, key: str) -> Any:
    held = queries.one(marketplace, key)
    form = LimitForm()
    if not form.validate_on_submit():
        return _page(form, held), 422
    version = row_number(form.version.data)
    try:
        services.keep(current_actor(), held, form.to_data(), version)
    except Conflict as error:
        return conflict_page(form, values_of(held), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form, queries.one(marketplace, key)), 422
    db.session.commit()
    flash(_("Đã lưu giới hạn. Các lần kiểm tra sau dùng số này."))
    return redirect(url_for("listing_limits.index"))


@bp.post("/<marketplace>/<key>/drop")
@requires(Action.ADMINISTER)
def drop(marketplace: str, key: str) -> Any:
    services.drop(current_actor(), queries.one(marketplace, key))
    db.session.commit()
    flash(_("Đã trở lại giới hạn có sẵn."))
    return redirect(url_for("listing_limits.index"))


def _page(form: LimitForm, held: queries.HeldLimit) -> str:
    return render_template(
        "listing_limits/form.html",
        form=form,
        held=held,
        name=LIMIT_NAMES[held.key],
        confidence=CONFIDENCES[held.default.confidence] if held.default else None,
    )
