"""What the page behind a code says, whose word it is, and how long it may be kept."""

import io

import pytest
from flask import Flask
from PIL import Image

from shop_onboard.models.lots import Lot
from shop_onboard.policy import SYSTEM
from shop_onboard.services import storefronts
from tests.pages import Browser
from tests.web.test_codes import GTIN, change, linked, lot_code, own, printed, product_code
from tests.web.test_photos import send


def test_one_request_holds_the_whole_page_and_stays_light(app: Flask, browser: Browser):
    for path in (lot_code(app), printed(app)):
        page = browser.open(path)
        assert len(page.response.data) <= 25_000
        assert page.soup.select("link[rel=stylesheet], script[src]") == []
        for tag in page.soup.select("link[rel=icon]"):
            assert tag["href"].startswith("data:")


@pytest.mark.parametrize("grain", [0, 30, 120])
def test_its_one_photo_stays_light_whatever_was_photographed(
    app: Flask, as_manager: Browser, browser: Browser, grain: int
):
    out = io.BytesIO()
    Image.effect_noise((480, 480), grain).convert("RGB").save(out, "JPEG", quality=85)
    for name in ("mot.jpg", "hai.jpg"):
        send(as_manager, out.getvalue(), name)
    page = browser.open(printed(app))
    [photo] = page.soup.select("main img")
    answer = browser.download(photo["src"])
    assert 0 < len(answer.data) <= 60_000
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (480, 480)


def test_the_page_says_whose_word_each_statement_is(app: Flask, browser: Browser):
    def declare(lot: Lot) -> None:
        lot.growing_area_code = "VN-BGOR-0001"

    change(app, declare)
    page = browser.open(lot_code(app))
    assert "VN-BGOR-0001 (HTX khai)" in page.main.replace("( ", "(").replace(" )", ")")
    assert "Các công đoạn do HTX khai." in page.main
    assert "hồ sơ đã được Đoàn xã Lục Ngạn đối chiếu" in page.main
    assert "trước 01/7/2025:" in page.main
    assert page.texts(".steps li")[0].endswith("Thu hoạch")


def test_names_cannot_break_out_of_the_data_for_machines(app: Flask, browser: Browser):
    nasty = '</script><script>alert(1)</script>"&'

    def rename(lot: Lot) -> None:
        lot.product.name = lot.product.description = nasty

    change(app, rename)
    page = browser.open(lot_code(app))
    assert len(page.soup.find_all("script")) == 1
    assert linked(page)["name"] == nasty
    assert page.soup.find("meta", property="og:title")["content"] == nasty


def test_buying_again_leads_to_open_shops_and_a_call_needs_consent(app: Flask, browser: Browser):
    path = lot_code(app)
    assert not browser.open(path).soup.select("a[href^=tel]")

    def open_up(lot: Lot) -> None:
        owner = lot.product.cooperative
        shop = storefronts.StorefrontData("shopee", "Vải Chũ", url="https://shopee.vn/vai")
        storefronts.save(SYSTEM, owner, shop)
        owner.shown_phone = owner.phone

    change(app, open_up)
    page = browser.open(path)
    assert page.link("Vải Chũ trên Shopee") == "https://shopee.vn/vai"
    assert page.link("Gọi 0510 000 060") == "tel:+84510000060"
    assert page.link("Nhắn Zalo") == "https://zalo.me/0510000060"


def test_lots_and_products_may_be_kept_a_minute_and_stickers_never(app: Flask, browser: Browser):
    change(app, own(GTIN))
    for path in (lot_code(app), product_code(app)):
        answer = browser.client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=60, stale-if-error=600"
        mark = answer.headers["ETag"]
        assert not mark.startswith("W/")
        again = browser.client.get(path, headers={"If-None-Match": mark})
        assert (again.status_code, again.data) == (304, b"")
    sticker = browser.client.get(printed(app))
    assert sticker.headers["Cache-Control"] == "no-store"
    assert "ETag" not in sticker.headers


def test_exact_tonnage_is_on_no_public_page(app: Flask, browser: Browser):
    change(app, own(GTIN))
    for path in (lot_code(app), product_code(app), printed(app)):
        text = browser.client.get(path).get_data(as_text=True)
        for secret in ("1200000", "1,2 tấn", "1.200", "Bí Mật", "0510000060", "Nguyễn Đại Diện"):
            assert secret not in text, (path, secret)


def test_f5_the_page_names_the_domain_that_is_official(app: Flask, browser: Browser):
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    for path in (lot_code(app), printed(app)):
        assert "Trang thật của tem này ở lensan.example.vn" in browser.open(path).main
