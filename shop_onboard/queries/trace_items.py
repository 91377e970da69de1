"""Which of the circular's ten data items a lot has."""

from collections.abc import Sequence

from shop_onboard.models.lots import Lot
from shop_onboard.queries import lot_events, photos
from shop_onboard.values.trace_items import CheckedItem, checked


def of_lots(found: Sequence[Lot]) -> dict[int, list[CheckedItem]]:
    """Lot id → its ten items, for lots as `queries.lots.visible` loads them, by one statement."""
    placed = lot_events.with_place([lot.id for lot in found])
    return {lot.id: checked(_is_there(lot, lot.id in placed)) for lot in found}


def missing_counts(found: Sequence[Lot]) -> dict[int, int]:
    """Lot id → how many of the items that are needed are not there."""
    return {
        lot_id: sum(each.is_missing for each in items) for lot_id, items in of_lots(found).items()
    }


def _is_there(lot: Lot, has_placed_step: bool) -> dict[str, bool]:
    product, cooperative = lot.product, lot.product.cooperative
    has_brand = any(pack.gtin for pack in product.packs) or bool(product.certificates)
    return {
        "product_name": bool(product.name),
        "photo": bool(photos.public(product)),
        "producer_name": bool(cooperative.name),
        "producer_address": bool(cooperative.address),
        # A growing area's code says where the harvest was.
        "steps": has_placed_step or bool(lot.growing_area_code),
        "time": True,
        "code": bool(lot.token),
        "brand": has_brand,
        "expiry": lot.expires_on is not None,
        "standard": bool(lot.standard),
    }
