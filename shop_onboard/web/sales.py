"""Sales: list, show, record, change, compare with their papers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import campaigns, cooperatives, lots, scope
from shop_onboard.queries import sales as queries
from shop_onboard.queries.next_steps import selling
from shop_onboard.services import sales as services
from shop_onboard.values.channels import get_channel
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.mass import format_kg
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.sales import SaleForm, values_of
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import conflict_page, page_number, search_text

bp = Blueprint("sales", __name__, url_prefix="/sales")


@bp.get("/")
@requires(Action.SALE_SEE)
def index() -> Any:
    unconfirmed = request.args.get("unconfirmed", "") == "1"
    doubles = request.args.get("doubles", "") == "1"
    actor, options = current_actor(), _filter_options()
    campaign, cooperative = (_filtered(name, options[name]) for name in options)
    page = queries.page(
        actor,
        search=search_text(),
        unconfirmed=unconfirmed,
        doubles=doubles,
        campaign=campaign,
        cooperative=cooperative,
        number=page_number(),
    )
    return render_template(
        "sales/index.html",
        page=page,
        search=search_text(),
        unconfirmed=unconfirmed,
        doubles=doubles,
        options=options,
        kept={"campaign": campaign, "cooperative": cooperative},
        choosable=[row for row in page.items if unconfirmed and selling.may_confirm(actor, row)],
    )


@bp.get("/new")
@requires(Action.SALE_EDIT)
def new() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        options = cooperatives.choices(current_actor(), Action.SALE_EDIT)
        return render_template("sales/choose.html", options=options)
    form = SaleForm(
        data={"sold_on": local_date(utc_now()), "lot_code": request.args.get("lot", "")}
    )
    form.offer(queries.choices(cooperative))
    return _form_page(form, cooperative)


@bp.post("/new")
@requires(Action.SALE_EDIT)
def create() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        abort(404)
    form, choices = SaleForm(), queries.choices(cooperative)
    form.offer(choices)
    if not form.validate_on_submit():
        return _form_page(form, cooperative), 422
    try:
        sale = services.record(
            current_actor(),
            cooperative,
            form.to_data(choices),
        )
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(
        _(
            "Đã ghi: bán %(mass)s qua %(channel)s ngày %(day)s.",
            mass=format_kg(sale.mass_g, chosen()),
            channel=get_channel(sale.channel_key).name_in(chosen()),
            day=format_date(sale.sold_on, chosen()),
        )
    )
    return redirect(url_for("sales.show", code=sale.code))


@bp.get("/<code>")
@requires(Action.SALE_SEE)
def show(code: str) -> Any:
    actor = current_actor()
    sale = queries.one(actor, code)
    twin = queries.twin_of(sale) if sale.confirmed_at is None else None
    return render_template(
        "sales/show.html",
        sale=sale,
        people=queries.people(sale),
        step=addressed(selling.of_sale(actor, sale, twin)),
        may_confirm=selling.may_confirm(actor, sale),
        may=lambda action: scope.may_for(actor, action, sale.cooperative),
    )


@bp.get("/<code>/edit")
@requires(Action.SALE_EDIT)
def edit(code: str) -> Any:
    sale = queries.one(current_actor(), code)
    form = SaleForm(data=values_of(sale))
    form.offer(queries.choices(sale.cooperative))
    return _form_page(form, sale.cooperative, sale)


@bp.post("/<code>/edit")
@requires(Action.SALE_EDIT)
def update(code: str) -> Any:
    sale = queries.one(current_actor(), code)
    cooperative = sale.cooperative
    form, choices = SaleForm(), queries.choices(cooperative)
    form.offer(choices)
    if not form.validate_on_submit():
        return _form_page(form, cooperative, sale), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), sale, cooperative, form.to_data(choices), version)
    except Conflict as error:
        return conflict_page(form, values_of(sale), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative, sale), 422
    db.session.commit()
    flash(_("Đã lưu: %(mass)s.", mass=format_kg(sale.mass_g, chosen())))
    return redirect(url_for("sales.show", code=code))


@bp.post("/<code>/confirm")
@requires(Action.SALE_CONFIRM)
def confirm(code: str) -> Any:
    sale = queries.one(current_actor(), code)
    services.confirm(current_actor(), sale, sale.cooperative)
    db.session.commit()
    flash(_("Đã đối chiếu."))
    return redirect(url_for("sales.show", code=code))


def _filter_options() -> dict[str, list[tuple[str, str]]]:
    return {
        "campaign": campaigns.choices(),
        "cooperative": cooperatives.choices(current_actor(), Action.SALE_SEE),
    }


def _filtered(name: str, options: list[tuple[str, str]]) -> str:
    """What the address asks for; "" where nobody offered it."""
    wanted = request.args.get(name, "")
    return wanted if wanted in dict(options) else ""


def _chosen_cooperative() -> Any:
    slug, lot = request.args.get("cooperative", ""), request.args.get("lot", "")
    if lot:
        return lots.one(current_actor(), lot).product.cooperative
    if slug:
        return cooperatives.one(current_actor(), slug)
    options = cooperatives.choices(current_actor(), Action.SALE_EDIT)
    return cooperatives.one(current_actor(), options[0][0]) if len(options) == 1 else None


def _form_page(form: SaleForm, cooperative: Any, sale: Any = None) -> str:
    return render_template("sales/form.html", form=form, cooperative=cooperative, sale=sale)
