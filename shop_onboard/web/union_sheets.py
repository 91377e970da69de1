"""A tree of units, and its people, from a spreadsheet: looked through first, then put in."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from shop_onboard.documents import union_sheets as documents
from shop_onboard.documents import workbook
from shop_onboard.documents.languages import translations_of
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.imports.union_sheet import UnionFile, read_union_file
from shop_onboard.policy import Action, Role
from shop_onboard.services import union_people, union_sheets
from shop_onboard.values.phones import format_phone
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, storage
from shop_onboard.web.forms.imports import UploadForm
from shop_onboard.web.language import chosen, say
from shop_onboard.web.presentation import ROLE_WORDS
from shop_onboard.web.replies import file_reply

bp = Blueprint("union_sheets", __name__, url_prefix="/organisations/import")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200
# A file that nothing names is swept away after a day.
_OPEN_S = 20 * 3600


@bp.get("")
@requires(Action.ORGANISATION_EDIT)
def new() -> Any:
    return render_template("organisations/import.html", form=UploadForm())


@bp.get("/template")
@requires(Action.ORGANISATION_EDIT)
def template() -> Any:
    return file_reply(documents.template(), "tệp mẫu đơn vị Đoàn.xlsx", XLSX)


@bp.post("")
@requires(Action.ORGANISATION_EDIT)
def create() -> Any:
    form = UploadForm()
    content = form.content() if form.validate_on_submit() else None
    if content is None:
        return render_template("organisations/import.html", form=form), 422
    # Storage and reading take their time: nobody else's writing waits for them.
    db.session.rollback()
    name = (form.file.data.filename or "bang-tinh")[-200:]
    try:
        read_union_file(content, name)
        key = storage().put(content)
    except DomainError as error:
        form.refuse(error)
        return render_template("organisations/import.html", form=form), 422
    token = _signer().dumps([current_actor().account_id, key, name])
    return redirect(url_for("union_sheets.check", file=token))


@bp.get("/check")
@requires(Action.ORGANISATION_EDIT)
def check() -> Any:
    """The dry run: nothing is changed."""
    token = request.args.get("file", "")
    held = _held(token)
    if held is None:
        flash(_("Hãy chọn lại tệp: lần xem trước đã quá lâu."))
        return redirect(url_for("union_sheets.new"))
    file, name = held
    actor = current_actor()
    units = union_sheets.plan(actor, file.unions)
    people = union_people.plan(actor, file.people, units.codes)
    errors = [*file.errors, *units.errors, *people.errors]
    return render_template(
        "organisations/check.html",
        name=name,
        token=token,
        file=file,
        units=units,
        people=people,
        errors=errors[:MOST_SHOWN],
        error_count=len(errors),
    )


@bp.post("/confirm")
@requires(Action.ORGANISATION_EDIT)
def confirm() -> Any:
    file = _posted_file()
    actor = current_actor()
    units = union_sheets.put_in(actor, file.unions)
    people = union_people.put_in(actor, file.people, units.codes)
    db.session.commit()
    flash(
        _(
            "Đã nhập: đơn vị thêm %(created)s, sửa %(updated)s, giữ nguyên %(unchanged)s;"
            " mời %(invited)s người.",
            created=len(units.created),
            updated=len(units.updated),
            unchanged=len(units.unchanged),
            invited=len(people.created),
        )
    )
    return redirect(url_for("union_sheets.check", file=request.form["file"]))


@bp.post("/errors")
@requires(Action.ORGANISATION_EDIT)
def wrong_rows() -> Any:
    file = _posted_file()
    actor = current_actor()
    units = union_sheets.plan(actor, file.unions)
    people = union_people.plan(actor, file.people, units.codes)
    failed = file.failed_rows([*file.errors, *units.errors, *people.errors])
    content = workbook.build_errors(failed, translations_of(chosen()))
    return file_reply(content, "dòng lỗi.xlsx", XLSX)


@bp.post("/links")
@requires(Action.ORGANISATION_EDIT)
def links() -> Any:
    """A link for everybody who is invited by this file; those made before end."""
    found = union_people.new_links(current_actor(), _posted_file().people)
    db.session.commit()
    notice = _(
        "Mỗi liên kết chỉ dùng một lần, cho đúng một số, trong %(days)s ngày."
        " Gửi riêng từng người.",
        days=union_people.OPEN_DAYS,
    )
    rows = [
        (
            link.name,
            format_phone(link.phone),
            say(ROLE_WORDS[Role(link.role)]),
            link.union_code,
            link.union_name,
            f"{public_url()}/invitations/accept/{link.token}",
        )
        for link in found
    ]
    return file_reply(documents.links(rows, notice), "liên kết mời.xlsx", XLSX)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="union-sheet")


def _held(token: str) -> tuple[UnionFile, str] | None:
    """The file that this very person has sent in, read again; None when it is too long ago."""
    try:
        account_id, key, name = _signer().loads(token, max_age=_OPEN_S)
    except BadSignature:
        return None
    if account_id != current_actor().account_id:
        return None
    return read_union_file(storage().get(key), name), name


def _posted_file() -> UnionFile:
    # Reading takes a second: the write lock is taken by the first statement after it.
    db.session.rollback()
    held = _held(request.form.get("file", ""))
    if held is None:
        raise DomainError(N_("Hãy chọn lại tệp: lần xem trước đã quá lâu."))
    return held[0]
