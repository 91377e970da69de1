"""Registering, changing and reviewing products with their pack sizes and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Certificate, PackSize, Product, ProductPhoto
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import gi_rights
from shop_onboard.queries import products as queries
from shop_onboard.queries.scope import may_for
from shop_onboard.services import (
    audit,
    changes,
    codes,
    cooperatives,
    doubles,
    remarks,
    review,
    slugs,
    versions,
)
from shop_onboard.services.snapshots import Snapshot, difference, snapshot
from shop_onboard.values.ocop import expires_on
from shop_onboard.values.review_fields import is_daily
from shop_onboard.values.text import N_, Message, fold, sort_key

MAX_PHOTOS = 9
_NO_PACK = N_("Hãy ghi ít nhất một quy cách với khối lượng và giá.")


@dataclass(frozen=True)
class PackData:
    """One pack size; masses in grams, price in đồng a pack, sides of the parcel in millimetres."""

    label: str
    net_mass_g: int
    price_vnd: int
    gross_mass_g: int | None = None
    stock: int | None = None
    gtin: str | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    gtin_owner: str = ""
    has_gtin_right: bool = False


@dataclass(frozen=True)
class OcopData:
    """What the OCOP certificate says."""

    stars: int | None
    number: str
    issued_on: date | None


@dataclass(frozen=True)
class ProductData:
    """What a form or the rows of one product code say; `season_*` are MM-DD."""

    name: str
    packs: tuple[PackData, ...]
    code: str = ""
    name_en: str = ""
    ocop_set: int | None = None
    ocop: OcopData | None = None
    description: str = ""
    shelf_life_days: int | None = None
    storage: str = ""
    season_from: str | None = None
    season_to: str | None = None


@dataclass(frozen=True)
class StoredPhoto:
    """A picture that already lies in storage under its hash."""

    storage_key: str
    file_name: str
    media_type: str
    width_px: int
    height_px: int
    is_drawing: bool = False
    shows_people: bool = False


def create(actor: Actor, cooperative: Cooperative, data: ProductData) -> Product:
    """A new product as a draft. Raises Forbidden, or DomainError when packs repeat a label."""
    check_may_edit(actor, cooperative)
    _check_some(data)
    check_packs(data)
    _check_gtins(cooperative.id, data)
    _check_new(actor, cooperative, data)
    code = data.code or slugs.next_code(Product.code, f"{cooperative.code}-SP")
    columns = new_columns(actor, cooperative, data, code, slugs.free(Product.slug, code))
    product = Product(cooperative=cooperative, packs=[], certificates=[], photos=[], **columns)
    db.session.add(product)
    _set_packs(product, data.packs)
    _set_ocop(product, data.ocop)
    db.session.flush()
    versions.created(actor, product)
    audit.record(
        actor, "product.created", "product", product.id, cooperative.id, code=code, name=data.name
    )
    return product


def new_columns(
    actor: Actor, cooperative: Cooperative, data: ProductData, code: str, slug: str
) -> dict[str, object]:
    """The columns of a new product's own row, for whoever writes many at once."""
    return {
        "cooperative_id": cooperative.id,
        "code": code,
        "slug": slug,
        "registered_by_id": actor.account_id,
        "is_sample": cooperative.is_sample,
        **_columns(data),
    }


def check_may_edit(actor: Actor, cooperative: Cooperative) -> None:
    """Raises Forbidden unless the actor may change this cooperative's products."""
    changes.check_may(actor, Action.PRODUCT_EDIT, cooperative)


def check_change(actor: Actor, product: Product, data: ProductData) -> bool:
    """Whether `update` would change anything; raises what it raises, and changes nothing."""
    check_may_edit(actor, product.cooperative)
    check_packs(data)
    held = {pack.label: pack for pack in product.packs}
    packs = [
        (held.get(pack.label), vars(pack) | {"position": position})
        for position, pack in enumerate(data.packs)
    ]
    paper = next((row for row in product.certificates if row.kind == "ocop"), None)
    return (
        changes.differs(product, _columns(data))
        or len(packs) != len(held)
        or any(row is None or changes.differs(row, columns) for row, columns in packs)
        or (
            data.ocop is not None
            and (paper is None or changes.differs(paper, paper_columns(data.ocop, paper)))
        )
    )


