"""Splitting, merging, processing and packing: a new lot made of parts of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lot_events import LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes, lot_balance, lots
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.lot_events import KEEPING, MAKINGS
from shop_onboard.values.text import N_, Figure

T = TypeVar("T")


@dataclass(frozen=True)
class MakingData:
    """How a lot is made. `quantity_g` is what came out, None for all that went in."""

    how: str
    made_on: date
    quantity_g: int | None = None
    code: str = ""


def make(actor: Actor, product: Product, parts: Sequence[tuple[Lot, int]], data: MakingData) -> Lot:
    """A new lot of `product` out of so many grams of each of these lots.

    It takes over what all of them have in common, the earliest harvest and the earliest expiry.
    Raises DomainError for lots of somebody else, recalled, expired or not yet harvested, for more
    than one of them has left, for more out than in, and for a split or a merge into other goods.
    """
    masses = _added(parts)
    sources = [lot for lot, _mass in parts]
    for lot in sources:
        _check_source(actor, product, lot, data)
    _check_parts(sources, masses, data)
    _check_goods(product, sources, data)
    quantity_g = sum(masses.values()) if data.quantity_g is None else data.quantity_g
    made = lots.create(actor, product, _inherited(product, sources, data, quantity_g))
    db.session.add_all(
        LotInput(
            parent_id=parent_id,
            child_id=made.id,
            mass_g=mass_g,
            how=data.how,
            made_on=data.made_on,
        )
        for parent_id, mass_g in masses.items()
    )
    lot_balance.check([*masses, made.id], "mass_g")
    inputs = {lot.code: masses[lot.id] for lot in sources}
    audit.record(
        actor, "lot.made", "lot", made.id, product.cooperative_id, how=data.how, inputs=inputs
    )
    return made


def _added(parts: Sequence[tuple[Lot, int]]) -> dict[int, int]:
    masses: dict[int, int] = {}
    for lot, mass_g in parts:
        masses[lot.id] = masses.get(lot.id, 0) + mass_g
    return masses


def _check_source(actor: Actor, product: Product, lot: Lot, data: MakingData) -> None:
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    if lot.product.cooperative_id != product.cooperative_id:
        raise DomainError(N_("Chỉ làm lô mới từ lô của chính hợp tác xã này."))
    if lot.recalled_at is not None:
        raise DomainError(N_("Lô %(code)s đã thu hồi nên không dùng tiếp được.", code=lot.code))
    if lot.expires_on is not None and lot.expires_on < data.made_on:
        raise DomainError(
            N_("Lô %(code)s đã hết hạn nên không dùng tiếp được.", code=lot.code), "made_on"
        )
    if data.made_on < lot.harvested_on:
        raise DomainError(
            N_(
                "Lô %(code)s thu hoạch ngày %(day)s nên chưa thể dùng trước đó.",
                code=lot.code,
                day=Figure(format_date, lot.harvested_on),
            ),
            "made_on",
        )


def _check_parts(sources: Sequence[Lot], masses: Mapping[int, int], data: MakingData) -> None:
    if data.how not in MAKINGS:
        raise DomainError(N_("Hãy chọn tách, gộp, sơ chế hay đóng gói."), "how")
    if data.made_on > local_date(utc_now()):
        raise DomainError(N_("Ngày này chưa tới. Hãy ghi ngày đã làm."), "made_on")
    if not sources or any(mass_g <= 0 for mass_g in masses.values()):
        raise DomainError(N_("Hãy ghi lấy bao nhiêu từ lô này, ví dụ 200 kg."), "mass_g")
    if data.how == "merge" and len(masses) < 2:
        raise DomainError(N_("Gộp thì cần ít nhất hai lô. Hãy chọn thêm một lô."), "other_1")


def _check_goods(product: Product, sources: Sequence[Lot], data: MakingData) -> None:
    """Who divides goods or puts them together has the same goods afterwards."""
    other = next((lot for lot in sources if lot.product_id != product.id), None)
    if other is None or data.how not in KEEPING:
        return
    raise DomainError(
        N_(
            "Tách và gộp thì vẫn là sản phẩm cũ: lô %(code)s là «%(product)s». Muốn làm ra sản "
            "phẩm khác, hãy chọn sơ chế hoặc đóng gói.",
            code=other.code,
            product=other.product.name,
        ),
        "product",
    )


def _inherited(
    product: Product, sources: Sequence[Lot], data: MakingData, quantity_g: int
) -> lots.LotData:
    packed_on = _same([lot.packed_on for lot in sources])
    told = lots.LotData(
        harvested_on=min(lot.harvested_on for lot in sources),
        quantity_g=quantity_g,
        code=data.code,
        packed_on=data.made_on if data.how == "pack" else packed_on,
        growing_area_code=_same([lot.growing_area_code for lot in sources]) or "",
        standard=_same([lot.standard for lot in sources]) or "",
        certificate_number=_same([lot.certificate_number for lot in sources]) or "",
    )
    if all(lot.product_id == product.id for lot in sources):
        # The same goods keep no longer for having been put together anew.
        days = [lot.expires_on for lot in sources if lot.expires_on is not None]
        return replace(told, expires_on=min(days, default=None))
    # Other goods keep as long as their product says, from the day they were made.
    return replace(told, packed_on=data.made_on)


def _same(values: Sequence[T]) -> T | None:
    return values[0] if all(value == values[0] for value in values) else None
