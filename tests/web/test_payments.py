"""Orders on the pages, payment codes that a scanner reads, and Stripe over real HTTP."""

import binascii
import io
import json
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image
from weasyprint import HTML

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.payments import PaymentNotice
from shop_onboard.models.sales import Sale
from tests import world
from tests.gateways.stripe_server import StripeServer
from tests.pages import Browser, Page

CARD_BUTTON = "Tạo đường dẫn trả bằng thẻ"
PAID_BUTTON = "Đã nhận đủ 440.000 đ"


@pytest.fixture
def stripe(app: Flask) -> Iterator[StripeServer]:
    """A Stripe that this installation has keys of."""
    with StripeServer() as server:
        app.config.update(
            STRIPE_API_BASE=server.url,
            STRIPE_SECRET_KEY=server.secret_key,
            STRIPE_WEBHOOK_SECRET=server.webhook_secret,
        )
        yield server


def make_order(manager: Browser, **typed: str) -> Page:
    """Two boxes of 70.000 đ and one of 300.000 đ."""
    page = manager.open("/orders/new")
    small, large = [field["name"] for field in page.soup.select("input[name^=quantity_]")]
    quantities = {small: "2", large: "1", "buyer": "Cô Lan chợ Chũ"} | typed
    return manager.submit(page, "Tạo đơn và mã QR", lands="/orders/DH-", **quantities)


def code_of(page: Page) -> str:
    return page.path.rsplit("/", 1)[1]


def tell(app: Flask, server: StripeServer, payload: bytes, **headers: str) -> int:
    """Deliver a notice as Stripe does; the status it is answered with."""
    signature = server.sign(payload, datetime.now(UTC))
    response = app.test_client().post(
        "/webhooks/stripe",
        data=payload,
        content_type="application/json",
        headers={"Stripe-Signature": signature} | headers,
    )
    return response.status_code


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def scan(svg: str, folder: Path) -> list[str]:
    """What a phone reads off the picture, drawn by WeasyPrint and Poppler."""
    pdf = HTML(string=f'<div style="width: 8cm">{svg}</div>').write_pdf()
    drawn = subprocess.run(["pdftoppm", "-r", "150", "-png", "-"], input=pdf, capture_output=True)
    (folder / "code.png").write_bytes(drawn.stdout)
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.stdout)))]


def test_a_manager_types_an_order_and_its_code_asks_for_exactly_that_transfer(
    as_manager: Browser, tmp_path: Path
):
    page = make_order(as_manager)
    memo = code_of(page).replace("-", "")
    assert "440.000 đ" in page.main
    assert "Cô Lan chợ Chũ" in page.main
    assert "chờ thanh toán" in page.main
    # Up to the amount this is the golden string of NAPAS's own account; see domain.md 4.
    body = (
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704"
        f"54064400005802VN62120808{memo}6304"
    )
    crc = binascii.crc_hqx(body.encode(), 0xFFFF)
    assert scan(str(page.soup.select_one(".qr svg")), tmp_path) == [f"{body}{crc:04X}"]
    assert as_manager.open("/orders/?q=co+lan").texts("main li h2") == [code_of(page)]
    assert as_manager.open(f"/orders/?q={memo.lower()}").texts("main li h2") == [code_of(page)]
    assert as_manager.open("/orders/?q=%25").texts("main li h2") == []
    assert as_manager.open("/orders/?state=paid").texts("main li h2") == []


def test_nothing_typed_is_lost_and_the_price_is_never_the_forms(as_manager: Browser):
    page = as_manager.open("/orders/new")
    small, large = [field["name"] for field in page.soup.select("input[name^=quantity_]")]
    answer = as_manager.submit(
        page, "Tạo đơn và mã QR", **{small: "hai", large: "3", "buyer": "Cô Lan"}
    )
    assert answer.error_beside(small)
    assert answer.soup.find(id=large)["value"] == "3"
    assert answer.soup.find(id=small)["value"] == "hai"
    assert "ít nhất một quy cách" in as_manager.submit(page, "Tạo đơn và mã QR").main
    token = answer.soup.find(id="csrf_token")["value"]
    typed = {"csrf_token": token, small: "1", "amount": "1", "amount_vnd": "1", "price_vnd": "1"}
    sent = as_manager.client.post("/orders/new", data=typed)
    assert "70.000 đ" in as_manager.open(sent.headers["Location"]).main


