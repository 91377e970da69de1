"""Growers of a cooperative: kept, named to the public only with their consent."""

from flask import Flask

from shop_onboard.policy import SYSTEM
from shop_onboard.queries import growers, lots
from tests import world
from tests.pages import Browser

PATH = f"/growers/{world.COOPERATIVE_A}"
NAME = "Giáp Văn Cam"


def _add(browser: Browser, name: str = NAME, **typed: str) -> None:
    page = browser.open(f"{PATH}/new")
    browser.submit(page, "Lưu", lands=PATH, name=name, **typed)


def _supply(browser: Browser, app: Flask) -> None:
    with app.app_context():
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        [grower] = growers.of_cooperative(lot.product.cooperative_id)
        grower_id = str(grower.id)
    page = browser.open(f"/lots/{world.LOT_A}/growers")
    browser.submit(page, "Lưu", lands="/lots/", grower=grower_id)


def test_a_grower_starts_in_the_cooperatives_commune(as_manager: Browser):
    assert "Chưa có người trồng nào" in as_manager.open(PATH).main
    _add(as_manager, phone="0912345678")
    page = as_manager.open(PATH)
    assert page.texts("main li h2") == [NAME]
    assert "xã lục ngạn" in page.main.lower()


def test_the_same_grower_is_not_kept_twice(as_manager: Browser):
    _add(as_manager)
    page = as_manager.open(f"{PATH}/new")
    answer = as_manager.submit(page, "Lưu", name="giap van cam")
    assert "Đã có người trồng này" in answer.error_beside("name")


def test_an_identity_number_is_not_kept(as_manager: Browser):
    page = as_manager.open(f"{PATH}/new")
    answer = as_manager.submit(page, "Lưu", name=f"{NAME} 024 301 000 123")
    assert "căn cước" in answer.error_beside("name")


def test_who_supplied_a_lot_stands_on_its_page_by_name_and_for_others_by_count(
    app: Flask, as_manager: Browser, as_admin: Browser
):
    _add(as_manager)
    _supply(as_manager, app)
    assert NAME in as_manager.open(f"/lots/{world.LOT_A}").main
    looked = as_admin.open(f"/lots/{world.LOT_A}").main
    assert NAME not in looked
    assert "Hộ trồng (1)" in looked


def test_the_public_is_told_a_name_only_while_its_bearer_agrees(app: Flask, as_manager: Browser):
    def public() -> growers.PublicGrowers:
        with app.app_context():
            return growers.public_of_lots([lots.called(SYSTEM, world.LOT_A)[0].id])

    _add(as_manager)
    _supply(as_manager, app)
    assert public() == growers.PublicGrowers((), 1)
    page = as_manager.open(PATH)
    assert "Tôi đồng ý để họ tên tôi" in page.main
    page = as_manager.submit(page, "Ghi: đã đồng ý nêu tên", lands=PATH)
    assert public() == growers.PublicGrowers((NAME,), 1)
    edit = as_manager.open(page.link(NAME))
    page = as_manager.submit(edit, "Lưu", lands=PATH, name="Giáp Văn Quýt")
    assert public() == growers.PublicGrowers((), 1)
    page = as_manager.submit(page, "Ghi: đã đồng ý nêu tên", lands=PATH)
    as_manager.submit(page, "Rút lại đồng ý", lands=PATH)
    assert public() == growers.PublicGrowers((), 1)


def test_who_supplied_a_lot_is_not_forgotten(app: Flask, as_manager: Browser):
    _add(as_manager)
    _supply(as_manager, app)
    edit = as_manager.open(as_manager.open(PATH).link(NAME))
    refused = as_manager.submit(edit, "Xóa người trồng này", status=422)
    assert "truy xuất" in refused.main


def test_a_grower_whom_no_lot_names_is_removed(as_manager: Browser):
    _add(as_manager)
    edit = as_manager.open(as_manager.open(PATH).link(NAME))
    assert "Chưa có người trồng" in as_manager.submit(edit, "Xóa người trồng này", lands=PATH).main


def test_two_people_editing_a_grower_see_what_differs(as_manager: Browser, as_officer: Browser):
    _add(as_manager)
    path = as_manager.open(PATH).link(NAME)
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", lands=PATH, phone="0912345678")
    page = as_manager.submit(mine, "Lưu", status=409, phone="0987654321")
    assert "0912 345 678" in page.main


def test_growers_are_nobody_elses_business(as_admin: Browser, as_foreigner: Browser):
    as_admin.open(PATH, status=403)
    as_foreigner.open(PATH, status=404)
