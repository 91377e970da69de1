"""Orders and the notices that say they are paid, whatever order and number those come in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.stripe import verify_webhook
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.payments import Order, PaymentNotice
from shop_onboard.models.sales import Sale
from shop_onboard.policy import NOBODY, SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.queries import payments as queries
from shop_onboard.services import payment_notices, payments
from shop_onboard.services.payments import LineData, OrderData
from tests import world
from tests.gateways.stripe_server import StripeServer

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
AMOUNT_VND = 2 * 70_000 + 300_000


@contextmanager
def change(app: Flask) -> Iterator[None]:
    """One request's transaction."""
    with app.app_context(), writing():
        yield
        db.session.commit()


@pytest.fixture
def stripe() -> Iterator[StripeServer]:
    with StripeServer() as server:
        yield server


@pytest.fixture
def code(app: Flask) -> str:
    """An order of two small boxes and a large one."""
    with change(app):
        return make_order().code


def make_order(quantities: tuple[int, ...] = (2, 1)) -> Order:
    cooperative = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
    packs = queries.packs_for_sale(cooperative.id)
    lines = tuple(LineData(pack.id, n) for pack, n in zip(packs, quantities, strict=False))
    return payments.create(SYSTEM, cooperative, OrderData(lines, "Cô Lan"))


def intent(code: str, number: int = 1, **other: object) -> dict[str, object]:
    return {
        "id": f"pi_{number:06}",
        "object": "payment_intent",
        "status": "succeeded",
        "amount": AMOUNT_VND,
        "amount_received": AMOUNT_VND,
        "currency": "vnd",
        "livemode": False,
        "metadata": {"reference": code},
    } | other


def session(code: str, number: int = 1, **other: object) -> dict[str, object]:
    return {
        "id": f"cs_test_{number:06}",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": AMOUNT_VND,
        "currency": "vnd",
        "client_reference_id": code,
        "payment_intent": f"pi_{number:06}",
        "livemode": False,
        "metadata": {"reference": code},
    } | other


def refund(number: int = 1, **other: object) -> dict[str, object]:
    return {
        "id": f"re_{number:06}",
        "object": "refund",
        "status": "succeeded",
        "amount": AMOUNT_VND,
        "currency": "vnd",
        "payment_intent": f"pi_{number:06}",
    } | other


def deliver(app: Flask, stripe: StripeServer, kind: str, content: dict[str, object]) -> str:
    payload = stripe.notice(kind, content)
    return deliver_bytes(app, stripe, payload)


def deliver_bytes(app: Flask, stripe: StripeServer, payload: bytes) -> str:
    event = verify_webhook(payload, stripe.sign(payload, NOW), stripe.webhook_secret, NOW)
    with change(app):
        return payment_notices.take(event)


def state_of(app: Flask, code: str) -> str:
    with app.app_context():
        return queries.state_for_payer(code)


def sold(app: Flask, code: str) -> list[tuple[int, int | None, str, str]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Sale).where(Sale.order_ref == code).order_by(Sale.id))
        return [(row.mass_g, row.revenue_vnd, row.channel_key, row.certainty) for row in rows]


DISPUTE: dict[str, object] = {"object": "dispute", "payment_intent": "pi_000001"}
SOLD = [(4_000, 140_000, "direct", "actual"), (10_000, 300_000, "direct", "actual")]


def test_the_amount_is_the_servers_own_sum_and_the_code_survives_a_bank_memo(app, code):
    with app.app_context():
        order = queries.one(SYSTEM, code)
        assert order.amount_vnd == AMOUNT_VND
        assert [line.mass_g for line in order.lines] == [4_000, 10_000]
        asked = queries.transfer(order)
    assert asked.memo == code.replace("-", "")
    assert asked.memo.isascii()
    assert asked.memo.isalnum()
    assert f"540{len(str(AMOUNT_VND))}{AMOUNT_VND}" in asked.payload


def test_an_order_of_nothing_is_refused(app):
    with app.app_context(), writing(), pytest.raises(DomainError, match="ít nhất một quy cách"):
        make_order(())


def test_a_pack_of_another_cooperative_is_refused(app):
    with app.app_context(), writing():
        theirs = cooperatives.one(SYSTEM, world.COOPERATIVE_B)
        pack = queries.packs_for_sale(theirs.id)[0]
        mine = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        with pytest.raises(DomainError, match="tải lại trang"):
            payments.create(SYSTEM, mine, OrderData((LineData(pack.id, 1),)))


