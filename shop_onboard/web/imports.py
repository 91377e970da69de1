"""Spreadsheets: send one in, watch it go in, see what went wrong, get the wrong rows back."""

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.documents import workbook as documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.imports import samples
from shop_onboard.imports.causes import grouped
from shop_onboard.imports.headers import sheet_by_name
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.places import Commune
from shop_onboard.policy import Action
from shop_onboard.queries import imports as queries
from shop_onboard.queries import organisations
from shop_onboard.queries.next_steps import work
from shop_onboard.services import imports as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import ring, storage
from shop_onboard.web.forms.imports import UploadForm
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import file_reply, page_number

bp = Blueprint("imports", __name__, url_prefix="/imports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# Where the records of a sheet are listed.
_LISTS = {
    "cooperatives": "cooperatives.index",
    "products": "products.index",
    "lots": "lots.index",
    "storefronts": "listings.index",
    "campaigns": "campaigns.index",
    "sales": "sales.index",
}


@bp.get("/")
@requires(Action.IMPORT_RUN)
def index() -> Any:
    page = queries.page(current_actor(), number=page_number())
    jobs = queries.jobs_of(row.code for row in page.items)
    return render_template("imports/index.html", page=page, jobs=jobs)


@bp.get("/new")
@requires(Action.IMPORT_RUN)
def new() -> Any:
    return _new_page(UploadForm())


@bp.get("/template")
@requires(Action.IMPORT_RUN)
def template() -> Any:
    return file_reply(documents.template(), "tệp mẫu Lên Sàn.xlsx", XLSX)


@bp.get("/practice")
@requires(Action.IMPORT_RUN)
def practice() -> Any:
    commune = _practice_commune()
    if commune is None:
        flash(_("Tệp thử chỉ có khi dùng dữ liệu mẫu."))
        return redirect(url_for("imports.new"))
    today = local_date(utc_now())
    rows = samples.practice_rows(SAMPLES, today, commune.province.name, commune.name)
    return file_reply(documents.build(rows), "tệp thử Lên Sàn.xlsx", XLSX)


@bp.post("/new")
@requires(Action.IMPORT_RUN)
def create() -> Any:
    form = UploadForm()
    content = form.content() if form.validate_on_submit() else None
    if content is None:
        return _new_page(form), 422
    # Storage may be on another machine: nobody else's writing waits for it.
    db.session.rollback()
    try:
        key = storage().put(content)
        code = _receive(form.file.data.filename or "bang-tinh", key)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _new_page(form), 422
    return redirect(url_for("imports.show", code=code))


@bp.post("/workbook")
@requires(Action.IMPORT_RUN)
def take_out() -> Any:
    actor = current_actor()
    union = organisations.home_union(actor)
    title = _("Dữ liệu của %(union)s", union=union.name)
    job = services.ask_workbook(actor, union, title, chosen())
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.get("/<code>")
@requires(Action.IMPORT_RUN)
def show(code: str) -> Any:
    row = queries.one(current_actor(), code)
    job = queries.job_of(code)
    groups = grouped(services.loaded_error(stored) for stored in row.errors)
    counted = queries.by_sheet(row, job)
    step = work.of_import(current_actor(), row, job, _created(counted))
    return render_template(
        "imports/show.html",
        row=row,
        job=job,
        groups=groups[:MOST_SHOWN],
        unshown_count=max(len(groups) - MOST_SHOWN, 0),
        step=addressed(step),
        sheets=[(counts, _list_of(counts.sheet)) for counts in counted],
        is_mine=job is not None and job.account_id == current_actor().account_id,
    )


@bp.post("/<code>/again")
@requires(Action.IMPORT_RUN)
def again(code: str) -> Any:
    row = queries.one(current_actor(), code)
    job = services.ask_again(current_actor(), row, chosen())
    db.session.commit()
    ring(job)
    flash(_("Đang nhập lại; những dòng đã vào được giữ nguyên."))
    return redirect(url_for("imports.show", code=code))


@bp.get("/<code>/errors")
@requires(Action.IMPORT_RUN)
def wrong_rows(code: str) -> Any:
    row = queries.one(current_actor(), code)
    if row.state != "done" or not row.failed_count:
        raise NotFound(N_("Lần nhập này không có dòng lỗi để tải."))
    return file_reply(_wrong_rows(row), f"dòng lỗi {row.file_name}.xlsx", XLSX)


def _new_page(form: UploadForm) -> str:
    has_practice = _practice_commune() is not None
    return render_template("imports/new.html", form=form, has_practice=has_practice)


def _practice_commune() -> Commune | None:
    """Where the small file to try is about; None where people rely on the records."""
    if current_app.config["ENVIRONMENT"] == "production":
        return None
    return organisations.practice_commune(current_actor())


def _receive(file_name: str, key: str) -> str:
    """Code of the import of this file: a new one, or the one that the first click began."""
    actor = current_actor()
    union = organisations.home_union(actor)
    held = queries.underway(actor, union.id, key)
    if held is not None:
        return held.code
    row = services.receive(actor, union, file_name, key)
    job = services.ask(actor, row, chosen())
    db.session.commit()
    ring(job)
    return row.code


def _wrong_rows(row: Import) -> bytes:
    workbook = read_workbook(storage().get(row.storage_key), row.file_name)
    failed = workbook.failed_rows(services.all_errors(row, workbook))
    return documents.build_errors(failed, translations_of(chosen()))


def _created(counted: list[queries.SheetCounts]) -> frozenset[str]:
    """Keys of the sheets that brought something new."""
    sheets = [sheet_by_name(counts.sheet) for counts in counted if counts.created]
    return frozenset(sheet.key for sheet in sheets if sheet)


def _list_of(sheet_name: str) -> str | None:
    sheet = sheet_by_name(sheet_name)
    return _LISTS.get(sheet.key) if sheet else None
