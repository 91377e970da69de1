"""The numbers of this installation that an administrator sets."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries.settings import SETTINGS, row_of
from shop_onboard.services import settings as services
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.settings import SettingForm
from shop_onboard.web.replies import conflict_page

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")


@bp.get("/<key>")
@requires(Action.ADMINISTER)
def edit(key: str) -> Any:
    _check(key)
    return _page(SettingForm(data=_values(key)), key)


@bp.post("/<key>")
@requires(Action.ADMINISTER)
def update(key: str) -> Any:
    _check(key)
    form = SettingForm()
    if not form.validate_on_submit():
        return _page(form, key), 422
    version = row_number(form.version.data)
    try:
        services.keep(current_actor(), key, form.number.data, version)
    except Conflict as error:
        return conflict_page(form, _values(key), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form, key), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("listings.index"))


def _check(key: str) -> None:
    if key not in SETTINGS:
        raise NotFound(N_("Không có số nào tên như vậy."))


def _values(key: str) -> dict[str, Any]:
    row = row_of(key)
    if row is None:
        return {"number": SETTINGS[key].default, "version": 0}
    return {"number": row.number, "version": row.version}


def _page(form: SettingForm, key: str) -> str:
    return render_template("settings/form.html", form=form, key=key, known=SETTINGS[key])
