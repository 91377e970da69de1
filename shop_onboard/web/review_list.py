"""What waits for an officer's review, and what changed in it since it was last approved."""

from typing import Any

from flask import Blueprint, render_template, request

from shop_onboard.policy import Action
from shop_onboard.queries import history
from shop_onboard.queries import reviews as queries
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
    page = queries.waiting(current_actor(), subject, page_number())
    names = history.names([row.change for row in page.items if row.change])
    return render_template(
        "reviews/index.html",
        page=page,
        subject=subject,
        endpoint=_SHOW[subject],
        counts=queries.counts(current_actor()),
        words=SUBJECT_WORDS,
        lines={
            row.record.id: lines(row.change, names) for row in page.items if row.change is not None
        },
    )
