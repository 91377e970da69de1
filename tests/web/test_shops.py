"""What a shopper sees who scans a label or opens a cooperative's page."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from sqlalchemy.orm import joinedload

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Certificate, Product, ProductPhoto
from shop_onboard.policy import SYSTEM
from shop_onboard.services import storefronts
from shop_onboard.values.codes import format_label_token, new_label_token
from tests import world
from tests.pages import Browser, Page

SHOP = f"/shop/{world.COOPERATIVE_A}"
PRODUCT = f"{SHOP}/{world.PRODUCT_A}"
PERSONAL = (
    "0510000060",
    "051 000 0060",
    "+84510000060",
    "Đại Diện",
    "DAI DIEN",
    "Bí Mật",
    "257678859",
    "ACB",
    "Lê Tình Nguyện",
)


def change(app: Flask, what: Callable[[Lot], None]) -> None:
    """Do something to the lot, its product or its cooperative behind the pages."""
    with app.app_context(), writing():
        query = sa.select(Lot).where(Lot.slug == world.LOT_A)
        lot = db.session.scalars(
            query.options(
                joinedload(Lot.product).joinedload(Product.cooperative),
                joinedload(Lot.product).selectinload(Product.certificates),
                joinedload(Lot.product).selectinload(Product.photos),
            )
        ).one()
        what(lot)
        db.session.commit()


def token(app: Flask) -> str:
    """The lot's own public code."""
    with app.app_context():
        found = db.session.scalar(sa.select(Lot.token).where(Lot.slug == world.LOT_A))
    assert found
    return found


def scanned(app: Flask, person: Browser) -> Page:
    return person.open(f"/t/{token(app)}")


def a_photo() -> bytes:
    out = io.BytesIO()
    grain = Image.effect_noise((320, 240), 60).resize((1600, 1200))
    grain.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def add_photo(app: Flask, officer: Browser) -> None:
    page = officer.open(f"/products/{world.PRODUCT_A}")
    officer.submit(page, "Gửi ảnh", files={"photo": (a_photo(), "vải.jpg")}, lands="/products/")


def weight(browser: Browser, path: str) -> int:
    with browser.client.get(path) as reply:
        return len(reply.data)


def test_a_scan_names_product_producer_lot_and_dates(app: Flask, browser: Browser):
    page = scanned(app, browser)
    assert page.texts("h1") == ["Vải thiều Lục Ngạn"]
    for shown in (world.NAME_A, world.LOT_A, "xã Lục Ngạn, Bắc Ninh", "Nơi khô ráo"):
        assert shown in page.main
    for day in (5, 4, -26):
        assert f"{world.TODAY - timedelta(days=day):%d/%m/%Y}" in page.main
    assert page.texts(".claims li") == [
        "Chỉ dẫn địa lý theo giấy chứng nhận số GI-001",
        "VietGAP HTX khai",
    ]
    assert "1,2 tấn" not in page.text
    assert "chính hãng" not in page.text.lower()


def test_nothing_personal_stands_on_any_public_page(app: Flask, browser: Browser):
    for path in (f"/t/{token(app)}", SHOP, PRODUCT):
        source = browser.client.get(path).get_data(as_text=True)
        assert [word for word in PERSONAL if word in source] == []


@pytest.mark.parametrize(
    "write", [str, str.lower, format_label_token, lambda text: f"{text[:9]}-{text[9:]}"]
)
def test_a_code_typed_off_the_label_opens_the_same_page(app: Flask, browser: Browser, write):
    page = browser.open(f"/t/{write(token(app))}")
    assert page.main == scanned(app, browser).main


