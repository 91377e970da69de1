"""Orders as their cooperative sees them, and as notices of a payment find them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.payments import Order, OrderLine, PaymentNotice
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import MAY, Action, Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.banks import find_bank
from shop_onboard.values.text import N_, Message, Unreadable
from shop_onboard.values.vietqr import VietQR, encode, order_memo


@dataclass(frozen=True)
class Transfer:
    """How an order is paid by bank transfer.

    `payload` is the text of its VietQR; None when there is none to show, and `problem` says why.
    """

    bank: str
    account: str
    holder: str
    memo: str
    payload: str | None = None
    problem: Message | None = None


def page(actor: Actor, *, search: str = "", state: str = "", number: int = 1) -> Page[Order]:
    """The orders in sight, the latest first, with their cooperative."""
    query = _visible(actor).order_by(Order.id.desc())
    if search:
        # A bank statement shows the memo: the code without its hyphen.
        bare_code = sa.func.replace(sa.func.lower(Order.code), "-", "")
        query = query.where(
            sa.or_(
                matches(bare_code, search.replace("-", "")),
                matches(Order.buyer_folded, search),
                matches(Cooperative.name_folded, search),
            )
        )
    if state:
        query = query.where(Order.state == state)
    return page_of(query, number)


def counts(actor: Actor) -> dict[str, int]:
    """State → number of orders in sight."""
    query = (
        sa.select(Order.state, sa.func.count(Order.id))
        .join(Order.cooperative)
        .where(cooperatives_seen(_as_seller(actor)))
        .group_by(Order.state)
    )
    return dict(db.session.execute(query).all())


def one(actor: Actor, code: str) -> Order:
    """The order of this code with its lines; NotFound when unknown or not for these eyes."""
    query = _visible(actor).where(Order.code == code).options(selectinload(Order.lines))
    found: Order | None = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy đơn hàng này."))
    return found


def state_for_payer(code: str) -> str:
    """The state alone, for whoever holds the code; NotFound when there is no such order."""
    state = db.session.scalar(sa.select(Order.state).where(Order.code == code))
    if state is None:
        raise NotFound(N_("Không tìm thấy đơn hàng này."))
    return state


def packs_for_sale(cooperative_id: int) -> list[PackSize]:
    """The pack sizes of the cooperative's approved products, with the product, by name."""
    query = (
        sa.select(PackSize)
        .join(PackSize.product)
        .where(Product.cooperative_id == cooperative_id, Product.state == "approved")
        .options(contains_eager(PackSize.product))
        .order_by(Product.name_sort, Product.id, PackSize.position)
    )
    return list(db.session.scalars(query))


def is_taken(code: str) -> bool:
    """Whether an order has this code."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Order.code == code))))


def locked(where: sa.ColumnElement[bool]) -> Order | None:
    """The one order, as it is stored now, held against other changes until the commit."""
    query = (
        sa.select(Order)
        .where(where)
        .with_for_update(of=Order)
        .execution_options(populate_existing=True)
        .options(
            selectinload(Order.cooperative),
            selectinload(Order.lines).selectinload(OrderLine.pack),
        )
    )
    return db.session.scalar(query)


def of_payment(payment: str) -> sa.ColumnElement[bool]:
    """True for the order that notices of this payment spoke of."""
    spoken_of = sa.select(PaymentNotice.order_id).where(PaymentNotice.payment == payment)
    return sa.or_(Order.card_payment == payment, Order.id.in_(spoken_of))


def is_known_payment(order_id: int, payment: str, kinds: Sequence[str], but_not: int) -> bool:
    """Whether another notice of these kinds already told the order of this payment."""
    return _has_notice(
        PaymentNotice.order_id == order_id,
        PaymentNotice.payment == payment,
        PaymentNotice.kind.in_(kinds),
        PaymentNotice.id != but_not,
    )


def has_outcome(payment: str, outcome: str) -> bool:
    """Whether a notice of this payment ended so."""
    return _has_notice(PaymentNotice.payment == payment, PaymentNotice.outcome == outcome)


def is_session_of_another(session_id: str, order_id: int) -> bool:
    """Whether a card session already belongs to another order."""
    clause = sa.exists().where(Order.card_session == session_id, Order.id != order_id)
    return bool(db.session.scalar(sa.select(clause)))


def notices(order_id: int) -> list[PaymentNotice]:
    """What the card gateway said of an order, in the order it came in."""
    query = (
        sa.select(PaymentNotice)
        .where(PaymentNotice.order_id == order_id)
        .order_by(PaymentNotice.id)
    )
    return list(db.session.scalars(query))


def sales_of(code: str) -> list[Sale]:
    """The sales an order became (their row keys begin with it)."""
    query = sa.select(Sale).where(Sale.row_key.startswith(sale_key(code, ""), autoescape=True))
    return list(db.session.scalars(query))


def sale_key(code: str, line: int | str) -> str:
    """What makes an order's line one sale however often its payment is told."""
    return f"order:{code}:{line}"


def transfer(order: Order) -> Transfer:
    """The transfer an order asks for; nothing payable for a sample (DESIGN section 7)."""
    cooperative, memo = order.cooperative, order_memo(order.code)
    account = re.sub(r"[\s.-]", "", cooperative.bank_account)
    asked = Transfer(cooperative.bank, account, cooperative.account_holder, memo)
    if order.is_sample or cooperative.is_sample:
        return asked
    if not (cooperative.bank and account):
        missing = N_("Hợp tác xã chưa ghi ngân hàng và số tài khoản nên chưa có mã QR.")
        return replace(asked, problem=missing)
    try:
        bank = find_bank(cooperative.bank)
        payload = encode(VietQR(bank.bin, account, order.amount_vnd, memo))
    except Unreadable as problem:
        return replace(asked, problem=problem.message)
    return replace(asked, bank=bank.name, payload=payload)


def _has_notice(*clauses: sa.ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(*clauses))))


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(Order)
        .join(Order.cooperative)
        .where(cooperatives_seen(_as_seller(actor)))
        .options(contains_eager(Order.cooperative))
    )


def _as_seller(actor: Actor) -> Actor:
    """The actor with those roles alone that see orders: an officer's reach shows no buyers."""
    grants = tuple(grant for grant in actor.grants if grant.role in MAY[Action.ORDER_SEE])
    return replace(actor, grants=grants)
