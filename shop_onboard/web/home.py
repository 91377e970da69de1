"""The first page."""

from typing import Any

from flask import Blueprint, render_template

from shop_onboard.web.access import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> Any:
    return render_template("home/index.html")