def test_an_unknown_or_mistyped_code_is_told_so_kindly(app: Flask, browser: Browser):
    known = token(app)
    mistyped = known[:5] + ("7" if known[5] != "7" else "8") + known[6:]
    page = browser.open(f"/t/{new_label_token()}", status=404)
    assert "Mã này không có trong hệ thống" in page.main
    for code in (mistyped, "x", "9" * 3_000, "tem-gia"):
        page = browser.open(f"/t/{code}", status=404)
        assert "Mã này gõ chưa đúng" in page.main
        assert page.link("Phản ánh sản phẩm").startswith("/feedback/new")


def test_a_lot_past_its_date_says_so(app: Flask, browser: Browser):
    def expire(lot: Lot) -> None:
        lot.expires_on = world.TODAY - timedelta(days=2)

    assert "Đã quá hạn" not in scanned(app, browser).main
    change(app, expire)
    assert "Đã quá hạn sử dụng" in scanned(app, browser).main


def test_a_recall_is_the_first_thing_on_the_page(app: Flask, browser: Browser):
    def recall(lot: Lot) -> None:
        lot.recalled_at = datetime(2026, 6, 1, 20, 30, tzinfo=UTC)
        lot.recall_reason = "Nhãn ghi nhầm hạn sử dụng"

    change(app, recall)
    page = scanned(app, browser)
    assert page.main.startswith("Lô hàng này đã bị thu hồi")
    assert "02/06/2026" in page.main
    assert "Nhãn ghi nhầm hạn sử dụng" in page.main


def test_sample_records_say_that_they_are(app: Flask, browser: Browser):
    def pretend(lot: Lot) -> None:
        lot.is_sample = lot.product.is_sample = lot.product.cooperative.is_sample = True

    change(app, pretend)
    for page in (scanned(app, browser), browser.open(SHOP), browser.open(PRODUCT)):
        assert "DỮ LIỆU MẪU – minh họa" in page.main


def test_stars_are_shown_with_their_paper_and_only_while_it_holds(app: Flask, browser: Browser):
    def certify(lot: Lot, until: int) -> None:
        lot.product.certificates[:] = [
            Certificate(
                kind="ocop",
                number="12/QĐ-UBND",
                stars=4,
                expires_on=world.TODAY + timedelta(days=until),
            )
        ]

    change(app, lambda lot: certify(lot, 5))
    claim = "OCOP 4 sao theo giấy chứng nhận số 12/QĐ-UBND"
    until = f"có giá trị đến hết ngày {world.TODAY + timedelta(days=5):%d/%m/%Y}"
    assert f"{claim} {until}" in scanned(app, browser).texts(".claims li")
    assert claim in browser.open(PRODUCT).texts(".claims li")
    change(app, lambda lot: certify(lot, -2))
    for page in (scanned(app, browser), browser.open(PRODUCT)):
        assert "OCOP" not in page.main


def test_a_shop_leads_to_its_products_with_packs_and_prices(browser: Browser):
    shop = browser.open(SHOP)
    assert shop.texts("h1") == [world.NAME_A]
    page = browser.open(shop.link("Vải thiều Lục Ngạn"))
    assert page.path == PRODUCT
    assert page.texts("tbody tr") == ["Hộp 2 kg 2 kg 70.000 đ", "Thùng 10 kg 10 kg 300.000 đ"]
    browser.open(f"/shop/{world.COOPERATIVE_B}/{world.PRODUCT_A}", status=404)
    browser.open("/shop/khong-co", status=404)


def test_what_waits_for_review_is_not_public_but_a_printed_code_still_resolves(
    app: Flask, browser: Browser, as_officer: Browser
):
    add_photo(app, as_officer)
    picture = browser.open(PRODUCT).soup.select_one("main img")["src"]
    edit = as_officer.open(f"/products/{world.PRODUCT_A}/edit")
    as_officer.submit(
        edit, "Lưu", description="Chữa bách bệnh, chưa ai xem qua. " * 5, lands="/products/"
    )
    browser.open(PRODUCT, status=404)
    assert browser.client.get(picture).status_code == 404
    assert "Vải thiều Lục Ngạn" not in browser.open(SHOP).main
    page = scanned(app, browser)
    assert world.LOT_A in page.main
    assert "bách bệnh" not in page.text

    def withdraw(lot: Lot) -> None:
        lot.product.cooperative.state = "submitted"

    change(app, withdraw)
    browser.open(SHOP, status=404)
    assert scanned(app, browser).texts("main a") == ["Phản ánh sản phẩm"]


