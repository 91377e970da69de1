"""The first page: what this is, or what waits for whoever is signed in."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Role
from shop_onboard.queries import campaigns, dashboards
from shop_onboard.values.codes import label_address
from shop_onboard.values.dates import local_date
from shop_onboard.web.access import current_actor, public
from shop_onboard.web.campaigns import target_picture

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> Any:
    return _dashboard() if current_user.is_authenticated else _public_home()


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


def _dashboard() -> str:
    actor, today = current_actor(), local_date(utc_now())
    officer = dashboards.officer_desk(actor, today) if Role.OFFICER in actor.roles else None
    running = officer.running if officer else []
    return render_template(
        "home/index.html",
        field=dashboards.field_work(actor) if Role.VOLUNTEER in actor.roles else None,
        manager=dashboards.manager_desk(actor, today) if Role.MANAGER in actor.roles else None,
        officer=officer,
        pictures=[target_picture(row.sold.mass_g, row.target_mass_g) for row in running],
        upkeep=dashboards.upkeep() if Role.ADMINISTRATOR in actor.roles else None,
    )
