"""Storefronts counted, looked after and opened."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.links import LinkChecker
from shop_onboard.models.listings import LinkCheck, Storefront
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, storefronts
from shop_onboard.services import storefronts as services
from shop_onboard.services.storefronts import StorefrontData
from tests import world
from tests.gateways.test_links import LOOPBACK, serving
from tests.pages import Browser
from tests.web.work import finished

LONG_AGO = world.TODAY - timedelta(days=200)


def opened(app: Flask, *shops: StorefrontData, of: str = world.COOPERATIVE_A) -> None:
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, of)
        for shop in shops:
            services.save(SYSTEM, owner, shop)
        db.session.commit()


def test_a_union_reads_how_many_shops_there_are_on_how_many_marketplaces(
    app: Flask, as_province: Browser, as_officer_b: Browser
):
    closed = StorefrontData("shopee", "Gian cũ", opened_on=LONG_AGO, closed_on=world.TODAY)
    of_the_past = StorefrontData("sendo", "Gian Sendo")
    opened(app, StorefrontData("shopee", "Gian A"), closed, of_the_past)
    opened(app, StorefrontData("facebook", "Trang A"))
    opened(app, StorefrontData("shopee", "Gian B"), of=world.COOPERATIVE_B)
    page = as_province.open("/listings/")
    assert "3 gian hàng trên 2 sàn" in page.main
    assert "Shopee : 2 của 2 HTX" in page.main
    assert "Không tính 1 gian trên mạng xã hội" in page.main
    assert "Không tính 2 gian đã đóng hoặc ở sàn đã dừng" in page.main
    assert "trong phần Cán Bộ Tỉnh phụ trách" in page.main
    assert "1 gian hàng trên 1 sàn" in as_officer_b.open("/listings/").main


def test_open_shops_come_first_and_are_found_by_themselves(app: Flask, as_manager: Browser):
    opened(
        app,
        StorefrontData("lazada", "Gian đã đóng", opened_on=LONG_AGO, closed_on=world.TODAY),
        StorefrontData("sendo", "Gian ở sàn đã dừng"),
        StorefrontData("tiktok", "Gian TikTok"),
    )
    shown = "#storefronts ~ .cards h3"
    every = as_manager.open("/listings/")
    assert every.texts(shown) == [
        "Vải Giáp Sơn",
        "Gian TikTok",
        "Gian đã đóng",
        "Gian ở sàn đã dừng",
    ]
    closed = next(card for card in every.texts("#storefronts ~ .cards li") if "đã đóng" in card)
    assert "Bước tiếp theo" not in closed
    assert as_manager.open("/listings/?state=open").texts(shown) == every.texts(shown)[:2]
    assert as_manager.open("/listings/?state=closed").texts(shown) == every.texts(shown)[2:]
    assert as_manager.open("/listings/?state=khong-co").texts(shown) == every.texts(shown)


def test_sample_shops_are_counted_by_themselves(app: Flask, as_manager: Browser):
    opened(app, StorefrontData("shopee", "Gian mẫu"))
    with app.app_context(), writing():
        db.session.execute(
            sa.update(Storefront).where(Storefront.name == "Gian mẫu").values(is_sample=True)
        )
        db.session.commit()
    page = as_manager.open("/listings/")
    assert page.main.count("1 gian hàng trên 1 sàn") == 2
    assert "2 gian hàng" not in page.texts(".lead")


def test_shops_where_nothing_happened_for_long_are_named_and_found(
    app: Flask, as_manager: Browser, as_admin: Browser
):
    opened(
        app,
        StorefrontData("shopee", "Gian im", opened_on=LONG_AGO),
        StorefrontData("tiktok", "Gian mới", opened_on=world.TODAY - timedelta(days=9)),
        StorefrontData("lazada", "Gian đã đóng", opened_on=LONG_AGO, closed_on=world.TODAY),
        StorefrontData("sendo", "Gian ở sàn đã dừng"),
    )
    found = as_manager.open("/listings/?dormant=1")
    assert found.texts("#storefronts ~ .cards h3") == ["Gian im"]
    assert "gian hàng lâu chưa hoạt động" in found.main
    assert "chưa ghi lần bán nào" in found.main
    assert "60 ngày" in found.main
    page = as_admin.open(as_admin.open("/listings/").link("Đổi số ngày"))
    assert as_admin.submit(page, "Lưu", number="3").error_beside("number")
    changed = as_admin.submit(page, "Lưu", number="365", lands="/listings/")
    assert "365 ngày" in changed.main
    assert "Không có gian hàng nào khớp" in as_manager.open("/listings/?dormant=1").main


def test_a_sale_a_file_or_a_state_wakes_a_shop(app: Flask, as_manager: Browser):
    # World's own shop on Postmart sold three days ago.
    opened(app, StorefrontData("postmart", "Vải Giáp Sơn", opened_on=LONG_AGO))
    assert "Không có gian hàng nào khớp" in as_manager.open("/listings/?dormant=1").main
    opened(app, StorefrontData("shopee", "Gian im", opened_on=LONG_AGO))
    page = as_manager.open("/listings/states/?marketplace=shopee")
    box = page.soup.select_one("input[type=checkbox]")["name"]
    as_manager.submit(page, "Đổi trạng thái", state="live", **{box: "y"}, lands="/listings/states/")
    assert "Không có gian hàng nào khớp" in as_manager.open("/listings/?dormant=1").main


def test_two_administrators_do_not_overwrite_each_other(app: Flask, as_admin: Browser):
    page = as_admin.open("/admin/settings/dormant_days")
    as_admin.submit(page, "Lưu", number="90", lands="/listings/")
    conflict = as_admin.submit(page, "Lưu", number="120", status=409)
    assert "90" in conflict.main
    as_admin.open("/admin/settings/khong-co", status=404)


def test_an_address_is_opened_on_request_and_the_answer_kept(app: Flask, as_manager: Browser):
    answers = {"/htx": b"HTTP/1.1 200 OK\r\n\r\n", "/cu": b"HTTP/1.1 404 X\r\n\r\n"}
    answers["/may"] = b"HTTP/1.1 403 X\r\n\r\n"
    with serving(answers) as server:
        app.extensions["links"] = LinkChecker(
            lambda _host, _port: [LOOPBACK], lambda _address, port: port == server.port
        )
        shops = {"Gian mở": "/htx", "Gian mất": "/cu", "Gian chặn": "/may"}
        opened(app, *(StorefrontData("shopee", n, server.url(p)) for n, p in shops.items()))
        page = as_manager.open("/listings/")
        job = as_manager.submit(page, "Kiểm tra mọi đường dẫn", lands="/jobs/")
        done = finished(app, as_manager, job)
        assert "Đã mở 3 đường dẫn" in done.main
        assert "Đường dẫn không mở được: 1" in done.main
        assert as_manager.open(done.link("Xem các gian hàng")).path == "/listings/"
    page = as_manager.open("/listings/")
    cards = {card.split(" ")[1]: card for card in page.texts("#storefronts ~ .cards li")}
    assert "Đường dẫn: mở được" in cards["mở"]
    assert "Đường dẫn: không tìm thấy" in cards["mất"]
    assert "Bước tiếp theo: Đường dẫn không mở được" in cards["mất"]
    assert "Đường dẫn không mở được" not in cards["mở"]
    assert "sàn chặn máy" in cards["chặn"]
    assert "Đường dẫn:" not in cards["Giáp"]


def test_a_changed_address_forgets_what_the_old_one_answered(app: Flask, as_manager: Browser):
    opened(app, StorefrontData("shopee", "Gian", "https://shop.example/a"))
    # An address of our own network is not opened: told, not tried.
    app.extensions["links"] = LinkChecker(lambda _host, _port: ["10.0.0.1"])
    page = as_manager.open("/listings/?channel=shopee")
    job = as_manager.submit(page, "Kiểm tra đường dẫn", lands="/jobs/")
    finished(app, as_manager, job)
    assert "không phải địa chỉ công khai" in as_manager.open("/listings/").main
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(LinkCheck)) == 1
    edit = as_manager.open(as_manager.open("/listings/?channel=shopee").link("Sửa"))
    as_manager.submit(edit, "Lưu", url="https://shop.example/b", lands="/listings/")
    assert "Đường dẫn:" not in as_manager.open("/listings/").main


def test_only_ones_own_addresses_are_opened(app: Flask, as_manager: Browser, as_foreigner: Browser):
    opened(app, StorefrontData("shopee", "Gian", "https://shop.example/a"))
    token = as_foreigner.open("/listings/").soup.find("input", {"name": "csrf_token"})["value"]
    edit = as_manager.open("/listings/?channel=shopee").link("Sửa")
    answer = as_foreigner.client.post(
        edit.replace("/edit", "/check-link"), data={"csrf_token": token}
    )
    assert answer.status_code == 404
    with app.app_context():
        actor = SYSTEM
        assert storefronts.count_to_check(actor, None) == 1
