"""What a marketplace answered: send its file in, name its columns once, look, confirm, undo."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.imports import listing_results as reading
from shop_onboard.imports.guessing import FIRST_ROWS
from shop_onboard.imports.readers import RawTable, read_tables
from shop_onboard.imports.sketch import tables_of
from shop_onboard.models.clock import utc_now
from shop_onboard.models.listing_results import ListingResult
from shop_onboard.models.listings import LISTING_STATES
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, listing_states
from shop_onboard.queries import listing_results as queries
from shop_onboard.services import listing_results as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import storage
from shop_onboard.web.forms import listing_results as forms
from shop_onboard.web.language import say
from shop_onboard.web.replies import page_number

bp = Blueprint("listing_results", __name__, url_prefix="/listings/results")

STATE_WORDS: dict[str, Message] = {
    "received": N_("chờ chọn cột"),
    "checked": N_("đã xem thử, chờ xác nhận"),
    "done": N_("đã ghi"),
    "undone": N_("đã hoàn tác"),
}
_MOST_VERSION = 10_000_000


@bp.get("/")
@requires(Action.LISTING_EXPORT)
def index() -> Any:
    page = queries.page(current_actor(), number=page_number())
    return render_template(
        "listing_results/index.html",
        page=page,
        places=listing_states.names(sorted({row.marketplace_key for row in page.items})),
        states=STATE_WORDS,
    )


@bp.get("/new")
@requires(Action.LISTING_EXPORT)
def new() -> Any:
    form = _form(formdata=None)
    wanted = request.args.get("marketplace", "")
    if wanted in _places():
        form.marketplace.data = wanted
    return render_template("listing_results/new.html", form=form)


@bp.post("/new")
@requires(Action.LISTING_EXPORT)
def create() -> Any:
    form = _form()
    content = form.content() if form.validate_on_submit() else None
    if content is None:
        return render_template("listing_results/new.html", form=form), 422
    name = (form.file.data.filename or "ket-qua")[-200:]
    # Reading and storage take their time: nobody else's writing waits for them.
    db.session.rollback()
    try:
        raw = read_tables(content, name)
        key = storage().put(content)
        actor = current_actor()
        cooperative = cooperatives.one(actor, form.cooperative.data)
        sent = services.Received(form.marketplace.data, name, key)
        row = services.receive(actor, cooperative, sent, raw)
        tables = list(raw.tables)
        layout = reading.loaded(row.layout)
        if layout.is_complete and services.is_known(row, tables):
            services.lay_out(actor, row, layout, tables, row.version)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("listing_results/new.html", form=form), 422
    page = "columns" if row.state == "received" else "show"
    db.session.commit()
    return redirect(url_for(f"listing_results.{page}", code=row.code))


@bp.get("/<code>")
@requires(Action.LISTING_EXPORT)
def show(code: str) -> Any:
    row = queries.one(current_actor(), code)
    if row.state == "received":
        return redirect(url_for("listing_results.columns", code=code))
    return _trial_page(row)


@bp.get("/<code>/columns")
@requires(Action.LISTING_EXPORT)
def columns(code: str) -> Any:
    row = queries.one(current_actor(), code)
    return _columns_page(row, reading.loaded(row.layout))


@bp.post("/<code>/columns")
@requires(Action.LISTING_EXPORT)
def name_columns(code: str) -> Any:
    """Look again with another header, or keep columns and words and try the file out."""
    row = queries.one(current_actor(), code)
    version = forms.number(request.form, "version", _MOST_VERSION) or 0
    heads = tables_of(row.sketch)
    if request.form.get("step") == "look":
        layout = reading.guess_at(heads, *forms.header(request.form, heads))
        services.look_again(current_actor(), row, layout, version)
        db.session.commit()
        return redirect(url_for("listing_results.columns", code=code))
    held = reading.loaded(row.layout)
    width = max((len(line) for line in heads[held.table].rows), default=0)
    layout = forms.layout(request.form, held, width)
    if not layout.is_complete:
        return _columns_page(row, layout, _("Hãy chọn cột mã hàng và cột trạng thái.")), 422
    tables = _whole(row)
    row = queries.one(current_actor(), code)
    try:
        left = services.lay_out(current_actor(), row, layout, tables, version)
    except DomainError as error:
        db.session.rollback()
        row = queries.one(current_actor(), code)
        return _columns_page(row, layout, say(error.message)), 409
    db.session.commit()
    if left:
        row = queries.one(current_actor(), code)
        return _columns_page(row, layout, _("Hãy cho biết những chữ này nghĩa là gì.")), 422
    return redirect(url_for("listing_results.show", code=code))


@bp.post("/<code>/confirm")
@requires(Action.LISTING_EXPORT)
def confirm(code: str) -> Any:
    tables = _whole(queries.one(current_actor(), code))
    row = queries.one(current_actor(), code)
    version = forms.number(request.form, "version", _MOST_VERSION) or 0
    try:
        count = services.confirm(current_actor(), row, tables, version)
    except services.ChangedSinceError as error:
        db.session.commit()
        return _trial_page(queries.one(current_actor(), code), say(error.message)), 409
    except DomainError as error:
        db.session.rollback()
        return _trial_page(queries.one(current_actor(), code), say(error.message)), 409
    db.session.commit()
    flash(_("Đã ghi trạng thái của %(count)s quy cách theo tệp của sàn.", count=count))
    return redirect(url_for("listing_results.show", code=code))


@bp.post("/<code>/undo")
@requires(Action.LISTING_EXPORT)
def undo(code: str) -> Any:
    row = queries.one(current_actor(), code)
    try:
        taken = services.undo(current_actor(), row)
    except DomainError as error:
        db.session.rollback()
        return _trial_page(queries.one(current_actor(), code), say(error.message)), 409
    db.session.commit()
    flash(_("Đã hoàn tác %(count)s quy cách.", count=taken.count))
    if taken.kept:
        flash(_("%(count)s quy cách giữ nguyên vì sau đó đã có thay đổi khác.", count=taken.kept))
    return redirect(url_for("listing_results.show", code=code))


@bp.post("/<code>/discard")
@requires(Action.LISTING_EXPORT)
def discard(code: str) -> Any:
    row = queries.one(current_actor(), code)
    name = row.file_name
    services.discard(current_actor(), row)
    db.session.commit()
    flash(_("Đã bỏ tệp %(name)s. Cách đọc tệp vẫn được nhớ.", name=name))
    return redirect(url_for("listing_results.index"))


def _form(**kwargs: Any) -> forms.ResultForm:
    actor = current_actor()
    return forms.ResultForm(_places(), cooperatives.choices(actor, Action.LISTING_EXPORT), **kwargs)


def _places() -> dict[str, str]:
    return listing_states.places(current_actor(), local_date(utc_now()))


def _whole(row: ListingResult) -> list[RawTable]:
    """The whole file once more; nobody's writing waits meanwhile."""
    key, name = row.storage_key, row.file_name
    db.session.rollback()
    return list(read_tables(storage().get(key), name).tables)


