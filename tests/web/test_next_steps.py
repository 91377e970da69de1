"""From one record to the next by its next step alone, as somebody who knows nothing else would."""

import io
from datetime import timedelta

from flask import Flask
from PIL import Image

from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.values.dates import format_date
from tests import world
from tests.pages import Browser, Page
from tests.web.work import finished

_RECENT = format_date(world.TODAY - timedelta(days=3))
_WORDS = "Quả to đều, vỏ mỏng, ngọt thanh; hái buổi sáng, đóng thùng ngay tại vườn. " * 2


def step(page: Page) -> str:
    """What the box at the top of a record says; there is exactly one."""
    found = page.texts(".next-step")
    assert len(found) == 1, f"{page.path}: {found}"
    return found[0]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 400), "orange").save(out, "JPEG")
    return out.getvalue()


def test_a_product_is_led_from_its_first_draft_to_its_labels(
    app: Flask, as_volunteer: Browser, as_officer: Browser, as_manager: Browser
):
    page = as_volunteer.submit(
        as_volunteer.open(f"/products/new?cooperative={world.COOPERATIVE_A}"),
        "Lưu",
        lands="/products/",
        name="Cam lòng vàng",
        packs__0__label="Thùng",
        packs__0__net_mass_g="5 kg",
        packs__0__price_vnd="150.000",
        packs__0__stock="20",
    )
    assert page.link("Thêm ảnh") == f"{page.path}#photo"
    page = as_volunteer.submit(
        page, "Gửi ảnh", lands="/products/", files={"photo": (_picture(), "cam.jpg")}
    )
    form = as_volunteer.open(page.link("Viết mô tả"))
    page = as_volunteer.submit(form, "Lưu", lands="/products/", description=_WORDS)
    assert "Xem lại rồi gửi để duyệt" in step(page)
    page = as_volunteer.submit(page, "Gửi để duyệt", lands="/products/")
    assert step(page) == "Đang chờ cán bộ Đoàn xã Lục Ngạn duyệt."
    page = as_officer.submit(as_officer.open(page.path), "Duyệt", lands="/products/")
    page = as_manager.open(page.path)
    form = as_manager.open(page.link("Thêm lô hàng"))
    typed = {"harvested_on": _RECENT, "quantity_g": "1 tấn", "expires_on": "31/12/2030"}
    lot = as_manager.submit(form, "Lưu", lands="/lots/", **typed)
    assert as_manager.open(lot.link("In tem")).path.startswith("/labels/new?lot=")


def test_a_returned_record_says_what_to_mend(as_volunteer: Browser, as_officer: Browser):
    edited = as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}/edit")
    page = as_volunteer.submit(edited, "Lưu", lands="/cooperatives/", story="Mười hộ một vườn.")
    page = as_officer.open(page.path)
    as_officer.submit(page, "Trả lại", lands="/cooperatives/", note="Thiếu số nhà")
    page = as_volunteer.open(page.path)
    assert "Sửa theo ghi chú: Thiếu số nhà" in step(page)
    assert as_volunteer.open(page.link("Sửa hồ sơ")).texts("h1") == ["Sửa hợp tác xã"]


def test_a_sale_goes_from_its_papers_to_the_officer(as_volunteer: Browser, as_officer: Browser):
    form = as_volunteer.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    typed = {"sold_on": _RECENT, "channel_key": "direct", "mass_g": "70 kg"}
    page = as_volunteer.submit(form, "Lưu", lands="/sales/", **typed)
    address = page.link("Ghi chứng từ")
    assert address.endswith("/edit#evidence")
    form = as_volunteer.open(address)
    page = as_volunteer.submit(form, "Lưu", lands="/sales/", evidence="Sổ trang 3")
    assert step(page) == "Đang chờ cán bộ Đoàn xã Lục Ngạn đối chiếu."
    theirs = as_officer.open(page.path)
    assert "Sổ trang 3" in step(theirs)
    done = as_officer.submit(theirs, "Đã đối chiếu chứng từ", lands="/sales/")
    assert "đối chiếu xong" in step(done)


def test_a_finished_job_leads_to_its_file_and_then_to_what_is_done_with_it(
    app: Flask, as_manager: Browser
):
    form = as_manager.open(f"/labels/new?lot={world.LOT_A}")
    page = as_manager.submit(form, "Tạo tờ tem", pack=world.PACK_A, lands="/jobs/", count="2")
    assert not page.texts(".next-step"), "the page says how far it is"
    done = finished(app, as_manager, page)
    assert "In thử một tờ trên giấy thường" in step(done)
    assert as_manager.download(done.soup.select_one(".next-step a")["href"]).data[:4] == b"%PDF"
    assert "Tem thử để xem cách in" in as_manager.open("/labels/").main


def test_every_kind_of_record_has_one_next_step_for_everybody_who_sees_it(
    app: Flask, as_manager: Browser, as_officer: Browser, as_volunteer: Browser, as_admin: Browser
):
    shared = [
        f"/cooperatives/{world.COOPERATIVE_A}",
        f"/products/{world.PRODUCT_A}",
        f"/lots/{world.LOT_A}",
        f"/campaigns/{world.CAMPAIGN}",
        *(f"/marketplaces/{marketplace.key}" for marketplace in all_marketplaces()),
    ]
    sales = as_officer.open("/sales/").soup.select_one("main li h2 a")
    shared.append(str(sales["href"]))
    for person in (as_manager, as_officer, as_volunteer, as_admin):
        for path in shared:
            assert step(person.open(path)), path
    edit = as_manager.open("/listings/").soup.find("a", attrs={"aria-label": True})
    assert "Dán đường dẫn gian hàng" in step(as_manager.open(str(edit["href"])))
    ordered = as_manager.open("/orders/new")
    quantity = str(ordered.soup.select_one("input[name^=quantity]")["name"])
    order = as_manager.submit(ordered, "Tạo đơn và mã QR", lands="/orders/", **{quantity: "1"})
    assert order.link("Ghi đã nhận tiền") == "#how"