def update(actor: Actor, product: Product, data: ProductData, version: int | None) -> list[str]:
    """Change what differs; returns the fields.

    An approved product goes back to the reviewer, except where only prices and stocks of packs
    that it has move (see `is_daily`).
    """
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    changes.check_version(product, version)
    if product.packs or product.state != "draft":
        _check_some(data)
    check_packs(data)
    _check_gtins(product.cooperative_id, data, product)
    before, gtins = snapshot(product), codes.owned(product)
    fields = changes.apply(product, _columns(data))
    fields += ["packs"] * _set_packs(product, data.packs)
    fields += ["ocop"] * _set_ocop(product, data.ocop)
    if fields:
        _keep_changed(actor, product, before, fields)
        codes.keep_former(product, gtins)
    return fields


def submit(actor: Actor, product: Product) -> Message:
    """Hand the product to a union officer; says what was sent.

    A cooperative that was not sent yet goes along: nobody can approve the product before it.
    Raises DomainError while the product has no pack size.
    """
    owner = product.cooperative
    changes.check_may(actor, Action.PRODUCT_EDIT, owner)
    if not product.packs:
        raise DomainError(_NO_PACK, "packs")
    review.submit(actor, product, "product", product.cooperative_id)
    unsent = owner.state in ("draft", "returned")
    if not (unsent and may_for(actor, Action.COOPERATIVE_EDIT, owner)):
        return N_("Đã gửi để duyệt.")
    cooperatives.submit(actor, owner)
    return N_("Đã gửi cả sản phẩm và hợp tác xã để duyệt.")


def approve(actor: Actor, product: Product, seen: int | None = None) -> None:
    """A union officer has checked the version `seen`; its cooperative must be approved first."""
    changes.check_may(actor, Action.PRODUCT_REVIEW, product.cooperative)
    if product.cooperative.state != "approved":
        raise DomainError(N_("Hãy duyệt hợp tác xã trước, rồi mới duyệt sản phẩm."))
    review.approve(actor, product, "product", product.cooperative_id, seen)
    _set_checked(product, product.reviewed_at)


def send_back(
    actor: Actor, product: Product, note: str, notes: Mapping[str, str] | None = None
) -> None:
    """A union officer asks for something to be mended."""
    changes.check_may(actor, Action.PRODUCT_REVIEW, product.cooperative)
    review.send_back(actor, product, "product", product.cooperative_id, note, notes or {})


def reopen(actor: Actor, product: Product, reason: str) -> None:
    """A union officer takes back an approval (see `review.reopen`)."""
    changes.check_may(actor, Action.PRODUCT_REVIEW, product.cooperative)
    review.reopen(actor, product, "product", product.cooperative_id, reason)
    _set_checked(product, None)


def _set_checked(product: Product, moment: datetime | None) -> None:
    """The right to a protected name stands and falls with the approval."""
    paper = gi_rights.paper(product)
    if paper is not None:
        paper.checked_at = moment
        db.session.flush()


def add_photo(actor: Actor, product: Product, photo: StoredPhoto) -> None:
    """Show one more picture; the same picture twice is one. Raises DomainError beyond nine."""
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    if any(held.storage_key == photo.storage_key for held in product.photos):
        return
    if len(product.photos) >= MAX_PHOTOS:
        raise DomainError(N_("Mỗi sản phẩm có nhiều nhất 9 ảnh. Hãy bỏ bớt một ảnh."), "photo")
    position = max((held.position for held in product.photos), default=-1) + 1
    before = snapshot(product)
    product.photos.append(ProductPhoto(**vars(photo), position=position))
    db.session.flush()
    versions.changed(actor, product, before)
    remarks.tick_off("product", product.id, {"photos"})
    audit.record(
        actor,
        "product.photo_added",
        "product",
        product.id,
        product.cooperative_id,
        storage_key=photo.storage_key,
    )


def remove_photo(actor: Actor, product: Product, photo: ProductPhoto) -> None:
    """Take a picture away from the product; it can be put back for thirty days."""
    changes.check_may(actor, Action.PRODUCT_EDIT, product.cooperative)
    before = snapshot(product)
    product.photos.remove(photo)
    db.session.flush()
    versions.changed(actor, product, before)
    remarks.tick_off("product", product.id, {"photos"})
    audit.record(
        actor,
        "product.photo_removed",
        "product",
        product.id,
        product.cooperative_id,
        storage_key=photo.storage_key,
    )


def _keep_changed(actor: Actor, product: Product, before: Snapshot, fields: list[str]) -> None:
    is_approved = product.state == "approved"
    if not (is_approved and is_daily(*difference(before, snapshot(product)))):
        product.changed_by_id = actor.account_id
        product.state = "submitted" if is_approved else product.state
    # A change of packs alone must count as a version of the product too.
    flag_modified(product, "name")
    db.session.flush()
    versions.changed(actor, product, before)
    audit.record(
        actor, "product.changed", "product", product.id, product.cooperative_id, fields=fields
    )


