"""Stripe's HTTP API, as far as the product uses it: Checkout, payment intents, refunds, webhooks.

Typed results are in `stripe_objects`. Amounts are whole đồng.
"""

import hashlib
import hmac
import json
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests
from requests.auth import HTTPBasicAuth

from shop_onboard.errors import DomainError
from shop_onboard.gateways.stripe_objects import (
    CURRENCY,
    READERS,
    CheckoutSession,
    PaymentIntent,
    Refund,
    StripeEvent,
    id_of,
    read_intent,
    read_refund,
    read_session,
)
from shop_onboard.values.text import N_, Message

logger = logging.getLogger(__name__)

T = TypeVar("T")

LIVE_API = "https://api.stripe.com"
# The version whose parameters this client was written against (that of stripe-python 16.1.0).
API_VERSION = "2026-10-28.endive"

_CONNECT_TIMEOUT_S = 5
_READ_TIMEOUT_S = 30
_LONGEST_WAIT_S = 5.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_ID = re.compile(r"[a-z]+(_[a-z]+)*_[A-Za-z0-9]+")

_UNAVAILABLE = N_(
    "Cổng thanh toán thẻ chưa trả lời, chưa rõ tiền đã đi hay chưa. "
    "Xin đợi một phút rồi bấm lại đúng nút này, tiền không bị trừ hai lần."
)
_REFUSED = N_("Cổng thanh toán thẻ không nhận yêu cầu này. Hãy dùng mã QR chuyển khoản.")
_REFUSED_BECAUSE = {
    "card_declined": N_("Ngân hàng từ chối thẻ này. Hãy dùng thẻ khác hoặc mã QR chuyển khoản."),
    "expired_card": N_("Thẻ đã hết hạn. Hãy dùng thẻ khác."),
    "amount_too_small": N_("Số tiền nhỏ hơn mức cổng thẻ nhận. Hãy dùng mã QR chuyển khoản."),
    "amount_too_large": N_("Số tiền lớn hơn mức cổng thẻ nhận. Hãy dùng mã QR chuyển khoản."),
    "charge_already_refunded": N_("Khoản này đã được hoàn tiền rồi."),
}


class StripeRefused(DomainError):
    """Stripe understood the request and said no: asking again changes nothing.

    `code` and `decline_code` are Stripe's own words (docs.stripe.com/error-codes), for logs.
    """

    def __init__(self, status: int, code: str, decline_code: str = "", detail: str = "") -> None:
        super().__init__(_REFUSED_BECAUSE.get(code, _REFUSED))
        self.status = status
        self.code = code
        self.decline_code = decline_code
        self.detail = detail


class StripeUnavailable(DomainError):
    """No usable answer came: the outcome is unknown until the same key is sent again."""

    def __init__(self, detail: str) -> None:
        super().__init__(_UNAVAILABLE)
        self.detail = detail


