"""A protected name is asked for its paper; without it files and labels say where it grows."""

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import gi_rights, listings, products
from shop_onboard.values import gi
from tests import world
from tests.pages import Browser, Page

NEW = f"/products/new?cooperative={world.COOPERATIVE_A}"
PACK = {
    "packs-0-label": "Hộp 2 kg",
    "packs-0-net_mass_g": "2 kg",
    "packs-0-price_vnd": "70.000",
}


def made(person: Browser, name: str = "Vải thiều sấy Lục Ngạn") -> Page:
    return person.submit(person.open(NEW), "Lưu", lands="/products/", name=name, **PACK)


def paper() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    return out.getvalue()


def names(app: Flask, slug: str, today: date | None = None) -> str:
    with app.app_context():
        product = products.one(SYSTEM, slug)
        name = gi_rights.public_name(product, today or world.TODAY)
        db.session.remove()
        return name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Vải thiều Lục Ngạn", "Vải thiều trồng tại xã Chũ"),
        ("VẢI LỤC NGẠN (loại 1)", "VẢI (loại 1) trồng tại xã Chũ"),
        ("vai thieu luc ngan", "vai thieu trồng tại xã Chũ"),
        ("Vải thiều – Lục Ngạn", "Vải thiều trồng tại xã Chũ"),
    ],
)
def test_the_protected_place_gives_way_to_where_it_grows(name: str, plain: str):
    indication = gi.named_indication(name)
    assert indication is not None
    assert indication.registration == "00015"
    assert gi.plain_name(name, indication, "xã Chũ") == plain


@pytest.mark.parametrize(
    "name", ["Mỳ Chũ Lục Ngạn", "Vải thiều Thanh Hà", "Vải lụa", "Lục Ngạn", "Mật ong hoa vải", ""]
)
def test_other_names_are_left_alone(name: str):
    assert gi.named_indication(name) is None


def test_it_is_said_before_review_to_who_registers_and_to_who_checks(
    as_manager: Browser, as_officer: Browser
):
    page = made(as_manager)
    assert "chưa có giấy được quyền dùng" in page.main
    assert "Vải thiều sấy trồng tại xã Lục Ngạn" in page.main
    as_manager.submit(page, "Gửi để duyệt", lands="/products/")
    assert "chưa có giấy được quyền dùng" in as_officer.open(page.path).main


def test_with_its_paper_the_name_stands(app: Flask, as_manager: Browser, as_officer: Browser):
    page = made(as_manager)
    slug = page.path.split("/")[2]
    assert names(app, slug) == "Vải thiều sấy trồng tại xã Lục Ngạn"
    form = as_manager.open(page.link("Thêm giấy"))
    ends = world.TODAY + timedelta(days=30)
    kept = as_manager.submit(
        form,
        "Lưu",
        lands="/products/",
        number="GCN-07",
        expires_on=ends.strftime("%d/%m/%Y"),
        commune="xã Giáp Sơn",
        province="Bắc Giang",
        former_district="Lục Ngạn",
        files={"paper": (paper(), "giay.jpg")},
    )
    assert "chưa có giấy" not in kept.main
    assert "xã Giáp Sơn" in kept.main
    # The name opens once an officer has seen the paper, not when somebody types its number.
    assert names(app, slug) == "Vải thiều sấy trồng tại xã Lục Ngạn"
    as_manager.submit(kept, "Gửi để duyệt", lands="/products/")
    waiting = as_officer.open(page.path)
    assert "Xem giấy chỉ dẫn địa lý (số, ngày cấp, ảnh giấy)" in waiting.main
    assert "chưa có ngày cấp" in waiting.main
    assert "chưa có ảnh giấy" not in waiting.main
    assert "chưa được cán bộ Đoàn duyệt" in waiting.main
    approved = as_officer.submit(waiting, "Duyệt", lands="/products/")
    assert "chưa được cán bộ Đoàn duyệt" not in approved.main
    assert names(app, slug) == "Vải thiều sấy Lục Ngạn"
    assert names(app, slug, ends + timedelta(days=1)) == "Vải thiều sấy trồng tại xã Lục Ngạn"
    assert "GCN-07" in as_officer.open(f"/history/product/{slug}").main
    shown = as_officer.open(page.path).link("Xem ảnh giấy")
    assert as_officer.download(shown).mimetype == "image/jpeg"


