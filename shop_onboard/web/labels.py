"""Labels: what was printed, new sheets of stickers for a running lot, and some of them again."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.documents import labels as documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import label_runs, label_sheets, label_stocks, lots
from shop_onboard.queries import labels as queries
from shop_onboard.queries.next_steps import goods
from shop_onboard.services import label_runs as runs
from shop_onboard.services import label_stocks as stock_services
from shop_onboard.services import labels as services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_face import FACTS, label_face
from shop_onboard.values.numbers import format_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring
from shop_onboard.web.forms.labels import AgainForm, LabelsForm
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
        stocks=label_stocks.printed_on(frozenset(batch.stock_key for batch in page.items)),
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
    return _form_page(_form(data={"lot": slug}))


@bp.post("/new")
@requires(Action.LABEL_MAKE)
def create() -> Any:
    form = _form()
    if not form.validate_on_submit():
        return _form_page(form), 422
    lot = lots.one(current_actor(), form.lot.data or "")
    try:
        run = _make(form, lot)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    return _ask(run)


@bp.get("/<int(max=9007199254740991):number>")
@requires(Action.LABEL_MAKE)
def show(number: int) -> Any:
    return _batch_page(number, AgainForm(label_stocks.choices(current_actor())))


@bp.post("/<int(max=9007199254740991):number>/again")
@requires(Action.LABEL_MAKE)
def again(number: int) -> Any:
    actor = current_actor()
    batch = queries.one(actor, number)
    form = AgainForm(label_stocks.choices(actor))
    if not form.validate_on_submit():
        return _batch_page(number, form), 422
    stock = label_stocks.one(actor, form.stock.data)
    earlier = label_runs.of_batch(batch.id)
    lang = earlier[0].lang if earlier else "vi"
    paper = runs.Paper(stock, _cell(batch.lot, stock.key, form.first_cell.data), lang)
    try:
        run = runs.again(actor, batch, form.serials.data, paper, form.reason.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _batch_page(number, form), 422
    return _ask(run)


@bp.post("/<int(max=9007199254740991):number>/sheet")
@requires(Action.LABEL_MAKE)
def sheet(number: int) -> Any:
    actor = current_actor()
    batch = queries.one(actor, number)
    stock = label_stocks.printed_on(frozenset({batch.stock_key}))[batch.stock_key]
    paper = runs.Paper(stock, batch.first_cell, "vi")
    run = runs.again(actor, batch, (), paper, "")
    flash(_("Đang tạo lại tờ tem này, vẫn những mã đã in."))
    return _ask(run)


def _ask(run: Any) -> Any:
    title = _(
        "Tem lô %(lot)s: %(count)s tem",
        lot=run.batch.lot.code,
        count=format_number(run.label_count, lang=chosen()),
    )
    job = runs.ask(current_actor(), run, title, chosen(), public_url())
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


def _make(form: LabelsForm, lot: Any) -> Any:
    actor = current_actor()
    stock = label_stocks.one(actor, form.stock.data)
    first_cell = _cell(lot, stock.key, form.first_cell.data)
    is_trial = not is_public_address(current_app.config["PUBLIC_URL"])
    batch = services.make(
        actor,
        lot,
        form.count.data,
        stock,
        first_cell=first_cell,
        is_trial=is_trial,
        content=form.content.data,
        pack_label=form.pack_of(lot),
    )
    # A refusal from here on takes the batch back with the transaction.
    if is_trial and not form.knows_trial.data:
        services.check_trial(stock, form.count.data, first_cell)
    if form.knows_test.data:
        stock_services.note_tested(actor, stock.key)
    stock_services.check_tested(actor, stock, stock.sheets(form.count.data, first_cell))
    whole = label_sheets.sheet(batch.id, public_url(), form.lang.data)
    documents.check_fit(whole, translations_of(form.lang.data))
    paper = runs.Paper(stock, first_cell, form.lang.data)
    return runs.begin(actor, batch, services.serials_of(batch), paper)


def _cell(lot: Any, stock_key: str, typed: int | None) -> int:
    """The cell that was typed, else the first free one of the cooperative's part-used sheet."""
    if typed is not None:
        return typed
    return label_runs.next_cell(lot.product.cooperative_id, stock_key)


def _form(**values: Any) -> LabelsForm:
    return LabelsForm(_running(), label_stocks.choices(current_actor()), **values)


def _running() -> list[Any]:
    return lots.running(current_actor(), local_date(utc_now()))


def _form_page(form: LabelsForm) -> str:
    address = public_url()
    return render_template(
        "labels/new.html",
        form=form,
        is_trial=not is_public_address(current_app.config["PUBLIC_URL"]),
        address=address,
        part_used=_part_used(form),
        left_out=_left_out(form),
    )


def _part_used(form: LabelsForm) -> list[tuple[str, str, int]]:
    """Cooperative, paper and first free cell of every part-used sheet that is known."""
    names = {lot.product.cooperative_id: lot.product.cooperative.name for lot in _running()}
    stocks = {stock.key: stock.name_in(chosen()) for stock in form.stocks}
    cells = label_runs.next_cells(names)
    return [
        (names[owner], stocks[key], cell)
        for (owner, key), cell in sorted(cells.items())
        if key in stocks
    ]


def _left_out(form: LabelsForm) -> list[tuple[str, list[Any]]]:
    """Paper and what its stickers have no room for; papers alike in that stand together."""
    return [
        (stock.name_in(chosen()), [FACTS[key] for key in label_face(stock).left_out])
        for stock in form.stocks
        if label_face(stock).left_out
    ]


def _batch_page(number: int, form: AgainForm) -> str:
    actor = current_actor()
    batch = queries.one(actor, number)
    found = label_runs.of_batch(batch.id)
    keys = frozenset({batch.stock_key, *(run.stock_key for run in found)})
    return render_template(
        "labels/show.html",
        batch=batch,
        runs=found,
        stocks=label_stocks.printed_on(keys),
        form=form,
        now=utc_now(),
        can_be_sold=lots.can_be_sold(batch.lot, local_date(utc_now())),
    )
