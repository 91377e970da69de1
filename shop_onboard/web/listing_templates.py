"""Marketplaces' own templates: send one in, name its columns once, answer, fill, download."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.exports.checks import closed_site, pictures_closed
from shop_onboard.exports.data_sheet_files import XLSX
from shop_onboard.exports.registry import keyed_template
from shop_onboard.exports.templates.columns import LayoutProblem
from shop_onboard.exports.templates.columns import columns as columns_of
from shop_onboard.exports.templates.deciding import first_rows, grouped, left_empty
from shop_onboard.exports.templates.fields import FIELDS, UNITS
from shop_onboard.exports.templates.planning import PlannedRow
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.listing_templates import ListingTemplate, TemplateMapping
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives
from shop_onboard.queries import listing_templates as queries
from shop_onboard.queries.listing_templates import Opened
from shop_onboard.queries.paging import Page
from shop_onboard.services import listing_templates as services
from shop_onboard.services.listings import FilesOrder
from shop_onboard.values.conditions import MARKETPLACES, opening_steps
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring, storage
from shop_onboard.web.forms import listing_templates as forms
from shop_onboard.web.language import chosen, say
from shop_onboard.web.replies import conflict_page, file_reply, page_number

bp = Blueprint("listing_templates", __name__, url_prefix="/listings/templates")

PER_PAGE = 25
# More than this is a list to type into rather than one to scroll.
MOST_SELECTED = 60


@bp.get("/")
@requires(Action.LISTING_EXPORT)
def index() -> Any:
    return render_template(
        "listing_templates/index.html",
        page=queries.page(current_actor(), number=page_number()),
        practice=forms.PracticeForm(_cooperatives(), formdata=None),
    )


@bp.get("/practice.xlsx")
@requires(Action.LISTING_EXPORT)
def practice_file() -> Any:
    return file_reply(_practice(), "mẫu luyện tập.xlsx", XLSX)


@bp.post("/practice")
@requires(Action.LISTING_EXPORT)
def try_practice() -> Any:
    """Begin with the practice template, as if it had been sent."""
    form = forms.PracticeForm(_cooperatives())
    if not form.validate_on_submit():
        flash(_("Hãy chọn hợp tác xã để luyện tập."))
        return redirect(url_for("listing_templates.index"))
    name = _("Mẫu luyện tập, không phải của sàn nào")
    return _received((queries.PRACTICE, name), form.cooperative.data, _practice(), "mau.xlsx")


@bp.get("/new")
@requires(Action.LISTING_EXPORT)
def new() -> Any:
    form = _new_form(formdata=None)
    wanted = request.args.get("marketplace", "")
    if wanted in dict(_marketplaces()):
        form.marketplace.data = wanted
    return _new_page(form)


@bp.post("/new")
@requires(Action.LISTING_EXPORT)
def create() -> Any:
    form = _new_form()
    content = form.content() if form.validate_on_submit() else None
    if content is None:
        return _new_page(form), 422
    name = (form.file.data.filename or "mau")[-200:]
    try:
        market = form.chosen(_marketplaces())
        return _received(market, form.cooperative.data, content, name)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _new_page(form), 422


@bp.get("/<code>")
@requires(Action.LISTING_EXPORT)
def show(code: str) -> Any:
    template = _opened(code)
    if template.row.state != "ready":
        return redirect(url_for("listing_templates.columns", code=code))
    return _preview(template)


@bp.get("/<code>/columns")
@requires(Action.LISTING_EXPORT)
def columns(code: str) -> Any:
    return _columns_page(_opened(code), [])


@bp.post("/<code>/columns")
@requires(Action.LISTING_EXPORT)
def name_columns(code: str) -> Any:
    """Look again with another header, or keep the columns and go on."""
    template = _opened(code)
    version = forms.number(request.form, "version")
    actor = current_actor()
    if request.form.get("step") == "look" and not template.layout.has_keys:
        sheet, header_row = forms.header(request.form, template.sketch)
        services.look_again(actor, template.row, sheet, header_row, version)
        db.session.commit()
        return redirect(url_for("listing_templates.columns", code=code))
    layout = forms.layout(request.form, template.layout, template.columns)
    try:
        left = services.lay_out(actor, template.row, layout, version)
    except Conflict as error:
        return _conflict(template, layout, error)
    db.session.commit()
    if left:
        return _columns_page(_opened(code), left), 422
    return redirect(url_for("listing_templates.show", code=code))


@bp.post("/<code>")
@requires(Action.LISTING_EXPORT)
def answer(code: str) -> Any:
    template = _opened(code)
    products = queries.products(current_actor(), template.row, local_date(utc_now()))
    given = forms.answers(request.form, template.columns, [each.id for each in products])
    held = queries.answers(template.row.marketplace_key, products)
    names = {each.id: (each.name, held[each.slug]) for each in products}
    version = forms.number(request.form, "version")
    try:
        services.answer(current_actor(), template.row, given, version)
    except Conflict as error:
        return conflict_page(*forms.typed_answers(given, names), error)
    db.session.commit()
    flash(_("Đã lưu câu trả lời."))
    return redirect(url_for("listing_templates.show", code=code, page=page_number()))


@bp.post("/<code>/fill")
@requires(Action.LISTING_EXPORT)
def fill(code: str) -> Any:
    row = queries.one(current_actor(), code)
    title = _(
        "Điền tệp mẫu %(name)s: %(coop)s", name=row.marketplace_name, coop=row.cooperative.name
    )
    order = FilesOrder(title, chosen(), public_url())
    try:
        job = services.ask_fill(current_actor(), row, order)
    except DomainError as error:
        flash(say(error.message))
        return redirect(url_for("listing_templates.columns", code=code))
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.post("/<code>/discard")
@requires(Action.LISTING_EXPORT)
def discard(code: str) -> Any:
    row = queries.one(current_actor(), code)
    name = row.file_name
    services.discard(current_actor(), row)
    db.session.commit()
    flash(_("Đã bỏ tệp mẫu %(name)s. Cách chọn cột vẫn được nhớ.", name=name))
    return redirect(url_for("listing_templates.index"))


def _marketplaces() -> list[tuple[str, str]]:
    return queries.marketplaces(local_date(utc_now()))


def _cooperatives() -> list[tuple[str, str]]:
    return cooperatives.choices(current_actor(), Action.LISTING_EXPORT)


def _new_form(**kwargs: Any) -> forms.TemplateForm:
    return forms.TemplateForm(_marketplaces(), _cooperatives(), **kwargs)


def _new_page(form: forms.TemplateForm) -> str:
    choices = form.cooperative.choices
    return render_template(
        "listing_templates/new.html",
        form=form,
        ways=[
            (key, name, [step for step in opening_steps(key) if step.gets_template])
            for key, name in _marketplaces()
            if key in MARKETPLACES
        ],
        only=choices[0].value if len(choices) == 1 else "",
        lang=chosen(),
    )


def _practice() -> bytes:
    return files("shop_onboard").joinpath("data", "practice_template.xlsx").read_bytes()


def _received(market: tuple[str, str], slug: str, content: bytes, file_name: str) -> Any:
    # Reading and storage take their time: nobody else's writing waits for them.
    db.session.rollback()
    sketch = services.read(content, file_name)
    key = storage().put(content)
    sent = services.Received(*market, file_name, key, sketch)
    cooperative = cooperatives.one(current_actor(), slug)
    row = services.receive(current_actor(), cooperative, sent)
    page = "show" if row.state == "ready" else "columns"
    db.session.commit()
    return redirect(url_for(f"listing_templates.{page}", code=row.code))


def _opened(code: str) -> Opened:
    return queries.opened(queries.one(current_actor(), code))


def _columns_page(template: Opened, problems: list[LayoutProblem]) -> str:
    row = template.row
    found = queries.mappings(row.marketplace_key, [row.fingerprint]).get(row.fingerprint)
    return render_template(
        "listing_templates/columns.html",
        row=row,
        template=template,
        groups=grouped(
            template.columns,
            _to_settle(template),
            keyed_template(row.marketplace_key),
            is_confirmed=row.state == "ready" or found is not None,
        ),
        fields=FIELDS,
        units=UNITS,
        chosen_of=forms.chosen_of,
        most_selected=MOST_SELECTED,
        mapping=found,
        problems=problems,
    )


def _to_settle(template: Opened) -> set[int]:
    """The columns without which nothing is written, and texts for all goods that nobody saw."""
    row, keyed = template.row, keyed_template(template.row.marketplace_key)
    left = services.problems(template.sketch, template.layout, row.marketplace_key)
    places = {problem.place for problem in left if problem.place is not None}
    if keyed and keyed.problems(template.columns):
        places |= {each.place for each in template.columns if each.key.startswith(keyed.one_of)}
    if row.state != "ready":
        places |= {each.place for each in template.columns if each.source.constant}
    return places


def _preview(template: Opened) -> str:
    today = local_date(utc_now())
    products = queries.products(current_actor(), template.row, today)
    planned = queries.preview(template, products, public_url(), today)
    pages = max(1, -(-len(planned) // PER_PAGE))
    number = min(max(1, page_number()), pages)
    shown = planned[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = [row for each in planned for row in each.rows]
    held = queries.answers(template.row.marketplace_key, products)
    return render_template(
        "listing_templates/show.html",
        row=template.row,
        template=template,
        page=Page(shown, number, pages, len(planned)),
        answers=held,
        asked=[column for column in template.columns if column.source.asks],
        ready_count=sum(each.ready_count for each in planned),
        row_count=len(rows),
        first=first_rows(template.columns, rows),
        empty_columns=left_empty(
            template.columns, rows, held, keyed_template(template.row.marketplace_key)
        ),
        closed=_closed(template.row, rows),
        others=_chosen_by_another(template.row),
        fields=FIELDS,
        most_selected=MOST_SELECTED,
    )


def _chosen_by_another(row: ListingTemplate) -> TemplateMapping | None:
    """Who settled the columns, where it was not whoever sent this template."""
    found = queries.mappings(row.marketplace_key, [row.fingerprint]).get(row.fingerprint)
    return found if found is not None and found.account_id != row.account_id else None


def _closed(row: ListingTemplate, rows: Sequence[PlannedRow]) -> Message | None:
    """That the marketplace cannot open the addresses in the file; an exercise goes nowhere."""
    texts = (text for each in rows for text in each.cells.values() if isinstance(text, str))
    site = closed_site(text for text in texts if text.startswith(("http://", "https://")))
    if site is None or row.marketplace_key == queries.PRACTICE:
        return None
    return pictures_closed(site, row.marketplace_name)


def _conflict(template: Opened, mine: Any, error: Conflict) -> Any:
    """Both versions of the columns: theirs as it is stored, mine as it was chosen."""
    db.session.rollback()
    now = _opened(template.row.code)
    theirs = {str(column.place): _words(column.source) for column in now.columns}
    typed = [
        forms.Typed(str(column.place), forms.Label(column.header), _words(column.source))
        for column in columns_of(template.sketch, mine)
    ]
    return conflict_page(typed, theirs, error)


def _words(source: Any) -> str:
    if source.field:
        return f"{say(FIELDS[source.field].name)} {source.unit}".strip()
    return _("hỏi từng sản phẩm") if source.asks else source.constant
