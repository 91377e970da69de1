"""Programmes: list, show with progress and published figures, set up, change, report."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from shop_onboard.documents import tonnage_charts
from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import campaigns as queries
from shop_onboard.queries import organisations, tonnage, tonnage_tables
from shop_onboard.queries.next_steps import selling
from shop_onboard.services import campaigns as services
from shop_onboard.services import reports
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import ring
from shop_onboard.web.forms.campaigns import CampaignForm, values_of
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@bp.get("/")
@requires(Action.CAMPAIGN_SEE)
def index() -> Any:
    page = queries.page(search=search_text(), number=page_number())
    return render_template("campaigns/index.html", page=page, search=search_text())


@bp.get("/new")
@requires(Action.CAMPAIGN_EDIT)
def new() -> Any:
    return _form_page(CampaignForm())


@bp.post("/new")
@requires(Action.CAMPAIGN_EDIT)
def create() -> Any:
    form = CampaignForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    actor = current_actor()
    try:
        campaign = services.create(actor, organisations.home_union(actor), form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    flash(_("Đã lập chương trình. Bây giờ có thể ghi các lần bán vào chương trình này."))
    return redirect(url_for("campaigns.show", code=campaign.code))


@bp.get("/<code>")
@requires(Action.CAMPAIGN_SEE)
def show(code: str) -> Any:
    actor, campaign = current_actor(), queries.one(code)
    filters = tonnage.Filters(is_sample=campaign.is_sample, campaign_id=campaign.id)
    summary = tonnage_tables.summary(actor, campaign, chosen())
    target_mass_g = queries.target_mass_g(campaign)
    may_edit, today = services.may_edit(actor, campaign.union), local_date(utc_now())
    step = selling.of_campaign(actor, campaign, summary.total, today, may_edit=may_edit)
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        summary=summary,
        step=addressed(step),
        target_mass_g=target_mass_g,
        target_chart=target_picture(summary.total.mass_g, target_mass_g),
        channel_chart=channel_picture(summary.by_channel),
        by_cooperative=tonnage_tables.table(actor, ("cooperative",), filters),
        by_commune=tonnage_tables.table(actor, ("commune",), filters),
        by_month=tonnage_tables.table(actor, ("month",), filters, chosen()),
        figures=queries.figures(campaign.id, is_sample=campaign.is_sample),
        may_edit=may_edit,
    )


@bp.get("/<code>/edit")
@requires(Action.CAMPAIGN_EDIT)
def edit(code: str) -> Any:
    campaign = queries.one(code)
    services.check_may_edit(current_actor(), campaign.union)
    return _form_page(CampaignForm(data=values_of(campaign)), campaign)


@bp.post("/<code>/edit")
@requires(Action.CAMPAIGN_EDIT)
def update(code: str) -> Any:
    campaign = queries.one(code)
    services.check_may_edit(current_actor(), campaign.union)
    form = CampaignForm()
    if not form.validate_on_submit():
        return _form_page(form, campaign), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), campaign, form.to_data(code), version)
    except Conflict as error:
        return conflict_page(form, values_of(campaign), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, queries.one(code)), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("campaigns.show", code=code))


@bp.post("/<code>/report")
@requires(Action.REPORT_MAKE)
def report(code: str) -> Any:
    campaign = queries.one(code)
    file_format = request.form.get("format", "")
    title = _(
        "Báo cáo %(campaign)s (%(format)s)", campaign=campaign.name, format=file_format.upper()
    )
    wanted = request.form.get("lang", "")
    lang = wanted if wanted in current_app.config["LANGUAGES"] else chosen()
    job = reports.ask(current_actor(), campaign, file_format, title, lang)
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


def target_picture(done_g: int, target_g: int | None) -> Markup:
    """How far a programme has come; nothing for one without a target."""
    if not target_g:
        return Markup("")
    svg = tonnage_charts.towards_svg(
        _("So với chỉ tiêu"), done_g, target_g, _("Đã bán"), _("Chỉ tiêu"), chosen()
    )
    # Every text in the picture is escaped where it is drawn (documents/charts.py).
    return Markup(svg)  # noqa: S704


def channel_picture(table: tonnage_tables.Table) -> Markup:
    """Mass by channel, longest first."""
    svg = tonnage_charts.masses_svg(
        _("Khối lượng đã bán theo sàn"), _("Khối lượng đã bán"), table.masses, chosen()
    )
    return Markup(svg)  # noqa: S704


def _form_page(form: CampaignForm, campaign: Any = None) -> str:
    return render_template("campaigns/form.html", form=form, campaign=campaign)
