"""Recording sales, changing and confirming them."""

import hashlib
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes, doubles, lot_balance, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.channels import Channel, get_channel
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.recalls import is_after_recall
from shop_onboard.values.text import N_, Figure


@dataclass(frozen=True)
class SaleData:
    """What a form or a row says of a sale; mass in grams, revenue in đồng."""

    sold_on: date
    channel_key: str
    mass_g: int
    product_id: int | None = None
    lot_id: int | None = None
    campaign_id: int | None = None
    revenue_vnd: int | None = None
    order_ref: str = ""
    evidence: str = ""
    certainty: str = "declared"


def record(
    actor: Actor,
    cooperative: Cooperative,
    data: SaleData,
    *,
    row_key: str | None = None,
) -> Sale:
    """A new sale; a lot alone names its product.

    Raises DomainError for a day that has not come yet or on which the channel had ended, for
    goods that are not the cooperative's or were recalled by then, and for more than the lot has
    left.
    """
    changes.check_may(actor, Action.SALE_EDIT, cooperative)
    data = _checked(cooperative, data)
    if row_key is None:
        _check_double(actor, cooperative, data)
    _check_recall(data.sold_on, _lot(data))
    sale = add(actor, cooperative, data, row_key)
    _check_lot(data)
    versions.created(actor, sale)
    audit.record(
        actor,
        "sale.recorded",
        "sale",
        sale.id,
        cooperative.id,
        mass_g=data.mass_g,
        channel=data.channel_key,
        sold_on=data.sold_on.isoformat(),
    )
    return sale


def add(actor: Actor, cooperative: Cooperative, data: SaleData, row_key: str | None) -> Sale:
    """A sale that has been checked, put into the session; the caller flushes and tells of it."""
    sale = Sale(
        code=f"TT-{secrets.token_hex(5)}",
        cooperative_id=cooperative.id,
        recorded_by_id=actor.account_id,
        row_key=row_key,
        is_sample=cooperative.is_sample,
        **asdict(data),
    )
    db.session.add(sale)
    return sale


class SoldLot(Protocol):
    """What a sale is compared with of the lot that it names."""

    @property
    def code(self) -> str: ...

    @property
    def harvested_on(self) -> date: ...

    @property
    def recalled_at(self) -> datetime | None: ...


def check_row(actor: Actor, cooperative: Cooperative, data: SaleData, lot: SoldLot | None) -> None:
    """Raises what `record` raises of a row whose goods are known to be the cooperative's."""
    changes.check_may(actor, Action.SALE_EDIT, cooperative)
    _check_day(data)
    if lot is not None:
        _check_harvest(data.sold_on, lot.harvested_on)
        _check_recall(data.sold_on, lot)


def update(
    actor: Actor, sale: Sale, cooperative: Cooperative, data: SaleData, version: int | None
) -> list[str]:
    """Change what differs; a confirmed sale needs confirming again. Returns the fields."""
    changes.check_may(actor, Action.SALE_EDIT, cooperative)
    changes.check_version(sale, version)
    data = _checked(cooperative, data)
    if (data.sold_on, data.lot_id) != (sale.sold_on, sale.lot_id):
        _check_recall(data.sold_on, _lot(data))
    before = snapshot(sale)
    fields = changes.apply(sale, asdict(data))
    if not fields:
        return fields
    sale.confirmed_at = None
    sale.confirmed_by_id = None
    sale.changed_by_id = actor.account_id
    _check_lot(data)
    versions.changed(actor, sale, before)
    audit.record(actor, "sale.changed", "sale", sale.id, cooperative.id, fields=fields)
    return fields


def confirm(actor: Actor, sale: Sale, cooperative: Cooperative) -> None:
    """A union officer has compared the sale with its papers; never one they recorded."""
    changes.check_may(actor, Action.SALE_CONFIRM, cooperative)
    if sale.confirmed_at is not None:
        raise DomainError(N_("Lần bán này đã được đối chiếu rồi."))
    theirs = (sale.recorded_by_id, sale.changed_by_id)
    if actor.account_id is not None and actor.account_id in theirs:
        raise DomainError(N_("Người ghi hay sửa không tự đối chiếu được. Hãy nhờ một cán bộ khác."))
    before = snapshot(sale)
    sale.confirmed_at = utc_now()
    sale.confirmed_by_id = actor.account_id
    db.session.flush()
    versions.changed(actor, sale, before, "confirmed")
    audit.record(actor, "sale.confirmed", "sale", sale.id, cooperative.id, mass_g=sale.mass_g)


