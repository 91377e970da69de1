import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
import stripe as official
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_onboard.gateways.stripe import (
    SignatureRefused,
    StripeClient,
    StripeRefused,
    StripeUnavailable,
    form_pairs,
    verify_webhook,
)
from shop_onboard.gateways.stripe_objects import CheckoutSession, PaymentIntent
from tests.gateways.stripe_server import StripeServer

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
STRIPE_MOCK = "http://127.0.0.1:12111"


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with StripeServer() as running:
        yield running


@pytest.fixture
def client(server: StripeServer) -> StripeClient:
    return StripeClient(server.secret_key, api_base=server.url, backoff_s=0.001)


def open_session(client: StripeClient, key: str = "k1", amount_vnd: int = 250_000):
    return client.create_checkout_session(
        amount_vnd=amount_vnd,
        product_name="Đơn DH-0001 – vải thiều",
        reference="DH-0001",
        success_url="https://len-san.example/orders/DH-0001",
        cancel_url="https://len-san.example/orders/DH-0001",
        idempotency_key=key,
    )


def begin_payment(client: StripeClient, key: str = "k1", amount_vnd: int = 250_000):
    return client.create_payment_intent(
        amount_vnd=amount_vnd, description="Đơn DH-0001", idempotency_key=key
    )


def test_a_session_is_made_for_whole_dong_and_found_again(client):
    made = open_session(client)
    assert (made.amount_vnd, made.currency, made.reference) == (250_000, "vnd", "DH-0001")
    assert made.payment_status == "unpaid"
    assert made.url is not None
    assert made.url.startswith("https://checkout.stripe.com/")
    assert client.retrieve_checkout_session(made.id) == made


