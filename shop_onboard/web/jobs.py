"""Background work: what is running, what it made."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import JOB_STATES
from shop_onboard.policy import Action
from shop_onboard.queries import jobs as queries
from shop_onboard.queries import listing_exports
from shop_onboard.queries.next_steps import files, work
from shop_onboard.services import jobs as services
from shop_onboard.services import label_runs
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import storage
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import file_reply, page_number

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("/")
@requires(Action.JOB_SEE)
def index() -> Any:
    state = request.args.get("state", "")
    if state not in JOB_STATES:
        state = ""
    page = queries.page(current_actor(), state=state, number=page_number())
    return render_template("jobs/index.html", page=page, chosen_state=state)


@bp.get("/<code>")
@requires(Action.JOB_SEE)
def show(code: str) -> Any:
    actor = current_actor()
    job = queries.one(actor, code)
    run = listing_exports.made_by(actor, job)
    after = files.of_run(actor, run, local_date(utc_now())) if run else []
    return render_template(
        "jobs/show.html",
        job=job,
        step=addressed(work.of_job(actor, job)),
        run=run,
        after=[addressed(step) for step in after],
    )


@bp.get("/<code>/file")
@requires(Action.JOB_SEE)
def download(code: str) -> Any:
    job = queries.one(current_actor(), code)
    label_runs.check_file(current_actor(), job)
    if job.result_key is None:
        raise NotFound(N_("Việc này chưa có tệp để tải."))
    return file_reply(storage().get(job.result_key), job.result_name, job.result_media_type)


@bp.post("/<code>/cancel")
@requires(Action.JOB_SEE)
def cancel(code: str) -> Any:
    services.cancel(current_actor(), code)
    db.session.commit()
    flash(_("Đã dừng việc này."))
    return redirect(url_for("jobs.show", code=code))
