"""Marketplaces: what is known of each, what is missing, and files made through the page."""

import io
import zipfile
from pathlib import Path

import openpyxl
from flask import Flask
from PIL import Image

from shop_onboard.exports.registry import all_marketplaces
from tests import world
from tests.pages import Browser
from tests.web.work import finished

DRAWING = Path(__file__).parents[2] / "samples" / "drawings" / "vai-thieu.png"


def with_photo(person: Browser) -> Browser:
    """The manager's product has a picture, as every marketplace wants."""
    page = person.open(f"/products/{world.PRODUCT_A}")
    files = {"photo": (DRAWING.read_bytes(), "vải.png")}
    person.submit(page, "Gửi ảnh", files=files, lands="/products/")
    return person


def test_every_marketplace_has_a_page_with_its_source_and_how_sure_it_is(as_volunteer: Browser):
    index = as_volunteer.open("/marketplaces/")
    for marketplace in all_marketplaces():
        page = as_volunteer.open(index.link(marketplace.name))
        assert page.texts("h1") == [marketplace.name]
        assert str(marketplace.status) in page.main
        assert str(marketplace.source) in page.main
        assert "Điều đã biết và chưa biết" in page.main


def test_marketplaces_that_ended_say_since_when(as_volunteer: Browser):
    page = as_volunteer.open("/marketplaces/")
    assert "Sendo – đã dừng ngày 15/04/2025" in page.main
    assert "Vỏ Sò – được cho là đã dừng" in page.main
    assert "trong năm 2023" in page.main


def test_sendo_says_that_it_is_closed(as_manager: Browser):
    page = as_manager.open("/marketplaces/sendo")
    assert "sàn đã đóng ngày 15/04/2025" in page.main
    assert "Lưu trữ, sàn không còn nhận" in page.main


def test_what_is_missing_is_said_with_a_way_to_mend_it(as_manager: Browser):
    page = as_manager.open("/marketplaces/sendo")
    assert "Hãy thêm ít nhất một ảnh sản phẩm." in page.main
    assert page.link("Hãy thêm ít nhất một ảnh sản phẩm.").endswith("#photo")
    assert page.link("Bổ sung thông tin").endswith("#photo")
    with_photo(as_manager)
    page = as_manager.open("/marketplaces/sendo")
    assert "✓ Hộp 2 kg" in page.main
    assert "Bổ sung thông tin" not in page.main


def test_the_files_of_every_marketplace_are_made_through_its_page(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    made = {}
    for marketplace in all_marketplaces():
        page = as_manager.open(f"/marketplaces/{marketplace.key}")
        job = as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
        assert "đang chờ" in job.main
        done = finished(app, as_manager, job)
        assert "đã xong" in done.main, done.main
        reply = as_manager.download(f"{job.path}/file")
        made[marketplace.key] = zipfile.ZipFile(io.BytesIO(reply.get_data()))
    assert "GHI-CHU.txt" in made["sendo"].namelist()
    assert "Vải thiều Lục Ngạn" in made["google"].read("google.tsv").decode()
    sheet = made["postmart"].read("phieu-thong-tin-dang-ban.xlsx")
    texts = [
        str(cell) for page in openpyxl.load_workbook(io.BytesIO(sheet)) for row in page.values
        for cell in row
    ]  # fmt: skip
    assert any("Vải thiều Lục Ngạn" in text for text in texts)
    photos = [name for name in made["postmart"].namelist() if name.startswith("anh-san-pham/")]
    assert not any(name.endswith(".zip") for name in made["postmart"].namelist())
    with Image.open(made["postmart"].open(photos[0])) as picture:
        assert picture.width > 100


def test_products_that_lack_something_are_named_and_make_no_file(app: Flask, as_manager: Browser):
    page = as_manager.open("/marketplaces/sendo")
    job = as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
    done = finished(app, as_manager, job)
    assert "Chưa có sản phẩm nào đủ thông tin" in done.main
    assert "Vải thiều Lục Ngạn – Hộp 2 kg : Hãy thêm ít nhất một ảnh sản phẩm." in done.main
    assert "Tải về" not in done.main


def test_clicking_twice_asks_for_the_files_once(as_manager: Browser):
    page = as_manager.open("/marketplaces/google")
    first = as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
    assert as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/").path == first.path


def test_files_are_made_of_ones_own_cooperatives_alone(
    as_manager: Browser, as_manager_b: Browser, as_admin: Browser
):
    page = as_manager_b.open("/marketplaces/postmart")
    assert page.texts("#cooperative option") == [world.NAME_B]
    assert "Vải thiều" not in page.main
    refused = as_manager_b.submit(page, "Tạo tệp đăng sàn", cooperative=world.COOPERATIVE_A)
    assert refused.error_beside("cooperative")
    assert "Tạo tệp đăng sàn" not in as_admin.open("/marketplaces/postmart").main
    assert as_admin.client.post("/marketplaces/postmart/files").status_code == 403


def test_an_unknown_marketplace_is_not_found(as_volunteer: Browser):
    page = as_volunteer.open("/marketplaces/khong-co", status=404)
    assert "Lên Sàn chưa biết sàn này" in page.main