def test_nobody_makes_or_changes_orders_without_the_right(app, code):
    with app.app_context(), writing():
        order = queries.one(SYSTEM, code)
        with pytest.raises(Forbidden):
            payments.create(NOBODY, order.cooperative, OrderData(()))
        for attempt in (payments.cancel, payments.record_refund):
            with pytest.raises(Forbidden):
                attempt(NOBODY, order)


def test_a_named_persons_word_makes_it_paid_and_sold_once(app, code):
    for _ in range(2):
        with change(app):
            payments.mark_paid(SYSTEM, queries.one(SYSTEM, code), "cash", "Nguyễn Thị Thu")
    assert state_of(app, code) == "paid"
    assert sold(app, code) == SOLD
    with app.app_context():
        events = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.event == "order.paid"))
        assert [event.data for event in events] == [
            {"amount_vnd": AMOUNT_VND, "how": "cash", "word_of": "Nguyễn Thị Thu"}
        ]


def test_a_word_without_a_name_or_with_another_way_to_pay_is_refused(app, code):
    with app.app_context(), writing():
        order = queries.one(SYSTEM, code)
        for how, name in (("cash", ""), ("card", "Nguyễn Thị Thu")):
            with pytest.raises(DomainError):
                payments.mark_paid(SYSTEM, order, how, name)


@pytest.mark.parametrize("is_intent_first", [True, False])
def test_the_two_notices_of_one_payment_are_one_payment(app, stripe, code, is_intent_first):
    both = [
        ("payment_intent.succeeded", intent(code)),
        ("checkout.session.completed", session(code)),
    ]
    told = both if is_intent_first else both[::-1]
    assert [deliver(app, stripe, *one) for one in told] == ["paid", "already"]
    assert state_of(app, code) == "paid"
    assert sold(app, code) == SOLD


def test_fifty_deliveries_at_once_change_one_thing(app, stripe, code):
    payloads = [
        stripe.notice("payment_intent.succeeded", intent(code)),
        stripe.notice("checkout.session.completed", session(code)),
    ]
    with ThreadPoolExecutor(10) as pool:
        outcomes = list(
            pool.map(lambda turn: deliver_bytes(app, stripe, payloads[turn % 2]), range(50))
        )
    assert sorted(outcomes) == ["already", "paid"] + ["replayed"] * 48
    assert sold(app, code) == SOLD


@pytest.mark.parametrize(
    "content",
    [
        {"amount_received": AMOUNT_VND - 1},
        {"amount_received": AMOUNT_VND * 100},
        {"currency": "usd"},
        {"amount_received": None},
    ],
)
def test_another_amount_or_currency_waits_for_a_person_and_sells_nothing(
    app, stripe, code, content
):
    told = intent(code, **content)
    assert deliver(app, stripe, "payment_intent.succeeded", told) == "wrong_amount"
    assert state_of(app, code) == "needs_review"
    assert sold(app, code) == []
    with change(app):
        payments.mark_paid(SYSTEM, queries.one(SYSTEM, code), "transfer", "Nguyễn Thị Thu")
    assert sold(app, code) == SOLD


def test_a_second_payment_and_one_after_a_cancellation_wait_for_a_person(app, stripe, code):
    deliver(app, stripe, "payment_intent.succeeded", intent(code))
    again = deliver(app, stripe, "payment_intent.succeeded", intent(code, 2))
    assert (again, state_of(app, code)) == ("paid_twice", "needs_review")
    assert sold(app, code) == SOLD
    with change(app):
        other = make_order((1,))
        payments.cancel(SYSTEM, queries.one(SYSTEM, other.code))
    late = deliver(app, stripe, "payment_intent.succeeded", intent(other.code, 3))
    assert (late, state_of(app, other.code)) == ("paid_after_cancel", "needs_review")
    assert sold(app, other.code) == []


def test_a_card_payment_of_an_order_paid_in_cash_is_a_second_payment(app, stripe, code):
    with change(app):
        payments.mark_paid(SYSTEM, queries.one(SYSTEM, code), "cash", "Nguyễn Thị Thu")
    assert deliver(app, stripe, "payment_intent.succeeded", intent(code)) == "paid_twice"
    assert deliver(app, stripe, "refund.created", refund()) == "refund_of_second"
    assert sold(app, code) == SOLD


def test_a_session_whose_money_is_still_on_its_way_pays_nothing(app, stripe, code):
    waiting = session(code, payment_status="unpaid")
    assert deliver(app, stripe, "checkout.session.completed", waiting) == "not_yet"
    assert state_of(app, code) == "awaiting"
    arrived = deliver(app, stripe, "checkout.session.async_payment_succeeded", session(code))
    assert (arrived, state_of(app, code)) == ("paid", "paid")


