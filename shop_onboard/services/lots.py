"""Recording lots and changing what was typed wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import lot_tree
from shop_onboard.queries import lots as queries
from shop_onboard.services import audit, changes, codes, lot_balance, slugs, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.text import N_, Figure, Message


@dataclass(frozen=True)
class LotData:
    """What a form or a row says of a lot; mass in grams."""

    harvested_on: date
    quantity_g: int
    code: str = ""
    packed_on: date | None = None
    expires_on: date | None = None
    growing_area_code: str = ""
    standard: str = ""
    certificate_number: str = ""


def create(actor: Actor, product: Product, data: LotData) -> Lot:
    """A new lot. Without an expiry the product's shelf life counts from the last date.

    Raises DomainError for dates out of order or a code already used for this product.
    """
    check_new(actor, product, data)
    code = data.code or slugs.next_code(Lot.code, f"{product.code}-L")
    if queries.by_code(product.id, code) is not None:
        raise DomainError(N_("Sản phẩm này đã có lô mã %(code)s.", code=code), "code")
    columns = asdict(data) | {"code": code, "expires_on": _expiry(product, data)}
    lot = Lot(
        product=product,
        slug=slugs.free(Lot.slug, code),
        token=new_label_token(),
        gs1_code=codes.gs1_code(product, code),
        is_sample=product.is_sample,
        **columns,
    )
    db.session.add(lot)
    db.session.flush()
    versions.created(actor, lot)
    audit.record(
        actor,
        "lot.created",
        "lot",
        lot.id,
        product.cooperative_id,
        code=code,
        quantity_g=data.quantity_g,
    )
    return lot


def check_new(actor: Actor, product: Product, data: LotData) -> None:
    """Raises what `create` raises but for a code that is taken, and changes nothing."""
    changes.check_may(actor, Action.LOT_EDIT, product.cooperative)
    _check_dates(data)


def check_change(actor: Actor, lot: Lot, product: Product, data: LotData) -> bool:
    """Whether `update` would change anything; raises what it raises, and changes nothing."""
    check_new(actor, product, data)
    _check_kin(lot, data.harvested_on)
    if data.quantity_g != lot.quantity_g:
        lot_balance.check_mass(lot, data.quantity_g)
    return changes.differs(lot, _columns(lot, product, data))


def update(actor: Actor, lot: Lot, data: LotData, version: int | None) -> list[str]:
    """Change what differs; the code stays, it may be printed already. Returns the fields.

    Raises DomainError for dates out of order, those of the lots that it was made of and that were
    made of it too, and for less than went out of the lot already.
    """
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    changes.check_version(lot, version)
    _check_dates(data)
    _check_kin(lot, data.harvested_on)
    before = snapshot(lot)
    fields = changes.apply(lot, _columns(lot, lot.product, data))
    if fields:
        lot_balance.check([lot.id], "quantity_g")
        versions.changed(actor, lot, before)
        audit.record(actor, "lot.changed", "lot", lot.id, lot.product.cooperative_id, fields=fields)
    return fields


def pack_on(actor: Actor, lot: Lot, packed_on: date | None) -> None:
    """The lot was packed on this day, as one of its steps says; None takes the day back.

    Raises DomainError for a day after the expiry.
    """
    if packed_on is not None and lot.expires_on is not None and lot.expires_on < packed_on:
        raise DomainError(
            N_(
                "Lô này hết hạn ngày %(day)s nên không thể đóng gói sau đó. Hãy xem lại ngày làm, "
                "hoặc sửa hạn sử dụng của lô.",
                day=Figure(format_date, lot.expires_on),
            ),
            "happened_on",
        )
    before = snapshot(lot)
    fields = changes.apply(lot, {"packed_on": packed_on})
    if fields:
        db.session.flush()
        versions.changed(actor, lot, before)
        audit.record(actor, "lot.changed", "lot", lot.id, lot.product.cooperative_id, fields=fields)


def _columns(lot: Lot, product: Product, data: LotData) -> dict[str, object]:
    return asdict(data) | {"code": lot.code, "expires_on": _expiry(product, data)}


def _expiry(product: Product, data: LotData) -> date | None:
    if data.expires_on is not None or product.shelf_life_days is None:
        return data.expires_on
    return (data.packed_on or data.harvested_on) + timedelta(days=product.shelf_life_days)


def _check_dates(data: LotData) -> None:
    if data.harvested_on > local_date(utc_now()):
        raise DomainError(N_("Ngày thu hoạch chưa tới. Hãy ghi ngày đã thu hoạch."), "harvested_on")
    if data.packed_on is not None and data.packed_on < data.harvested_on:
        raise DomainError(N_("Ngày đóng gói không thể trước ngày thu hoạch."), "packed_on")
    if data.expires_on is not None and data.expires_on < (data.packed_on or data.harvested_on):
        raise DomainError(
            N_("Hạn sử dụng không thể trước ngày thu hoạch hay đóng gói."), "expires_on"
        )


def _check_kin(lot: Lot, harvested_on: date) -> None:
    """No lot was harvested before all that it was made of, or after another was made of it."""
    if harvested_on == lot.harvested_on:
        return
    sources = lot_tree.parents(lot.id)
    reason = _too_early(sources, harvested_on)
    for child in lot_tree.children(lot.id):
        others = [each for each in lot_tree.parents(child.lot_id) if each.lot_id != lot.id]
        earliest = min([harvested_on, *(each.harvested_on for each in others)])
        told: dict[str, object] = {"code": child.code}
        if harvested_on > child.made_on:
            reason = N_(
                "Lô %(code)s đã làm từ lô này ngày %(day)s nên ngày thu hoạch không thể sau đó.",
                **told,
                day=Figure(format_date, child.made_on),
            )
        elif child.harvested_on < earliest:
            reason = N_(
                "Lô %(code)s làm từ lô này ghi thu hoạch ngày %(day)s, sớm hơn ngày vừa ghi. Hãy "
                "sửa lô đó trước.",
                **told,
                day=Figure(format_date, child.harvested_on),
            )
    if reason is not None:
        raise DomainError(reason, "harvested_on")


def _too_early(sources: Sequence[lot_tree.Link], harvested_on: date) -> Message | None:
    first = min(sources, key=lambda each: each.harvested_on, default=None)
    if first is None or harvested_on >= first.harvested_on:
        return None
    return N_(
        "Lô này làm từ lô %(code)s thu hoạch ngày %(day)s nên không thể thu hoạch trước đó.",
        code=first.code,
        day=Figure(format_date, first.harvested_on),
    )
