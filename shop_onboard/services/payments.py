"""Orders: made of packs, paid by a notice or a named person's word, and then sales."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.payments import Order, OrderLine
from shop_onboard.models.products import PackSize
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import payments as queries
from shop_onboard.services import audit, changes, doubles, sales
from shop_onboard.values.codes import new_order_code
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, fold

# What a person may say of how the money came; "card" is said by the gateway's notices alone.
HOWS = ("transfer", "cash", "mobile_money")
# A VietQR has room for 13 digits; a sum near that is a slip of the finger.
_LARGEST_VND = 999_999_999_999


@dataclass(frozen=True)
class LineData:
    """So many packs; the price is never the form's."""

    pack_size_id: int
    quantity: int


@dataclass(frozen=True)
class OrderData:
    """What a form says of an order."""

    lines: tuple[LineData, ...]
    buyer: str = ""


@dataclass(frozen=True)
class CardRequest:
    """A card page to be opened. The key is the same until a page made with it has expired."""

    order_id: int
    code: str
    amount_vnd: int
    title: str
    previous_session: str | None
    idempotency_key: str


@dataclass(frozen=True)
class RefundRequest:
    """A card payment to be sent back in full."""

    payment: str
    amount_vnd: int
    idempotency_key: str


def create(actor: Actor, cooperative: Cooperative, data: OrderData) -> Order:
    """A new order at today's prices. Raises Forbidden, or DomainError for an impossible one."""
    changes.check_may(actor, Action.ORDER_EDIT, cooperative)
    packs = {pack.id: pack for pack in queries.packs_for_sale(cooperative.id)}
    lines = [_line(packs, wanted) for wanted in data.lines]
    if not lines:
        raise DomainError(N_("Hãy ghi số lượng cho ít nhất một quy cách."))
    _check_double(actor, cooperative, data, _sum(lines))
    order = Order(
        code=_free_code(),
        cooperative=cooperative,
        buyer=data.buyer,
        buyer_folded=fold(data.buyer),
        amount_vnd=_sum(lines),
        lines=lines,
        created_by_id=actor.account_id,
        is_sample=cooperative.is_sample,
    )
    db.session.add(order)
    db.session.flush()
    _record(actor, "order.created", order, amount_vnd=order.amount_vnd)
    return order


def _check_double(actor: Actor, cooperative: Cooperative, data: OrderData, amount_vnd: int) -> None:
    if actor.account_id is not None and doubles.was_just_made(
        Order,
        cooperative.id,
        created_by_id=actor.account_id,
        buyer=data.buyer,
        amount_vnd=amount_vnd,
    ):
        raise DomainError(
            N_("Bạn vừa lập đúng đơn này. Nếu là đơn khác, hãy ghi tên người mua để phân biệt."),
            "buyer",
        )


def cancel(actor: Actor, order: Order) -> None:
    """Nobody is going to pay; money that comes all the same is looked at by a person."""
    order = _held(actor, order)
    if order.state == "cancelled":
        return
    if order.state != "awaiting":
        raise DomainError(N_("Chỉ hủy được đơn đang chờ thanh toán."))
    order.state = "cancelled"
    _record(actor, "order.cancelled", order)
    db.session.flush()


def mark_paid(actor: Actor, order: Order, how: str, word_of: str) -> None:
    """A named person says that the whole amount came, `how` one of HOWS; told twice is once."""
    order = _held(actor, order)
    if how not in HOWS:
        raise DomainError(N_("Hãy chọn cách trả tiền có trong danh sách."), "how")
    if not word_of:
        raise DomainError(N_("Hãy ghi họ tên người xác nhận đã nhận tiền."), "word_of")
    if order.state == "paid" and (order.paid_how, order.paid_word_of) == (how, word_of):
        return
    if order.state not in ("awaiting", "needs_review"):
        raise DomainError(N_("Đơn này không còn chờ thanh toán. Hãy tải lại trang để xem."))
    settle(actor, order, how, word_of)


def card_request(actor: Actor, order: Order, *, takes_real_money: bool) -> CardRequest | None:
    """What to ask the card gateway for; None when the order has its card page already."""
    changes.check_may(actor, Action.ORDER_EDIT, order.cooperative)
    _check_awaiting(order)
    if order.is_sample and takes_real_money:
        raise DomainError(N_("Đơn mẫu không nhận tiền thật."))
    if order.card_link:
        return None
    attempt = order.card_session or "first"
    return CardRequest(
        order.id,
        order.code,
        order.amount_vnd,
        f"{order.code} – {order.cooperative.name}",
        order.card_session,
        f"{order.code}-{attempt}",
    )


