"""Spreadsheets: send one in, see what would happen, confirm, watch, mend, take it back."""

from collections.abc import Callable, Sequence
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
from shop_onboard.imports.csv_files import UnknownEncodingError, readings
from shop_onboard.imports.headers import sheet_by_name
from shop_onboard.imports.layouts import KIND_NAMES, layout_from
from shop_onboard.imports.readers import RawFile, read_tables
from shop_onboard.imports.workbook import Workbook, read_file
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.models.places import Commune
from shop_onboard.policy import Action
from shop_onboard.queries import import_results as results
from shop_onboard.queries import imports as queries
from shop_onboard.queries import organisations
from shop_onboard.queries.import_doubles import Doubles
from shop_onboard.queries.next_steps import imports as next_steps
from shop_onboard.services import import_steps, import_trials
from shop_onboard.services import imports as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.values.workbook import RowError
from shop_onboard.web import import_findings as findings
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import ring, storage
from shop_onboard.web.forms.imports import ImportForm
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import file_reply, page_number

bp = Blueprint("imports", __name__, url_prefix="/imports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SUBJECTS = {
    "cooperative": N_("hợp tác xã"),
    "product": N_("sản phẩm"),
    "lot": N_("lô hàng"),
    "storefront": N_("gian hàng"),
    "sale": N_("lần bán"),
    "campaign": N_("chương trình"),
    "published_figure": N_("số công bố"),
}
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
    return _new_page(ImportForm())


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
    form = ImportForm()
    content = form.content() if form.validate_on_submit() else None
    if content is None:
        return _new_page(form), 422
    # Reading and storage take their time: nobody else's writing waits for them.
    db.session.rollback()
    name = (form.file.data.filename or "bang-tinh")[-200:]
    try:
        raw = _read(content, name)
        pictures = form.pictures()
        photos = import_steps.Photos(
            storage().put(pictures) if pictures else None,
            (form.photos.data.filename or "")[-200:] if pictures else "",
            not form.shows_nobody.data,
        )
        return redirect(_received(name, storage().put(content), raw, photos))
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _new_page(form), 422


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
    step = next_steps.of_import(current_actor(), row, job, _created(counted))
    trial = row.trial or {}
    return render_template(
        "imports/show.html",
        row=row,
        job=job,
        groups=groups[:MOST_SHOWN],
        unshown_count=max(len(groups) - MOST_SHOWN, 0),
        step=addressed(step),
        is_open=job is not None and job.state in ("waiting", "running"),
        is_mine=job is not None and job.account_id == current_actor().account_id,
        sheets=[(each, _LISTS.get(_kind_of(each))) for each in counted],
        trial=trial,
        kinds=KIND_NAMES,
        remarks=[import_trials.loaded(stored) for stored in trial.get("remarks", ())],
        kept=[
            (each["name"], import_trials.loaded(each["reason"]), each.get("held_by"))
            for each in (row.undo or {}).get("kept", ())[:MOST_SHOWN]
        ],
        totals=queries.trial_counts(row),
        findings=findings,
        folds=findings.fold_groups(row),
        doubles=_doubles(row),
        made=_made(row),
        is_undoable=row.state in ("done", "running") and bool(results.undoable(row)),
        is_foreign=queries.is_foreign(row),
        has_wrong_rows=queries.has_wrong_rows(row),
    )


@bp.post("/<code>/check")
@requires(Action.IMPORT_RUN)
def check(code: str) -> Any:
    """Try the file out once more, as things stand now."""
    row = queries.one(current_actor(), code)
    return _begun(row, import_steps.ask_check(current_actor(), row, chosen()))


@bp.post("/<code>/confirm")
@requires(Action.IMPORT_RUN)
def confirm(code: str) -> Any:
    row = queries.one(current_actor(), code)
    return _begun(row, import_steps.confirm(current_actor(), row, chosen()))


@bp.post("/<code>/discard")
@requires(Action.IMPORT_RUN)
def discard(code: str) -> Any:
    row = queries.one(current_actor(), code)
    name = row.file_name
    import_steps.discard(current_actor(), row)
    db.session.commit()
    flash(_("Đã bỏ tệp %(name)s; chưa có gì được nhập.", name=name))
    return redirect(url_for("imports.index"))


@bp.get("/<code>/undo")
@requires(Action.IMPORT_RUN)
def before_undo(code: str) -> Any:
    """What would go, before anything does."""
    row = queries.one(current_actor(), code)
    counts = results.undoable(row)
    if row.state not in ("done", "running") or not counts:
        raise NotFound(N_("Lần nhập này không còn gì để hoàn tác."))
    return render_template(
        "imports/undo.html",
        row=row,
        created=[(SUBJECTS[subject], n) for (subject, kind), n in counts.items() if _is_new(kind)],
        changed=sum(n for (_subject, kind), n in counts.items() if not _is_new(kind)),
        made=_made(row),
        built_on=results.built_on(row),
    )


