"""Pictures of a product: their order, who can be seen in them, taken again, and not too many."""

from datetime import datetime, timedelta

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import photos as queries
from shop_onboard.services import audit, changes, products, versions
from shop_onboard.services.products import StoredPhoto
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.text import N_

# A season's registration of thirty products with all their pictures fits into a day.
MAX_A_DAY = 300
_DAY = timedelta(days=1)


def check_room(actor: Actor, count: int, now: datetime) -> None:
    """Raises DomainError when the person would have sent more pictures in a day than allowed.

    Asked before a picture is opened: opening is what costs.
    """
    if actor.account_id is None:
        return
    if queries.sent_since(actor, now - _DAY) + count > MAX_A_DAY:
        raise DomainError(
            N_(
                "Mỗi người gửi nhiều nhất %(most)s ảnh một ngày. Mai bạn hãy gửi tiếp.",
                most=MAX_A_DAY,
            ),
            "photo",
        )


def move(actor: Actor, product: Product, photo: ProductPhoto, *, earlier: bool) -> None:
    """Change places with the neighbour; the first picture is the one lists show."""
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    rows = list(product.photos)
    place = rows.index(photo)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    before = snapshot(product)
    _set_order(product, rows)
    versions.changed(actor, product, before)
    _record_order(actor, product, rows)


def mark_people(actor: Actor, product: Product, photo: ProductPhoto, *, shows: bool) -> None:
    """Say whether somebody in the picture can be recognised."""
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    if photo.shows_people == shows:
        return
    before = snapshot(product)
    photo.shows_people = shows
    db.session.flush()
    versions.changed(actor, product, before)
    audit.record(
        actor,
        "product.photo_marked",
        "product",
        product.id,
        product.cooperative_id,
        storage_key=photo.storage_key,
        shows_people=shows,
    )


def retake(actor: Actor, product: Product, photo: ProductPhoto, fresh: StoredPhoto) -> None:
    """Put a new picture in the old one's place; the tick about people is given anew."""
    if any(row.storage_key == fresh.storage_key for row in product.photos):
        raise DomainError(N_("Ảnh này đã có rồi. Hãy chọn ảnh khác."), "photo")
    place = product.photos.index(photo)
    products.remove_photo(actor, product, photo)
    products.add_photo(actor, product, fresh)
    before = snapshot(product)
    rows = list(product.photos)
    rows.insert(place, rows.pop())
    _set_order(product, rows)
    versions.changed(actor, product, before)


def _set_order(product: Product, rows: list[ProductPhoto]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    # The list in memory follows what a reload would bring.
    product.photos.sort(key=lambda row: row.position)
    db.session.flush()


def _record_order(actor: Actor, product: Product, rows: list[ProductPhoto]) -> None:
    audit.record(
        actor,
        "product.photos_arranged",
        "product",
        product.id,
        product.cooperative_id,
        storage_keys=[row.storage_key for row in rows],
    )