def keep_card_page(actor: Actor, asked: CardRequest, session_id: str, address: str | None) -> None:
    """Keep the page that the gateway opened; a second answer to the same click changes nothing."""
    order = queries.locked(Order.id == asked.order_id)
    if order is None:
        raise NotFound(N_("Không tìm thấy đơn hàng này."))
    changes.check_may(actor, Action.ORDER_EDIT, order.cooperative)
    if order.card_session != asked.previous_session:
        return
    _check_awaiting(order)
    if not (address or "").startswith("https://") or queries.is_session_of_another(
        session_id, order.id
    ):
        raise DomainError(N_("Cổng thẻ không cho trang thanh toán. Hãy dùng mã QR chuyển khoản."))
    order.card_session, order.card_link = session_id, address or ""
    _record(actor, "order.card_link_made", order, session=session_id)
    db.session.flush()


def refund_request(actor: Actor, order: Order) -> RefundRequest | None:
    """What the card gateway is to send back; None when people hand the money back themselves."""
    changes.check_may(actor, Action.ORDER_EDIT, order.cooperative)
    _check_refundable(order)
    if order.state != "paid" or order.paid_how != "card" or order.card_payment is None:
        return None
    return RefundRequest(order.card_payment, order.amount_vnd, f"{order.code}-refund")


def record_refund(actor: Actor, order: Order) -> None:
    """The money went back: the order is no sale any more. Told twice is once."""
    order = _held(actor, order)
    if order.state == "refunded":
        return
    _check_refundable(order)
    withdraw(actor, order)


def settle(actor: Actor, order: Order, how: str, word_of: str) -> None:
    """The money of a locked order is there: say so, and write one sale a line, once."""
    order.state = "paid"
    order.paid_at = utc_now()
    order.paid_how = how
    order.paid_word_of = word_of
    _record(actor, "order.paid", order, amount_vnd=order.amount_vnd, how=how, word_of=word_of)
    for line in order.lines:
        key = queries.sale_key(order.code, line.id)
        if sales.is_held(key):
            continue
        data = sales.SaleData(
            local_date(order.paid_at),
            "direct",
            line.mass_g,
            product_id=line.pack.product_id if line.pack else None,
            revenue_vnd=line.amount_vnd,
            order_ref=order.code,
            certainty="actual",
        )
        sales.record(actor, order.cooperative, data, row_key=key)
    db.session.flush()


def withdraw(actor: Actor, order: Order) -> None:
    """A locked order's money went back: its sales go, and the audit keeps what they were."""
    order.state = "refunded"
    _record(actor, "order.refunded", order, amount_vnd=order.amount_vnd)
    for sale in queries.sales_of(order.code):
        audit.record(
            actor,
            "sale.withdrawn",
            "sale",
            sale.id,
            order.cooperative_id,
            mass_g=sale.mass_g,
            order=order.code,
        )
        db.session.delete(sale)
    db.session.flush()


def _held(actor: Actor, order: Order) -> Order:
    changes.check_may(actor, Action.ORDER_EDIT, order.cooperative)
    held = queries.locked(Order.id == order.id)
    if held is None:
        raise NotFound(N_("Không tìm thấy đơn hàng này."))
    return held


def _check_awaiting(order: Order) -> None:
    if order.state != "awaiting":
        raise DomainError(N_("Đơn này không còn chờ thanh toán. Hãy tải lại trang để xem."))


def _check_refundable(order: Order) -> None:
    if order.state not in ("paid", "needs_review"):
        raise DomainError(N_("Chỉ hoàn tiền được cho đơn đã thanh toán hoặc cần xem lại."))


def _line(packs: dict[int, PackSize], wanted: LineData) -> OrderLine:
    pack = packs.get(wanted.pack_size_id)
    if pack is None:
        raise DomainError(N_("Một quy cách vừa bị bỏ. Hãy tải lại trang rồi chọn lại."))
    return OrderLine(
        pack=pack,
        label=f"{pack.product.name} – {pack.label}",
        quantity=wanted.quantity,
        unit_price_vnd=pack.price_vnd,
        mass_g=pack.net_mass_g * wanted.quantity,
    )


def _sum(lines: Sequence[OrderLine]) -> int:
    amount_vnd = sum(line.amount_vnd for line in lines)
    if not 0 < amount_vnd <= _LARGEST_VND:
        raise DomainError(N_("Tổng tiền phải lớn hơn 0 đ và nhỏ hơn một nghìn tỉ đồng."))
    return amount_vnd


def _free_code() -> str:
    code = new_order_code()
    while queries.is_taken(code):
        code = new_order_code()
    return code


def _record(actor: Actor, event: str, order: Order, **data: object) -> None:
    audit.record(actor, event, "order", order.id, order.cooperative_id, **data)
