"""Everybody finds cooperatives and what they sell, and nothing personal."""

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.queries import organisations
from tests import world
from tests.pages import Browser
from tests.web.test_shops import PERSONAL, add_photo


def change(app: Flask, model: type, code: str, **columns: object) -> None:
    with app.app_context(), writing():
        db.session.execute(sa.update(model).where(model.code == code).values(**columns))
        db.session.commit()


def sellers(browser: Browser, query: str = "") -> list[str]:
    return browser.open(f"/shop{query}").texts(".seller h2")


def goods(browser: Browser, query: str = "") -> list[str]:
    return browser.open(f"/shop{query}").texts(".goods h3")


def test_shops_stand_with_what_they_sell_and_lead_there(browser: Browser):
    page = browser.open("/shop")
    assert page.texts(".seller h2") == [world.NAME_A, world.NAME_B]
    assert "Hộp 2 kg: 70.000 đ" in page.main
    assert "2 nơi bán" in page.main
    assert browser.open(page.link(world.NAME_A)).texts("h1") == [world.NAME_A]
    product = browser.open(page.link("Vải thiều Lục Ngạn"))
    assert product.path == f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}"


def test_nothing_personal_is_in_the_list(browser: Browser):
    source = browser.client.get("/shop").get_data(as_text=True)
    assert [word for word in PERSONAL if word in source] == []


def test_words_are_found_without_marks(browser: Browser):
    assert goods(browser, "?q=MY+CHU") == ["Mỳ Chũ Nam Dương"]
    assert sellers(browser, "?q=giap+son") == [world.NAME_A]
    assert sellers(browser, "?q=vai+thieu+luc") == [world.NAME_A]
    assert sellers(browser, "?q=%25") == []
    page = browser.open("/shop?q=khong+co+dau")
    assert "Không tìm thấy nơi nào khớp" in page.main
    assert page.link("Xem tất cả") == "/shop"


def test_a_shop_found_by_its_product_shows_that_product_alone(app: Flask, browser: Browser):
    with app.app_context(), writing():
        a = db.session.scalars(sa.select(Cooperative).where(Cooperative.code == "HTX-A")).one()
        world.product(a, "MAT-A", "Mật ong hoa vải")
        db.session.commit()
    assert goods(browser, "?q=mat+ong") == ["Mật ong hoa vải"]
    assert goods(browser, "?q=giap+son") == ["Mật ong hoa vải", "Vải thiều Lục Ngạn"]


def test_the_list_is_narrowed_by_commune_and_group(app: Flask, browser: Browser):
    change(app, Product, world.PRODUCT_B, ocop_set=3)
    page = browser.open("/shop")
    names = page.texts("#commune option")
    assert names == ["tất cả", "xã Lục Ngạn", "xã Nam Dương"]
    assert page.texts("#group option")[1:] == [
        "Rau, củ, quả, hạt tươi",
        "Gạo, ngũ cốc, hạt sơ chế khác",
    ]
    found = browser.submit(page, "Tìm", commune="07603")
    assert found.texts(".seller h2") == [world.NAME_B]
    found = browser.submit(page, "Tìm", group="1")
    assert found.texts(".seller h2") == [world.NAME_A]
    assert sellers(browser, "?commune=07603&group=1") == []
    assert sellers(browser, "?group=99&page=x") == [world.NAME_A, world.NAME_B]


def test_what_waits_for_review_is_not_shown(app: Flask, browser: Browser):
    change(app, Product, world.PRODUCT_A, state="submitted")
    page = browser.open("/shop")
    assert page.texts(".goods h3") == ["Mỳ Chũ Nam Dương"]
    assert "Chưa có sản phẩm nào được giới thiệu ở đây" in page.main
    change(app, Cooperative, world.COOPERATIVE_A, state="submitted")
    assert sellers(browser) == [world.NAME_B]
    assert browser.open("/shop").texts("#commune option")[1:] == ["xã Nam Dương"]


def test_an_empty_list_tells_what_to_do(app: Flask, browser: Browser):
    for code in (world.COOPERATIVE_A, world.COOPERATIVE_B):
        change(app, Cooperative, code, state="draft")
    page = browser.open("/shop")
    assert page.link("Đăng ký tham gia") == "/join"


def test_samples_come_last_with_their_mark_and_are_counted_apart(app: Flask, browser: Browser):
    change(app, Cooperative, world.COOPERATIVE_A, is_sample=True)
    page = browser.open("/shop")
    assert page.texts(".seller h2") == [world.NAME_B, world.NAME_A]
    assert "1 nơi bán · 1 nơi bán mẫu" in page.main
    first, last = page.texts(".seller")
    assert "DỮ LIỆU MẪU" not in first
    assert "DỮ LIỆU MẪU" in last


def test_a_long_list_has_pages_that_keep_what_was_asked(app: Flask, browser: Browser):
    with app.app_context(), writing():
        union = organisations.required("DX-A")
        for number in range(9):
            world.cooperative(
                f"C{number}", f"Cam {number}", union, "07582", f"+845100001{number:02}"
            )
        a = db.session.scalars(sa.select(Cooperative).where(Cooperative.code == "HTX-A")).one()
        for number in range(5):
            world.product(a, f"P{number}", f"Vải {number}")
        db.session.commit()
    page = browser.open("/shop?q=cam")
    assert len(page.texts(".seller")) == 8
    assert browser.open(page.link("Sau →")).texts(".seller h2") == ["Cam 8"]
    page = browser.open("/shop?q=giap+son")
    assert len(page.texts(".goods li")) == 4
    assert page.link("Xem cả 6 sản phẩm") == f"/shop/{world.COOPERATIVE_A}"


def test_the_language_is_switched_without_losing_the_words(browser: Browser):
    page = browser.open("/shop?q=my+chu&lang=en")
    assert page.soup.html["lang"] == "en"
    assert page.soup.find(id="q")["value"] == "my chu"
    assert page.texts(".seller h2") == [world.NAME_B]
    assert "lang=en" in page.link(world.NAME_B)


def test_pictures_in_the_list_are_small_and_made_once(
    app: Flask, browser: Browser, as_officer: Browser
):
    add_photo(app, as_officer)
    image = browser.open("/shop").soup.select_one(".goods img")
    assert image["loading"] == "lazy"
    first = browser.client.get(image["src"])
    assert first.mimetype == "image/webp"
    assert len(first.data) <= 12_000
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert len(app.extensions["thumbnails"]) == 1
    assert browser.client.get(image["src"]).data == first.data
    change(app, Product, world.PRODUCT_A, state="submitted")
    assert browser.client.get(image["src"]).status_code == 404
