"""Storefronts on marketplaces, and the way to every marketplace's files."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, scope
from shop_onboard.queries import listings as queries
from shop_onboard.queries import storefronts as shops
from shop_onboard.queries.next_steps import goods
from shop_onboard.queries.settings import DORMANT_DAYS, number_of
from shop_onboard.services import link_checks
from shop_onboard.services import storefronts as services
from shop_onboard.values.channels import all_channels, get_channel
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import ring
from shop_onboard.web.forms.listings import StorefrontForm, channel_label, values_of
from shop_onboard.web.language import chosen, say
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("listings", __name__, url_prefix="/listings")

OUTCOME_WORDS: dict[str, Message] = {
    "opens": N_("mở được"),
    "missing": N_("không tìm thấy"),
    "blocked": N_("không kiểm tra được – sàn chặn máy, hãy tự mở thử"),
    "unclear": N_("không kiểm tra được – sàn chưa trả lời, thử lại sau"),
    "refused": N_("không kiểm tra – không phải địa chỉ công khai trên mạng"),
}

OPENNESS: dict[str, Message] = {shops.OPEN: N_("đang mở"), shops.CLOSED: N_("đã đóng")}


@bp.get("/")
@requires(Action.LISTING_SEE)
def index() -> Any:
    channels = {channel.key: channel_label(channel) for channel in all_channels()}
    wanted = request.args.get("channel", "")
    channel = wanted if wanted in channels else ""
    actor, today = current_actor(), local_date(utc_now())
    days = number_of(DORMANT_DAYS)
    is_dormant = request.args.get("dormant") == "1"
    wanted_state = request.args.get("state", "")
    state = wanted_state if wanted_state in OPENNESS else ""
    page = queries.storefronts(
        actor,
        search=search_text(),
        channel=channel,
        only=shops.wanted(state, today, days if is_dormant else None),
        last=shops.is_shut(today),
        number=page_number(),
    )
    links = shops.links(page.items)
    return render_template(
        "listings/index.html",
        page=page,
        search=search_text(),
        channels=channels,
        chosen_channel=channel,
        marketplaces=all_marketplaces(),
        counts=shops.counts(actor, today),
        counted_by=actor.name,
        days=days,
        is_dormant=is_dormant,
        openness=OPENNESS,
        state=state,
        idle=shops.idle(page.items, today, days),
        links=links,
        outcomes=OUTCOME_WORDS,
        step=lambda storefront: addressed(
            goods.of_storefront(storefront, today, links.get(storefront.id)),
            url_for("listings.edit", number=storefront.id),
        ),
        may_edit=lambda cooperative: scope.may_for(actor, Action.COOPERATIVE_EDIT, cooperative),
    )


@bp.post("/check-links")
@requires(Action.LISTING_EXPORT)
def check_links() -> Any:
    """Open every storefront's address in reach, in the background."""
    try:
        job = link_checks.ask_all(current_actor(), _("Kiểm tra đường dẫn các gian hàng"), chosen())
    except DomainError as error:
        flash(say(error.message))
        return redirect(url_for("listings.index"))
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.post("/<int(max=9007199254740991):number>/check-link")
@requires(Action.LISTING_EXPORT)
def check_link(number: int) -> Any:
    storefront = queries.storefront(current_actor(), number)
    title = _("Kiểm tra đường dẫn gian hàng %(name)s", name=storefront.name)
    try:
        job = link_checks.ask_one(current_actor(), storefront, title, chosen())
    except DomainError as error:
        db.session.rollback()
        flash(say(error.message))
        return redirect(url_for("listings.edit", number=number, _anchor="url"))
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.get("/new")
@requires(Action.COOPERATIVE_EDIT)
def new() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        options = cooperatives.choices(current_actor(), Action.COOPERATIVE_EDIT)
        return render_template("listings/choose.html", options=options)
    return _form_page(StorefrontForm(), cooperative)


@bp.post("/new")
@requires(Action.COOPERATIVE_EDIT)
def create() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        abort(404)
    form = StorefrontForm()
    if not form.validate_on_submit():
        return _form_page(form, cooperative), 422
    try:
        services.open_new(current_actor(), cooperative, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(_("Đã ghi gian hàng."))
    return redirect(url_for("listings.index"))


@bp.get("/<int(max=9007199254740991):number>/edit")
@requires(Action.COOPERATIVE_EDIT)
def edit(number: int) -> Any:
    storefront = queries.storefront(current_actor(), number)
    return _form_page(
        StorefrontForm(data=values_of(storefront)), storefront.cooperative, storefront
    )


@bp.post("/<int(max=9007199254740991):number>/edit")
@requires(Action.COOPERATIVE_EDIT)
def update(number: int) -> Any:
    storefront = queries.storefront(current_actor(), number)
    form = StorefrontForm()
    if not form.validate_on_submit():
        return _form_page(form, storefront.cooperative, storefront), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), storefront, form.to_data(), version)
    except Conflict as error:
        return conflict_page(form, values_of(storefront), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        storefront = queries.storefront(current_actor(), number)
        return _form_page(form, storefront.cooperative, storefront), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for("listings.index"))


def _chosen_cooperative() -> Any:
    slug = request.args.get("cooperative", "")
    if slug:
        return cooperatives.one(current_actor(), slug)
    options = cooperatives.choices(current_actor(), Action.COOPERATIVE_EDIT)
    return cooperatives.one(current_actor(), options[0][0]) if len(options) == 1 else None


def _form_page(form: StorefrontForm, cooperative: Any, storefront: Any = None) -> str:
    step = None
    if storefront:
        link = shops.links([storefront]).get(storefront.id)
        step = goods.of_storefront(storefront, local_date(utc_now()), link)
    return render_template(
        "listings/form.html",
        step=addressed(step),
        form=form,
        cooperative=cooperative,
        storefront=storefront,
        notes=[get_channel(channel.key) for channel in all_channels() if channel.note],
    )
