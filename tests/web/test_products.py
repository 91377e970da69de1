"""Registering, changing and reviewing a product with its packs and pictures."""

import io

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from tests import world
from tests.pages import Browser
from tests.web.registering import drafted

_NEW = f"/products/new?cooperative={world.COOPERATIVE_A}"
_TYPED = {
    "name": "Mật ong hoa vải",
    "packs-0-label": "Chai 500 ml",
    "packs-0-net_mass_g": "700 g",
    "packs-0-price_vnd": "150k",
}


def _picture(side: int = 400, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của bà Lan"
    Image.new("RGB", (side, side), "orange").save(out, kind, exif=exif)
    return out.getvalue()


def test_a_product_is_typed_with_its_packs_and_a_short_price(as_manager: Browser):
    page = as_manager.open(_NEW)
    typed = _TYPED | {
        "packs-1-label": "Can 5 kg",
        "packs-1-net_mass_g": "5 kg",
        "packs-1-price_vnd": "1.200.000",
    }
    shown = as_manager.submit(page, "Lưu", lands="/products/", **typed)
    assert "150.000 đ" in shown.main
    assert "1.200.000 đ" in shown.main
    assert "5 kg" in shown.main
    assert "bản nháp" in shown.main


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("packs-0-net_mass_g", "1,200 tấn"),
        ("packs-0-net_mass_g", "500"),
        ("packs-0-price_vnd", "rẻ"),
        ("packs-0-gtin", "8938505974193"),
        ("season_from", "31/02"),
        ("ocop_issued_on", "31/02/2026"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field_and_kept(
    as_manager: Browser, field: str, typed: str
):
    page = as_manager.open(_NEW)
    answer = as_manager.submit(page, "Lưu", **(_TYPED | {field: typed}))
    assert answer.error_beside(field)
    assert answer.soup.find(id=field)["value"] == typed
    assert answer.soup.find(id="name")["value"] == _TYPED["name"]


def test_a_product_needs_a_pack_and_packs_need_different_names(as_manager: Browser):
    page = as_manager.open(_NEW)
    empty = as_manager.submit(page, "Lưu", name="Mật ong")
    assert "ít nhất một quy cách" in empty.main
    twice = _TYPED | {
        "packs-1-label": "chai 500 ML",
        "packs-1-net_mass_g": "700 g",
        "packs-1-price_vnd": "150.000",
    }
    assert "trùng tên" in as_manager.submit(page, "Lưu", **twice).main


def test_a_change_of_packs_alone_is_a_change_that_somebody_may_have_made_first(
    as_manager: Browser, as_officer: Browser
):
    path = f"/products/{world.PRODUCT_A}/edit"
    mine, theirs = as_manager.open(path), as_officer.open(path)
    price = {"packs-0-price_vnd": "80.000"}
    shown = as_officer.submit(theirs, "Lưu", lands="/products/", **price)
    assert "80.000 đ" in shown.main
    assert "đã duyệt" in shown.main
    as_manager.submit(mine, "Lưu", status=409, name="Vải khác")


def test_a_picture_loses_what_the_camera_wrote_into_it(as_manager: Browser):
    page = as_manager.open(f"/products/{world.PRODUCT_A}")
    shown = as_manager.submit(
        page, "Gửi ảnh", lands="/products/", files={"photo": (_picture(), "vườn nhà.jpg")}
    )
    address = shown.soup.select_one(".photos img")["src"]
    assert as_manager.download(address).mimetype == "image/webp"
    kept = as_manager.download(address.partition("?")[0])
    assert kept.mimetype == "image/jpeg"
    assert not Image.open(io.BytesIO(kept.data)).getexif()
    gone = as_manager.submit(shown, "Bỏ ảnh này", lands="/products/")
    assert not gone.soup.select(".photos img")


@pytest.mark.parametrize(
    "content", [b"", b"<script>alert(1)</script>", b"GIF89a" + b"\0" * 40, _picture()[:200]]
)
def test_what_is_no_picture_is_refused_with_a_sentence(as_manager: Browser, content: bytes):
    page = as_manager.open(f"/products/{world.PRODUCT_A}")
    answer = as_manager.submit(page, "Gửi ảnh", files={"photo": (content, "anh.jpg")})
    assert "Không đọc được ảnh này" in answer.main


def test_a_product_is_approved_after_its_cooperative(as_volunteer: Browser, as_officer: Browser):
    page = as_volunteer.open(_NEW)
    shown = as_volunteer.submit(page, "Lưu", lands="/products/", **_TYPED)
    as_volunteer.submit(shown, "Gửi để duyệt", lands="/products/")
    opened_before = as_officer.open(shown.path)
    edit = as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}/edit")
    as_volunteer.submit(edit, "Lưu", address="Thôn khác", lands="/cooperatives/")
    refused = as_officer.submit(opened_before, "Duyệt", status=422)
    assert "duyệt hợp tác xã trước" in refused.main
    led = as_officer.open(shown.path)
    assert "Duyệt" not in led.texts("button")
    owner = as_officer.open(led.link("Mở hợp tác xã"))
    as_officer.submit(owner, "Duyệt", lands="/cooperatives/")
    approved = as_officer.submit(as_officer.open(shown.path), "Duyệt", lands="/products/")
    assert "đã duyệt" in approved.main


def test_a_product_takes_its_unsent_cooperative_along(
    app: Flask, as_volunteer: Browser, as_officer: Browser
):
    owner = as_volunteer.open(drafted(app))
    form = as_volunteer.open(owner.link("Thêm sản phẩm"))
    shown = as_volunteer.submit(form, "Lưu", lands="/products/", **_TYPED)
    sent = as_volunteer.submit(shown, "Gửi để duyệt", lands="/products/")
    assert "Đã gửi cả sản phẩm và hợp tác xã để duyệt." in sent.text
    assert "chờ duyệt" in as_volunteer.open(owner.path).main
    with app.app_context():
        last = sa.select(AuditEvent.event).order_by(AuditEvent.id.desc()).limit(2)
        assert set(db.session.scalars(last)) == {"product.submitted", "cooperative.submitted"}
    page = as_officer.open(as_officer.open(shown.path).link("Mở hợp tác xã"))
    as_officer.submit(page, "Duyệt", lands="/cooperatives/")
    approved = as_officer.submit(as_officer.open(shown.path), "Duyệt", lands="/products/")
    assert "đã duyệt" in approved.main


def test_search_and_sight_keep_to_what_is_mine(as_manager: Browser, as_manager_b: Browser):
    found = as_manager.open("/products/?q=vai+thieu+luc+ngan")
    assert found.texts("main li h2") == ["Vải thiều Lục Ngạn"]
    assert as_manager_b.open("/products/?q=vai+thieu+luc+ngan").texts("main li h2") == []
    as_manager_b.open(f"/products/{world.PRODUCT_A}", status=404)
    as_manager_b.open(_NEW, status=404)


def test_a_code_that_is_used_already_is_told_beside_the_field(as_manager: Browser):
    page = as_manager.open(_NEW)
    answer = as_manager.submit(page, "Lưu", **(_TYPED | {"code": world.PRODUCT_A}))
    assert world.PRODUCT_A in answer.error_beside("code")


def test_the_same_form_sent_twice_makes_one_product(as_manager: Browser):
    page = as_manager.open(_NEW)
    as_manager.submit(page, "Lưu", lands="/products/", **_TYPED)
    assert "vừa lưu sản phẩm này" in as_manager.submit(page, "Lưu", **_TYPED).main
    assert len(as_manager.open("/products/?q=mat+ong").texts("main li h2")) == 1


def test_who_changed_a_product_does_not_approve_it(as_officer: Browser, as_province: Browser):
    path = f"/products/{world.PRODUCT_A}"
    edit = as_province.open(f"{path}/edit")
    as_province.submit(edit, "Lưu", lands="/products/", name="Vải thiều Lục Ngạn muộn")
    opened_before, edit = as_officer.open(path), as_officer.open(f"{path}/edit")
    shown = as_officer.submit(edit, "Lưu", lands="/products/", name="Vải thiều Lục Ngạn sớm")
    assert "Duyệt" not in shown.texts("button")
    assert "không tự duyệt" in as_officer.submit(opened_before, "Duyệt", status=422).main
    approved = as_province.submit(as_province.open(shown.path), "Duyệt", lands="/products/")
    assert "đã duyệt" in approved.main


def test_a_pack_is_added_by_a_button_and_what_is_typed_stays(as_manager: Browser):
    page = as_manager.open(_NEW)
    page = as_manager.submit(
        page, "Thêm một quy cách", status=200, **(_TYPED | {"packs-1-net_mass_g": "nặng lắm"})
    )
    assert len(page.soup.select("fieldset.pack")) == 4
    assert page.soup.find(id="packs-1-net_mass_g")["value"] == "nặng lắm"
    assert page.soup.find(id="name")["value"] == _TYPED["name"]
    while page.soup.find("button", attrs={"name": "more"}):
        page = as_manager.submit(page, "Thêm một quy cách", status=200)
    assert len(page.soup.select("fieldset.pack")) == 10
    last = {
        "packs-1-net_mass_g": "",
        "packs-9-label": "Can 5 kg",
        "packs-9-net_mass_g": "5 kg",
        "packs-9-price_vnd": "1.200.000",
    }
    shown = as_manager.submit(page, "Lưu", lands="/products/", **last)
    assert "1.200.000 đ" in shown.main
    again = as_manager.open(shown.link("Sửa"))
    more = as_manager.submit(again, "Thêm một quy cách", status=200)
    assert len(more.soup.select("fieldset.pack")) == 4


def test_a_product_shows_its_ocop_set_by_name_and_each_price_beside_its_heading(
    as_manager: Browser,
):
    edit = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    shown = as_manager.submit(edit, "Lưu", lands="/products/", ocop_set="1")
    assert "Rau, củ, quả, hạt tươi (1)" in shown.main
    labels = [cell["data-label"] for cell in shown.soup.select("table.stack tbody td")]
    assert labels[:3] == ["Khối lượng tịnh", "Giá bán", "Tồn kho"]


def test_the_size_of_a_parcel_is_kept_and_shown_again(as_manager: Browser):
    edit = f"/products/{world.PRODUCT_A}/edit"
    typed = {"packs-0-parcel": "30 x 20,5 x 15"}
    as_manager.submit(as_manager.open(edit), "Lưu", lands="/products/", **typed)
    field = as_manager.open(edit).soup.find(id="packs-0-parcel")
    assert field["value"] == "30 × 20,5 × 15 cm"
    history = as_manager.open(f"/history/product/{world.PRODUCT_A}")
    assert "kiện 30 × 20,5 × 15 cm" in history.main
    wrong = as_manager.submit(
        as_manager.open(edit), "Lưu", status=422, **{"packs-0-parcel": "30 x 20"}
    )
    assert "hãy ghi dài × rộng × cao" in wrong.main


@pytest.mark.parametrize("sent", ["", "27", "x", "1' OR 1=1"])
def test_a_choice_that_no_page_offered_is_asked_again_in_words(as_manager: Browser, sent: str):
    page = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    answer = as_manager.submit(page, "Lưu", ocop_set=sent)
    assert answer.error_beside("ocop_set") == "Hãy chọn một mục trong danh sách."
