"""Cooperatives: list, show, register, change, review."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives as queries
from shop_onboard.queries import organisations, places, products, scope
from shop_onboard.queries.next_steps import reviewed
from shop_onboard.services import cooperatives as services
from shop_onboard.values.places import Commune
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.communes import read_commune, with_former
from shop_onboard.web.forms.cooperatives import CooperativeForm, values_of
from shop_onboard.web.forms.reviews import ReturnForm
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, page_number, search_text
from shop_onboard.web.reviews import Reviewed, add_routes

bp = Blueprint("cooperatives", __name__, url_prefix="/cooperatives")


@bp.get("/")
@requires(Action.COOPERATIVE_SEE)
def index() -> Any:
    state = request.args.get("state", "")
    page = queries.page(current_actor(), search=search_text(), state=state, number=page_number())
    return render_template(
        "cooperatives/index.html", page=page, search=search_text(), chosen_state=state
    )


@bp.get("/new")
@requires(Action.COOPERATIVE_CREATE)
def new() -> Any:
    return _form_page(
        CooperativeForm(data={"province": organisations.only_province(current_actor())})
    )


@bp.post("/new")
@requires(Action.COOPERATIVE_CREATE)
def create() -> Any:
    form = CooperativeForm()
    read = _read(form)
    if read is None:
        return _form_page(form), 422
    actor = current_actor()
    try:
        union = organisations.home_union(actor)
        cooperative = services.create(actor, form.to_data(read[1]), union)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    words = _("Đã lưu bản nháp. Bước tiếp theo: thêm sản phẩm đầu tiên.")
    flash(with_former(words, form.commune.data, read[0]))
    return redirect(url_for("cooperatives.show", code=cooperative.slug))


@bp.get("/<code>")
@requires(Action.COOPERATIVE_SEE)
def show(code: str) -> Any:
    cooperative = queries.one(current_actor(), code)
    return _show_page(cooperative, ReturnForm(formdata=None))


@bp.get("/<code>/edit")
@requires(Action.COOPERATIVE_EDIT)
def edit(code: str) -> Any:
    cooperative = queries.one(current_actor(), code)
    return _form_page(CooperativeForm(data=values_of(cooperative)), cooperative)


@bp.post("/<code>/edit")
@requires(Action.COOPERATIVE_EDIT)
def update(code: str) -> Any:
    cooperative = queries.one(current_actor(), code)
    form = CooperativeForm()
    read = _read(form)
    if read is None:
        return _form_page(form, cooperative), 422
    version = int(form.version.data) if str(form.version.data).isdigit() else 0
    try:
        data = form.to_data(read[1], cooperative)
        services.update(current_actor(), cooperative, data, version)
    except Conflict as error:
        return conflict_page(form, values_of(cooperative), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(with_former(_("Đã lưu."), form.commune.data, read[0]))
    return redirect(url_for("cooperatives.show", code=cooperative.slug))


def _read(form: CooperativeForm) -> tuple[Commune, int] | None:
    """The commune and its row when every field is right; its errors are on the form otherwise."""
    is_right = form.validate_on_submit()
    if form.commune.errors or form.province.errors:
        return None
    found = read_commune(form)
    row_id = places.commune_id(found.code) if found else None
    return (found, row_id) if found and row_id is not None and is_right else None


def _show_page(cooperative: Any, form: ReturnForm) -> str:
    actor = current_actor()
    facts, held = queries.facts(cooperative.id), products.of_cooperative(cooperative.id)
    return render_template(
        "cooperatives/show.html",
        cooperative=cooperative,
        form=form,
        facts=facts,
        products=held,
        step=addressed(reviewed.of_cooperative(actor, cooperative, held, facts.storefronts)),
        may=lambda action: scope.may_for(actor, action, cooperative),
    )


def _form_page(form: CooperativeForm, cooperative: Any = None) -> str:
    return render_template(
        "cooperatives/form.html",
        form=form,
        cooperative=cooperative,
        provinces=places.province_names(),
    )


add_routes(
    bp,
    Reviewed(
        Action.COOPERATIVE_EDIT,
        Action.COOPERATIVE_REVIEW,
        queries.one,
        services,
        _show_page,
    ),
)