def test_photos_come_small_for_phones_and_are_kept_by_the_browser(
    app: Flask, browser: Browser, as_officer: Browser
):
    add_photo(app, as_officer)
    image = scanned(app, browser).soup.select_one("main img")
    small = browser.client.get(image["src"])
    assert Image.open(io.BytesIO(small.data)).size == (480, 360)
    assert small.headers["Cache-Control"] == "public, max-age=3600"
    again = browser.client.get(image["src"], headers={"If-None-Match": small.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    whole = browser.client.get(image["src"].partition("?")[0])
    assert Image.open(io.BytesIO(whole.data)).size == (1600, 1200)


def test_a_first_visit_weighs_less_than_100_kb(app: Flask, browser: Browser, as_officer: Browser):
    add_photo(app, as_officer)
    for path in (f"/t/{token(app)}", SHOP, PRODUCT):
        page = browser.open(path)
        assert page.soup.find("script", src=True) is None
        parts = [tag["href"] for tag in page.soup.select("link[href]")]
        parts += [tag["src"] for tag in page.soup.select("img[src]")]
        assert sum(weight(browser, part) for part in {path, *parts}) <= 100_000


def test_pages_may_be_kept_a_minute_and_carry_nothing_of_the_visitor(
    app: Flask, browser: Browser, as_officer: Browser
):
    for path in (f"/t/{token(app)}", SHOP, PRODUCT):
        reply = browser.client.get(path)
        assert reply.headers["Cache-Control"].startswith("public, max-age=60")
        assert "Set-Cookie" not in reply.headers
        assert "Cookie" in reply.headers["Vary"]
        assert "csrf" not in reply.get_data(as_text=True)
        assert as_officer.client.get(path).headers["Cache-Control"] == "no-store"


def test_the_address_or_the_visitor_chooses_the_language(app: Flask, browser: Browser):
    page = scanned(app, browser)
    assert page.soup.html["lang"] == "vi"
    asked = browser.open(f"{page.path}?lang=en")
    assert asked.soup.html["lang"] == "en"
    kept = [tag["href"] for tag in asked.soup.select("main a")]
    assert kept
    assert all(address.endswith("lang=en") for address in kept)
    assert scanned(app, browser).soup.html["lang"] == "vi"
    switched = browser.open(page.link("English"), status=302)
    assert switched.response.headers["Location"] == page.path
    for path in (page.path, SHOP, PRODUCT, f"{SHOP}?lang=xx"):
        english = browser.client.get(path)
        assert b'<html lang="en">' in english.data
        assert english.headers["Cache-Control"].startswith("public, max-age=60")
        assert "Set-Cookie" not in english.headers
    again = browser.open(browser.open(SHOP).link("Tiếng Việt"), status=302)
    assert browser.open(again.response.headers["Location"]).soup.html["lang"] == "vi"


def test_who_is_signed_in_switches_for_good_on_a_public_page_too(app: Flask, as_manager: Browser):
    english = as_manager.submit(as_manager.open(SHOP), "English", lands=SHOP)
    assert english.soup.html["lang"] == "en"
    assert as_manager.open("/products/").soup.html["lang"] == "en"


def test_who_tries_many_codes_is_slowed_down(tmp_path: Path, sqlite_template: Path):
    application = create_app(settings.Testing(tmp_path, RATELIMIT_ENABLED=True))
    client = application.test_client()
    answers = [client.get(f"/t/{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
    assert int(client.get("/t/again").headers["Retry-After"]) > 0


def test_a_cooperative_that_was_never_approved_has_no_shop(app: Flask, browser: Browser):
    with app.app_context(), writing():
        row = db.session.scalars(sa.select(Cooperative).where(Cooperative.code == "HTX-B")).one()
        row.state = "draft"
        db.session.commit()
    for path in (f"/shop/{world.COOPERATIVE_B}", f"/shop/{world.COOPERATIVE_B}/{world.PRODUCT_B}"):
        assert "Mỳ Chũ" not in browser.open(path, status=404).text


def open_elsewhere(app: Flask, **shops: dict[str, object]) -> None:
    """Give the first cooperative storefronts, by name."""
    with app.app_context(), writing():
        row = db.session.scalars(sa.select(Cooperative).where(Cooperative.code == "HTX-A")).one()
        for name, told in shops.items():
            storefronts.save(SYSTEM, row, storefronts.StorefrontData(name=name, **told))
        db.session.commit()


def test_a_product_leads_to_where_it_can_be_bought(app: Flask, browser: Browser):
    page = browser.open(PRODUCT)
    assert page.link(f"Xem gian hàng của {world.NAME_A}") == SHOP
    yesterday = world.TODAY - timedelta(days=1)
    open_elsewhere(
        app,
        Vải={"channel_key": "shopee", "url": "https://shopee.vn/vai"},
        Cũ={"channel_key": "shopee", "url": "https://shopee.vn/cu", "closed_on": yesterday},
        Sen={"channel_key": "sendo", "url": "https://sendo.vn/sen"},
    )
    page = browser.open(PRODUCT)
    assert page.link("Vải trên Shopee") == "https://shopee.vn/vai"
    assert page.texts("ul.ways li") == ["Vải trên Shopee"], "one has closed, and so has Sendo"


def test_every_public_page_leads_to_help_and_privacy(app: Flask, browser: Browser):
    for path in (f"/t/{token(app)}", SHOP, PRODUCT, "/shop"):
        page = browser.open(f"{path}?lang=en")
        for words in ("Help", "Privacy"):
            assert page.link(words).endswith("?lang=en")
    browser.open(browser.open(SHOP).link("Quyền riêng tư"))


def test_drawings_are_called_so_once_or_one_by_one(app: Flask, browser: Browser):
    def show(lot: Lot) -> None:
        goods = [lot.product, world.product(lot.product.cooperative, "MAT-A", "Mật ong")]
        for row in goods:
            photo = ProductPhoto(
                storage_key="0" * 64, file_name="a.png", media_type="image/png", width_px=9
            )
            photo.height_px, photo.is_drawing, photo.position = 9, True, 1
            row.photos.append(photo)

    def take_one(lot: Lot) -> None:
        lot.product.photos[0].is_drawing = False

    once = "Hình sản phẩm ở trang này là tranh minh họa."
    for path in ("/shop", SHOP):
        assert "minh họa" not in browser.open(path).main
    change(app, show)
    for path in ("/shop", SHOP):
        page = browser.open(path)
        assert once in page.main
        assert page.main.count("tranh minh họa") == 1
    change(app, take_one)
    for path in ("/shop", SHOP):
        page = browser.open(path)
        assert once not in page.main
        assert page.texts(".goods .soft") == ["tranh minh họa"]


def test_search_engines_read_price_and_stock_of_the_products_page(
    app: Flask, browser: Browser, as_officer: Browser
):
    assert browser.open(PRODUCT).soup.find("script") is None
    add_photo(app, as_officer)
    block = browser.open(PRODUCT).soup.find("script", type="application/ld+json")
    assert block is not None
    packs = json.loads(block.string)["@graph"]
    assert [(pack["size"], pack["offers"]["price"]) for pack in packs] == [
        ("Hộp 2 kg", 70_000),
        ("Thùng 10 kg", 300_000),
    ]
    assert all(pack["offers"]["url"].endswith(PRODUCT) for pack in packs)
