"""A unit moves under another, ends, or is merged into those that carry on its work."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action
from shop_onboard.queries import organisations as queries
from shop_onboard.services import organisations, union_moves
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.unions import KIND_NAMES, may_stand_under
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.errors import error_page
from shop_onboard.web.forms.organisations import EndForm, MoveForm

bp = Blueprint("union_moves", __name__, url_prefix="/organisations")


@bp.get("/<code>/move")
@requires(Action.ORGANISATION_EDIT)
def move(code: str) -> Any:
    union = _placed(code)
    return _move_page(MoveForm(data={"version": union.version}), union)


@bp.post("/<code>/move")
@requires(Action.ORGANISATION_EDIT)
def moved(code: str) -> Any:
    actor, union, form = current_actor(), _placed(code), MoveForm()
    if not form.validate_on_submit():
        return _move_page(form, union), 422
    try:
        parent = form.new_parent(actor)
        union_moves.move(actor, union, parent, form.first_day.data, _version(form))
    except Conflict as error:
        return _conflict(error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _move_page(form, _placed(code)), 422
    db.session.commit()
    flash(_("Đã chuyển đơn vị về «%(parent)s».", parent=parent.name))
    return redirect(url_for("organisations.show", code=code))


@bp.get("/<code>/end")
@requires(Action.ORGANISATION_EDIT)
def end(code: str) -> Any:
    union = _placed(code)
    return _end_page(EndForm(data={"version": union.version}), union)


@bp.post("/<code>/end")
@requires(Action.ORGANISATION_EDIT)
def ended(code: str) -> Any:
    actor, union, form = current_actor(), _placed(code), EndForm()
    if not form.validate_on_submit():
        return _end_page(form, union), 422
    try:
        done = union_moves.end(
            actor,
            union,
            form.last_day.data,
            form.heirs(actor),
            _version(form),
            carries_people=form.carries_people.data,
        )
    except Conflict as error:
        return _conflict(error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _end_page(form, _placed(code)), 422
    db.session.commit()
    flash(
        _(
            "Đã ghi ngày kết thúc. %(cooperatives)s hợp tác xã và %(people)s vai trò được"
            " chuyển sang đơn vị tiếp nhận.",
            cooperatives=done.cooperatives,
            people=done.people,
        )
    )
    return redirect(url_for("organisations.show", code=code))


def _placed(code: str) -> Union:
    """The unit, for somebody who stands above it."""
    union = queries.one(current_actor(), code)
    organisations.check_may_place(current_actor(), union)
    return union


def _version(form: MoveForm | EndForm) -> int:
    return row_number(form.version.data)


def _conflict(error: Conflict) -> Any:
    db.session.rollback()
    return error_page(409, error.message)


def _move_page(form: MoveForm, union: Union) -> str:
    above = [kind for kind in KIND_NAMES if may_stand_under(union.kind, kind)]
    return render_template(
        "organisations/move.html", form=form, union=union, units=_others(union, above)
    )


def _end_page(form: EndForm, union: Union) -> str:
    return render_template(
        "organisations/end.html", form=form, union=union, units=_others(union, [union.kind])
    )


def _others(union: Union, kinds: Sequence[str]) -> list[Union]:
    found = queries.choices(current_actor(), kinds)
    return [other for other in found if other.id not in (union.id, union.parent_id)]