def test_a_named_person_says_that_the_money_came_and_it_is_a_sale(app, as_manager: Browser):
    before = count(app, Sale)
    page = make_order(as_manager)
    assert page.soup.find(id="word_of")["value"] == "Chủ Nhiệm Giáp Sơn"
    assert as_manager.submit(page, PAID_BUTTON, word_of="").error_beside("word_of")
    paid = as_manager.submit(page, PAID_BUTTON, how="cash", word_of="Bà Tư", lands="/orders/")
    assert "đã thanh toán" in paid.main
    assert "tiền mặt" in paid.main
    assert "Bà Tư" in paid.main
    assert not paid.soup.select(".qr svg")
    as_manager.submit(page, PAID_BUTTON, how="cash", word_of="Bà Tư", lands="/orders/")
    assert count(app, Sale) == before + 2
    assert "không còn chờ" in as_manager.submit(page, PAID_BUTTON, word_of="Ông Năm").main
    back = as_manager.submit(paid, "Hoàn 440.000 đ", lands="/orders/")
    assert "đã hoàn tiền" in back.main
    assert count(app, Sale) == before


def test_an_order_nobody_wants_is_cancelled(as_manager: Browser):
    page = make_order(as_manager)
    cancelled = as_manager.submit(page, "Hủy đơn này", lands="/orders/")
    assert "đã hủy" in cancelled.main
    assert not cancelled.soup.select(".qr svg")
    assert "không còn chờ" in as_manager.submit(page, PAID_BUTTON).main


def test_orders_are_the_managers_own_business(as_manager, as_manager_b, as_officer, as_volunteer):
    page = make_order(as_manager)
    as_manager_b.open(page.path, status=404)
    assert as_manager_b.open("/orders/").texts("main li h2") == []
    token = as_manager_b.open("/orders/new").soup.find(id="csrf_token")["value"]
    for step in ("cancel", "paid", "card-link", "refund"):
        data = {"csrf_token": token, "how": "cash", "word_of": "Ai Đó"}
        answer = as_manager_b.client.post(f"{page.path}/{step}", data=data)
        assert answer.status_code == 404
    for person in (as_officer, as_volunteer):
        person.open(page.path, status=403)
        person.open("/orders/", status=403)
    assert "chờ thanh toán" in as_manager.open(page.path).main


def test_a_sample_shows_a_picture_that_nobody_can_pay(app, as_manager: Browser, tmp_path: Path):
    with app.app_context():
        clause = sa.update(Cooperative).where(Cooperative.code == world.COOPERATIVE_A)
        db.session.execute(clause.values(is_sample=True, bank="Ngân hàng Mẫu"))
        db.session.commit()
    page = make_order(as_manager)
    assert "DỮ LIỆU MẪU" in page.main
    assert "quét không trả tiền được" in page.main
    assert page.texts(".qr text") == ["MẪU", "KHÔNG CHUYỂN TIỀN"]
    assert "257678859" not in page.main
    read = scan(str(page.soup.select_one(".qr svg")), tmp_path)
    assert not any(text.startswith("0002") or "A000000727" in text for text in read)


def test_a_bank_that_is_not_known_is_said_with_what_to_do(app, as_manager: Browser):
    with app.app_context():
        clause = sa.update(Cooperative).where(Cooperative.code == world.COOPERATIVE_A)
        db.session.execute(clause.values(bank="Ngân hàng Không Có"))
        db.session.commit()
    page = make_order(as_manager)
    assert "Không thấy ngân hàng «Ngân hàng Không Có»" in page.main
    assert page.link("Sửa tài khoản nhận tiền").endswith("/edit")
    assert not page.soup.select(".qr svg")


def test_without_keys_there_is_no_card_and_no_webhook(app, as_manager: Browser):
    page = make_order(as_manager)
    assert "thẻ" not in page.main
    assert app.test_client().post("/webhooks/stripe", data=b"{}").status_code == 404


def test_a_card_page_is_paid_when_the_notice_says_so_and_not_before(app, as_manager, stripe):
    before = count(app, Sale)
    page = make_order(as_manager)
    opened = as_manager.submit(page, CARD_BUTTON, lands="/orders/")
    [session] = stripe.objects.values()
    assert opened.link(session["url"]) == session["url"]
    assert (session["amount_total"], session["currency"]) == (440_000, "vnd")
    back = session["success_url"].removeprefix("http://localhost")
    payer = Browser(app)
    assert "đang chờ" in payer.open(f"{back}?status=success&paid=1").main
    assert "chờ thanh toán" in as_manager.open(page.path).main
    for payload in stripe.pay(session["id"]):
        assert tell(app, stripe, payload) == 200
    paid = as_manager.open(page.path)
    assert "đã thanh toán" in paid.main
    assert "Stripe" in paid.main
    assert count(app, Sale) == before + 2
    assert "Đã nhận được tiền" in payer.open(back).main
    payer.open("/orders/DH-000000/return", status=404)
    refunded = as_manager.submit(paid, "Hoàn 440.000 đ", lands="/orders/")
    assert "đã hoàn tiền" in refunded.main
    assert count(app, Sale) == before
    assert [made["amount"] for made in stripe.objects.values() if made["object"] == "refund"] == [
        440_000
    ]


