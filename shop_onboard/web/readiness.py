"""How ready each product is for each marketplace, and the walk from one gap to the next."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, gaps, listing_states, products, readiness
from shop_onboard.queries.next_steps.goods import open_marketplaces
from shop_onboard.queries.scope import may_for
from shop_onboard.values.dates import local_date
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import here, page_number, search_text

bp = Blueprint("readiness", __name__, url_prefix="/listings/products")


@bp.get("")
@requires(Action.LISTING_SEE)
def index() -> Any:
    wanted, shown = _wanted(), _chosen()
    page = gaps.page(current_actor(), wanted, page_number())
    return render_template(
        "readiness/index.html",
        page=page,
        wanted=wanted,
        needs={key: words for key, (words, _clause) in gaps.NEEDS.items()},
        rows=readiness.everywhere(page.items, public_url(), _today(), shown),
        marketplaces=shown,
        choices=all_marketplaces(),
        listed=gaps.LISTED,
        owners=cooperatives.choices(current_actor(), Action.LISTING_SEE),
        kept=_kept(),
        states=listing_states.summaries(page.items),
    )


@bp.get("/next")
@requires(Action.PRODUCT_EDIT)
def walk() -> Any:
    """Lead on to the next product with something to mend, or say that there is none."""
    actor = current_actor()
    slug = request.args.get("after", "")
    after = products.one(actor, slug) if slug else None
    shown = [each for each in _chosen() if each in open_marketplaces()]
    where = public_url(), _today()
    found = gaps.next_product(actor, _wanted(), shown or open_marketplaces(), where, after)
    if found is None:
        flash(_("Đã hết chỗ phải sửa.") if after is None else _("Từ đây đã hết chỗ phải sửa."))
        return redirect(url_for("readiness.index", **_kept()))
    return redirect(url_for("readiness.show", code=found.slug, **_kept()))


@bp.get("/<code>")
@requires(Action.LISTING_SEE)
def show(code: str) -> Any:
    product = products.one(current_actor(), code)
    found = readiness.everywhere([product], public_url(), _today(), _chosen())[0]
    fields = gaps.by_field(gaps.of_product(current_actor(), found))
    return render_template(
        "readiness/show.html",
        product=product,
        found=found,
        fields=[(each, addressed(each.mend, back=here())) for each in fields],
        out_of_reach=readiness.out_of_reach(found.checks),
        may_edit=may_for(current_actor(), Action.PRODUCT_EDIT, product.cooperative),
        here=here(),
        kept=_kept(),
        states=listing_states.summaries([product]),
    )


def _wanted() -> gaps.Wanted:
    need = request.args.get("need", "")
    cooperative = request.args.get("cooperative", "")[:60]
    state, channel = request.args.get("state", ""), request.args.get("channel", "")
    return gaps.Wanted(
        search_text(),
        cooperative,
        need if need in gaps.NEEDS else "",
        state if state in gaps.LISTED else "",
        channel if channel in {each.key for each in all_marketplaces()} else "",
    )


def _chosen() -> tuple[Marketplace, ...]:
    """The one marketplace that was asked for, else all."""
    key = request.args.get("channel", "")
    return tuple(each for each in all_marketplaces() if each.key == key) or all_marketplaces()


def _kept() -> dict[str, Any]:
    """The filters, as the next page is asked for."""
    names = ("q", "cooperative", "need", "state", "channel")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _today() -> date:
    return local_date(utc_now())
