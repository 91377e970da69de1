"""The right to a protected geographical indication: asked for, kept, its paper shown to few."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.imports.photos import read_photo
from shop_onboard.models.products import Product
from shop_onboard.policy import Action
from shop_onboard.queries import gi_rights as queries
from shop_onboard.queries import places, products
from shop_onboard.services import gi_rights as services
from shop_onboard.values import gi
from shop_onboard.values.place_search import Place
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import storage
from shop_onboard.web.forms.gi_rights import GiRightForm
from shop_onboard.web.replies import conflict_page, picture_reply

bp = Blueprint("gi_rights", __name__, url_prefix="/gi-rights")


@bp.get("/<code>/edit")
@requires(Action.PRODUCT_EDIT)
def edit(code: str) -> Any:
    product = products.one(current_actor(), code)
    return _page(GiRightForm(data=_values(product)), product)


@bp.post("/<code>/edit")
@requires(Action.PRODUCT_EDIT)
def update(code: str) -> Any:
    product = products.one(current_actor(), code)
    form = GiRightForm()
    is_right = form.validate_on_submit()
    place = None if form.commune.errors else form.read_place()
    if not is_right or place is None:
        return _page(form, product), 422
    try:
        version = row_number(form.version.data)
        services.keep(current_actor(), product, _right(form, place), version)
    except Conflict as error:
        return conflict_page(form, _values(product), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form, products.one(current_actor(), code)), 422
    db.session.commit()
    flash(_("Đã lưu giấy chỉ dẫn địa lý."))
    return redirect(url_for("products.show", code=code))


@bp.get("/<code>/paper")
@requires(Action.PRODUCT_EDIT)
def paper(code: str) -> Any:
    held = queries.paper(products.one(current_actor(), code))
    if held is None or held.storage_key is None:
        abort(404)
    return picture_reply(storage().get(held.storage_key), held.media_type)


def _values(product: Product) -> dict[str, Any]:
    """What the form is filled with; without a paper the place is the cooperative's own."""
    own = product.cooperative.commune
    held = queries.paper(product)
    if held is None:
        return {"commune": own.name, "province": own.province.name, "version": product.version}
    former, _comma, province = held.growing_former_place.rpartition(", ")
    commune, _comma, district = former.partition(", ")
    return {
        "number": held.number,
        "issued_on": held.issued_on,
        "expires_on": held.expires_on,
        "commune": commune or held.growing_place,
        "province": province or own.province.name,
        "former_district": district,
        "version": product.version,
    }


def _right(form: GiRightForm, place: Place) -> services.GiRight:
    commune_id = places.commune_id(place.commune.code)
    if commune_id is None:
        raise DomainError(N_("Không có xã này."), "commune")
    key, media_type = _stored(form)
    return services.GiRight(
        number=form.number.data,
        place=place,
        commune_id=commune_id,
        issued_on=form.issued_on.data,
        expires_on=form.expires_on.data,
        storage_key=key,
        media_type=media_type,
    )


def _stored(form: GiRightForm) -> tuple[str | None, str]:
    if not form.paper.data:
        return None, ""
    try:
        photo = read_photo(form.paper.data.read())
    except DomainError as error:
        raise DomainError(error.message, "paper") from error
    return storage().put(photo.content), photo.media_type


def _page(form: GiRightForm, product: Any) -> str:
    return render_template(
        "gi_rights/form.html",
        form=form,
        product=product,
        held=queries.paper(product),
        indication=gi.named_indication(product.name),
        provinces=places.province_names(),
    )
