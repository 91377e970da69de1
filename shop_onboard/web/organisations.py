"""The youth union's tree: who stands where, since when, and who carries on whose work."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action
from shop_onboard.queries import hierarchy, places, union_numbers
from shop_onboard.queries import organisations as queries
from shop_onboard.queries.scope import may_for_some_union, may_for_union
from shop_onboard.services import organisations as services
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.unions import KIND_NAMES
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.organisations import UnionForm, values_of
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("organisations", __name__, url_prefix="/organisations")


@bp.get("/")
@requires(Action.ORGANISATION_SEE)
def index() -> Any:
    actor = current_actor()
    search, kind = search_text(), request.args.get("kind", "")
    standing = request.args.get("standing", "") == "1"
    page = queries.page(actor, search=search, kind=kind, standing=standing, number=page_number())
    is_tree = not (search or kind or standing)
    return render_template(
        "organisations/index.html",
        page=page,
        depths=queries.depths(actor, page.items) if is_tree else {},
        counts=queries.child_counts(page.items),
        is_tree=is_tree,
        search=search,
        kind=kind if kind in KIND_NAMES else "",
        standing="1" if standing else "",
        kinds=KIND_NAMES,
        may_edit=may_for_some_union(actor, Action.ORGANISATION_EDIT),
        has_group=any(grant.commune_ids for grant in actor.grants),
        may_found=may_for_union(actor, Action.ORGANISATION_EDIT, None),
    )


@bp.get("/new")
@requires(Action.ORGANISATION_EDIT)
def new() -> Any:
    parent = _parent()
    services.check_may(current_actor(), parent)
    form = UnionForm()
    form.offer_kinds(parent)
    return _form_page(form, parent)


@bp.post("/new")
@requires(Action.ORGANISATION_EDIT)
def create() -> Any:
    parent = _parent()
    services.check_may(current_actor(), parent)
    form = UnionForm()
    form.offer_kinds(parent)
    is_right = form.validate_on_submit()
    if not form.code.data and not form.code.errors:
        form.code.errors = [_("Hãy đặt một mã ngắn, ví dụ DX-07582.")]
        is_right = False
    data = form.to_data()
    if data is None or not is_right:
        return _form_page(form, parent), 422
    try:
        union = services.create(current_actor(), parent, form.code.data, form.kind.data or "", data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, _parent()), 422
    db.session.commit()
    flash(_("Đã thêm đơn vị."))
    return redirect(url_for("organisations.show", code=union.code))


@bp.get("/<code>")
@requires(Action.ORGANISATION_SEE)
def show(code: str) -> Any:
    actor = current_actor()
    union = queries.one(actor, code)
    below = queries.children(union, page_number())
    return render_template(
        "organisations/show.html",
        union=union,
        family=queries.family(union),
        page=below,
        counts=queries.child_counts(below.items),
        numbers=union_numbers.numbers(union, services.today()),
        held=queries.cooperatives_held(actor, union),
        place=queries.place_of(union),
        kinds=KIND_NAMES,
        sees=lambda other: queries.sees(actor, other),
        may_edit=may_for_union(actor, Action.ORGANISATION_EDIT, union.id),
        may_place=may_for_union(actor, Action.ORGANISATION_EDIT, union.parent_id),
    )


@bp.get("/<code>/edit")
@requires(Action.ORGANISATION_EDIT)
def edit(code: str) -> Any:
    union = queries.one(current_actor(), code)
    services.check_may(current_actor(), union)
    form = UnionForm(data=_values(union))
    return _form_page(form, union.parent, union)


@bp.post("/<code>/edit")
@requires(Action.ORGANISATION_EDIT)
def update(code: str) -> Any:
    union = queries.one(current_actor(), code)
    services.check_may(current_actor(), union)
    form = UnionForm()
    is_right = form.validate_on_submit()
    data = form.to_data()
    if data is None or not is_right:
        return _form_page(form, union.parent, union), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), union, data, version, form.renamed_on.data)
    except Conflict as error:
        return conflict_page(form, _values(union), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        union = queries.one(current_actor(), code)
        return _form_page(form, union.parent, union), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("organisations.show", code=code))


def _parent() -> Union | None:
    """The unit that the new one stands under; the person's own where the address names none."""
    actor = current_actor()
    code = request.args.get("under", "")
    if code:
        return queries.one(actor, code)
    return None if actor.sees_everything else queries.home_union(actor)


def _values(union: Union) -> dict[str, Any]:
    return values_of(union, hierarchy.commune_of(union), hierarchy.own_province(union))


def _form_page(form: UnionForm, parent: Union | None, union: Union | None = None) -> str:
    return render_template(
        "organisations/form.html",
        form=form,
        parent=parent,
        union=union,
        kinds=KIND_NAMES,
        provinces=places.province_names(),
    )