def test_a_payment_shows_as_paid_only_after_the_payer_paid(client, server):
    made = open_session(client)
    server.decline(made.id)
    assert client.retrieve_checkout_session(made.id).payment_status == "unpaid"
    server.pay(made.id)
    paid = client.retrieve_checkout_session(made.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    intent = client.retrieve_payment_intent(paid.payment_intent_id)
    assert (intent.status, intent.received_vnd) == ("succeeded", 250_000)
    assert intent.metadata == {"reference": "DH-0001"}


def test_a_payment_is_sent_back_in_parts_and_never_more_than_came(client, server):
    intent = begin_payment(client)
    server.pay_intent(intent.id)
    part = client.refund(payment_intent_id=intent.id, amount_vnd=100_000, idempotency_key="r1")
    assert (part.status, part.amount_vnd, part.payment_intent_id) == (
        "succeeded",
        100_000,
        intent.id,
    )
    with pytest.raises(StripeRefused):
        client.refund(payment_intent_id=intent.id, amount_vnd=150_001, idempotency_key="r2")
    client.refund(payment_intent_id=intent.id, amount_vnd=150_000, idempotency_key="r3")
    with pytest.raises(StripeRefused, match="đã được hoàn tiền") as refused:
        client.refund(payment_intent_id=intent.id, amount_vnd=1, idempotency_key="r4")
    assert refused.value.code == "charge_already_refunded"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(amount_vnd=st.integers(1, 999_999_999))
def test_no_amount_changes_on_its_way(client, amount_vnd):
    assert begin_payment(client, f"k{amount_vnd}", amount_vnd).amount_vnd == amount_vnd


@pytest.mark.parametrize("amount", [0, -1, True, 25.0, "25000"])
def test_what_is_no_amount_of_dong_never_leaves(client, server, amount):
    with pytest.raises(ValueError, match="whole number"):
        begin_payment(client, amount_vnd=amount)
    assert server.calls == []


def test_the_same_key_makes_one_session_however_often_it_is_sent(client, server):
    assert open_session(client).id == open_session(client).id
    assert len(server.objects) == 1


def test_the_same_key_with_another_amount_is_refused(client):
    open_session(client)
    with pytest.raises(StripeRefused) as refused:
        open_session(client, amount_vnd=1)
    assert refused.value.code == "idempotency_error"


def test_an_answer_lost_on_the_way_costs_no_second_session(client, server):
    server.cut_next()
    made = open_session(client)
    assert list(server.objects) == [made.id]
    assert [key for _, _, key in server.calls] == ["k1", "k1"]


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_a_busy_or_broken_stripe_is_asked_again_with_the_same_key(client, server, status):
    server.answer_next(status)
    open_session(client)
    assert [key for _, _, key in server.calls] == ["k1", "k1"]


def test_two_at_once_with_one_key_get_one_session(server):
    patient = StripeClient(server.secret_key, api_base=server.url, retries=40, backoff_s=0.001)
    ids: list[str] = []
    server.hold_next()
    both = [threading.Thread(target=lambda: ids.append(open_session(patient).id)) for _ in range(2)]
    for one in both:
        one.start()
    # The second is turned away at least once before the first is let go.
    while len(server.calls) < 3:
        threading.Event().wait(0.01)
    server.released.set()
    for one in both:
        one.join()
    assert len(set(ids)) == 1
    assert len(server.objects) == 1


def test_after_the_last_try_the_person_is_told_that_the_outcome_is_unknown(client, server):
    for _ in range(3):
        server.answer_next(500)
    with pytest.raises(StripeUnavailable, match="không bị trừ hai lần"):
        open_session(client)
    assert len(server.calls) == 3


def test_stripes_own_advice_not_to_retry_is_taken(client, server):
    server.answer_next(500, Stripe_Should_Retry="false")
    with pytest.raises(StripeUnavailable):
        open_session(client)
    assert len(server.calls) == 1


def test_nobody_listening_is_an_unknown_outcome_too():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(StripeUnavailable):
            open_session(StripeClient("sk_test_mau", api_base=address, backoff_s=0.001))


def test_a_declined_card_is_said_in_a_sentence_and_not_tried_again(client, server):
    error = {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}
    server.answer_next(402, error)
    with pytest.raises(StripeRefused, match="Ngân hàng từ chối thẻ") as refused:
        begin_payment(client)
    assert refused.value.decline_code == "insufficient_funds"
    assert len(server.calls) == 1


def test_a_wrong_secret_key_and_an_unknown_id_are_refusals(client, server):
    with pytest.raises(StripeRefused) as wrong:
        open_session(StripeClient("sk_test_khac", api_base=server.url))
    assert wrong.value.status == 401
    with pytest.raises(StripeRefused) as unknown:
        client.retrieve_checkout_session("cs_test_000000000000000000000999")
    assert unknown.value.code == "resource_missing"


def test_a_redirect_is_not_followed_with_the_secret_key(client, server):
    server.answer_next(307, Location="http://127.0.0.1:9/v1/elsewhere")
    with pytest.raises(StripeUnavailable):
        open_session(client)
    assert len(server.calls) == 1


@pytest.mark.parametrize("body", [{}, {"id": 1}, {"id": "cs_1", "currency": None}])
def test_an_answer_of_another_shape_is_an_unknown_outcome(client, server, body):
    made = open_session(client)
    server.objects[made.id] = {"object": "checkout.session"} | body
    with pytest.raises(StripeUnavailable):
        client.retrieve_checkout_session(made.id)


def test_an_amount_in_another_currency_never_passes_for_dong(client, server):
    made = open_session(client)
    server.objects[made.id]["currency"] = "usd"
    assert client.retrieve_checkout_session(made.id).amount_vnd is None


def test_the_secret_key_goes_over_plain_http_to_this_machine_only():
    with pytest.raises(ValueError, match="http only on this machine"):
        StripeClient("sk_test_mau", api_base="http://stripe.example")


@pytest.mark.parametrize("bad_id", ["", "../refunds", "cs_test_1?x=1", "cs test"])
def test_an_id_never_becomes_another_address(client, server, bad_id):
    with pytest.raises(ValueError, match="not an id"):
        client.retrieve_checkout_session(bad_id)
    assert server.calls == []


def test_nested_parameters_are_written_as_stripe_reads_them():
    nested = {"a": {"b": [{"c": 1}, {"c": True}]}, "left_out": None}
    assert list(form_pairs(nested)) == [("a[b][0][c]", "1"), ("a[b][1][c]", "true")]


def test_the_server_is_strict_about_parameters(server):
    answer = requests.post(
        f"{server.url}/v1/payment_intents",
        data={"amount": "1", "currency": "vnd", "amuont": "2"},
        headers={"Authorization": f"Bearer {server.secret_key}"},
        timeout=5,
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "parameter_unknown"


def test_the_server_is_one_that_stripes_own_library_understands(server):
    library = official.StripeClient(
        server.secret_key, base_addresses={"api": server.url}, max_network_retries=0
    )
    params = {"amount": 25_000, "currency": "vnd", "metadata": {"reference": "DH-1"}}
    made = library.v1.payment_intents.create(params, {"idempotency_key": "k1"})
    again = library.v1.payment_intents.create(params, {"idempotency_key": "k1"})
    assert (made.id, made.amount) == (again.id, 25_000)
    with pytest.raises(official.IdempotencyError):
        library.v1.payment_intents.create(params | {"amount": 1}, {"idempotency_key": "k1"})


def test_a_signed_notice_is_read_into_a_typed_event(client, server):
    made = open_session(client)
    first, second = server.pay(made.id)
    intent = verify_webhook(first, server.sign(first, NOW), server.webhook_secret, NOW)
    session = verify_webhook(second, server.sign(second, NOW), server.webhook_secret, NOW)
    assert isinstance(intent.content, PaymentIntent)
    assert intent.content.received_vnd == 250_000
    assert isinstance(session.content, CheckoutSession)
    assert session.type == "checkout.session.completed"
    assert session.content == client.retrieve_checkout_session(made.id)
    assert intent.payment_intent_id == session.payment_intent_id == intent.object_id
    assert intent.id != session.id


def test_a_signature_made_by_stripes_own_library_is_accepted(server):
    payload = server.notice("charge.refunded", {"object": "charge", "payment_intent": "pi_1"})
    header = official.WebhookSignature.generate_signature_header(
        payload=payload.decode(), secret="whsec_khac", timestamp=int(NOW.timestamp())
    )
    event = verify_webhook(payload, header, "whsec_khac", NOW)
    assert event.content is None
    assert event.payment_intent_id == "pi_1"


def test_one_fitting_signature_among_several_is_enough(server):
    payload = server.notice("payout.paid", {"object": "payout"})
    header = server.sign(payload, NOW).replace(",v1=", f",v0=x,v1={'0' * 64},v1=")
    assert verify_webhook(payload, header, server.webhook_secret, NOW).type == "payout.paid"


@pytest.mark.parametrize("seconds", [-301, 301, 365 * 86_400])
def test_a_notice_of_another_hour_is_refused_both_ways(server, seconds):
    payload = server.notice("payout.paid", {"object": "payout"})
    header = server.sign(payload, NOW + timedelta(seconds=seconds))
    with pytest.raises(SignatureRefused, match="sai giờ"):
        verify_webhook(payload, header, server.webhook_secret, NOW)


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=00", "t=x,v1=00", "t=1,t=2,v1=00", "t=1,v1=ế", "t=99999999999999999,v1=00"],
)
def test_a_header_that_proves_nothing_is_refused(server, header):
    with pytest.raises(SignatureRefused):
        verify_webhook(server.notice("payout.paid", {}), header, server.webhook_secret, NOW)


def test_a_changed_body_or_secret_is_refused(server):
    payload = server.notice("payout.paid", {"object": "payout"})
    header = server.sign(payload, NOW)
    written_anew = json.dumps(json.loads(payload)).encode()
    for body, secret in ((written_anew, server.webhook_secret), (payload, "whsec_khac")):
        with pytest.raises(SignatureRefused):
            verify_webhook(body, header, secret, NOW)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"data": {"object": []}}', b"\xff"])
def test_a_signed_body_that_is_no_event_is_refused(server, body):
    with pytest.raises(SignatureRefused):
        verify_webhook(body, server.sign(body, NOW), server.webhook_secret, NOW)


def test_a_check_cannot_be_turned_off(server):
    with pytest.raises(ValueError, match="tolerance"):
        verify_webhook(b"", "", server.webhook_secret, NOW, tolerance_s=0)
    with pytest.raises(ValueError, match="secret"):
        verify_webhook(b"", "", "", NOW)


def stripe_mock_answers() -> bool:
    try:
        return requests.get(STRIPE_MOCK, timeout=1).status_code in (200, 401, 404)
    except requests.RequestException:
        return False


def test_stripe_mock_takes_every_parameter_that_is_sent():
    if not stripe_mock_answers():
        pytest.skip(f"no stripe-mock at {STRIPE_MOCK}")
    client = StripeClient("sk_test_123", api_base=STRIPE_MOCK)
    session = open_session(client)
    assert client.retrieve_checkout_session(session.id).id == session.id
    intent = begin_payment(client)
    assert replace(client.retrieve_payment_intent(intent.id), client_secret=None).id == intent.id
    assert client.refund(payment_intent_id=intent.id, amount_vnd=1, idempotency_key="r").id
