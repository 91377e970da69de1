"""Everybody's own account: name, password, devices, the second factor."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.models.accounts import Account
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import accounts as queries
from shop_onboard.services import own_account as services
from shop_onboard.services import second_factor
from shop_onboard.services.accounts import is_password
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.accounts import ChangePasswordForm, CodeForm, NameForm, OwnPasswordForm
from shop_onboard.web.forms.fields import Form
from shop_onboard.web.second_step import vault

bp = Blueprint("own_account", __name__, url_prefix="/account")


@bp.get("")
@requires(Action.DASHBOARD_SEE)
def show() -> Any:
    return _page()


@bp.post("/name")
@requires(Action.DASHBOARD_SEE)
def change_name() -> Any:
    form = NameForm()
    if not form.validate_on_submit():
        return _page(name=form), 422
    services.change_name(current_actor(), _own(), form.name.data)
    return _saved(_("Đã lưu."))


@bp.post("/password")
@requires(Action.DASHBOARD_SEE)
@limiter.limit("10 per minute")
def change_password() -> Any:
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _page(password=form), 422
    try:
        services.change_password(
            current_actor(),
            _own(),
            form.old_password.data or "",
            form.password.data or "",
            current_user.session.session_id,
        )
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(password=form), 422
    return _saved(_("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."))


@bp.post("/sessions/<int(max=9007199254740991):number>/end")
@requires(Action.DASHBOARD_SEE)
def end_session(number: int) -> Any:
    services.end_session(current_actor(), number)
    return _saved(_("Đã đăng xuất máy đó."))


@bp.get("/second-factor")
@requires(Action.DASHBOARD_SEE)
def second_factor_page() -> Any:
    return _factor_page(CodeForm())


@bp.post("/second-factor/start")
@requires(Action.DASHBOARD_SEE)
def start_second_factor() -> Any:
    second_factor.new_secret(vault(), _own())
    db.session.commit()
    return redirect(url_for("own_account.second_factor_page"))


@bp.post("/second-factor/on")
@requires(Action.DASHBOARD_SEE)
@limiter.limit("10 per minute")
def turn_on() -> Any:
    form, account = CodeForm(), _own()
    if not form.validate_on_submit() or account.totp_secret is None or account.totp_since:
        return _factor_page(form), 422
    try:
        codes = second_factor.turn_on(current_actor(), vault(), account, form.code.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _factor_page(form), 422
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/second-factor/codes")
@requires(Action.DASHBOARD_SEE)
@limiter.limit("10 per minute")
def new_codes() -> Any:
    form = OwnPasswordForm()
    if not _is_sure(form):
        return _factor_page(CodeForm(formdata=None), form), 422
    codes = second_factor.new_recovery_codes(current_actor(), _own())
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/second-factor/off")
@requires(Action.DASHBOARD_SEE)
@limiter.limit("10 per minute")
def turn_off() -> Any:
    form = OwnPasswordForm()
    if not _is_sure(form):
        return _factor_page(CodeForm(formdata=None), form), 422
    second_factor.turn_off(current_actor(), _own())
    return _saved(_("Đã tắt mã đăng nhập thứ hai."))


def _is_sure(form: OwnPasswordForm) -> bool:
    """Whether the password was typed again: an unlocked phone alone must not weaken an account."""
    if not form.validate_on_submit():
        return False
    if not is_password(_own(), form.password.data or ""):
        form.refuse(DomainError(N_("Mật khẩu chưa đúng."), "password"))
        return False
    return True


def _own() -> Account:
    return queries.own(current_user.session.account_id)


def _saved(words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for("own_account.show"))


def _page(name: Form | None = None, password: Form | None = None) -> str:
    account = _own()
    return render_template(
        "accounts/account.html",
        account=account,
        name_form=name or NameForm(formdata=None, data={"name": account.name}),
        password_form=password or ChangePasswordForm(formdata=None),
        shown_form=password or name or NameForm(formdata=None),
        sessions=queries.sessions_of(account.id, utc_now()),
        this_session=current_user.session.session_id,
    )


def _factor_page(form: CodeForm, password: OwnPasswordForm | None = None) -> str:
    account = _own()
    is_new = account.totp_since is None and account.totp_secret is not None
    address = second_factor.address_of(vault(), account) if is_new else ""
    return render_template(
        "accounts/second_factor.html",
        account=account,
        form=form,
        password_form=password or OwnPasswordForm(formdata=None),
        secret=second_factor.secret_of(vault(), account) if is_new else "",
        address=address,
        qr=qr_svg(address, _("Mã QR cho ứng dụng tạo mã")) if is_new else "",
        codes_left=queries.recovery_codes_left(account.id),
    )
