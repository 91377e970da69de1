"""Files for marketplaces that are kept: what was in them, again, and what changed since."""

import hashlib
import io
import logging
import zipfile
from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.products import ProductPhoto
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.queries import products as queries
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
    edited(as_manager, name="Vải thiều Lục Ngạn loại một")
    page = as_manager.open(NEW)
    # A product that was changed waits for its review, and so is off the list meanwhile.
    assert "Không còn: 2 quy cách" in page.main
    assert "đang chờ cán bộ Đoàn duyệt. Cứ để nguyên trên sàn" in page.main
    assert "Ẩn" not in page.main
    assert "Chưa có sản phẩm đã duyệt nào đang bán" in page.main


def edited(person: Browser, **typed: str) -> None:
    form = person.open(f"/products/{world.PRODUCT_A}/edit")
    person.submit(form, "Lưu", lands="/products/", **typed)


def test_each_pack_that_went_says_why_and_what_to_do(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    with_photo(as_manager)
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        late = world.product(owner, "VAI-MUON", "Vải muộn")
        kept = queries.one(SYSTEM, world.PRODUCT_A).photos[0]
        late.photos.append(
            ProductPhoto(
                storage_key=kept.storage_key,
                file_name="x.png",
                media_type="image/png",
                width_px=kept.width_px,
                height_px=kept.height_px,
            )
        )
        db.session.commit()
        slug = late.slug
    made(app, as_manager)
    with app.app_context(), writing():
        row, late = queries.one(SYSTEM, world.PRODUCT_A), queries.one(SYSTEM, slug)
        day = world.TODAY + timedelta(days=60)
        row.season_from = row.season_to = f"{day:%m-%d}"
        late.packs.remove(late.packs[1])
        late.packs[0].price_vnd = late.packs[0].price_vnd + 1_000
        db.session.commit()
    done = made(app, as_manager, "changes")
    said = as_manager.open(done.link("Xem trong tệp có gì")).main
    assert "hết mùa. Ẩn trên sàn cho đến mùa sau. Vải thiều Lục Ngạn – Hộp 2 kg" in said
    assert "đã bỏ khỏi Lên Sàn. Ẩn hoặc xóa trên sàn. Vải muộn – Thùng 10 kg" in said
    assert "duyệt" not in said


def test_what_waits_for_approval_is_no_news_once_it_is_approved_as_it_was(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    with_photo(as_manager)
    made(app, as_manager)
    before = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    name = before.soup.find(id="name")["value"]
    edited(as_manager, name="Tên khác")
    edited(as_manager, name=name)
    assert "Không còn: 2 quy cách" in as_manager.open(NEW).main
    as_officer.submit(as_officer.open(f"/products/{world.PRODUCT_A}"), "Duyệt", lands="/products/")
    assert "Chưa có gì đổi từ lần trước" in as_manager.open(NEW).main


def test_a_changed_price_goes_out_by_itself(app: Flask, as_manager: Browser, browser: Browser):
    with_photo(as_manager)
    made(app, as_manager)
    edited(as_manager, packs__0__price_vnd="75.000")
    assert "75.000" in browser.open(f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}").main
    page = as_manager.open(NEW)
    assert "Đã đổi: 1 quy cách" in page.main
    assert "Giá bán: 70.000 đ → 75.000 đ" in page.main
    done = made(app, as_manager, "changes")
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    assert "postmart-htx-a-phan-doi.zip" in kept.main
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
    passed_over = as_manager.submit(page, "Tạo tệp đăng sàn", scope="all", product=world.PRODUCT_A)
    assert "Bạn đã đánh dấu 1 sản phẩm" in passed_over.error_beside("scope")
    assert passed_over.soup.find("input", {"value": world.PRODUCT_A}).has_attr("checked")
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


def test_a_part_for_a_machine_is_named_so_and_must_not_replace_the_whole(
    app: Flask, as_manager: Browser
):
    with_photo(as_manager)
    address = NEW.replace("postmart", "google")
    page = as_manager.open(address)
    assert "Đừng nộp thay tệp nguồn chính ở Google" in page.main
    assert "Đừng nộp thay" not in as_manager.open(NEW).main
    whole = as_manager.submit(page, "Tạo tệp đăng sàn", scope="all", lands="/jobs/")
    whole = finished(app, as_manager, whole)
    assert "Đừng nộp thay" not in whole.main
    page = as_manager.open(address)
    part = as_manager.submit(
        page, "Tạo tệp đăng sàn", scope="chosen", product=world.PRODUCT_A, lands="/jobs/"
    )
    part = finished(app, as_manager, part)
    assert "Tải về google-htx-a-da-chon.zip" in part.main
    assert "Đừng nộp thay tệp nguồn chính ở Google" in part.main


def test_a_file_leads_to_what_became_of_it(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    done = made(app, as_manager)
    assert "2 quy cách «đã tạo tệp»: đăng lên Buudien.vn" in done.main
    states = as_manager.open(done.link("Ghi kết quả trên sàn"))
    assert states.texts(".cards .state") == ["đã tạo tệp", "đã tạo tệp"]
    as_manager.open(done.link("Gửi tệp kết quả"))
    as_manager.open(done.link("Mở trang Buudien.vn (Postmart)"))
    kept = as_manager.open(done.link("Xem trong tệp có gì"))
    assert kept.link("Ghi kết quả trên sàn") == done.link("Ghi kết quả trên sàn")
    boxes = {b["name"]: "y" for b in states.soup.select("input[type=checkbox]")}
    as_manager.submit(states, "Đổi trạng thái", state="live", **boxes, lands="/listings/states/")
    assert "Ghi kết quả trên sàn" not in as_manager.open(done.path).main


def test_a_rejection_that_a_file_left_is_told_beside_the_file(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    made(app, as_manager)
    states = as_manager.open("/listings/states/?marketplace=postmart")
    boxes = {b["name"]: "y" for b in states.soup.select("input[type=checkbox]")[:1]}
    typed = {"state": "rejected", "reason": "Ảnh mờ", **boxes}
    as_manager.submit(states, "Đổi trạng thái", **typed, lands="/listings/states/")
    first = as_manager.open(as_manager.open("/listings/exports/").soup.select_one("h2 a")["href"])
    assert "1 quy cách trong tệp đã bị sàn từ chối" in first.main
    assert "vẫn" not in first.main
    done = made(app, as_manager)
    assert "1 quy cách trong tệp vẫn «bị từ chối»" in done.main
    assert "Ảnh mờ" in as_manager.open(done.link("Xem lý do")).main


def test_a_file_of_a_marketplace_that_has_ended_is_put_away(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    page = as_manager.open("/marketplaces/voso")
    done = finished(app, as_manager, as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/"))
    assert "rồi cất giữ: sàn đã dừng" in done.main
    assert "làm theo hướng dẫn" not in done.main
    assert "theo tệp, rồi ghi lại" not in done.main


def test_packs_stand_by_name_and_mass_and_no_marks_of_machines_beside_them(
    app: Flask, as_manager: Browser
):
    with_photo(as_manager)
    packs = {"packs__2__label": "Túi 500 g", "packs__2__net_mass_g": "500 g"}
    packs |= {"packs__2__price_vnd": "20.000", "packs__2__gross_mass_g": "520 g"}
    edited(as_manager, **packs, packs__2__stock="5")
    with app.app_context(), writing():
        queries.one(SYSTEM, world.PRODUCT_A).state = "approved"
        db.session.commit()
    kept = as_manager.open(made(app, as_manager).link("Xem trong tệp có gì"))
    listed = [each.split(" – ")[1] for each in kept.texts("main > ul > li")]
    assert [each.split("VAI")[0].strip() for each in listed] == [
        "Túi 500 g",
        "Hộp 2 kg",
        "Thùng 10 kg",
    ]
    assert all(each.endswith(" đ") for each in listed)
    assert " kB" in kept.main
    assert "byte" not in kept.main


def filled(app: Flask, person: Browser) -> Page:
    """The kept file of a template of Postmart's that was filled."""
    page = person.open("/listings/templates/new?marketplace=postmart")
    content = "Tên sản phẩm*;Mã hàng;Giá bán\n".encode()
    columns = person.submit(
        page, "Gửi tệp mẫu", files={"file": (content, "mau.csv")}, lands="/listings/templates/"
    )
    shown = person.submit(columns, "Lưu và xem trước", lands="/listings/templates/")
    done = finished(app, person, person.submit(shown, "Điền vào tệp mẫu", lands="/jobs/"))
    return person.open(done.link("Xem trong tệp có gì"))


def test_what_was_filled_is_filled_again_and_not_our_own_sheet(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    kept = filled(app, as_manager)
    again = as_manager.open(kept.link("Tạo tệp mới"))
    assert "Điền vào tệp mẫu của gian hàng: mau.csv" in again.main
    # Wherever a file is asked for by its marketplace, the template comes first.
    assert "Điền vào tệp mẫu của gian hàng: mau.csv" in as_manager.open(NEW).main
    done = as_manager.submit(as_manager.open(NEW), "Tạo tệp đăng sàn", scope="all", lands="/jobs/")
    assert "da-dien.csv" in finished(app, as_manager, done).main
    sheet = as_manager.open(as_manager.open(NEW).link("Tạo tệp của Lên Sàn thay cho tệp mẫu"))
    assert "không phải tệp mẫu của gian hàng" in sheet.main
    own = as_manager.submit(sheet, "Tạo tệp đăng sàn", scope="all", lands="/jobs/")
    own = finished(app, as_manager, own)
    assert "postmart-htx-a.zip" in own.main
    kept = as_manager.open(own.link("Xem trong tệp có gì"))
    again = as_manager.open(kept.link("Tạo tệp mới"))
    assert "không phải tệp mẫu của gian hàng" in again.main


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
