"""Products: list, show, register, change, pictures, review."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.imports.photos import small_photo
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, gi_rights, listing_states, reviews, scope
from shop_onboard.queries import products as queries
from shop_onboard.queries.next_steps import reviewed
from shop_onboard.services import products as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import storage
from shop_onboard.web.forms.fields import Form
from shop_onboard.web.forms.products import ProductForm, values_of
from shop_onboard.web.forms.reviews import review_form
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.photos import stored, uploads
from shop_onboard.web.remarks import remind
from shop_onboard.web.replies import (
    conflict_page,
    page_number,
    picture_reply,
    search_text,
    way_back,
)
from shop_onboard.web.reviews import Reviewed, add_routes

bp = Blueprint("products", __name__, url_prefix="/products")


@bp.get("/")
@requires(Action.PRODUCT_SEE)
def index() -> Any:
    state = request.args.get("state", "")
    page = queries.page(
        current_actor(),
        search=search_text(),
        state=state,
        number=page_number(),
    )
    return render_template(
        "products/index.html",
        page=page,
        search=search_text(),
        chosen_state=state,
    )


@bp.get("/new")
@requires(Action.PRODUCT_EDIT)
def new() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        options = cooperatives.choices(current_actor(), Action.PRODUCT_EDIT)
        return render_template("products/choose.html", options=options)
    return _form_page(ProductForm(), cooperative)


@bp.post("/new")
@requires(Action.PRODUCT_EDIT)
def create() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        abort(404)
    form = ProductForm()
    if "more" in request.form:
        form.add_pack()
        return _form_page(form, cooperative)
    if not form.validate_on_submit():
        return _form_page(form, cooperative), 422
    try:
        product = services.create(current_actor(), cooperative, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(_("Đã lưu bản nháp. Thêm ảnh rồi gửi để duyệt."))
    return redirect(url_for("products.show", code=product.slug))


@bp.get("/<code>")
@requires(Action.PRODUCT_SEE)
def show(code: str) -> Any:
    product = queries.one(current_actor(), code)
    return _show_page(product, review_form("product", product.state))


@bp.get("/<code>/edit")
@requires(Action.PRODUCT_EDIT)
def edit(code: str) -> Any:
    product = queries.one(current_actor(), code)
    return _form_page(ProductForm(data=values_of(product)), product.cooperative, product)


@bp.post("/<code>/edit")
@requires(Action.PRODUCT_EDIT)
def update(code: str) -> Any:
    product = queries.one(current_actor(), code)
    form = ProductForm()
    if "more" in request.form:
        form.add_pack()
        return _form_page(form, product.cooperative, product)
    if not form.validate_on_submit():
        return _form_page(form, product.cooperative, product), 422
    version = row_number(form.version.data)
    try:
        services.update(current_actor(), product, form.to_data(), version)
    except Conflict as error:
        return conflict_page(form, values_of(product), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        product = queries.one(current_actor(), code)
        return _form_page(form, product.cooperative, product), 422
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(way_back() or url_for("products.show", code=code))


@bp.post("/<code>/photos")
@requires(Action.PRODUCT_EDIT)
def add_photo(code: str) -> Any:
    product = queries.one(current_actor(), code)
    form = review_form("product", product.state)
    try:
        sent = uploads()
        for upload in sent:
            services.add_photo(current_actor(), product, stored(upload))
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(queries.one(current_actor(), code), form), 422
    db.session.commit()
    flash(_("Đã thêm %(count)s ảnh.", count=len(sent)))
    return redirect(url_for("products.show", code=code, next=way_back() or None, _anchor="photos"))


@bp.get("/<code>/photos/<int(max=9007199254740991):number>")
@requires(Action.PRODUCT_SEE)
def photo(code: str, number: int) -> Any:
    row = queries.photo(current_actor(), code, number)
    content = storage().get(row.storage_key)
    if request.args.get("size") == "small":
        small = small_photo(content)
        return picture_reply(small.content, small.media_type)
    return picture_reply(content, row.media_type)


@bp.post("/<code>/photos/<int(max=9007199254740991):number>/remove")
@requires(Action.PRODUCT_EDIT)
def remove_photo(code: str, number: int) -> Any:
    product = queries.one(current_actor(), code)
    row = next((held for held in product.photos if held.id == number), None)
    if row is None:
        abort(404)
    services.remove_photo(current_actor(), product, row)
    db.session.commit()
    flash(_("Đã bỏ ảnh."))
    return redirect(url_for("products.show", code=code))


def _chosen_cooperative() -> Any:
    slug = request.args.get("cooperative", "")
    if slug:
        return cooperatives.one(current_actor(), slug)
    options = cooperatives.choices(current_actor(), Action.PRODUCT_EDIT)
    return cooperatives.one(current_actor(), options[0][0]) if len(options) == 1 else None


def _show_page(product: Any, form: Form) -> str:
    actor, today = current_actor(), local_date(utc_now())
    goods, asked = reviewed.goods_of(product.id, today), reviews.asked_of(product)
    return render_template(
        "products/show.html",
        product=product,
        form=form,
        remarks=reviews.remarks("product", product),
        gi_missing=gi_rights.missing(product, local_date(utc_now())),
        gi_unchecked=gi_rights.unchecked(product, local_date(utc_now())),
        step=addressed(reviewed.of_product(actor, product, goods, today, asked)),
        may=lambda action: scope.may_for(actor, action, product.cooperative),
        back=way_back(),
        on_marketplaces=listing_states.on_marketplaces(product),
    )


def _form_page(form: ProductForm, cooperative: Any, product: Any = None) -> str:
    return render_template(
        "products/form.html",
        form=form,
        cooperative=cooperative,
        product=product,
        remarks=remind(form, "product", product),
        back=way_back(),
    )


add_routes(
    bp,
    Reviewed(
        "product",
        Action.PRODUCT_EDIT,
        Action.PRODUCT_REVIEW,
        queries.one,
        services,
        _show_page,
    ),
)
