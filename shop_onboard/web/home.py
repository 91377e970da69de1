"""The first page: what this is, or what waits for whoever is signed in."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from shop_onboard.models.clock import utc_now
from shop_onboard.queries import campaigns, dashboards
from shop_onboard.values.codes import label_address
from shop_onboard.values.dates import local_date
from shop_onboard.web import dashboards as desk
from shop_onboard.web.access import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> Any:
    return desk.page() if current_user.is_authenticated else _public_home()


def _public_home() -> str:
    today = local_date(utc_now())
    token = dashboards.sample_label_token(today)
    latest = campaigns.latest(today)
    return render_template(
        "home/public.html",
        label=label_address("", token) if token else "",
        board=latest,
        board_address=url_for("boards.show", campaign=latest.code) if latest else "",
    )
