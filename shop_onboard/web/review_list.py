"""What waits for an officer's review, and what changed in it since it was last approved."""

from typing import Any

from flask import Blueprint, render_template, request

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import duplicates, history
from shop_onboard.queries import reviews as queries
from shop_onboard.values.dates import local_date
from shop_onboard.values.record_fields import SUBJECT_WORDS
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.record_words import lines
from shop_onboard.web.replies import page_number

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

_SHOW = {"cooperative": "cooperatives.show", "product": "products.show"}


@bp.get("/")
@requires(Action.COOPERATIVE_REVIEW)
def index() -> Any:
    subject = request.args.get("kind", "")
    subject = subject if subject in _SHOW else "cooperative"
    actor, today = current_actor(), local_date(utc_now())
    due_on = None if request.args.get("all", "") == "1" else today
    page = queries.waiting(actor, subject, page_number(), due_on=due_on)
    names = history.names([row.change for row in page.items if row.change])
    return render_template(
        "reviews/index.html",
        page=page,
        subject=subject,
        endpoint=_SHOW[subject],
        counts=queries.counts(actor, due_on=due_on),
        due=sum(queries.counts(actor, due_on=today).values()),
        in_area=sum(queries.counts(actor).values()),
        shows_all=due_on is None,
        alike=duplicates.count(actor),
        words=SUBJECT_WORDS,
        lines={
            row.record.id: lines(row.change, names) for row in page.items if row.change is not None
        },
    )
