"""Labels: what was printed, and new sheets of stickers for a running lot."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import labels as queries
from shop_onboard.queries import lots
from shop_onboard.queries.next_steps import goods
from shop_onboard.services import labels as services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.numbers import format_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring
from shop_onboard.web.forms.labels import LabelsForm
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import page_number, search_text

bp = Blueprint("labels", __name__, url_prefix="/labels")


@bp.get("/")
@requires(Action.LABEL_MAKE)
def index() -> Any:
    page = queries.page(current_actor(), search=search_text(), number=page_number())
    today = local_date(utc_now())
    return render_template(
        "labels/index.html",
        page=page,
        search=search_text(),
        stock=get_label_stock,
        can_be_sold=lambda lot: lots.can_be_sold(lot, today),
        step=lambda batch: addressed(
            goods.of_batch(batch, can_be_sold=lots.can_be_sold(batch.lot, today))
        ),
    )


@bp.get("/new")
@requires(Action.LABEL_MAKE)
def new() -> Any:
    slug = request.args.get("lot", "")
    if slug:
        services.check_lot(lots.one(current_actor(), slug))
    return _form_page(LabelsForm(_running(), data={"lot": slug, "lang": chosen()}))


@bp.post("/new")
@requires(Action.LABEL_MAKE)
def create() -> Any:
    actor = current_actor()
    form = LabelsForm(_running())
    if not form.validate_on_submit():
        return _form_page(form), 422
    lot = lots.one(actor, form.lot.data or "")
    try:
        batch = _make(form, lot)
        job = services.ask_sheet(actor, batch, _title(batch), form.lang.data, public_url())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.post("/<int(max=9007199254740991):number>/sheet")
@requires(Action.LABEL_MAKE)
def sheet(number: int) -> Any:
    batch = queries.one(current_actor(), number)
    job = services.ask_sheet(current_actor(), batch, _title(batch), chosen(), public_url())
    db.session.commit()
    ring(job)
    flash(_("Đang tạo lại tờ tem này, vẫn những mã đã in."))
    return redirect(url_for("jobs.show", code=job.code))


def _make(form: LabelsForm, lot: Any) -> Any:
    stock = get_label_stock(form.stock.data)
    first_cell = form.first_cell.data or 1
    is_trial = _is_trial()
    batch = services.make(
        current_actor(), lot, form.count.data, stock, first_cell=first_cell, is_trial=is_trial
    )
    # A refusal from here on takes the batch back with the transaction.
    if is_trial and not form.knows_trial.data:
        services.check_trial(stock, form.count.data, first_cell)
    return batch


def _is_trial() -> bool:
    return not is_public_address(current_app.config["PUBLIC_URL"])


def _running() -> list[Any]:
    return lots.running(current_actor(), local_date(utc_now()))


def _title(batch: Any) -> str:
    return _(
        "Tem lô %(lot)s: %(count)s tem",
        lot=batch.lot.code,
        count=format_number(batch.label_count, lang=chosen()),
    )


def _form_page(form: LabelsForm) -> str:
    return render_template("labels/new.html", form=form, is_trial=_is_trial(), address=public_url())