@bp.post("/<code>/undo")
@requires(Action.IMPORT_RUN)
def undo(code: str) -> Any:
    row = queries.one(current_actor(), code)
    return _begun(row, import_steps.ask_undo(current_actor(), row, chosen()))


@bp.post("/<code>/again")
@requires(Action.IMPORT_RUN)
def again(code: str) -> Any:
    row = queries.one(current_actor(), code)
    job = services.ask_again(current_actor(), row, chosen())
    flash(_("Đang nhập lại; những dòng đã vào được giữ nguyên."))
    return _begun(row, job)


@bp.get("/<code>/errors")
@requires(Action.IMPORT_RUN)
def wrong_rows(code: str) -> Any:
    row = queries.one(current_actor(), code)
    if not queries.has_wrong_rows(row):
        raise NotFound(N_("Lần nhập này không có dòng lỗi để tải."))
    content = _rows_of(row, lambda workbook: services.all_errors(row, workbook))
    return file_reply(content, f"dòng lỗi {Path(row.file_name).stem}.xlsx", XLSX)


@bp.get("/<code>/doubts")
@requires(Action.IMPORT_RUN)
def doubtful_rows(code: str) -> Any:
    """The rows that were put together or may be one, as they are in the file."""
    row = queries.one(current_actor(), code)
    if not findings.has_doubts(row):
        raise NotFound(N_("Lần nhập này không có dòng nào cần xem lại."))
    content = _rows_of(row, lambda _workbook: findings.doubts(row))
    return file_reply(content, f"dòng cần xem lại {Path(row.file_name).stem}.xlsx", XLSX)


def _new_page(form: ImportForm) -> str:
    has_practice = _practice_commune() is not None
    return render_template("imports/new.html", form=form, has_practice=has_practice)


def _practice_commune() -> Commune | None:
    """Where the small file to try is about; None where people rely on the records."""
    if current_app.config["ENVIRONMENT"] == "production":
        return None
    return organisations.practice_commune(current_actor())


def _read(content: bytes, name: str) -> RawFile | None:
    """The tables of a file; None for a text whose encoding somebody has to choose."""
    try:
        return read_tables(content, name)
    except UnknownEncodingError:
        if readings(content):
            return None
        raise


def _received(file_name: str, key: str, raw: RawFile | None, photos: import_steps.Photos) -> str:
    """The next address: of a new import, or of the one that the first click began."""
    actor = current_actor()
    union = organisations.home_union(actor)
    held = queries.underway(actor, union.id, key)
    if held is not None and held.photos_key == photos.key:
        return url_for("imports.show", code=held.code)
    row = services.receive(actor, union, file_name, key, "received")
    import_steps.add_photos(row, photos)
    if import_steps.look_over(actor, row, raw):
        job = import_steps.ask_check(actor, row, chosen())
        db.session.commit()
        ring(job)
        return url_for("imports.show", code=row.code)
    db.session.commit()
    page = "import_columns.text" if raw is None else "import_columns.show"
    return url_for(page, code=row.code)


def _begun(row: Import, job: Job) -> Any:
    db.session.commit()
    ring(job)
    return redirect(url_for("imports.show", code=row.code))


def _rows_of(row: Import, why: Callable[[Workbook], Sequence[RowError]]) -> bytes:
    """A workbook of the rows that there is something to say of, with that beside them."""
    layout = layout_from(row.layout) if row.layout else None
    workbook, _raw = read_file(storage().get(row.storage_key), row.file_name, layout)
    return documents.build_errors(workbook.failed_rows(why(workbook)), translations_of(chosen()))


def _created(counted: list[queries.SheetCounts]) -> frozenset[str]:
    """Keys of the sheets that brought something new."""
    return frozenset(_kind_of(counts) for counts in counted if counts.created)


def _kind_of(counts: queries.SheetCounts) -> str:
    sheet = None if counts.kind else sheet_by_name(counts.sheet)
    return sheet.key if sheet else counts.kind


def _made(row: Import) -> list[results.Made]:
    return results.made(current_actor(), row, findings.MOST_ROWS) if row.state == "done" else []


def _doubles(row: Import) -> list[Doubles]:
    """Before the import as it was tried, after it among the records that there are now."""
    if row.state == "done":
        return results.new_doubles(current_actor(), row) + findings.doubles_of_folded(row)
    return findings.doubles_of_trial(row) if row.state == "checked" else []


def _is_new(kind: str) -> bool:
    return kind == "created"
