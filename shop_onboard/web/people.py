"""The people somebody answers for: roles, suspension, and a way back in without SMS."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action, Actor, Role
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import commune_groups, cooperatives, organisations
from shop_onboard.queries import people as queries
from shop_onboard.services import people as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.phones import mask_phone
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, public, requires, sign_in_here
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.accounts import NewPasswordForm
from shop_onboard.web.forms.people import GrantForm
from shop_onboard.web.replies import page_number, search_text
from shop_onboard.web.second_step import owe_code

bp = Blueprint("people", __name__)

_NUMBER = "<int(max=9007199254740991):number>"


@bp.get("/people")
@requires(Action.PEOPLE_SEE)
def index() -> Any:
    page = queries.page(current_actor(), search=search_text(), number=page_number())
    return render_template(
        "people/index.html",
        page=page,
        places=queries.places_of(list(page.items)),
        search=search_text(),
        today=local_date(utc_now()),
    )


@bp.get(f"/people/{_NUMBER}")
@requires(Action.PEOPLE_SEE)
def show(number: int) -> Any:
    return _page(number, GrantForm(formdata=None))


@bp.post(f"/people/{_NUMBER}/roles")
@requires(Action.PEOPLE_MANAGE)
def grant(number: int) -> Any:
    actor, form = current_actor(), GrantForm()
    account = queries.one(actor, number)
    if not form.validate_on_submit():
        return _page(number, form), 422
    try:
        role = Role(form.role.data)
        target = _target(actor, role, form.target.data or "")
        services.grant(actor, account, role, target, valid_to=form.valid_to.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(number, form), 422
    return _saved(number, _("Đã giao thêm vai trò."))


@bp.post(f"/people/{_NUMBER}/roles/<int(max=9007199254740991):role>/end")
@requires(Action.PEOPLE_MANAGE)
def end_role(number: int, role: int) -> Any:
    services.end_role(current_actor(), queries.one(current_actor(), number), role)
    return _saved(number, _("Vai trò đã kết thúc."))


@bp.post(f"/people/{_NUMBER}/suspend")
@requires(Action.PEOPLE_MANAGE)
def suspend(number: int) -> Any:
    services.suspend(current_actor(), queries.one(current_actor(), number))
    return _saved(number, _("Đã tạm khóa. Mọi máy đã bị đăng xuất."))


@bp.post(f"/people/{_NUMBER}/unsuspend")
@requires(Action.PEOPLE_MANAGE)
def unsuspend(number: int) -> Any:
    services.unsuspend(current_actor(), queries.one(current_actor(), number))
    return _saved(number, _("Đã mở khóa."))


@bp.post(f"/people/{_NUMBER}/second-factor/off")
@requires(Action.PEOPLE_MANAGE)
def turn_off_second_factor(number: int) -> Any:
    services.turn_off_second_factor(current_actor(), queries.one(current_actor(), number))
    return _saved(number, _("Đã tắt mã đăng nhập thứ hai."))


@bp.post(f"/people/{_NUMBER}/password-link")
@requires(Action.PEOPLE_MANAGE)
def make_password_link(number: int) -> Any:
    account = queries.one(current_actor(), number)
    token = services.make_password_link(current_actor(), account)
    name = account.name
    db.session.commit()
    address = public_url() + url_for("people.new_password", token=token)
    return _unreferred(
        render_template(
            "people/password_link.html",
            number=number,
            name=name,
            address=address,
            qr=qr_svg(address, _("Mã QR của đường dẫn")),
            minutes=services.LINK_MINUTES,
        )
    )


@bp.get("/login/new-password/<token>")
@public
@limiter.limit("30 per minute")
def new_password(token: str) -> Any:
    link = queries.password_link(token)
    if link is None:
        return _unreferred(render_template("people/password_link_ended.html"), 410)
    account = account_queries.own(link.account_id)
    return _new_password_page(NewPasswordForm(formdata=None), account.phone, token)


@bp.post("/login/new-password/<token>")
@public
@limiter.limit("30 per minute")
def set_new_password(token: str) -> Any:
    link = queries.password_link(token)
    if link is None:
        return _unreferred(render_template("people/password_link_ended.html"), 410)
    form, account = NewPasswordForm(), account_queries.own(link.account_id)
    phone = account.phone
    if not form.validate_on_submit():
        return _new_password_page(form, phone, token, 422)
    try:
        services.use_password_link(link, account, form.password.data or "")
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _new_password_page(form, phone, token, 422)
    if account.totp_since is not None:
        flash(_("Đã đặt mật khẩu mới. Còn một bước: ghi mã đăng nhập thứ hai."))
        return owe_code(account, None)
    response = redirect(url_for("home.index"))
    sign_in_here(response, account)
    db.session.commit()
    flash(_("Đã đặt mật khẩu mới và vào tài khoản."))
    return response


def _new_password_page(form: NewPasswordForm, phone: str, token: str, status: int = 200) -> Any:
    page = render_template(
        "people/new_password.html", form=form, token=token, masked=mask_phone(phone)
    )
    return _unreferred(page, status)


def _unreferred(page: str, status: int = 200) -> Any:
    """The address is the key: it must not travel on, nor lie in a cache."""
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _target(actor: Actor, role: Role, text: str) -> Any:
    if not text:
        raise DomainError(N_("Hãy ghi tên hoặc mã của nơi giữ vai trò."), "target")
    group = commune_groups.called(actor, text) if role is Role.OFFICER else None
    if group is not None:
        return group
    if role is not Role.MANAGER:
        return organisations.named(actor, text)
    found = cooperatives.by_code(actor, text)
    if found is None:
        raise DomainError(N_("Không có hợp tác xã nào mang mã này trong địa bàn."), "target")
    return found


def _saved(number: int, words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for("people.show", number=number))


def _page(number: int, form: GrantForm) -> str:
    actor, today = current_actor(), local_date(utc_now())
    account = queries.one(actor, number)
    return render_template(
        "people/show.html",
        account=account,
        form=form,
        places=queries.places_of([account]),
        today=today,
        is_above=queries.is_above(actor, account, today),
    )