class SignatureRefused(DomainError):
    """A notice that does not prove that Stripe sent it, now, with this secret."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)


class StripeClient:
    """Calls to one Stripe account.

    `api_base` is Stripe's address, stripe-mock's or a test server's; plain http is taken on
    this machine only. Every change needs the caller's `idempotency_key` (at most 255 characters),
    made once per attempt of a person and sent again on each retry of it.
    """

    def __init__(
        self, secret_key: str, *, api_base: str = LIVE_API, retries: int = 2, backoff_s: float = 0.5
    ) -> None:
        address = urlsplit(api_base)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise ValueError("STRIPE_API_BASE: http only on this machine")
        if not secret_key:
            raise ValueError("STRIPE_SECRET_KEY is empty")
        self._base = api_base.rstrip("/")
        self._retries = retries
        self._backoff_s = backoff_s
        self._auth = HTTPBasicAuth(secret_key, "")
        self.livemode = secret_key.startswith(("sk_live_", "rk_live_"))

    def create_checkout_session(
        self,
        *,
        amount_vnd: int,
        product_name: str,
        reference: str,
        success_url: str,
        cancel_url: str,
        idempotency_key: str,
        metadata: Mapping[str, str] | None = None,
    ) -> CheckoutSession:
        """Open a payment page for one amount; `reference` comes back on session and intent.

        Raises StripeRefused, or StripeUnavailable when the outcome is unknown.
        """
        marks = {"reference": reference, **(metadata or {})}
        price = {
            "currency": CURRENCY,
            "unit_amount": _whole(amount_vnd),
            "product_data": {"name": product_name},
        }
        body = {
            "mode": "payment",
            "locale": "vi",
            "client_reference_id": reference,
            "success_url": success_url,
            "cancel_url": cancel_url,
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": marks,
            "payment_intent_data": {"metadata": marks},
        }
        return self._post("checkout/sessions", body, idempotency_key, read_session)

    def retrieve_checkout_session(self, session_id: str) -> CheckoutSession:
        """The session as it is now."""
        return self._get(f"checkout/sessions/{_checked_id(session_id)}", read_session)

    def create_payment_intent(
        self,
        *,
        amount_vnd: int,
        description: str,
        idempotency_key: str,
        metadata: Mapping[str, str] | None = None,
    ) -> PaymentIntent:
        """Begin a payment that the payer confirms elsewhere; errors as for a session."""
        body = {
            "amount": _whole(amount_vnd),
            "currency": CURRENCY,
            "description": description,
            "metadata": dict(metadata or {}),
            "automatic_payment_methods": {"enabled": True},
        }
        return self._post("payment_intents", body, idempotency_key, read_intent)

    def retrieve_payment_intent(self, intent_id: str) -> PaymentIntent:
        """The payment as it is now."""
        return self._get(f"payment_intents/{_checked_id(intent_id)}", read_intent)

    def refund(self, *, payment_intent_id: str, amount_vnd: int, idempotency_key: str) -> Refund:
        """Send `amount_vnd` of a payment back; parts may be sent back one after another."""
        body = {
            "payment_intent": _checked_id(payment_intent_id),
            "amount": _whole(amount_vnd),
            "reason": "requested_by_customer",
        }
        return self._post("refunds", body, idempotency_key, read_refund)

    def _get(self, path: str, read: Callable[[Mapping[str, Any]], T]) -> T:
        return _typed(self._call("GET", path, None, {}), read)

    def _post(
        self, path: str, body: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], T]
    ) -> T:
        if not 0 < len(key) <= 255:
            raise ValueError("an idempotency key has 1 to 255 characters")
        form = list(form_pairs(body))
        return _typed(self._call("POST", path, form, {"Idempotency-Key": key}), read)

    def _call(
        self, method: str, path: str, form: list[tuple[str, str]] | None, headers: dict[str, str]
    ) -> dict[str, Any]:
        headers = {"Stripe-Version": API_VERSION, **headers}
        detail = ""
        for attempt in range(self._retries + 1):
            wait_s = self._backoff_s * 2**attempt * random.uniform(0.5, 1.0)  # noqa: S311 (jitter)
            try:
                answer = requests.request(
                    method,
                    f"{self._base}/v1/{path}",
                    data=form,
                    headers=headers,
                    auth=self._auth,
                    timeout=(_CONNECT_TIMEOUT_S, _READ_TIMEOUT_S),
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                detail = type(error).__name__
            else:
                if not _worth_retrying(answer):
                    return _body_or_refusal(answer)
                detail = f"HTTP {answer.status_code}"
                wait_s = max(wait_s, _retry_after_s(answer))
            if attempt < self._retries:
                time.sleep(min(wait_s, _LONGEST_WAIT_S))
        logger.warning("stripe %s %s: %s", method, path, detail)
        raise StripeUnavailable(detail)


def form_pairs(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested parameters as Stripe reads them: `a[b][0][c]=…` (docs.stripe.com/api)."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from form_pairs(inner, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from form_pairs(inner, f"{name}[{index}]")
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value is not None:
        yield name, str(value)


def verify_webhook(
    payload: bytes, header: str, secret: str, now: datetime, tolerance_s: int = 300
) -> StripeEvent:
    """The event in a notice whose `Stripe-Signature` proves its sender and its hour.

    `payload` is the body as it came, byte for byte; `now` is aware. Refused (SignatureRefused):
    no signature of scheme v1 that fits, or a time further than `tolerance_s` from now in either
    direction. A notice sent again within that time is the caller's to know by its `id`.
    """
    if tolerance_s <= 0 or not secret:
        raise ValueError("a webhook needs a secret and a tolerance")
    times, signatures = _signature_parts(header)
    if len(times) != 1 or not re.fullmatch(r"[0-9]{1,12}", times[0]):
        raise SignatureRefused(N_("Thông báo không có chữ ký hợp lệ."))
    signed = times[0].encode() + b"." + payload
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
    # Every signature is compared, so that time tells nothing about which one was near.
    matches = [hmac.compare_digest(expected, one.encode()) for one in signatures]
    if not any(matches):
        raise SignatureRefused(N_("Thông báo không có chữ ký hợp lệ."))
    if abs(now.timestamp() - int(times[0])) > tolerance_s:
        raise SignatureRefused(N_("Thông báo đã quá giờ hoặc sai giờ."))
    return _event(payload)


def _signature_parts(header: str) -> tuple[list[str], list[str]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    return times, [value for name, _, value in pairs if name == "v1"]


def _event(payload: bytes) -> StripeEvent:
    try:
        body = json.loads(payload)
        content = body["data"]["object"]
        event_id, kind = str(body["id"]), str(body["type"])
        created_at = datetime.fromtimestamp(body["created"], UTC)
        livemode = body["livemode"] is True
        own_id, of_kind = content.get("id"), content.get("object")
        paid_by = own_id if of_kind == "payment_intent" else content.get("payment_intent")
        typed = READERS[of_kind](content) if of_kind in READERS else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise SignatureRefused(N_("Thông báo không đọc được.")) from error
    return StripeEvent(event_id, kind, created_at, livemode, own_id, id_of(paid_by), typed)


def _worth_retrying(answer: requests.Response) -> bool:
    advice = answer.headers.get("Stripe-Should-Retry")
    if advice in ("true", "false"):
        return advice == "true"
    return answer.status_code in (409, 429) or answer.status_code >= 500


def _retry_after_s(answer: requests.Response) -> float:
    text = answer.headers.get("Retry-After", "")
    return float(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0.0


def _body_or_refusal(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if answer.status_code == 200 and isinstance(body, dict):
        return body
    problem = body.get("error") if isinstance(body, dict) else None
    if not isinstance(problem, dict) or not 400 <= answer.status_code < 500:
        logger.warning("stripe answered %s", answer.status_code)
        raise StripeUnavailable(f"HTTP {answer.status_code}")
    code = str(problem.get("code") or problem.get("type") or "")
    logger.info("stripe refused with %s %s", answer.status_code, code)
    raise StripeRefused(
        answer.status_code,
        code,
        str(problem.get("decline_code") or ""),
        str(problem.get("message") or ""),
    )


def _typed(body: Mapping[str, Any], read: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        return read(body)
    except (KeyError, TypeError, AttributeError) as error:
        raise StripeUnavailable("an answer of another shape") from error


def _whole(amount_vnd: int) -> int:
    if isinstance(amount_vnd, bool) or not isinstance(amount_vnd, int) or amount_vnd <= 0:
        raise ValueError("an amount is a positive whole number of đồng")
    return amount_vnd


def _checked_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(f"not an id of Stripe's: {text!r}")
    return quote(text, safe="")
