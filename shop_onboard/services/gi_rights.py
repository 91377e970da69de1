"""Keeping the paper of the right to use a protected geographical indication."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import gi_rights as queries
from shop_onboard.services import audit, changes, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values import gi
from shop_onboard.values.place_search import Place
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class GiRight:
    """What the paper says; `expires_on` is None where it names no last day."""

    number: str
    place: Place
    commune_id: int
    issued_on: date | None = None
    expires_on: date | None = None
    storage_key: str | None = None
    media_type: str = ""


def keep(actor: Actor, product: Product, right: GiRight, version: int | None = None) -> Certificate:
    """Keep or replace the paper; an approved product goes back to the reviewer.

    A photograph that is there stays when none comes. Raises Forbidden; Conflict when the product
    is no longer at `version` (None skips that); DomainError when the name bears no indication or
    the commune does not lie in the protected area.
    """
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    changes.check_version(product, version)
    indication = gi.named_indication(product.name)
    if indication is None:
        raise DomainError(N_("Tên sản phẩm này không mang chỉ dẫn địa lý được bảo hộ."), "number")
    _check_area(indication, right.place)
    _check_days(right)
    before = snapshot(product)
    held = queries.paper(product) or _new_paper(product)
    changed = changes.apply(held, _columns(right, held))
    if not changed:
        return held
    held.checked_at = None
    _ask_again(actor, product)
    versions.changed(actor, product, before)
    audit.record(
        actor,
        "product.gi_right_kept",
        "product",
        product.id,
        product.cooperative_id,
        indication=indication.name,
        number=right.number,
        commune=right.place.name,
    )
    return held


def _ask_again(actor: Actor, product: Product) -> None:
    product.changed_by_id = actor.account_id
    if product.state == "approved":
        product.state = "submitted"
    # A paper alone must count as a version of the product too.
    flag_modified(product, "name")
    db.session.flush()


def _new_paper(product: Product) -> Certificate:
    made = Certificate(kind="gi", is_sample=product.is_sample)
    product.certificates.append(made)
    return made


def _columns(right: GiRight, held: Certificate) -> dict[str, object]:
    return {
        "number": right.number,
        "issued_on": right.issued_on,
        "expires_on": right.expires_on,
        "growing_commune_id": right.commune_id,
        "growing_place": right.place.commune.full_name,
        "growing_former_place": right.place.before,
        "storage_key": right.storage_key or held.storage_key,
        "media_type": right.media_type or held.media_type or "",
    }


def _check_area(indication: gi.Indication, place: Place) -> None:
    is_inside = gi.place_in_area(place.commune, place.former)
    if is_inside:
        return
    if is_inside is None:
        raise DomainError(
            N_(
                "Chỉ một phần của %(place)s thuộc vùng bảo hộ «%(name)s». "
                "Hãy ghi tên xã trước 01/7/2025 nơi trồng.",
                place=place.commune.full_name,
                name=indication.name,
            ),
            "commune",
        )
    raise DomainError(
        N_(
            "%(place)s không thuộc vùng bảo hộ «%(name)s» mà Lên Sàn biết. "
            "Hãy bỏ «%(name)s» khỏi tên sản phẩm, hoặc hỏi cán bộ Đoàn.",
            place=place.before or place.name,
            name=indication.name,
        ),
        "commune",
    )


def _check_days(right: GiRight) -> None:
    if right.issued_on and right.expires_on and right.expires_on < right.issued_on:
        raise DomainError(N_("Ngày hết hạn phải sau ngày cấp."), "expires_on")
