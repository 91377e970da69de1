"""How things are done here, what this is, and what happens to what people tell it."""

from typing import Any

from flask import Blueprint, current_app, render_template

from shop_onboard.services import invitations
from shop_onboard.web.access import public

bp = Blueprint("help", __name__)


@bp.get("/help")
@public
def index() -> Any:
    return render_template("help/index.html")


@bp.get("/about")
@public
def about() -> Any:
    return render_template("help/about.html")


@bp.get("/privacy")
@public
def privacy() -> Any:
    return render_template(
        "help/privacy.html",
        days=current_app.config["SESSION_DAYS"],
        answered_days=invitations.KEPT_ANSWERED_DAYS,
        waiting_days=invitations.KEPT_WAITING_DAYS,
    )
