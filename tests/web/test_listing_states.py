"""How far a listing has come: set by hand, by an export, shown everywhere, taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.listings import ListingChange
from tests import world
from tests.pages import Browser, Page
from tests.web.test_marketplaces import with_photo
from tests.web.work import finished

PLACE = "/listings/states/?marketplace=postmart"


def ticks(page: Page) -> list[str]:
    return [box["name"] for box in page.soup.select("input[type=checkbox][name^=pack-]")]


def set_to(
    person: Browser,
    state: str,
    *,
    most: int = 99,
    reason: str = "",
    marketplace: str = "postmart",
) -> Page:
    page = person.open(f"/listings/states/?marketplace={marketplace}")
    boxes = dict.fromkeys(ticks(page)[:most], "y")
    return person.submit(
        page, "Đổi trạng thái", state=state, reason=reason, **boxes, lands="/listings/states/"
    )


def test_many_are_set_at_once_and_taken_back_with_one_tap(as_manager: Browser):
    shown = set_to(as_manager, "live")
    assert "Đã đổi trạng thái 2 quy cách" in shown.main
    assert shown.texts(".cards .state") == ["đang bán", "đang bán"]
    undone = as_manager.submit(shown, "Hoàn tác", lands="/listings/states/")
    assert "Đã hoàn tác 2 quy cách" in undone.main
    assert undone.texts(".cards .state") == ["bản nháp", "bản nháp"]


def test_a_rejection_needs_its_reason_and_nothing_ticked_is_lost(as_manager: Browser):
    page = as_manager.open(PLACE)
    box = ticks(page)[0]
    answer = as_manager.submit(page, "Đổi trạng thái", state="rejected", **{box: "y"})
    assert "Hãy ghi lý do sàn từ chối" in answer.main
    assert answer.soup.find("input", {"name": box}).has_attr("checked")
    assert answer.soup.select_one("#state option[selected]")["value"] == "rejected"
    shown = as_manager.submit(answer, "Đổi trạng thái", reason="Ảnh mờ", lands="/listings/states/")
    assert "Sàn từ chối: Ảnh mờ" in shown.main
    assert shown.link("Sửa sản phẩm") == f"/products/{world.PRODUCT_A}/edit"
    assert "Buudien.vn" in as_manager.open(shown.link("Sửa xong: tạo tệp lại")).texts("h1")[0]


def test_no_state_and_no_tick_are_asked_for(as_manager: Browser):
    page = as_manager.open(PLACE)
    assert "Hãy đánh dấu" in as_manager.submit(page, "Đổi trạng thái", state="live").main
    ticked = {ticks(page)[0]: "y"}
    assert "Hãy chọn trạng thái" in as_manager.submit(page, "Đổi trạng thái", **ticked).main


def test_who_was_slower_is_told_and_overwrites_nothing(as_manager: Browser, as_officer: Browser):
    mine = as_manager.open(PLACE)
    set_to(as_officer, "paused", most=1)
    boxes = dict.fromkeys(ticks(mine), "y")
    shown = as_manager.submit(
        mine, "Đổi trạng thái", state="live", **boxes, lands="/listings/states/"
    )
    assert "Chưa đổi 1 quy cách vì có người vừa đổi trước" in shown.main
    assert sorted(shown.texts(".cards .state")) == ["tạm dừng", "đang bán"]


def test_undo_leaves_what_was_changed_since(as_manager: Browser):
    shown = set_to(as_manager, "live")
    address = shown.form("Hoàn tác")["action"]
    token = shown.soup.find("input", {"name": "csrf_token"})["value"]
    set_to(as_manager, "paused", most=1)
    as_manager.client.post(address, data={"csrf_token": token})
    after = as_manager.open(PLACE)
    assert "1 quy cách giữ nguyên vì sau đó đã có thay đổi khác" in after.main
    assert sorted(after.texts(".cards .state")) == ["bản nháp", "tạm dừng"]


def test_history_says_who_when_and_how(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    page = as_manager.open("/marketplaces/postmart")
    job = as_manager.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
    finished(app, as_manager, job)
    set_to(as_manager, "live", most=1)
    steps = as_manager.open(f"/listings/states/{world.PRODUCT_A}").texts(".log li")
    assert len(steps) == 3
    assert "đã tạo tệp → đang bán" in steps[0]
    assert "Chủ Nhiệm Giáp Sơn · ghi bằng tay" in steps[0]
    assert "bản nháp → đã tạo tệp" in steps[2]
    assert "do tạo tệp" in steps[2]
    with app.app_context(), writing():
        oldest = db.session.scalars(sa.select(ListingChange).order_by(ListingChange.id)).first()
        oldest.at += timedelta(days=1)
        db.session.commit()
    # The newest by its day comes first, whenever it was put down.
    assert (
        "do tạo tệp" in as_manager.open(f"/listings/states/{world.PRODUCT_A}").texts(".log li")[0]
    )


def filed(app: Flask, person: Browser, marketplace: str = "postmart") -> list[str]:
    """The states after a file of everything was made."""
    page = person.open(f"/marketplaces/{marketplace}")
    job = person.submit(page, "Tạo tệp đăng sàn", lands="/jobs/")
    finished(app, person, job)
    states = person.open(f"/listings/states/?marketplace={marketplace}")
    return sorted(states.texts(".cards .state"))


def edited(person: Browser, officer: Browser, **typed: str) -> None:
    """The product is changed, and approved again where that is asked for."""
    form = person.open(f"/products/{world.PRODUCT_A}/edit")
    person.submit(form, "Lưu", lands="/products/", **typed)
    page = officer.open(f"/products/{world.PRODUCT_A}")
    if any(each.get_text().strip() == "Duyệt" for each in page.soup.select("main button")):
        officer.submit(page, "Duyệt", lands="/products/")


@pytest.mark.parametrize("marketplace", ["postmart", "shopee"])
def test_a_new_file_alone_clears_no_rejection(
    app: Flask, as_manager: Browser, as_officer: Browser, marketplace: str
):
    with_photo(as_manager)
    assert filed(app, as_manager, marketplace) == ["đã tạo tệp", "đã tạo tệp"]
    set_to(as_manager, "live", marketplace=marketplace)
    set_to(as_manager, "rejected", most=1, reason="Tên thiếu", marketplace=marketplace)
    assert filed(app, as_manager, marketplace) == ["bị từ chối", "đang bán"]
    assert "Xem lý do" in as_manager.open("/listings/week/").main
    # What is sold meanwhile mends nothing.
    edited(as_manager, as_officer, packs__0__stock="7", packs__0__price_vnd="71.000")
    assert filed(app, as_manager, marketplace) == ["bị từ chối", "đang bán"]
    edited(as_manager, as_officer, description="Vải thiều Giáp Sơn, quả đỏ, hái trong ngày.")
    assert filed(app, as_manager, marketplace) == ["đang bán", "đã tạo tệp"]


def test_what_was_rejected_before_any_file_moves_on_once_it_was_mended(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    with_photo(as_manager)
    set_to(as_manager, "rejected", reason="Tên thiếu")
    edited(as_manager, as_officer, packs__0__price_vnd="71.000")
    assert filed(app, as_manager) == ["bị từ chối", "bị từ chối"]
    set_to(as_manager, "draft")
    set_to(as_manager, "rejected", reason="Tên thiếu")
    edited(as_manager, as_officer, name="Vải thiều Lục Ngạn loại một")
    assert filed(app, as_manager) == ["đã tạo tệp", "đã tạo tệp"]


def test_a_paused_pack_stays_paused(app: Flask, as_manager: Browser, as_officer: Browser):
    with_photo(as_manager)
    set_to(as_manager, "paused")
    edited(as_manager, as_officer, name="Vải thiều Lục Ngạn loại một")
    assert filed(app, as_manager) == ["tạm dừng", "tạm dừng"]


def test_states_stand_in_the_matrix_and_on_the_product(as_manager: Browser):
    set_to(as_manager, "rejected", most=1, reason="Ảnh mờ")
    assert "bị từ chối" in as_manager.open("/listings/products").main
    shown = as_manager.open(f"/listings/products/{world.PRODUCT_A}")
    assert "Ảnh mờ" in shown.main
    again = shown.link("Sửa xong: tạo tệp lại")
    assert "Tạo tệp Buudien.vn" in as_manager.open(again).main
    product = as_manager.open(f"/products/{world.PRODUCT_A}")
    assert "Buudien.vn (Postmart) bị từ chối Ảnh mờ" in product.main


def test_lists_are_filtered_by_state(as_province: Browser, as_manager: Browser):
    set_to(as_manager, "live")
    live = as_province.open(f"{PLACE}&state=live")
    assert live.texts(".cards h2") == ["Vải thiều Lục Ngạn"]
    assert as_province.open(f"{PLACE}&state=draft").texts(".cards h2") == ["Mỳ Chũ Nam Dương"]
    assert "2 đang bán" in live.texts(".figures li")
    assert "2 bản nháp" in live.texts(".figures li")


def test_what_is_somebody_elses_is_neither_seen_nor_set(
    as_manager: Browser, as_manager_b: Browser, as_admin: Browser
):
    mine = as_manager.open(PLACE)
    shown = set_to(as_manager, "live")
    page = as_manager_b.open(PLACE)
    assert "Vải thiều" not in page.main
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "state": "paused", ticks(mine)[0]: "y"}
    assert as_manager_b.client.post(PLACE, data=sent).status_code == 404
    undo = shown.form("Hoàn tác")["action"]
    assert as_manager_b.client.post(undo, data={"csrf_token": token}).status_code == 404
    as_manager_b.open(f"/listings/states/{world.PRODUCT_A}", status=404)
    assert "đang bán" in as_admin.open(PLACE).main
    assert not ticks(as_admin.open(PLACE))
