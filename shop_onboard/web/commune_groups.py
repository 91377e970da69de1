"""Named groups of communes, such as the area of a district that has ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.organisations import CommuneGroup
from shop_onboard.policy import Action
from shop_onboard.queries import commune_groups as queries
from shop_onboard.queries import places
from shop_onboard.queries.scope import may_for_union
from shop_onboard.services import commune_groups as services
from shop_onboard.values.place_search import read_area
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import Unreadable
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.organisations import GroupForm
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("commune_groups", __name__, url_prefix="/organisations/groups")


@bp.get("")
@requires(Action.ORGANISATION_SEE)
def index() -> Any:
    actor = current_actor()
    page = queries.page(actor, search=search_text(), number=page_number())
    return render_template(
        "organisations/groups.html",
        page=page,
        counts=queries.counts(page.items),
        search=search_text(),
        may_edit=actor.may(Action.ORGANISATION_EDIT),
    )


@bp.get("/new")
@requires(Action.ORGANISATION_EDIT)
def new() -> Any:
    return _form_page(GroupForm())


@bp.post("/new")
@requires(Action.ORGANISATION_EDIT)
def create() -> Any:
    actor, form = current_actor(), GroupForm()
    data = _read(form)
    if data is None:
        return _form_page(form), 422
    try:
        keeper = form.keeping_union(actor)
        group = services.create(actor, keeper, form.code.data, data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    flash(_("Đã lập nhóm xã."))
    return redirect(url_for("commune_groups.show", code=group.code))


@bp.get("/<code>")
@requires(Action.ORGANISATION_SEE)
def show(code: str) -> Any:
    group = queries.one(current_actor(), code)
    return render_template(
        "organisations/group.html",
        group=group,
        communes=queries.communes(group),
        may_edit=may_for_union(current_actor(), Action.ORGANISATION_EDIT, group.union_id),
    )


@bp.get("/<code>/edit")
@requires(Action.ORGANISATION_EDIT)
def edit(code: str) -> Any:
    group = queries.one(current_actor(), code)
    services.check_may_change(current_actor(), group)
    return _form_page(GroupForm(data=_values(group)), group)


@bp.post("/<code>/edit")
@requires(Action.ORGANISATION_EDIT)
def update(code: str) -> Any:
    group = queries.one(current_actor(), code)
    services.check_may_change(current_actor(), group)
    form = GroupForm()
    data = _read(form)
    if data is None:
        return _form_page(form, group), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), group, data, version)
    except Conflict as error:
        return conflict_page(form, _values(group), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, queries.one(current_actor(), code)), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("commune_groups.show", code=code))


def _read(form: GroupForm) -> services.GroupData | None:
    """The typed group; None with what is wrong on the form."""
    is_right = form.validate_on_submit()
    codes: set[str] = set()
    for line in filter(None, (form.communes.data or "").split("\n")):
        try:
            codes |= {commune.code for commune in read_area(line)}
        except Unreadable as problem:
            form.refuse(DomainError(problem.message, "communes"))
            is_right = False
    if not is_right:
        return None
    return services.GroupData(
        name=form.name.data,
        commune_ids=frozenset(places.commune_ids(codes).values()),
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
    )


def _values(group: CommuneGroup) -> dict[str, Any]:
    lines = [f"{commune.name}, {commune.province.name}" for commune in queries.communes(group)]
    days = {name: getattr(group, name) for name in ("valid_from", "valid_to")}
    return {
        "name": group.name,
        "code": group.code,
        "communes": "\n".join(lines),
        "version": group.version,
        **days,
    }


def _form_page(form: GroupForm, group: CommuneGroup | None = None) -> str:
    return render_template("organisations/group_form.html", form=form, group=group)