def told(cooperative_id: int, data: SaleData) -> str:
    """Everything that makes a sale of a file that sale; its papers may be added later."""
    values = asdict(replace(data, evidence="")).values()
    return "|".join([str(cooperative_id), *(str(value) for value in values)])


def row_key(told_text: str, number: int) -> str:
    """The key of the `number`-th row of a file that tells this."""
    return hashlib.sha256(f"{told_text}|{number}".encode()).hexdigest()


def is_held(key: str) -> bool:
    """Whether a sale with this row key is stored."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Sale.row_key == key))))


def _check_double(actor: Actor, cooperative: Cooperative, data: SaleData) -> None:
    if actor.account_id is not None and doubles.was_just_made(
        Sale,
        cooperative.id,
        recorded_by_id=actor.account_id,
        **asdict(data),
    ):
        raise DomainError(
            N_(
                "Bạn vừa ghi đúng lần bán này. Nếu là một lần bán khác, hãy ghi mã đơn hàng hoặc "
                "chứng từ để phân biệt."
            )
        )


def _checked(cooperative: Cooperative, data: SaleData) -> SaleData:
    _check_day(data)
    return _with_goods(cooperative, data)


def _check_day(data: SaleData) -> None:
    if data.sold_on > local_date(utc_now()):
        raise DomainError(N_("Ngày bán chưa tới. Hãy ghi ngày đã bán."), "sold_on")
    channel = get_channel(data.channel_key)
    if channel.closed_on is not None and data.sold_on > channel.closed_on:
        raise DomainError(
            N_(
                "%(channel)s đã dừng hoạt động ngày %(day)s nên không thể bán ở đó sau ngày này. "
                "Hãy xem lại ngày bán hoặc kênh bán.",
                channel=Figure(Channel.name_in, channel),
                day=Figure(format_date, channel.closed_on),
            ),
            "channel_key",
        )
    if channel.opened_on is not None and data.sold_on < channel.opened_on:
        raise DomainError(
            N_(
                "%(channel)s mở ngày %(day)s. Hãy xem lại ngày bán hoặc kênh bán.",
                channel=Figure(Channel.name_in, channel),
                day=Figure(format_date, channel.opened_on),
            ),
            "channel_key",
        )


def _check_lot(data: SaleData) -> None:
    if data.lot_id is None:
        db.session.flush()
    else:
        lot_balance.check([data.lot_id], "mass_g")


def _check_harvest(sold_on: date, harvested_on: date) -> None:
    if sold_on < harvested_on:
        raise DomainError(
            N_(
                "Lô này thu hoạch ngày %(day)s nên không thể bán trước đó.",
                day=format_date(harvested_on),
            ),
            "sold_on",
        )


def _check_recall(sold_on: date, lot: SoldLot | None) -> None:
    # What was sold before is written down still, and what has been written down may be corrected.
    if (
        lot is not None
        and lot.recalled_at is not None
        and is_after_recall(lot.recalled_at, sold_on)
    ):
        raise DomainError(
            N_(
                "Lô %(code)s đã thu hồi ngày %(day)s nên không bán tiếp được. Nếu hàng đã bán "
                "trước đó, hãy ghi đúng ngày đã bán.",
                code=lot.code,
                day=Figure(format_date, local_date(lot.recalled_at)),
            ),
            "sold_on",
        )


def _lot(data: SaleData) -> Lot | None:
    return None if data.lot_id is None else db.session.get_one(Lot, data.lot_id)


def _with_goods(cooperative: Cooperative, data: SaleData) -> SaleData:
    if data.lot_id is not None:
        lot = db.session.get_one(Lot, data.lot_id)
        if data.product_id is None:
            data = replace(data, product_id=lot.product_id)
        elif lot.product_id != data.product_id:
            raise DomainError(N_("Lô hàng này không phải của sản phẩm đã chọn."), "lot_code")
        _check_harvest(data.sold_on, lot.harvested_on)
    if data.product_id is not None:
        product = db.session.get_one(Product, data.product_id)
        if product.cooperative_id != cooperative.id:
            raise DomainError(N_("Sản phẩm này không phải của hợp tác xã đã chọn."), "product_code")
    return data