def _columns_page(row: ListingResult, layout: reading.ResultLayout, problem: str = "") -> str:
    heads = tables_of(row.sketch)
    table = heads[layout.table]
    return render_template(
        "listing_results/columns.html",
        row=row,
        place=listing_states.names([row.marketplace_key])[row.marketplace_key],
        tables=heads,
        layout=layout,
        head=table.rows[:FIRST_ROWS],
        columns=reading.file_columns(table, layout),
        roles=reading.ROLES,
        needed=reading.NEEDED,
        words=_words(row, layout),
        states=LISTING_STATES,
        leave=forms.LEAVE,
        problem=problem,
    )


def _words(row: ListingResult, layout: reading.ResultLayout) -> list[reading.FoundWord]:
    """The words of the whole file as it was last read, with what was said of them now."""
    found = [reading.FoundWord(**each) for each in (row.trial or {}).get("words", ())]
    return [replace(each, meaning=layout.words.get(each.key, each.meaning)) for each in found]


def _trial_page(row: ListingResult, problem: str = "") -> str:
    return render_template(
        "listing_results/show.html",
        row=row,
        place=listing_states.names([row.marketplace_key])[row.marketplace_key],
        trial=row.trial or {},
        states=STATE_WORDS,
        most=services.MOST_SHOWN,
        problem=problem,
    )
