"""Catalogues: those asked for so far, and a new one of a cooperative or of one's own union."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import catalogues as queries
from shop_onboard.queries import cooperatives, jobs
from shop_onboard.services import catalogues as services
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring
from shop_onboard.web.forms.catalogues import UNION, CatalogueForm
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import page_number

bp = Blueprint("catalogues", __name__, url_prefix="/catalogues")


@bp.get("/")
@requires(Action.CATALOGUE_MAKE)
def index() -> Any:
    page = jobs.page(current_actor(), kind=services.KIND, number=page_number())
    return render_template("catalogues/index.html", page=page)


@bp.get("/new")
@requires(Action.CATALOGUE_MAKE)
def new() -> Any:
    return _form_page(_form(data={"lang": chosen()}))


@bp.post("/new")
@requires(Action.CATALOGUE_MAKE)
def create() -> Any:
    form = _form()
    if not form.validate_on_submit():
        return _form_page(form), 422
    job = _ask(form)
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


def _ask(form: CatalogueForm) -> Any:
    actor = current_actor()
    kind, _colon, name = (form.subject.data or "").partition(":")
    if kind != UNION:
        cooperative = cooperatives.one(actor, name)
        return services.of_cooperative(actor, cooperative, _order(cooperative.name, form))
    for union in queries.unions(actor):
        if union.code == name:
            return services.of_union(actor, union, _order(union.name, form))
    raise NotFound(N_("Không tìm thấy đơn vị này."))


def _order(name: str, form: CatalogueForm) -> services.CatalogueOrder:
    return services.CatalogueOrder(_("Ca-ta-lô %(name)s", name=name), form.lang.data, public_url())


def _form(**filled: Any) -> CatalogueForm:
    actor = current_actor()
    choices = cooperatives.choices(actor, Action.CATALOGUE_MAKE)
    return CatalogueForm(queries.unions(actor), choices, **filled)


def _form_page(form: CatalogueForm) -> str:
    return render_template("catalogues/new.html", form=form)
