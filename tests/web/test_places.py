"""A commune is found by what people type, and nothing typed is lost on the way."""

import pytest
from flask import Flask

from tests.pages import Browser, Page
from tests.web.registering import answered, registered


def _found(browser: Browser, typed: str) -> list[dict[str, str]]:
    answer = browser.client.get("/places", query_string={"q": typed})
    assert answer.status_code == 200
    return answer.get_json()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_anybody_may_look_up_a_place_while_typing(app: Flask, browser: Browser):
    first = _found(browser, "giap son, luc ngan")[0]
    assert first == {
        "key": "07582-07570-2025-06-30",
        "name": "xã Lục Ngạn, Bắc Ninh",
        "commune": "xã Lục Ngạn",
        "province": "Bắc Ninh",
        "note": "trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang",
    }
    assert len(_found(browser, "huyện Lục Ngạn")) == 11
    assert _found(browser, "") == []
    assert browser.client.get("/places").get_json() == []


def test_an_old_address_is_registered_and_both_names_are_shown(as_officer: Browser):
    typed = {"province": "bac giang", "commune": "giap son", "former_district": "luc ngan"}
    shown = registered(as_officer, **typed)
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main
    assert "trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang" in shown.main
    # Saving again under today's name does not forget what the old papers say.
    again = as_officer.open(f"{shown.path.rstrip('?')}/edit")
    kept = as_officer.submit(again, "Lưu", lands="/cooperatives/", address="Thôn Phú")
    assert "trước 01/7/2025: xã Giáp Sơn" in kept.main


def test_a_whole_address_in_one_field_is_understood(as_officer: Browser):
    page = answered(as_officer, commune="thôn Bãi Bông, Giáp Sơn, Lục Ngạn", province="Bắc Giang")
    assert "Thôn, xóm, số nhà thôn Bãi Bông" in page.main.replace("(không bắt buộc) ", "")
    as_officer.submit(page, "Gửi để duyệt", lands="/register/DK-")
    shown = as_officer.open("/cooperatives/?q=cam+dong+coc")
    shown = as_officer.open(shown.link("Hợp tác xã Cam Đồng Cốc"))
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main
    assert "thôn Bãi Bông" in shown.main
    edit = as_officer.open(f"{shown.path}/edit")
    typed = {"commune": "thôn Lim, Giáp Sơn, Lục Ngạn", "province": "Bắc Giang", "address": ""}
    assert "thôn Lim" in as_officer.submit(edit, "Lưu", lands="/cooperatives/", **typed).main


def test_an_unclear_place_is_chosen_from_a_list_without_typing_anything_again(
    as_officer: Browser,
):
    page = answered(as_officer, 1)
    refused = as_officer.submit(page, "Tiếp tục", province="Bắc Giang", commune="Lục Ngạn")
    assert "vừa là tên huyện cũ" in refused.error_beside("commune")
    offered = refused.texts(".offered label")
    assert offered[0] == "xã Lục Ngạn, Bắc Ninh"
    assert "thuộc Huyện Lục Ngạn, Bắc Giang (cũ, trước 01/7/2025)" in offered[1]
    assert refused.soup.find(id="commune")["value"] == "Lục Ngạn"
    choices = [radio["value"] for radio in refused.soup.select(".offered input")]
    after = as_officer.submit(refused, "Tiếp tục", lands="/register/", place=choices[0])
    assert after.texts("h1") == ["Người đại diện"]


def test_a_mistyped_commune_offers_what_is_near_and_a_missing_province_too(as_officer: Browser):
    page = answered(as_officer, 1)

    def refused(province: str, commune: str) -> Page:
        return as_officer.submit(page, "Tiếp tục", province=province, commune=commune)

    asked = refused("", "giap son")
    assert "Hãy ghi thêm tỉnh" in asked.error_beside("commune")
    assert any("Huyện Lục Ngạn" in text for text in asked.texts(".offered label"))
    asked = refused("Bắc Ninh", "zzzzzzzz")
    assert "Không thấy xã, phường" in asked.error_beside("commune")
    assert asked.texts(".offered label") == []
    assert refused("Bắc Ninh", "luc ngann").texts(".offered label")[0] == "xã Lục Ngạn, Bắc Ninh"


def test_what_the_sentence_calls_near_is_what_can_be_chosen(as_officer: Browser):
    page = answered(as_officer, 1)
    asked = as_officer.submit(page, "Tiếp tục", province="Bắc Ninh", commune="Hồng Giag")
    said, offered = asked.error_beside("commune"), " ".join(asked.texts(".offered label"))
    assert "xã Hồng Giang" in said
    near = said.partition("Gần nhất: ")[2].rstrip(".").split("; ")
    assert {name for name in near if name not in offered} <= {"phường Hồng Giang"}
    error = asked.soup.find(id="commune-error").find_parent(class_="field")
    assert "offered" in error.find_next_sibling()["class"]
