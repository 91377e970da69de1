"""What Stripe sends, as typed values: sessions, payment intents, refunds, events.

Amounts are whole đồng: VND is one of Stripe's zero-decimal currencies
(docs.stripe.com/currencies), so `unit_amount=25000` is 25.000 đ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CURRENCY = "vnd"


@dataclass(frozen=True)
class CheckoutSession:
    """A page of Stripe's where one order is paid.

    `amount_vnd` is None unless the currency is đồng, so that a foreign amount never compares
    equal to an order's. `payment_status`: "paid", "unpaid" or "no_payment_required".
    """

    id: str
    url: str | None
    status: str
    payment_status: str
    amount_vnd: int | None
    currency: str
    reference: str | None
    payment_intent_id: str | None
    livemode: bool
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaymentIntent:
    """One payment from attempt to money; `amount_vnd` as in `CheckoutSession`."""

    id: str
    client_secret: str | None
    status: str
    amount_vnd: int | None
    received_vnd: int | None
    currency: str
    livemode: bool
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refund:
    """Money on its way back; `status`: "pending", "succeeded", "failed" …"""

    id: str
    status: str
    amount_vnd: int | None
    currency: str
    payment_intent_id: str | None


Content = CheckoutSession | PaymentIntent | Refund


@dataclass(frozen=True)
class StripeEvent:
    """One signed notice. Stripe may send it twice and out of order: keep `id`, read state anew.

    `content` is the typed object, or None for a kind that this client has no type for;
    `payment_intent_id` is filled whenever the object belongs to a payment.
    """

    id: str
    type: str
    created_at: datetime
    livemode: bool
    object_id: str | None
    payment_intent_id: str | None
    content: Content | None


def id_of(value: Any) -> str | None:
    """Stripe gives a linked object as its id or, expanded, as the object."""
    return value.get("id") if isinstance(value, Mapping) else value


def _vnd(body: Mapping[str, Any], name: str) -> int | None:
    amount = body.get(name)
    return amount if body["currency"] == CURRENCY and isinstance(amount, int) else None


def read_session(body: Mapping[str, Any]) -> CheckoutSession:
    return CheckoutSession(
        id=body["id"],
        url=body.get("url"),
        status=body.get("status") or "",
        payment_status=body["payment_status"],
        amount_vnd=_vnd(body, "amount_total"),
        currency=body["currency"],
        reference=body.get("client_reference_id"),
        payment_intent_id=id_of(body.get("payment_intent")),
        livemode=body["livemode"],
        metadata=body.get("metadata") or {},
    )


def read_intent(body: Mapping[str, Any]) -> PaymentIntent:
    return PaymentIntent(
        id=body["id"],
        client_secret=body.get("client_secret"),
        status=body["status"],
        amount_vnd=_vnd(body, "amount"),
        received_vnd=_vnd(body, "amount_received"),
        currency=body["currency"],
        livemode=body["livemode"],
        metadata=body.get("metadata") or {},
    )


def read_refund(body: Mapping[str, Any]) -> Refund:
    return Refund(
        id=body["id"],
        status=body.get("status") or "",
        amount_vnd=_vnd(body, "amount"),
        currency=body["currency"],
        payment_intent_id=id_of(body.get("payment_intent")),
    )


READERS: dict[str, Callable[[Mapping[str, Any]], Content]] = {
    "checkout.session": read_session,
    "payment_intent": read_intent,
    "refund": read_refund,
}
