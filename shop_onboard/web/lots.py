"""Lots: list, show, record, change, and their journey as a file."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.exports import epcis
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import (
    growers,
    labels,
    lot_balance,
    lot_events,
    lot_tree,
    products,
    recalls,
    scope,
    trace_items,
    traces,
)
from shop_onboard.queries import lots as queries
from shop_onboard.queries.next_steps import goods
from shop_onboard.services import lots as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.lot_events import EVENT_WORDS, growing_area_doubt
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.lots import LotForm, values_of
from shop_onboard.web.language import chosen
from shop_onboard.web.lot_neighbours import drawing, item_addresses, neighbours_of
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, file_reply, page_number, search_text

bp = Blueprint("lots", __name__, url_prefix="/lots")


@bp.get("/")
@requires(Action.LOT_SEE)
def index() -> Any:
    actor, today = current_actor(), local_date(utc_now())
    need = request.args.get("need", "")
    if need not in queries.needing(today):
        need = ""
    page = queries.page(actor, today, search=search_text(), need=need, number=page_number())
    return render_template(
        "lots/index.html",
        page=page,
        missing=trace_items.missing_counts(page.items),
        search=search_text(),
        need=need,
        expiring_days=queries.EXPIRING_DAYS,
    )


@bp.get("/new")
@requires(Action.LOT_EDIT)
def new() -> Any:
    if not request.args.get("product"):
        options = products.choices(current_actor(), "approved")
        return render_template("lots/choose.html", options=options)
    return _form_page(LotForm(), _approved_product())


@bp.post("/new")
@requires(Action.LOT_EDIT)
def create() -> Any:
    product = _approved_product()
    form = LotForm()
    if not form.validate_on_submit():
        return _form_page(form, product), 422
    try:
        lot = services.create(current_actor(), product, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, _approved_product()), 422
    db.session.commit()
    flash(_("Đã lưu lô hàng."))
    return redirect(url_for("lots.show", code=lot.slug))


@bp.get("/<code>")
@requires(Action.LOT_SEE)
def show(code: str) -> Any:
    actor, today = current_actor(), local_date(utc_now())
    lot = queries.one(actor, code)
    batches = labels.of_lot(lot.id)
    past = lot_tree.past([lot.id])
    steps = lot_events.journey(lot, past, chosen())
    may_name = scope.may_for(actor, Action.LOT_EDIT, lot.product.cooperative)
    every = [lot.id, *(each.earlier_id for each in past)]
    neighbours = neighbours_of(lot, steps, growers.of_lots(every), may_name=may_name)
    recall = recalls.touching(lot.id) if lot.recalled_at else None
    items = trace_items.of_lots([lot])[lot.id]
    missing = ", ".join(each.item.say(chosen()) for each in items if each.is_missing)
    facts = goods.LotFacts(batches, missing, recall.id if recall else None)
    return render_template(
        "lots/show.html",
        lot=lot,
        batches=batches,
        recall=recall,
        steps=steps,
        event_words=EVENT_WORDS,
        balance=lot_balance.of_one(lot.id),
        neighbours=neighbours,
        chart=drawing(lot, neighbours),
        items=items,
        item_addresses=item_addresses(lot),
        area_doubt=growing_area_doubt(lot.growing_area_code),
        step=addressed(goods.of_lot(actor, lot, facts, today)),
        can_be_sold=queries.can_be_sold(lot, today),
        may=lambda action: scope.may_for(actor, action, lot.product.cooperative),
    )


@bp.get("/<code>/edit")
@requires(Action.LOT_EDIT)
def edit(code: str) -> Any:
    lot = queries.one(current_actor(), code)
    return _form_page(LotForm(data=values_of(lot)), lot.product, lot)


@bp.post("/<code>/edit")
@requires(Action.LOT_EDIT)
def update(code: str) -> Any:
    lot = queries.one(current_actor(), code)
    form = LotForm()
    if not form.validate_on_submit():
        return _form_page(form, lot.product, lot), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), lot, form.to_data(), version)
    except Conflict as error:
        return conflict_page(form, values_of(lot), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        lot = queries.one(current_actor(), code)
        return _form_page(form, lot.product, lot), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("lots.show", code=code))


@bp.get("/<code>/epcis")
@requires(Action.LOT_SEE)
def journey(code: str) -> Any:
    traced = traces.traced_lot(queries.one(current_actor(), code), public_url())
    return file_reply(epcis.build(traced, utc_now()), f"{code}.jsonld", "application/ld+json")


def _approved_product() -> Any:
    product = products.one(current_actor(), request.args.get("product", ""))
    if product.state != "approved":
        raise DomainError(
            N_("Sản phẩm này chưa được duyệt. Hãy gửi duyệt trước, rồi ghi lô hàng sau.")
        )
    return product


def _form_page(form: LotForm, product: Any, lot: Any = None) -> str:
    return render_template("lots/form.html", form=form, product=product, lot=lot)
