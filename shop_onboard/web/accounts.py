"""Signing in and out, and the language of the pages."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Role
from shop_onboard.queries import accounts as queries
from shop_onboard.services import accounts
from shop_onboard.values.addresses import safe_next
from shop_onboard.values.text import N_, Message
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

SAMPLE_ROLE_WORDS: dict[str, Message] = {
    Role.VOLUNTEER: N_("tình nguyện viên"),
    Role.MANAGER: N_("hợp tác xã"),
    Role.OFFICER: N_("cán bộ Đoàn"),
    Role.ADMINISTRATOR: N_("quản trị"),
}


@bp.get("/login")
@public
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    return _sign_in_page(SignInForm())


@bp.post("/login")
@public
@limiter.limit("60 per minute")
def open_session() -> Any:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    account = accounts.check_password(
        form.phone.data, form.password.data, request.remote_addr or "", device_key()
    )
    if account is None:
        # The attempt counts, so the refusal is stored too.
        db.session.commit()
        form.refuse(DomainError(N_("Số điện thoại hoặc mật khẩu chưa đúng.")))
        return _sign_in_page(form), 422
    wanted = safe_next(request.args.get("next"))
    if account.totp_since is not None:
        return owe_code(account, wanted)
    response = redirect(wanted or url_for("home.index"))
    sign_in_here(response, account)
    db.session.commit()
    return response


@bp.post("/login/sample")
@public
@limiter.limit("60 per minute")
def open_sample_session() -> Any:
    role = request.form.get("role", "")
    if role not in sample_roles():
        abort(404)
    if current_user.is_authenticated:
        accounts.close_session(current_actor(), current_user.session.session_id, utc_now())
    response = redirect(url_for("home.index"))
    sign_in_here(response, accounts.sample_person(role))
    db.session.commit()
    return response


@bp.post("/logout")
@public
def sign_out() -> Any:
    response = redirect(url_for("home.index"))
    # The pages stay in the language that was being read.
    languages.remember(response, languages.chosen())
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
    return _switched(chosen, request.form.get("next"))


@bp.get("/language/<chosen>")
@public
def switch_language(chosen: str) -> Any:
    """For who is not signed in: pages that caches may keep can hold a link, but no form key."""
    if chosen not in current_app.config["LANGUAGES"]:
        abort(404)
    return _switched(chosen, request.args.get("next"))


def _switched(chosen: str, address: str | None) -> Response:
    response = redirect(safe_next(address) or url_for("home.index"))
    languages.remember(response, chosen)
    response.headers["Cache-Control"] = "no-store"
    return response


def sample_roles() -> dict[str, Message]:
    """The roles that anybody may look through, in words; none where people rely on the records."""
    if current_app.config["ENVIRONMENT"] == "production":
        return {}
    there = queries.sample_accounts()
    return {role: words for role, words in SAMPLE_ROLE_WORDS.items() if role in there}


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, sample_roles=sample_roles())
