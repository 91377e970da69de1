"""What the card gateway's signed notices do to orders, in whatever order and number they come."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from shop_onboard.extensions import db
from shop_onboard.gateways.stripe_objects import (
    CheckoutSession,
    PaymentIntent,
    Refund,
    StripeEvent,
)
from shop_onboard.models.clock import utc_now
from shop_onboard.models.payments import Order, PaymentNotice
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import payments as queries
from shop_onboard.services import audit, payments

GATEWAY = "stripe"
_WORD_OF = "Stripe"
_PAID = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "payment_intent.succeeded",
)


@dataclass(frozen=True)
class _Payment:
    """Money that came: `amount_vnd` is None in another currency, so it fits no order."""

    id: str
    amount_vnd: int | None
    code: str | None


def take(event: StripeEvent) -> str:
    """Let a verified notice do what it may; returns its outcome, which is kept with it.

    An event id has its effect once; "ignored" and "replayed" write nothing. Doubt about money
    (another amount or currency, a second payment, one after a cancellation, a dispute, a refund
    in part) puts the order under review, and a person decides.
    """
    handle = _HANDLERS.get(event.type)
    if handle is None:
        return "ignored"
    notice = _taken_once(event)
    if notice is None:
        return "replayed"
    notice.outcome = handle(event, notice)
    db.session.flush()
    return notice.outcome


def _taken_once(event: StripeEvent) -> PaymentNotice | None:
    notice = PaymentNotice(
        gateway=GATEWAY,
        event_id=event.id,
        kind=event.type,
        payment=_payment_id(event),
        received_at=utc_now(),
        outcome="received",
    )
    # The order is named only once it is locked: a foreign key's shared lock, held by two
    # deliveries that both want the order for themselves, would be a deadlock in PostgreSQL.
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError:
        return None
    return notice


def _payment_id(event: StripeEvent) -> str:
    return event.payment_intent_id or event.object_id or ""


def _on_paid(event: StripeEvent, notice: PaymentNotice) -> str:
    payment = _payment(event)
    if payment is None:
        return "not_yet"
    order = queries.locked(Order.code == payment.code)
    if order is None:
        return "unknown_order"
    notice.order_id = order.id
    if queries.is_known_payment(order.id, payment.id, _PAID, notice.id):
        return "already"
    doubt = _doubt(order, payment)
    if order.card_payment is None:
        order.card_payment = payment.id
    if doubt:
        return _review(order, doubt)
    payments.settle(SYSTEM, order, "card", _WORD_OF)
    return "paid"


def _payment(event: StripeEvent) -> _Payment | None:
    """None while the money is still on its way."""
    content = event.content
    if isinstance(content, CheckoutSession) and content.payment_status != "unpaid":
        code = content.metadata.get("reference") or content.reference
        return _Payment(_payment_id(event), content.amount_vnd, code)
    if isinstance(content, PaymentIntent):
        return _Payment(content.id, content.received_vnd, content.metadata.get("reference"))
    return None


def _doubt(order: Order, payment: _Payment) -> str:
    if order.state == "cancelled":
        return "paid_after_cancel"
    if order.state != "awaiting":
        return "paid_twice"
    if payment.amount_vnd != order.amount_vnd:
        return "wrong_amount"
    if queries.has_outcome(payment.id, "refund_first"):
        return "refund_first"
    return ""


def _on_refund(event: StripeEvent, notice: PaymentNotice) -> str:
    refund = event.content
    if not isinstance(refund, Refund) or refund.status not in ("succeeded", "failed", "canceled"):
        return "not_yet"
    has_failed = refund.status != "succeeded"
    order = queries.locked(queries.of_payment(notice.payment))
    if order is None:
        return "unknown_order" if has_failed else "refund_first"
    notice.order_id = order.id
    if has_failed:
        return _review(order, "refund_failed") if order.state == "refunded" else "already"
    is_what_paid = order.paid_at is None or order.paid_how == "card"
    if order.card_payment != notice.payment or not is_what_paid:
        return "refund_of_second"
    if order.state not in ("paid", "needs_review"):
        return "already"
    if refund.amount_vnd != order.amount_vnd:
        return _review(order, "refund_in_part")
    payments.withdraw(SYSTEM, order)
    return "refunded"


def _on_dispute(_event: StripeEvent, notice: PaymentNotice) -> str:
    order = queries.locked(queries.of_payment(notice.payment))
    if order is None:
        return "unknown_order"
    notice.order_id = order.id
    return _review(order, "disputed")


def _on_expired(event: StripeEvent, notice: PaymentNotice) -> str:
    order = queries.locked(Order.card_session == event.object_id)
    if order is None:
        return "unknown_order"
    notice.order_id = order.id
    if order.card_link:
        order.card_link = ""
        session = order.card_session
        _record("order.card_link_expired", order, session=session)
    return "expired"


def _review(order: Order, reason: str) -> str:
    if order.state != "needs_review":
        order.state = "needs_review"
        _record("order.needs_review", order, reason=reason)
    return reason


def _record(event: str, order: Order, **data: object) -> None:
    audit.record(SYSTEM, event, "order", order.id, order.cooperative_id, **data)


_HANDLERS: dict[str, Callable[[StripeEvent, PaymentNotice], str]] = {
    **dict.fromkeys(_PAID, _on_paid),
    "refund.created": _on_refund,
    "refund.updated": _on_refund,
    "refund.failed": _on_refund,
    "charge.refund.updated": _on_refund,
    "charge.dispute.created": _on_dispute,
    "checkout.session.expired": _on_expired,
}
