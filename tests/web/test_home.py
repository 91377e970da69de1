"""The first page: short and true for strangers, a desk for each role."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from tests import world
from tests.pages import Browser
from tests.web.registering import drafted


def sell_a_sample(app: Flask) -> None:
    """Turn everything of the small world into a sample."""
    with app.app_context(), writing():
        for model in (Cooperative, Product, Lot, Sale, Campaign):
            db.session.execute(sa.update(model).values(is_sample=True))
        db.session.commit()


def end_the_programme(app: Flask) -> None:
    """The programme ended a week ago, and a newspaper wrote of it."""
    with app.app_context(), writing():
        campaign = db.session.scalars(sa.select(Campaign)).one()
        campaign.ends_on = world.TODAY - timedelta(days=2)
        db.session.add(
            PublishedFigure(
                campaign_id=campaign.id,
                scope="Tiêu thụ",
                value=1,
                unit="tấn",
                qualifier="exactly",
                source="Báo",
                published_on=campaign.ends_on,
            )
        )
        db.session.commit()


def test_a_stranger_learns_what_this_is_and_where_to_go(browser: Browser):
    page = browser.open("/")
    assert page.texts("h1")[0].startswith("Lên Sàn")
    assert "sàn thương mại điện tử" in page.texts("h1")[0]
    assert page.link("Đăng nhập") == "/login"
    assert page.link("Lên sàn thử") == f"/board/{world.CAMPAIGN}"
    assert "Quét thử một tem" not in page.main, "no sample lot, no link to its label"
    assert "không phải trang của Tỉnh đoàn nào hay của sàn nào" in page.main
    assert world.NAME_A not in page.text
    for words in ("Đăng ký tham gia", "Hợp tác xã và sản phẩm"):
        browser.open(page.link(words))


def test_words_typed_on_the_first_page_find_shops(browser: Browser):
    found = browser.submit(browser.open("/"), "Tìm", q="mi chu")
    assert found.texts(".seller h2") == []
    found = browser.submit(browser.open("/"), "Tìm", q="my chu")
    assert found.texts(".seller h2") == [world.NAME_B]


def test_figures_are_counted_by_programme(app: Flask, browser: Browser):
    end_the_programme(app)
    page = browser.open("/")
    assert page.texts(".season li") == ["2 HTX, mô hình", "1 gian hàng", "1 sàn", "800 kg đã bán"]
    assert page.main.count("Lên sàn thử") == 1


def test_a_sample_label_can_be_scanned_off_the_screen_and_opened(app: Flask, browser: Browser):
    sell_a_sample(app)
    page = browser.open("/")
    label = page.link("Mở trang của tem này")
    assert world.LOT_A in browser.open(label).main or world.LOT_B in browser.open(label).main
    modules = page.soup.select_one("#scan svg").find_all("path")[1]["d"]
    with app.app_context():
        assert modules in qr_svg(f"http://localhost{label}")
    assert "DỮ LIỆU MẪU – minh họa" in page.texts("#scan")[0]
    assert "DỮ LIỆU MẪU – minh họa" in page.texts("#results h3")[0]
    assert "HOST=0.0.0.0" in page.texts("#scan details")[0], "localhost is this machine only"


def test_how_to_start_the_site_is_told_at_its_machine_alone(app: Flask, browser: Browser):
    sell_a_sample(app)
    assert "HOST=0.0.0.0" in browser.client.get("/").text
    for address in ("192.168.1.9", "203.0.113.9"):
        visit = browser.client.get("/", environ_base={"REMOTE_ADDR": address})
        assert "HOST=0.0.0.0" not in visit.text
    assert "HOST=0.0.0.0" not in browser.client.get("/", base_url="http://192.168.1.9").text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_first_visit_weighs_less_than_100_kb(app: Flask, browser: Browser, lang: str):
    sell_a_sample(app)
    end_the_programme(app)
    page = browser.open(f"/?lang={lang}")
    pictures = [tag["src"] for tag in page.soup.select("main img")]
    parts = [tag["href"] for tag in page.soup.select("link[href]")]
    parts += [tag["src"] for tag in page.soup.select("[src]")]
    assert sum("images/home/" in src for src in pictures) == 4
    sizes = {path: weight(browser, path) for path in {page.path, *parts}}
    assert sum(sizes.values()) <= 100_000, sizes
    for tag in page.soup.select("main img"):
        assert tag["loading"] == "lazy"
        assert tag["width"]
        assert tag["height"]
    for path in pictures:
        assert sizes[path] <= 18_000


def weight(browser: Browser, path: str) -> int:
    headers = {"Accept-Encoding": "gzip"}
    with browser.client.get(path, headers=headers) as reply:
        assert reply.status_code == 200, path
        return len(reply.data)


def test_a_volunteer_sees_unfinished_records_and_the_next_step(
    app: Flask, as_volunteer: Browser, as_officer: Browser
):
    assert "Không còn bản nháp nào" in as_volunteer.open("/").main
    shown = as_volunteer.open(drafted(app))
    desk = as_volunteer.open("/")
    assert "Hợp tác xã Cam Đồng Cốc bản nháp" in desk.main
    assert "Thêm sản phẩm đầu tiên" in desk.main
    as_volunteer.submit(shown, "Gửi để duyệt", lands="/cooperatives/")
    assert "1 hợp tác xã chờ duyệt" in as_officer.open("/").main
    as_officer.submit(
        as_officer.open(shown.path), "Trả lại", note="Thiếu số nhà", lands="/cooperatives/"
    )
    assert "Sửa theo ghi chú: Thiếu số nhà" in as_volunteer.open("/").main


def test_a_manager_sees_what_is_missing_and_what_was_sold(as_manager: Browser):
    page = as_manager.open("/")
    assert "Vải thiều Lục Ngạn đã duyệt chưa có ảnh" in page.main
    assert "mô tả chưa đủ" not in page.main
    assert world.NAME_B not in page.text
    assert "Mỳ Chũ" not in page.main
    sold_this_year = "500 kg" if (world.TODAY.timetuple().tm_yday > 3) else "chưa ghi"
    assert sold_this_year in page.main
    as_manager.submit(
        as_manager.open("/products/new"),
        "Lưu",
        lands="/products/",
        name="Vải sấy",
        description="Ngon.",
        packs__0__label="Túi",
        packs__0__net_mass_g="500 g",
        packs__0__price_vnd="90.000",
    )
    page = as_manager.open("/")
    for words in ("chưa gửi duyệt", "mô tả chưa đủ 100 ký tự", "chưa ghi tồn kho"):
        assert words in page.main


def test_officers_see_what_waits_and_how_programmes_stand(
    as_province: Browser, as_officer: Browser, as_foreigner: Browser
):
    for person, count, mass in (
        (as_province, 2, "0,8 tấn · 40%"),
        (as_officer, 1, "0,5 tấn · 25%"),
    ):
        page = person.open("/")
        assert f"{count} lần bán chưa đối chiếu" in page.main
        assert mass in page.main
        assert "Chỉ tiêu 2 tấn" in page.main
    foreign = as_foreigner.open("/").main
    assert "0 lần bán chưa đối chiếu" in foreign
    assert "không có chương trình nào đang chạy" in foreign, "it is another province's"


def test_an_administrator_sees_backups_jobs_and_the_database(
    as_admin: Browser, as_province: Browser, database_kind: str
):
    page = as_admin.open("/")
    assert "chưa lần nào" in page.main
    assert {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database_kind] in page.main
    assert "Chưa có việc nào" in page.main
    path = f"/campaigns/{world.CAMPAIGN}"
    as_province.submit(as_province.open(path), "Báo cáo PDF", lands="/jobs/")
    assert "1 đang chờ" in as_admin.open("/").main
