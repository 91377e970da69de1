"""A foreign spreadsheet before it is tried out: its encoding, and what its columns hold."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.imports import guessing, naming
from shop_onboard.imports.csv_files import DELIMITERS, ENCODINGS, readings
from shop_onboard.imports.layouts import KIND_NAMES, MAY_WAIT, Layout, bare_key, layout_from
from shop_onboard.imports.readers import RawTable, is_text, read_tables
from shop_onboard.imports.sketch import tables_of
from shop_onboard.models.imports import Import
from shop_onboard.policy import Action
from shop_onboard.queries import imports as queries
from shop_onboard.services import import_steps
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import ring, storage
from shop_onboard.web.forms import import_columns as forms
from shop_onboard.web.language import chosen, say

bp = Blueprint("import_columns", __name__, url_prefix="/imports/<code>")


@bp.get("/columns")
@requires(Action.IMPORT_RUN)
def show(code: str) -> Any:
    row = _open(code)
    tables, layout = _tables(row)
    number = request.args.get("table", type=int)
    if number is None:
        number = next((n for n, t in enumerate(layout.tables) if t.missing()), 0)
    return _page(row, tables, layout, number)


@bp.post("/columns")
@requires(Action.IMPORT_RUN)
def save(code: str) -> Any:
    """Look again with another kind or header, or keep the columns and go on."""
    row = _open(code)
    tables, layout = _tables(row)
    number = forms.number(request.form, "table", len(tables))
    own = layout.tables[number]
    try:
        if request.form.get("step") == "look":
            kind, first_row, header_rows = forms.header(request.form)
            guessed = guessing.guess_as(tables[number], kind, first_row, header_rows)
            home = import_steps.at_home(current_actor(), Layout((guessed,)))
            own = home.tables[0]
        else:
            own = forms.columns(request.form, own)
    except DomainError as error:
        return _page(row, tables, layout, number, say(error.message)), 422
    layout = layout.with_table(own)
    import_steps.lay_out(current_actor(), row, layout)
    if request.form.get("step") == "look":
        db.session.commit()
        return redirect(url_for("import_columns.show", code=code, table=number))
    missing = own.missing()
    if missing:
        db.session.commit()
        return _page(row, tables, layout, number, is_checked=True), 422
    return _go_on(row, layout)


@bp.get("/text")
@requires(Action.IMPORT_RUN)
def text(code: str) -> Any:
    """How a CSV reads in each encoding, to choose from."""
    row = _open(code)
    content = storage().get(row.storage_key)
    if not is_text(content):
        raise NotFound(N_("Tệp này không cần chọn bảng mã."))
    held = layout_from(row.layout) if row.layout else Layout(())
    return render_template(
        "imports/text.html",
        row=row,
        readings=readings(content),
        encoding=held.encoding or (row.sketch or {}).get("encoding"),
        delimiter=held.delimiter or (row.sketch or {}).get("delimiter"),
        delimiters=DELIMITERS,
    )


@bp.post("/text")
@requires(Action.IMPORT_RUN)
def choose_text(code: str) -> Any:
    row = _open(code)
    encoding = request.form.get("encoding")
    delimiter = request.form.get("delimiter")
    encoding = encoding if encoding in ENCODINGS else None
    delimiter = delimiter if delimiter in DELIMITERS else None
    key, name = row.storage_key, row.file_name
    # Reading takes a while: the write lock is taken by the first statement after it.
    db.session.rollback()
    raw = read_tables(storage().get(key), name, encoding, delimiter)
    row = _open(code)
    if import_steps.choose_text(current_actor(), row, encoding, delimiter, raw):
        job = import_steps.ask_check(current_actor(), row, chosen())
        db.session.commit()
        ring(job)
        return redirect(url_for("imports.show", code=code))
    db.session.commit()
    return redirect(url_for("import_columns.show", code=code))


def _open(code: str) -> Import:
    row = queries.one(current_actor(), code)
    if row.state not in ("received", "checking", "checked"):
        raise NotFound(N_("Tệp này đã được nhập nên không đổi cột được nữa."))
    return row


def _tables(row: Import) -> tuple[list[RawTable], Layout]:
    """The tables, and a layout that speaks of each of them."""
    if row.sketch is None:
        raise NotFound(N_("Hãy chọn bảng mã của tệp trước."))
    tables = tables_of(row.sketch)
    held = layout_from(row.layout) if row.layout else Layout(())
    if not held.tables:
        held = replace(held, tables=guessing.guess(tables).tables)
    return tables, held


def _page(
    row: Import,
    tables: list[RawTable],
    layout: Layout,
    number: int,
    problem: str = "",
    *,
    is_checked: bool = False,
) -> Any:
    if not 0 <= number < len(layout.tables):
        raise NotFound(N_("Tệp không có trang này."))
    table, own = tables[number], layout.tables[number]
    return render_template(
        "imports/columns.html",
        row=row,
        tables=layout.tables,
        number=number,
        own=own,
        head=table.rows[: guessing.FIRST_ROWS],
        kinds=KIND_NAMES,
        columns=naming.file_columns(table, own),
        targets=naming.targets(own.kind) if own.kind else [],
        units=naming.units(),
        common=naming.common_columns(own),
        needed=naming.needed_columns(own),
        missing=own.missing() if is_checked else (),
        may_wait=[column for column in own.missing() if bare_key(column.key) in MAY_WAIT],
        words=naming.words(table, own, _refused(row)),
        meanings=naming.meanings,
        makes_codes=naming.makes_codes(own),
        can_be_draft=naming.can_be_draft(own),
        problem=problem,
    )


def _refused(row: Import) -> list[tuple[str, str]]:
    """(header, text) of what the last trial could not read."""
    return [
        (error["column"], error["params"]["text"])
        for error in row.errors
        if error["column"] and "text" in error["params"] and "choices" in error["params"]
    ]


def _go_on(row: Import, layout: Layout) -> Any:
    """To the next table that needs a person, or to the trial."""
    number = next((n for n, table in enumerate(layout.tables) if table.missing()), None)
    if number is not None:
        db.session.commit()
        return redirect(url_for("import_columns.show", code=row.code, table=number))
    if not layout.is_complete:
        db.session.commit()
        flash(_("Hãy chọn ít nhất một trang để nhập."))
        return redirect(url_for("import_columns.show", code=row.code))
    import_steps.name_columns(current_actor(), row, layout)
    job = import_steps.ask_check(current_actor(), row, chosen())
    db.session.commit()
    ring(job)
    return redirect(url_for("imports.show", code=row.code))
