"""A product's pictures: several at once, their order, who is in them, taken again."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.imports.photos import read_photo
from shop_onboard.models.clock import utc_now
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.policy import Action
from shop_onboard.queries import products
from shop_onboard.services import photos as services
from shop_onboard.services.products import StoredPhoto
from shop_onboard.values.text import N_, clean
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import storage

bp = Blueprint("photos", __name__, url_prefix="/photos")

_MAX_NAME = 200


def uploads() -> list[FileStorage]:
    """The pictures that came with this request, from the camera and from the files.

    Raises DomainError when there is none, or when the person has sent too many today.
    """
    sent = [each for each in request.files.getlist("photo") if each.filename]
    if not sent:
        raise DomainError(N_("Hãy chọn hoặc chụp một ảnh."), "photo")
    services.check_room(current_actor(), len(sent), utc_now())
    return sent


def stored(upload: FileStorage) -> StoredPhoto:
    """The picture, re-encoded and laid into storage; its own name is only shown, never used."""
    photo = read_photo(upload.read())
    return StoredPhoto(
        storage().put(photo.content),
        clean(upload.filename or "")[-_MAX_NAME:] or "anh",
        photo.media_type,
        photo.width_px,
        photo.height_px,
        shows_people="shows_people" in request.form,
    )


@bp.post("/<code>/<int(max=9007199254740991):number>/move")
@requires(Action.PRODUCT_EDIT)
def move(code: str, number: int) -> Any:
    product, photo = _found(code, number)
    earlier = request.form.get("direction") == "earlier"
    services.move(current_actor(), product, photo, earlier=earlier)
    return _back(code, _("Đã xếp lại ảnh."))


@bp.post("/<code>/<int(max=9007199254740991):number>/people")
@requires(Action.PRODUCT_EDIT)
def mark_people(code: str, number: int) -> Any:
    product, photo = _found(code, number)
    shows = "shows_people" in request.form
    services.mark_people(current_actor(), product, photo, shows=shows)
    return _back(code, _("Đã lưu."))


@bp.post("/<code>/<int(max=9007199254740991):number>/retake")
@requires(Action.PRODUCT_EDIT)
def retake(code: str, number: int) -> Any:
    product, photo = _found(code, number)
    services.retake(current_actor(), product, photo, stored(uploads()[0]))
    return _back(code, _("Đã thay ảnh."))


def _found(code: str, number: int) -> tuple[Product, ProductPhoto]:
    product = products.one(current_actor(), code)
    photo = next((row for row in product.photos if row.id == number), None)
    if photo is None:
        abort(404)
    return product, photo


def _back(code: str, words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for("products.show", code=code, _anchor="photos"))
