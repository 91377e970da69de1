"""Cooperatives: list, show, change, review; the registration has pages of its own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action
from shop_onboard.queries import consents, places, products, recycling, reviews, scope
from shop_onboard.queries import cooperatives as queries
from shop_onboard.queries.next_steps import reviewed
from shop_onboard.services import cooperatives as services
from shop_onboard.values.place_search import Place
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.duplicates import doubles_of
from shop_onboard.web.forms.cooperatives import CooperativeForm, values_of
from shop_onboard.web.forms.fields import Form
from shop_onboard.web.forms.reviews import review_form
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.remarks import remind
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
    # The address that every kind of record has; a cooperative is registered page by page.
    return redirect(url_for("registrations.index"))


@bp.get("/<code>")
@requires(Action.COOPERATIVE_SEE)
def show(code: str) -> Any:
    actor = current_actor()
    try:
        cooperative = queries.one(actor, code)
    except NotFound:
        now = recycling.taken_over_by(f"shop/{code}")
        if now is None or queries.one_of(actor, now.id) is None:
            raise
        flash(_("Hồ sơ này đã được gộp vào «%(name)s».", name=now.name))
        return redirect(url_for("cooperatives.show", code=now.slug))
    return _show_page(cooperative, review_form("cooperative", cooperative.state))


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
    place = _read(form)
    if place is None:
        return _form_page(form, cooperative), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), cooperative, _data(form, place, cooperative), version)
    except Conflict as error:
        return conflict_page(form, values_of(cooperative), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("cooperatives.show", code=cooperative.slug))


def _read(form: CooperativeForm) -> Place | None:
    """The place when every field is right; the errors are on the form otherwise."""
    is_right = form.validate_on_submit()
    if form.commune.errors:
        return None
    place = form.read_place()
    return place if is_right else None


def _data(form: CooperativeForm, place: Place, held: Cooperative) -> services.CooperativeData:
    commune_id = places.commune_id(place.commune.code)
    if commune_id is None:
        raise DomainError(N_("Không có xã này."), "commune")
    return form.to_data(commune_id, held, place.before)


def _show_page(cooperative: Any, form: Form) -> str:
    actor = current_actor()
    facts, held = queries.facts(cooperative.id), products.of_cooperative(cooperative.id)
    return render_template(
        "cooperatives/show.html",
        cooperative=cooperative,
        form=form,
        remarks=reviews.remarks("cooperative", cooperative),
        facts=facts,
        products=held,
        step=addressed(
            reviewed.of_cooperative(
                actor, cooperative, held, facts.storefronts, reviews.asked_of(cooperative)
            )
        ),
        may=lambda action: scope.may_for(actor, action, cooperative),
        doubles=doubles_of(cooperative),
        refusal=consents.refusal(cooperative.id),
    )


def _form_page(form: CooperativeForm, cooperative: Cooperative) -> str:
    return render_template(
        "cooperatives/form.html",
        form=form,
        cooperative=cooperative,
        remarks=remind(form, "cooperative", cooperative),
        provinces=places.province_names(),
    )


add_routes(
    bp,
    Reviewed(
        "cooperative",
        Action.COOPERATIVE_EDIT,
        Action.COOPERATIVE_REVIEW,
        queries.one,
        services,
        _show_page,
    ),
)
