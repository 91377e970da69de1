"""Signing in and out, and the language of the pages."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.models.clock import utc_now
from shop_onboard.services import accounts
from shop_onboard.values.addresses import safe_next
from shop_onboard.values.text import N_
from shop_onboard.web import language as languages
from shop_onboard.web.access import (
    current_actor,
    device_key,
    drop_session_cookie,
    public,
    sign_in_here,
)
from shop_onboard.web.forms.accounts import SignInForm
from shop_onboard.web.second_step import owe_code

bp = Blueprint("accounts", __name__)


@bp.get("/login")
@public
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/login")
@public
@limiter.limit("60 per minute")
def open_session() -> Any:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    account = accounts.check_password(
        form.phone.data, form.password.data, request.remote_addr or "", device_key()
    )
    if account is None:
        # The attempt counts, so the refusal is stored too.
        db.session.commit()
        form.refuse(DomainError(N_("Số điện thoại hoặc mật khẩu chưa đúng.")))
        return render_template("accounts/sign_in.html", form=form), 422
    wanted = safe_next(request.args.get("next"))
    if account.totp_since is not None:
        return owe_code(account, wanted)
    response = redirect(wanted or url_for("home.index"))
    sign_in_here(response, account)
    db.session.commit()
    return response


@bp.post("/logout")
@public
def sign_out() -> Any:
    response = redirect(url_for("home.index"))
    if current_user.is_authenticated:
        accounts.close_session(current_actor(), current_user.session.session_id, utc_now())
        db.session.commit()
    drop_session_cookie(response)
    return response


@bp.post("/language")
@public
def language() -> Any:
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        abort(400)
    if current_user.is_authenticated:
        accounts.choose_language(current_actor(), chosen)
        db.session.commit()
    response = redirect(safe_next(request.form.get("next")) or url_for("home.index"))
    response.set_cookie(
        languages.COOKIE,
        chosen,
        max_age=365 * 86_400,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
