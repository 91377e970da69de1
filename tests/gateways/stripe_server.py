"""A small stateful server that answers as Stripe does to the calls of `gateways/stripe.py`.

It refuses parameters it does not know, plays a request back to a key it has seen, says 409 while
that key is at work, and signs notices. What it imitates: docs.stripe.com/api/idempotent_requests,
docs.stripe.com/api/errors, docs.stripe.com/webhooks/signature. Tests arrange its moods
(`answer_next`, `cut_next`, `hold_next`) and act as the payer (`pay`, `decline`).
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from tests.gateways.stripe_parameters import RefusalError, read_parameters

Json = dict[str, Any]


class StripeServer:
    """Serves on a free port of this machine from `with` until its end; see the module."""

    def __init__(self) -> None:
        self.secret_key = "sk_test_mau"
        self.webhook_secret = "whsec_mau"
        self.objects: dict[str, Json] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.released = threading.Event()
        self._moods: deque[Any] = deque()
        self._answers: dict[str, tuple[str, int, Json]] = {}
        self._at_work: set[str] = set()
        self._lock = threading.Lock()
        self._numbers = iter(range(1, 1_000_000))
        handler = type("Handler", (_Handler,), {"stripe": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> "StripeServer":
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def answer_next(self, status: int, error: Json | None = None, **headers: str) -> None:
        """Answer one coming request so, before anything is done."""
        self._moods.append(("answer", status, {"error": error or {"type": "api_error"}}, headers))

    def cut_next(self) -> None:
        """Do what one coming request asks, then hang up without a word."""
        self._moods.append(("cut",))

    def hold_next(self) -> None:
        """Begin one coming request and stay at it until `released` is set."""
        self.released.clear()
        self._moods.append(("hold",))

    def pay(self, session_id: str) -> list[bytes]:
        """The payer pays on Checkout's page; the notices that Stripe then sends, in its order."""
        session = self.objects[session_id]
        intent = self._intent_of(session)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        return [
            self.notice("payment_intent.succeeded", intent),
            self.notice("checkout.session.completed", session),
        ]

    def pay_intent(self, intent_id: str) -> bytes:
        """The payer confirms a payment that was begun without Checkout."""
        intent = self.objects[intent_id]
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        return self.notice("payment_intent.succeeded", intent)

    def decline(self, session_id: str, decline_code: str = "insufficient_funds") -> bytes:
        """The bank says no on Checkout's page: the session stays open for another card."""
        intent = self._intent_of(self.objects[session_id])
        intent["last_payment_error"] = {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": decline_code,
        }
        return self.notice("payment_intent.payment_failed", intent)

    def notice(self, kind: str, content: Json, *, livemode: bool = False) -> bytes:
        """The body of a webhook; its bytes are what `sign` signs."""
        body = {
            "id": self._new_id("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": int(time.time()),
            "livemode": livemode,
            "type": kind,
            "data": {"object": content},
        }
        return json.dumps(body, indent=2).encode()

    def sign(self, payload: bytes, at: datetime) -> str:
        """The `Stripe-Signature` header of a notice sent at that time."""
        seconds = int(at.timestamp())
        signed = f"{seconds}.".encode() + payload
        digest = hmac.new(self.webhook_secret.encode(), signed, hashlib.sha256).hexdigest()
        return f"t={seconds},v1={digest}"

    def answer(self, method: str, path: str, form: str, key: str) -> tuple[int, Json, Json]:
        """Status, body and headers for one request; ConnectionAbortedError to hang up."""
        self.calls.append((method, path, key))
        mood = self._moods.popleft() if self._moods else ("usual",)
        if mood[0] == "answer":
            return mood[1], mood[2], mood[3]
        if method == "GET":
            return *self._show(path), {}
        status, body, headers = self._once(path, form, key, held=mood[0] == "hold")
        if mood[0] == "cut":
            raise ConnectionAbortedError
        return status, body, headers

    def _once(self, path: str, form: str, key: str, *, held: bool) -> tuple[int, Json, Json]:
        print_of_request = hashlib.sha256(f"{path}\n{form}".encode()).hexdigest()
        with self._lock:
            if key in self._at_work:
                return 409, _error("invalid_request_error", "idempotency_key_in_use"), {}
            if key in self._answers:
                first, status, body = self._answers[key]
                if first != print_of_request:
                    return 400, _error("idempotency_error", None), {}
                return status, body, {"Idempotent-Replayed": "true"}
            self._at_work.add(key)
        try:
            if held:
                self.released.wait(20)
            status, body = self._change(path, form)
            if key:
                self._answers[key] = (print_of_request, status, json.loads(json.dumps(body)))
            return status, body, {}
        except RefusalError as refusal:
            # Nothing was begun, so nothing is kept under the key.
            return refusal.status, refusal.body, {}
        finally:
            self._at_work.discard(key)

    def _change(self, path: str, form: str) -> tuple[int, Json]:
        makers = {
            "checkout/sessions": self._make_session,
            "payment_intents": self._make_intent,
            "refunds": self._make_refund,
        }
        if path not in makers:
            raise RefusalError(404, "resource_missing", "", f"Unrecognized request URL {path}")
        with self._lock:
            made = makers[path](read_parameters(path, parse_qsl(form, keep_blank_values=True)))
        self.objects[made["id"]] = made
        return 200, made

    def _show(self, path: str) -> tuple[int, Json]:
        folder, _, object_id = path.rpartition("/")
        found = self.objects.get(object_id)
        kind = {"checkout/sessions": "checkout.session", "payment_intents": "payment_intent"}
        if found is None or kind.get(folder) != found["object"]:
            return 404, _error("invalid_request_error", "resource_missing")
        return 200, found

    def _make_session(self, given: Json) -> Json:
        amount = sum(
            line["quantity"] * line["price_data"]["unit_amount"] for line in given["line_items"]
        )
        session_id = self._new_id("cs_test")
        intent_marks = given.get("payment_intent_data", {}).get("metadata", {})
        return {
            "id": session_id,
            "object": "checkout.session",
            "amount_total": amount,
            "cancel_url": given.get("cancel_url"),
            "client_reference_id": given.get("client_reference_id"),
            "created": int(time.time()),
            "currency": given["line_items"][0]["price_data"]["currency"],
            "livemode": False,
            "metadata": given.get("metadata", {}),
            "mode": given["mode"],
            "payment_intent": None,
            "payment_intent_marks": intent_marks,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": given["success_url"],
            "url": f"https://checkout.stripe.com/c/pay/{session_id}",
        }

    def _make_intent(self, given: Json) -> Json:
        intent_id = self._new_id("pi")
        return {
            "id": intent_id,
            "object": "payment_intent",
            "amount": given["amount"],
            "amount_received": 0,
            "client_secret": f"{intent_id}_secret_mau",
            "created": int(time.time()),
            "currency": given["currency"],
            "description": given.get("description"),
            "livemode": False,
            "metadata": given.get("metadata", {}),
            "refunded": 0,
            "status": "requires_payment_method",
        }

    def _make_refund(self, given: Json) -> Json:
        intent = self.objects.get(given["payment_intent"])
        if intent is None:
            raise RefusalError(404, "resource_missing", "payment_intent", "No such payment_intent")
        left = intent["amount_received"] - intent["refunded"]
        amount = given.get("amount", left)
        if left == 0 and intent["refunded"]:
            raise RefusalError(400, "charge_already_refunded", "", "already refunded")
        if amount > left:
            raise RefusalError(400, "", "amount", "Refund amount is greater than unrefunded amount")
        intent["refunded"] += amount
        return {
            "id": self._new_id("re"),
            "object": "refund",
            "amount": amount,
            "created": int(time.time()),
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "reason": given.get("reason"),
            "status": "succeeded",
        }

    def _intent_of(self, session: Json) -> Json:
        if session["payment_intent"] is None:
            intent = self._make_intent(
                {
                    "amount": session["amount_total"],
                    "currency": session["currency"],
                    "metadata": session["payment_intent_marks"],
                }
            )
            self.objects[intent["id"]] = intent
            session["payment_intent"] = intent["id"]
        return self.objects[session["payment_intent"]]

    def _new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):024d}"


class _Handler(BaseHTTPRequestHandler):
    stripe: ClassVar[StripeServer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if not self._knows_the_key():
            self._send(401, _error("invalid_request_error", None), {})
            return
        path = self.path.partition("?")[0].removeprefix("/v1/")
        key = self.headers.get("Idempotency-Key", "")
        try:
            self._send(*self.stripe.answer(self.command, path, form, key))
        except ConnectionAbortedError:
            self.close_connection = True

    def _knows_the_key(self) -> bool:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            value = base64.b64decode(value).decode().partition(":")[0]
        return value == self.stripe.secret_key

    def _send(self, status: int, body: Json, headers: Json) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output of tests clean; `StripeServer.calls` is the log."""


def _error(kind: str, code: str | None) -> Json:
    return {"error": {"type": kind, "code": code, "message": code or kind}}
