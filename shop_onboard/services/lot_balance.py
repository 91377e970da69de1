"""What goes out of a lot never exceeds what came in: asked after every change of either."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.queries import lot_balance as queries
from shop_onboard.queries.lot_balance import Balance
from shop_onboard.values.mass import format_mass
from shop_onboard.values.text import N_, Figure, Message


def check(lot_ids: Collection[int], field: str | None = None) -> None:
    """Flush, hold these lots, and compare what came in with what went out.

    Raises DomainError beside `field` with what is left; the caller's transaction is then undone.
    """
    db.session.flush()
    queries.hold(lot_ids)
    for balance in queries.of(lot_ids):
        if not balance.is_kept:
            raise DomainError(_refusal(balance), field)


def check_mass(lot: Lot, quantity_g: int) -> None:
    """Raises what `check` would after the lot's own mass had become this; changes nothing."""
    then = replace(queries.of_one(lot.id), quantity_g=quantity_g)
    if not then.is_kept:
        raise DomainError(_refusal(then), "quantity_g")


def check_returned(row: Any) -> None:
    """As `check`, of the lots that a record out of the bin, or put back, takes from."""
    if isinstance(row, Sale):
        if row.lot_id is not None:
            check([row.lot_id])
        return
    found: sa.Select[Any] | None = None
    if isinstance(row, Lot):
        found = sa.select(Lot.id).where(Lot.id == row.id)
    elif isinstance(row, Product):
        found = sa.select(Lot.id).where(Lot.product_id == row.id)
    elif isinstance(row, Cooperative):
        found = sa.select(Lot.id).join(Lot.product).where(Product.cooperative_id == row.id)
    if found is None:
        return
    ids = set(db.session.scalars(found))
    check(ids | queries.parents(ids))


def _refusal(balance: Balance) -> Message:
    said: dict[str, object] = {"code": balance.code}
    if balance.made_of_g is not None and balance.quantity_g > balance.made_of_g:
        return N_(
            "Lô %(code)s làm từ lô khác, tổng cộng lấy vào %(mass)s, nên không thể nặng hơn thế.",
            **said,
            mass=_mass(balance.made_of_g),
        )
    if balance.left_g < 0:
        return N_(
            "Lô %(code)s chỉ có %(mass)s, mà tổng cộng bán và làm lô khác là %(gone)s: nhiều hơn "
            "%(over)s. Hãy xem lại khối lượng, hoặc chọn lô khác.",
            **said,
            mass=_mass(balance.quantity_g),
            gone=_mass(balance.sold_g + balance.used_g),
            over=_mass(-balance.left_g),
        )
    return N_(
        "Lô %(code)s chỉ có %(mass)s, mà tổng cộng xuất và làm lô khác là %(gone)s: nhiều hơn "
        "%(over)s. Hãy xem lại khối lượng.",
        **said,
        mass=_mass(balance.quantity_g),
        gone=_mass(balance.shipped_g + balance.used_g),
        over=_mass(balance.shipped_g + balance.used_g - balance.quantity_g),
    )


def _mass(mass_g: int) -> Figure:
    return Figure(format_mass, mass_g)