def test_a_double_click_opens_one_card_page(app, as_manager: Browser, stripe):
    page = make_order(as_manager)
    stripe.hold_next()
    with ThreadPoolExecutor(2) as pool:
        token = page.form(CARD_BUTTON).find("input", {"name": "csrf_token"})["value"]

        def click() -> int:
            client = app.test_client()
            for cookie in as_manager.client._cookies.values():
                client.set_cookie(cookie.key, cookie.value)
            sent = client.post(f"{page.path}/card-link", data={"csrf_token": token})
            return sent.status_code

        first, second = pool.submit(click), pool.submit(click)
        # Both are at Stripe at once: neither holds the database's write lock meanwhile.
        while len(stripe.calls) < 2:
            threading.Event().wait(0.01)
        make_order(as_manager, buyer="Khách khác")
        stripe.released.set()
        statuses = {first.result(), second.result()}
    assert 302 in statuses
    as_manager.client.post(f"{page.path}/card-link", data={"csrf_token": token})
    sessions = [made for made in stripe.objects.values() if made["object"] == "checkout.session"]
    assert len(sessions) == 1
    assert len({key for _, _, key in stripe.calls}) == 1
    assert as_manager.open(page.path).link(sessions[0]["url"])


def test_a_stripe_that_does_not_answer_costs_nothing(as_manager: Browser, stripe):
    page = make_order(as_manager)
    for _ in range(2):
        stripe.answer_next(500)
    answer = as_manager.submit(page, CARD_BUTTON)
    assert "không bị trừ hai lần" in answer.main
    as_manager.submit(answer, CARD_BUTTON, lands="/orders/")


def test_a_notice_that_proves_nothing_is_turned_away_and_writes_nothing(app, as_manager, stripe):
    page = make_order(as_manager)
    as_manager.submit(page, CARD_BUTTON, lands="/orders/")
    [session] = list(stripe.objects.values())
    payload = stripe.pay(session["id"])[1]
    now = datetime.now(UTC)
    wrong = [
        "",
        "t=1,v1=00",
        stripe.sign(payload + b" ", now),
        stripe.sign(payload, now - timedelta(seconds=301)),
    ]
    for signature in wrong:
        assert tell(app, stripe, payload, **{"Stripe-Signature": signature}) == 400
    signed = stripe.sign(payload, now)
    rewritten = json.dumps(json.loads(payload)).encode()
    assert tell(app, stripe, rewritten, **{"Stripe-Signature": signed}) == 400
    live = stripe.notice("checkout.session.completed", session, livemode=True)
    assert tell(app, stripe, live) == 400
    assert count(app, PaymentNotice) == 0
    assert "chờ thanh toán" in as_manager.open(page.path).main


def test_a_notice_sent_fifty_times_at_once_sells_once(app, as_manager: Browser, stripe):
    before = count(app, Sale)
    page = make_order(as_manager)
    as_manager.submit(page, CARD_BUTTON, lands="/orders/")
    [session] = list(stripe.objects.values())
    payloads = stripe.pay(session["id"])
    with ThreadPoolExecutor(8) as pool:
        turns = pool.map(lambda turn: tell(app, stripe, payloads[turn % 2]), range(50))
        assert set(turns) == {200}
    assert count(app, Sale) == before + 2
    assert count(app, PaymentNotice) == 2
    assert "đã thanh toán" in as_manager.open(page.path).main


def test_another_amount_is_put_before_a_person_with_the_reason(app, as_manager, stripe):
    before = count(app, Sale)
    page = make_order(as_manager)
    as_manager.submit(page, CARD_BUTTON, lands="/orders/")
    [session] = list(stripe.objects.values())
    stripe.objects[session["id"]]["amount_total"] = 1
    for payload in stripe.pay(session["id"]):
        assert tell(app, stripe, payload) == 200
    shown = as_manager.open(page.path)
    assert "cần xem lại" in shown.main
    assert "Số tiền hoặc loại tiền khác với đơn" in shown.main
    assert count(app, Sale) == before
    assert "đang chờ" in Browser(app).open(f"{page.path}/return").main
    as_manager.submit(shown, PAID_BUTTON, word_of="Bà Tư", lands="/orders/")
    assert count(app, Sale) == before + 2


def test_the_list_asks_the_database_no_more_for_many_orders(app, as_manager: Browser):
    with app.app_context():
        statements: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    make_order(as_manager)
    counts = []
    for _ in range(2):
        statements.clear()
        as_manager.open("/orders/")
        counts.append(len(statements))
        for number in range(4):
            make_order(as_manager, buyer=f"Khách {len(counts)}-{number}")
    assert counts[0] == counts[1]
    assert "9 đơn hàng" in as_manager.open("/orders/").main
