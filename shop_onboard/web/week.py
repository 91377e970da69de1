"""«Lên sàn tuần này»: what a director does next for each marketplace, on one page."""

from typing import Any

from flask import Blueprint, render_template, request

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives
from shop_onboard.queries import week as queries
from shop_onboard.values.dates import local_date
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.next_steps import addressed

bp = Blueprint("week", __name__, url_prefix="/listings/week")


@bp.get("/")
@requires(Action.LISTING_EXPORT)
def index() -> Any:
    actor = current_actor()
    options = cooperatives.choices(actor, Action.LISTING_EXPORT)
    wanted = request.args.get("cooperative", "") or (options[0][0] if options else "")
    cooperative = cooperatives.one(actor, wanted) if wanted else None
    weeks = []
    if cooperative is not None:
        today = local_date(utc_now())
        weeks = queries.of_cooperative(actor, cooperative, public_url(), today)
    return render_template(
        "week/index.html",
        options=options,
        cooperative=cooperative,
        weeks=[(week, [addressed(step) for step in week.steps]) for week in weeks],
    )