def test_money_sent_back_takes_the_sale_away_and_nothing_brings_it_again(app, stripe, code):
    deliver(app, stripe, "payment_intent.succeeded", intent(code))
    assert deliver(app, stripe, "refund.created", refund(status="pending")) == "not_yet"
    assert deliver(app, stripe, "refund.updated", refund()) == "refunded"
    assert deliver(app, stripe, "refund.updated", refund()) == "already"
    assert deliver(app, stripe, "checkout.session.completed", session(code)) == "already"
    assert state_of(app, code) == "refunded"
    assert sold(app, code) == []
    with app.app_context():
        query = sa.select(AuditEvent.event).where(AuditEvent.event == "sale.withdrawn")
        assert len(db.session.scalars(query).all()) == len(SOLD)


def test_a_refund_that_is_told_before_its_payment_is_not_forgotten(app, stripe, code):
    assert deliver(app, stripe, "refund.created", refund()) == "refund_first"
    assert deliver(app, stripe, "payment_intent.succeeded", intent(code)) == "refund_first"
    assert state_of(app, code) == "needs_review"
    assert sold(app, code) == []


@pytest.mark.parametrize(
    ("kind", "content", "outcome"),
    [
        ("refund.created", refund(amount=1), "refund_in_part"),
        (
            "charge.dispute.created",
            {"object": "dispute", "payment_intent": "pi_000001"},
            "disputed",
        ),
    ],
)
def test_a_part_sent_back_or_a_dispute_waits_for_a_person(
    app, stripe, code, kind, content, outcome
):
    deliver(app, stripe, "payment_intent.succeeded", intent(code))
    assert deliver(app, stripe, kind, content) == outcome
    assert state_of(app, code) == "needs_review"
    assert sold(app, code) == SOLD


def test_a_refund_that_fails_later_is_looked_at(app, stripe, code):
    deliver(app, stripe, "payment_intent.succeeded", intent(code))
    deliver(app, stripe, "refund.created", refund())
    assert deliver(app, stripe, "refund.failed", refund(status="failed")) == "refund_failed"
    assert state_of(app, code) == "needs_review"


def test_an_expired_card_page_makes_room_for_the_next_with_another_key(app, stripe, code):
    keys = []
    for number in (1, 2):
        with change(app):
            order = queries.one(SYSTEM, code)
            asked = payments.card_request(SYSTEM, order, takes_real_money=False)
            page = f"https://checkout.stripe.com/c/pay/{number}"
            payments.keep_card_page(SYSTEM, asked, f"cs_test_{number:06}", page)
            keys.append(asked.idempotency_key)
            assert payments.card_request(SYSTEM, order, takes_real_money=False) is None
        told = session(code, number, payment_status="unpaid", status="expired")
        assert deliver(app, stripe, "checkout.session.expired", told) == "expired"
    assert len(set(keys)) == 2
    assert state_of(app, code) == "awaiting"


def test_a_page_of_another_order_or_no_page_is_never_kept(app, code):
    with app.app_context(), writing():
        order = queries.one(SYSTEM, code)
        asked = payments.card_request(SYSTEM, order, takes_real_money=False)
        for address in (None, "javascript:alert(1)"):
            with pytest.raises(DomainError, match="chuyển khoản"):
                payments.keep_card_page(SYSTEM, asked, "cs_test_1", address)
        payments.keep_card_page(SYSTEM, asked, "cs_test_1", "https://checkout.stripe.com/1")
        second = make_order()
        asked = payments.card_request(SYSTEM, second, takes_real_money=False)
        with pytest.raises(DomainError, match="chuyển khoản"):
            payments.keep_card_page(SYSTEM, asked, "cs_test_1", "https://checkout.stripe.com/1")


def test_notices_of_other_business_leave_no_trace_or_no_change(app, stripe, code):
    assert deliver(app, stripe, "customer.created", {"object": "customer"}) == "ignored"
    told = intent("DH-000000")
    assert deliver(app, stripe, "payment_intent.succeeded", told) == "unknown_order"
    with app.app_context():
        assert len(db.session.scalars(sa.select(PaymentNotice)).all()) == 1
    assert state_of(app, code) == "awaiting"


def test_a_sample_order_takes_no_real_money(app, code):
    with app.app_context(), writing():
        order = queries.one(SYSTEM, code)
        order.is_sample = True
        assert queries.transfer(order).payload is None
        with pytest.raises(DomainError, match="Đơn mẫu"):
            payments.card_request(SYSTEM, order, takes_real_money=True)
