"""The second step of signing in: the session's cookie is given only after the code."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.gateways.vault import Vault
from shop_onboard.models.accounts import Account, SecondStep
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import accounts as queries
from shop_onboard.services import second_factor
from shop_onboard.values.addresses import safe_next
from shop_onboard.values.text import N_
from shop_onboard.web.access import cookie_name, public, sign_in_here
from shop_onboard.web.forms.accounts import CodeForm

bp = Blueprint("second_step", __name__, url_prefix="/login")


def vault() -> Vault:
    """What seals secrets of this installation: its key, and those it had before."""
    config = current_app.config
    return Vault([config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ())])


def owe_code(account: Account, wanted: str | None) -> Response:
    """The password was right: on to the code, with nothing that signs in yet."""
    token = second_factor.begin(account)
    db.session.commit()
    response = redirect(url_for("second_step.ask", next=wanted))
    response.set_cookie(
        _cookie(),
        token,
        max_age=second_factor.STEP_MINUTES * 60,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


@bp.get("/code")
@public
def ask() -> Any:
    if _owed() is None:
        return redirect(url_for("accounts.sign_in", next=safe_next(request.args.get("next"))))
    return render_template("accounts/second_step.html", form=CodeForm())


@bp.post("/code")
@public
@limiter.limit("30 per minute")
def finish() -> Any:
    step = _owed()
    if step is None:
        return redirect(url_for("accounts.sign_in", next=safe_next(request.args.get("next"))))
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/second_step.html", form=form), 422
    account = second_factor.finish(vault(), step, form.code.data, request.remote_addr or "")
    if account is None:
        # The try counts, so the refusal is stored too.
        db.session.commit()
        form.refuse(DomainError(N_("Mã chưa đúng hoặc đã dùng rồi. Hãy đợi mã mới."), "code"))
        return render_template("accounts/second_step.html", form=form), 422
    response = redirect(safe_next(request.args.get("next")) or url_for("home.index"))
    sign_in_here(response, account)
    db.session.commit()
    response.delete_cookie(
        _cookie(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie() -> str:
    return f"{cookie_name()}_step"


def _owed() -> SecondStep | None:
    token = request.cookies.get(_cookie(), "")
    return queries.second_step(token, utc_now()) if token else None
