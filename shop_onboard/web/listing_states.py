"""How far each pack has come on each marketplace: looked at, set one by one or many at once."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.listings import LISTING_STATES
from shop_onboard.policy import Action
from shop_onboard.queries import listing_states as queries
from shop_onboard.queries import products, scope, storefronts
from shop_onboard.services import listing_states as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms import listing_states as forms
from shop_onboard.web.language import say
from shop_onboard.web.replies import page_number, search_text

bp = Blueprint("listing_states", __name__, url_prefix="/listings/states")

HOW_WORDS: dict[str, Message] = {
    "hand": N_("ghi bằng tay"),
    "export": N_("do tạo tệp"),
    "file": N_("theo tệp của sàn"),
    "undo": N_("hoàn tác"),
}
_KEPT = ("marketplace", "cooperative", "state", "q")


@bp.get("/")
@requires(Action.LISTING_SEE)
def index() -> Any:
    return _index(forms.Typed("", "", {}))


@bp.post("/")
@requires(Action.LISTING_EXPORT)
def save() -> Any:
    """Give the ticked packs one state; what the page showed of each comes along."""
    actor = current_actor()
    wanted = _wanted(_places())
    typed = forms.typed(request.form)
    try:
        packs = queries.packs(actor, list(typed.seen))
        if len(packs) < len(typed.seen):
            raise NotFound(N_("Không tìm thấy sản phẩm này."))
        done = services.set_states(
            actor, wanted.marketplace_key, forms.chosen(typed, packs), "hand"
        )
    except NotFound:
        raise
    except DomainError as error:
        db.session.rollback()
        return _index(typed, say(error.message), error.field or ""), 422
    db.session.commit()
    _tell(done)
    return redirect(_back(wanted))


@bp.get("/<code>")
@requires(Action.LISTING_SEE)
def show(code: str) -> Any:
    """One product everywhere, and how it came there."""
    actor, places = current_actor(), _places()
    product = products.one(actor, code)
    held = {(row.marketplace_key, row.pack_size_id): row for row in queries.of_product(product)}
    known = {key for key, _pack in held}
    return render_template(
        "listing_states/show.html",
        product=product,
        places=places | queries.names(sorted(known - set(places))),
        known=[key for key in places if key in known] + sorted(known - set(places)),
        held=held,
        shops=storefronts.of_cooperative(product.cooperative, _today()),
        channel_of=queries.channel_of,
        history=queries.history(product),
        how=HOW_WORDS,
        may_set=scope.may_for(actor, Action.LISTING_EXPORT, product.cooperative),
    )


@bp.post("/undo/<batch>")
@requires(Action.LISTING_EXPORT)
def undo(batch: str) -> Any:
    changed = queries.batch(current_actor(), batch)
    key = changed[0].listing.marketplace_key
    taken = services.undo(current_actor(), batch)
    db.session.commit()
    flash(_("Đã hoàn tác %(count)s quy cách.", count=taken.count))
    if taken.kept:
        flash(_("%(count)s quy cách giữ nguyên vì sau đó đã có thay đổi khác.", count=taken.kept))
    return redirect(url_for("listing_states.index", marketplace=key))


def _index(typed: forms.Typed, problem: str = "", field: str = "") -> str:
    actor, places = current_actor(), _places()
    wanted = _wanted(places)
    page = queries.page(actor, wanted, page_number())
    ids = [pack.id for product in page.items for pack in product.packs]
    return render_template(
        "listing_states/index.html",
        places=places,
        wanted=wanted,
        states=LISTING_STATES,
        counts=queries.counts(actor, wanted.marketplace_key, wanted.cooperative),
        page=page,
        held=queries.of_packs(wanted.marketplace_key, ids),
        may_set=lambda product: scope.may_for(actor, Action.LISTING_EXPORT, product.cooperative),
        typed=typed,
        problem=problem,
        field=field,
        kept={name: request.args[name] for name in _KEPT if request.args.get(name)}
        | {"marketplace": wanted.marketplace_key},
    )


def _wanted(places: dict[str, str]) -> queries.Wanted:
    key, state = request.args.get("marketplace", ""), request.args.get("state", "")
    return queries.Wanted(
        key if key in places else next(iter(places)),
        search_text(),
        request.args.get("cooperative", "")[:60],
        state if state in LISTING_STATES else "",
    )


def _places() -> dict[str, str]:
    return queries.places(current_actor(), _today())


def _back(wanted: queries.Wanted) -> str:
    """The list as it was, or the product's page that the form stood on."""
    product = request.form.get("product", "")[:60]
    if product:
        return url_for("listing_states.show", code=product)
    kept: dict[str, Any] = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    kept["marketplace"] = wanted.marketplace_key
    return url_for("listing_states.index", page=page_number(), **kept)


def _tell(done: services.Done) -> None:
    if done.count:
        flash(
            _("Đã đổi trạng thái %(count)s quy cách.", count=done.count),
            f"undo-states {done.batch}",
        )
    elif not done.overtaken:
        flash(_("Không quy cách nào đổi trạng thái."))
    if done.overtaken:
        names = ", ".join(f"{pack.product.name} – {pack.label}" for pack in done.overtaken[:5])
        flash(
            _(
                "Chưa đổi %(count)s quy cách vì có người vừa đổi trước: %(names)s. Hãy xem lại.",
                count=len(done.overtaken),
                names=names,
            )
        )


def _today() -> date:
    return local_date(utc_now())