def test_another_paper_closes_the_name_again_and_another_price_does_not(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    path = f"/products/{world.PRODUCT_A}"
    edit = as_manager.open(f"{path}/edit")
    as_manager.submit(edit, "Lưu", lands="/products/", **{"packs-0-price_vnd": "71.000"})
    assert names(app, world.PRODUCT_A) == "Vải thiều Lục Ngạn"
    form = as_manager.open(as_manager.open(path).link("Sửa giấy"))
    as_manager.submit(form, "Lưu", lands="/products/", number="GCN-MOI")
    assert names(app, world.PRODUCT_A) == "Vải thiều trồng tại xã Lục Ngạn"
    as_officer.submit(as_officer.open(path), "Duyệt", lands="/products/")
    assert names(app, world.PRODUCT_A) == "Vải thiều Lục Ngạn"


def test_the_paper_is_private(app: Flask, as_manager: Browser, as_manager_b: Browser, browser):
    page = made(as_manager)
    form = as_manager.open(page.link("Thêm giấy"))
    files = {"paper": (paper(), "giay.jpg")}
    as_manager.submit(form, "Lưu", lands="/products/", number="GCN-07", files=files)
    address = f"/gi-rights/{page.path.split('/')[2]}/paper"
    as_manager_b.open(address, status=404)
    assert browser.open(address, status=302).response.headers["Location"].startswith("/login")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"commune": "xã Sa Lý", "province": "Bắc Ninh"}, "không thuộc vùng bảo hộ"),
        ({"commune": "Chũ", "province": "Bắc Ninh"}, None),
        ({"commune": "Thanh Hải, Lục Ngạn, Bắc Giang", "province": ""}, None),
        ({"commune": "xã Trấn Yên", "province": "Lào Cai"}, "không thuộc vùng bảo hộ"),
    ],
)
def test_it_must_grow_in_the_protected_area(as_manager: Browser, typed: dict, sentence: str | None):
    form = as_manager.open(made(as_manager).link("Thêm giấy"))
    if sentence is None:
        as_manager.submit(form, "Lưu", lands="/products/", number="GCN-07", **typed)
        return
    answer = as_manager.submit(form, "Lưu", number="GCN-07", **typed)
    assert sentence in answer.error_beside("commune")
    assert answer.soup.find(id="number")["value"] == "GCN-07"


def test_what_is_no_picture_of_a_paper_is_refused_beside_its_field(as_manager: Browser):
    form = as_manager.open(made(as_manager).link("Thêm giấy"))
    files = {"paper": (b"<svg/>", "giay.svg")}
    answer = as_manager.submit(form, "Lưu", number="GCN-07", files=files)
    assert answer.error_beside("paper")


def test_files_pages_and_the_catalogue_say_the_same(
    app: Flask, as_manager: Browser, as_officer: Browser, browser: Browser
):
    page = made(as_manager)
    as_manager.submit(page, "Gửi để duyệt", lands="/products/")
    as_officer.submit(as_officer.open(page.path), "Duyệt", lands="/products/")
    slug = page.path.split("/")[2]
    plain = "Vải thiều sấy trồng tại xã Lục Ngạn"
    shop = browser.open(f"/shop/{world.COOPERATIVE_A}/{slug}")
    assert shop.texts("h1") == [plain]
    assert "sấy Lục Ngạn" not in shop.text
    with app.app_context():
        row = products.one(SYSTEM, slug)
        (listing,) = listings.outlines([row], "https://lensan.example.vn", world.TODAY)
        db.session.remove()
    assert listing.name == plain


def test_two_people_with_one_paper_see_both_and_neither_is_lost(
    as_manager: Browser, as_officer: Browser
):
    address = f"/gi-rights/{world.PRODUCT_A}/edit"
    late = as_officer.open(address)
    as_manager.submit(as_manager.open(address), "Lưu", lands="/products/", number="GI-009")
    both = as_officer.submit(
        late, "Lưu", status=409, number="GI-008", files={"paper": (paper(), "giay.jpg")}
    )
    assert {"GI-009", "GI-008"} <= set(both.texts("td label"))
    assert "phải chọn lại" in both.main
    as_officer.submit(both, "Lưu các mục đã chọn", lands="/products/", **{"keep.number": "mine"})
    assert as_manager.open(address).soup.find(id="number")["value"] == "GI-008"