def _columns(data: ProductData) -> dict[str, object]:
    return {
        "name": data.name,
        "name_folded": fold(data.name),
        "name_sort": sort_key(data.name),
        "name_en": data.name_en,
        "ocop_set": data.ocop_set,
        "description": data.description,
        "shelf_life_days": data.shelf_life_days,
        "storage": data.storage,
        "season_from": data.season_from,
        "season_to": data.season_to,
    }


def _check_new(actor: Actor, cooperative: Cooperative, data: ProductData) -> None:
    if data.code and queries.by_code(cooperative.id, data.code) is not None:
        raise DomainError(N_("HTX này đã có sản phẩm mã %(code)s.", code=data.code), "code")
    if not data.code and doubles.was_just_made(
        Product,
        cooperative.id,
        name_folded=fold(data.name),
        registered_by_id=actor.account_id,
    ):
        raise DomainError(
            N_("Bạn vừa lưu sản phẩm này rồi. Hãy mở danh sách sản phẩm để xem."), "name"
        )


def _check_some(data: ProductData) -> None:
    if not data.packs:
        raise DomainError(_NO_PACK, "packs")


def check_packs(data: ProductData) -> None:
    """Raises DomainError for packs of one name, or lighter with their box than without it."""
    labels = [fold(pack.label) for pack in data.packs]
    if len(set(labels)) != len(labels):
        raise DomainError(N_("Hai quy cách trùng tên. Hãy đặt tên khác nhau."), "packs")
    for pack in data.packs:
        if pack.gross_mass_g is not None and pack.gross_mass_g < pack.net_mass_g:
            raise DomainError(
                N_("Khối lượng cả bì của «%(pack)s» nhỏ hơn khối lượng tịnh.", pack=pack.label),
                "packs",
            )


def _check_gtins(cooperative_id: int, data: ProductData, product: Product | None = None) -> None:
    rows = {pack.label: pack for pack in product.packs} if product else {}
    gtins = [pack.gtin for pack in data.packs if pack.gtin]
    if len(set(gtins)) != len(gtins):
        raise DomainError(N_("Hai quy cách trùng mã vạch: mỗi quy cách cần một mã riêng."), "packs")
    for pack in data.packs:
        held = rows.get(pack.label)
        if pack.gtin and (held is None or held.gtin != pack.gtin or pack.has_gtin_right):
            codes.check_gtin(product, cooperative_id, held, pack.gtin)


def _set_packs(product: Product, packs: tuple[PackData, ...]) -> bool:
    """Whether anything changed. Packs keep their SKU by label: marketplaces know it."""
    held = {pack.label: pack for pack in product.packs}
    changed = False
    for position, data in enumerate(packs):
        columns = vars(data) | {"position": position}
        row = held.pop(data.label, None)
        if row is None:
            sku = slugs.free(PackSize.sku, f"{product.slug}-{position + 1}"[:45])
            product.packs.append(PackSize(sku=sku, **columns))
            db.session.flush()
            changed = True
        else:
            changed = bool(changes.apply(row, columns)) or changed
    for gone in held.values():
        product.packs.remove(gone)
    return changed or bool(held)


def _set_ocop(product: Product, data: OcopData | None) -> bool:
    held = _ocop_paper(product)
    if data is None:
        return False
    if held is None:
        columns = paper_columns(data)
        product.certificates.append(Certificate(is_sample=product.is_sample, **columns))
        return True
    return bool(changes.apply(held, paper_columns(data, held)))


def paper_columns(data: OcopData, held: Certificate | None = None) -> dict[str, object]:
    """The columns of an OCOP certificate, in place of the `held` one if there is one."""
    columns: dict[str, object] = {
        "kind": "ocop",
        "number": data.number,
        "stars": data.stars,
        "issued_on": data.issued_on,
        "expires_on": expires_on(data.issued_on) if data.issued_on else None,
    }
    if held is not None and columns["expires_on"] is None and held.issued_on == data.issued_on:
        # No rule gives the end of an older certificate: what was read off the paper stays.
        columns["expires_on"] = held.expires_on
    return columns


def _ocop_paper(product: Product) -> Certificate | None:
    return next((paper for paper in product.certificates if paper.kind == "ocop"), None)
