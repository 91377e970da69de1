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
from shop_onboard.queries.next_steps import goods
from shop_onboard.services import storefronts as services
from shop_onboard.values.channels import all_channels, get_channel
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.listings import StorefrontForm, channel_label, values_of
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("listings", __name__, url_prefix="/listings")


@bp.get("/")
@requires(Action.LISTING_SEE)
def index() -> Any:
    channels = {channel.key: channel_label(channel) for channel in all_channels()}
    wanted = request.args.get("channel", "")
    channel = wanted if wanted in channels else ""
    page = queries.storefronts(
        current_actor(), search=search_text(), channel=channel, number=page_number()
    )
    actor, today = current_actor(), local_date(utc_now())
    return render_template(
        "listings/index.html",
        page=page,
        search=search_text(),
        channels=channels,
        chosen_channel=channel,
        marketplaces=all_marketplaces(),
        step=lambda storefront: addressed(
            goods.of_storefront(storefront, today), url_for("listings.edit", number=storefront.id)
        ),
        may_edit=lambda cooperative: scope.may_for(actor, Action.COOPERATIVE_EDIT, cooperative),
    )


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
    step = goods.of_storefront(storefront, local_date(utc_now())) if storefront else None
    return render_template(
        "listings/form.html",
        step=addressed(step),
        form=form,
        cooperative=cooperative,
        storefront=storefront,
        notes=[get_channel(channel.key) for channel in all_channels() if channel.note],
    )
