"""A commune is found by what people type, and nothing typed is lost on the way."""

import pytest
from flask import Flask

from tests.pages import Browser

TYPED = {
    "name": "Hợp tác xã Đồng Cốc",
    "representative": "Lương Văn Tám",
    "phone": "0510000077",
}


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
    page = as_officer.open("/cooperatives/new")
    typed = TYPED | {"province": "bac giang", "commune": "giap son", "former_district": "luc ngan"}
    shown = as_officer.submit(page, "Lưu", lands="/cooperatives/", **typed)
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main
    assert "trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang" in shown.main
    # Saving again under today's name does not forget what the old papers say.
    again = as_officer.open(f"{shown.path.rstrip('?')}/edit")
    kept = as_officer.submit(again, "Lưu", lands="/cooperatives/", address="Thôn Phú")
    assert "trước 01/7/2025: xã Giáp Sơn" in kept.main


def test_a_whole_address_in_one_field_is_understood(as_officer: Browser):
    page = as_officer.open("/cooperatives/new")
    typed = TYPED | {"commune": "thôn Bãi Bông, Giáp Sơn, Lục Ngạn", "province": "Bắc Giang"}
    shown = as_officer.submit(page, "Lưu", lands="/cooperatives/", **typed)
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main
    assert "thôn Bãi Bông" in shown.main


def test_an_unclear_place_is_chosen_from_a_list_without_typing_anything_again(
    as_officer: Browser,
):
    page = as_officer.open("/cooperatives/new")
    refused = as_officer.submit(
        page, "Lưu", **TYPED, province="Bắc Giang", commune="Lục Ngạn", status=422
    )
    assert "vừa là tên huyện cũ" in refused.error_beside("commune")
    offered = refused.texts(".offered label")
    assert offered[0] == "xã Lục Ngạn, Bắc Ninh"
    assert "thuộc Huyện Lục Ngạn, Bắc Giang (cũ, trước 01/7/2025)" in offered[1]
    assert refused.soup.find(id="name")["value"] == TYPED["name"]
    choices = [radio["value"] for radio in refused.soup.select(".offered input")]
    shown = as_officer.submit(refused, "Lưu", lands="/cooperatives/", place=choices[0])
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main


def test_a_mistyped_commune_offers_what_is_near_and_a_missing_province_too(as_officer: Browser):
    page = as_officer.open("/cooperatives/new")
    refused = as_officer.submit(page, "Lưu", **TYPED, province="", commune="giap son", status=422)
    assert "Hãy ghi thêm tỉnh" in refused.error_beside("commune")
    assert any("Huyện Lục Ngạn" in text for text in refused.texts(".offered label"))
    refused = as_officer.submit(
        page, "Lưu", **TYPED, commune="zzzzzzzz", province="Bắc Ninh", status=422
    )
    assert "Không thấy xã, phường" in refused.error_beside("commune")
    assert refused.texts(".offered label") == []
    refused = as_officer.submit(
        page, "Lưu", **TYPED, commune="luc ngann", province="Bắc Ninh", status=422
    )
    assert refused.texts(".offered label")[0] == "xã Lục Ngạn, Bắc Ninh"
