"""Marketplaces: what each takes, what is still missing, and its files."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import NotFound
from shop_onboard.exports.marketplace import CONFIDENCES, KINDS, Marketplace
from shop_onboard.exports.photo_facts import photo_facts, unknown_photo_facts
from shop_onboard.exports.photos import OWN_MOST_PX
from shop_onboard.exports.registry import all_marketplaces, feeds_of, get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import channel_photos, cooperatives, products, readiness
from shop_onboard.queries.next_steps import goods
from shop_onboard.services import listings as services
from shop_onboard.values.channels import all_channels
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring
from shop_onboard.web.forms.listings import FilesForm, channel_label
from shop_onboard.web.language import chosen, say
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import here, page_number, search_text

bp = Blueprint("marketplaces", __name__, url_prefix="/marketplaces")


@bp.get("/")
@requires(Action.LISTING_SEE)
def index() -> Any:
    ended = [row for row in all_channels() if row.state != "open"]
    return render_template(
        "listings/marketplaces.html",
        marketplaces=all_marketplaces(),
        kinds=KINDS,
        ended=[(channel_label(row), row) for row in ended],
    )


@bp.get("/<key>")
@requires(Action.LISTING_SEE)
def show(key: str) -> Any:
    return _page(_marketplace(key), FilesForm(_options(), formdata=None))


@bp.post("/<key>/files")
@requires(Action.LISTING_EXPORT)
def make(key: str) -> Any:
    marketplace = _marketplace(key)
    form = FilesForm(_options())
    if not form.validate_on_submit():
        return _page(marketplace, form), 422
    cooperative = cooperatives.one(current_actor(), form.cooperative.data)
    title = _("Tệp %(marketplace)s: %(name)s", marketplace=marketplace.name, name=cooperative.name)
    order = services.FilesOrder(title, chosen(), public_url())
    job = services.ask_files(current_actor(), marketplace.key, cooperative, order)
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


def _marketplace(key: str) -> Marketplace:
    try:
        return get_marketplace(key)
    except KeyError:
        raise NotFound(N_("Lên Sàn chưa biết sàn này.")) from None


def _options() -> list[tuple[str, str]]:
    return cooperatives.choices(current_actor(), Action.LISTING_EXPORT)


def _page(marketplace: Marketplace, form: FilesForm) -> str:
    actor = current_actor()
    page = products.page(actor, search=search_text(), number=page_number())
    rows = readiness.checked(page.items, marketplace, public_url(), local_date(utc_now()))
    may_make = bool(form.cooperative.choices)
    mends = {
        row.product.id: [
            addressed(goods.mending(actor, row, each), back=here()) for each in row.findings
        ]
        for row in rows
    }
    rules = channel_photos.rules_for(marketplace.key)
    return render_template(
        "listings/marketplace.html",
        marketplace=marketplace,
        form=form,
        page=page,
        search=search_text(),
        rows=rows,
        mends=mends,
        out_of_reach=readiness.out_of_reach(rows),
        step=addressed(goods.of_marketplace(actor, marketplace, rows, may_make=may_make)),
        kind=KINDS[marketplace.kind],
        confidence=CONFIDENCES[marketplace.confidence],
        photo_facts=photo_facts(rules),
        unknown_photo_facts=[say(each) for each in unknown_photo_facts(rules)],
        own_most_px=OWN_MOST_PX,
        confidences=CONFIDENCES,
        has_feeds=bool(feeds_of(marketplace)),
    )
