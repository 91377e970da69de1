"""Files for marketplaces that are kept: what was in them, again, and what changed since."""

import hashlib
import io
import logging
import zipfile

import pytest
from flask import Flask

from tests import world
from tests.pages import Browser, Page
from tests.web.test_marketplaces import DRAWING, with_photo
from tests.web.work import finished

NEW = f"/listings/exports/new?marketplace=postmart&cooperative={world.COOPERATIVE_A}"


def made(app: Flask, person: Browser, scope: str = "all", **typed: str) -> Page:
    """The job's page after a file was asked for."""
    page = person.open(NEW)
    job = person.submit(page, "Tạo tệp đăng sàn", scope=scope, **typed, lands="/jobs/")
    return finished(app, person, job)


def test_a_file_is_kept_with_who_made_it_what_it_held_and_its_hash(
    app: Flask, as_manager: Browser, as_province: Browser
):
    with_photo(as_manager)
    done = made(app, as_manager)
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    first = as_manager.download(f"{done.path}/file").get_data()
    again = as_manager.download(kept.link("Tải lại postmart-htx-a.zip")).get_data()
    assert first == again
    assert hashlib.sha256(again).hexdigest() in kept.main
    assert "Người tạo Chủ Nhiệm Giáp Sơn" in kept.main
    assert "mọi sản phẩm đủ thông tin" in kept.main
    assert "Trong tệp: 2 quy cách" in kept.main
    assert "Vải thiều Lục Ngạn – Hộp 2 kg" in kept.main
    assert "70.000 đ" in kept.main
    listed = as_province.open("/listings/exports/")
    assert listed.texts(".cards h2")
    assert "Đoàn xã Lục Ngạn" in listed.main
    assert as_province.open("/listings/exports/?q=luc+ngan&marketplace=postmart").texts(".cards h2")
    assert "Không có tệp nào khớp" in as_province.open("/listings/exports/?q=nam+duong").main


def test_the_same_goods_make_the_same_file_byte_for_byte(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    first, second = made(app, as_manager), made(app, as_manager)
    assert first.path != second.path
    files = [as_manager.download(f"{page.path}/file").get_data() for page in (first, second)]
    assert files[0] == files[1]
    assert len(as_manager.open("/listings/exports/").texts(".cards h2")) == 2


def test_what_changed_is_said_field_by_field_and_sent_alone(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    assert "nên mọi thứ đều mới" in as_manager.open(NEW).main
    kept = as_manager.open(made(app, as_manager).link("Xem trong tệp có gì"))
    assert "Chưa có gì đổi từ lần trước" in as_manager.open(kept.path).main
    refused = as_manager.submit(as_manager.open(NEW), "Tạo tệp đăng sàn", scope="changes")
    assert "Không có gì mới hay đổi" in refused.main
    edit = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(edit, "Lưu", packs__0__price_vnd="75.000", lands="/products/")
    page = as_manager.open(NEW)
    # A product that was changed waits for its review, and so is off the list meanwhile.
    assert "Không còn: 2 quy cách" in page.main
    assert "Chưa có sản phẩm đã duyệt nào đang bán" in page.main


def test_a_changed_price_goes_out_by_itself(app: Flask, as_manager: Browser, as_officer: Browser):
    with_photo(as_manager)
    made(app, as_manager)
    edit = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(edit, "Lưu", packs__0__price_vnd="75.000", lands="/products/")
    waiting = as_officer.open(f"/products/{world.PRODUCT_A}")
    as_officer.submit(waiting, "Duyệt", lands="/products/")
    page = as_manager.open(NEW)
    assert "Đã đổi: 1 quy cách" in page.main
    assert "Giá bán: 70.000 đ → 75.000 đ" in page.main
    done = made(app, as_manager, "changes")
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    assert "chỉ phần đã đổi" in kept.main
    assert "75.000 đ" in kept.main
    assert "Chưa có gì đổi từ lần trước" in kept.main
    older = as_manager.open("/listings/exports/").texts(".cards h2")
    assert len(older) == 2


def test_chosen_products_alone_go_in_and_a_choice_is_asked_for(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    page = as_manager.open(NEW)
    refused = as_manager.submit(page, "Tạo tệp đăng sàn", scope="chosen")
    assert "Hãy đánh dấu ít nhất một sản phẩm" in refused.main
    done = made(app, as_manager, "chosen", product=world.PRODUCT_A)
    reply = as_manager.download(f"{done.path}/file")
    assert zipfile.ZipFile(io.BytesIO(reply.get_data())).namelist()
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    assert "những sản phẩm được chọn" in kept.main


def test_a_product_that_lacks_something_is_named_with_the_reason(app: Flask, as_manager: Browser):
    page = as_manager.open("/marketplaces/google")
    job = as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
    done = finished(app, as_manager, job)
    assert "Chưa đưa vào tệp" in done.main
    assert "Chưa tạo tệp nào" in as_manager.open("/listings/exports/").main


def test_a_filled_template_is_kept_too(app: Flask, as_manager: Browser):
    page = as_manager.open("/listings/templates/new?marketplace=postmart")
    content = "Tên sản phẩm*;Mã hàng;Giá bán\n".encode()
    columns = as_manager.submit(
        page, "Gửi tệp mẫu", files={"file": (content, "mau.csv")}, lands="/listings/templates/"
    )
    shown = as_manager.submit(columns, "Lưu và xem trước", lands="/listings/templates/")
    page = as_manager.open(shown.link("Chọn sản phẩm, hoặc chỉ phần đã đổi"))
    job = as_manager.submit(page, "Tạo tệp đăng sàn", scope="all", lands="/jobs/")
    done = finished(app, as_manager, job)
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    assert "theo tệp mẫu của gian hàng" in kept.main
    assert "Trong tệp: 2 quy cách" in kept.main


def test_kept_files_are_not_for_other_eyes(
    app: Flask, as_manager: Browser, as_manager_b: Browser, as_admin: Browser
):
    with_photo(as_manager)
    kept = made(app, as_manager).link("Xem trong tệp có gì")
    assert "Chưa tạo tệp nào" in as_manager_b.open("/listings/exports/").main
    as_manager_b.open(kept, status=404)
    assert as_manager_b.client.get(f"{kept}/file").status_code == 404
    as_manager_b.open(NEW, status=404)
    assert "Tạo tệp mới" not in as_admin.open(kept).main
    as_admin.open(NEW, status=403)


def test_h7_an_address_passed_on_opens_nothing_and_who_took_a_file_is_noted(
    app: Flask, as_manager: Browser, caplog: pytest.LogCaptureFixture
):
    with_photo(as_manager)
    done = made(app, as_manager)
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    caplog.set_level(logging.INFO, "shop_onboard")
    for address in (f"{done.path}/file", f"{kept.path}/file"):
        assert app.test_client().get(address).status_code == 302
        assert not caplog.messages
        reply = as_manager.download(address)
        assert reply.headers["Cache-Control"] == "no-store"
        [line] = caplog.messages
        assert "postmart-htx-a.zip taken by account" in line
        caplog.clear()


def test_a_picture_more_is_a_change(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    made(app, as_manager)
    other = DRAWING.with_name("my-chu.png")
    page = as_manager.open(f"/products/{world.PRODUCT_A}")
    files = {"photo": (other.read_bytes(), "khác.png")}
    as_manager.submit(page, "Gửi ảnh", files=files, lands="/products/")
    assert "Số ảnh: 1 → 2" in as_manager.open(NEW).main
