"""How things are done here, what this is, and what happens to what people tell it."""

from typing import Any

from flask import Blueprint, current_app, render_template

from shop_onboard.errors import NotFound
from shop_onboard.services import invitations
from shop_onboard.values.text import N_
from shop_onboard.web.access import public
from shop_onboard.web.guides import GUIDES

bp = Blueprint("help", __name__)


@bp.get("/help")
@public
def index() -> Any:
    return render_template("help/index.html", guides=GUIDES)


@bp.get("/help/<key>")
@public
def guide(key: str) -> Any:
    found = next((each for each in GUIDES if each.key == key), None)
    if found is None:
        raise NotFound(N_("Không có bài hướng dẫn này."))
    others = [each for each in GUIDES if each is not found]
    return render_template("help/guide.html", guide=found, others=others)


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
