"""Changing and reviewing a cooperative, as people do it on the pages."""

from flask import Flask

from tests import world
from tests.pages import Browser
from tests.web.registering import drafted, registered

_A = f"/cooperatives/{world.COOPERATIVE_A}"


def test_errors_stand_beside_the_field_and_on_top_and_nothing_typed_is_lost(
    as_volunteer: Browser,
):
    page = as_volunteer.open(f"{_A}/edit")
    answer = as_volunteer.submit(page, "Lưu", phone="09l2 345 678", commune="xã Không Có")
    assert answer.error_beside("phone")
    assert answer.soup.select_one("#summary a[href='#phone']")
    field = answer.soup.find(id="phone")
    assert field["value"] == "09l2 345 678"
    assert field["aria-invalid"] == "true"
    again = as_volunteer.submit(answer, "Lưu", phone="051 000 0070")
    assert again.error_beside("commune")


def test_search_needs_no_marks(as_province: Browser):
    page = as_province.open("/cooperatives/?q=vai+thieu+giap+son")
    assert page.texts("main li h2") == [world.NAME_A]
    assert as_province.open("/cooperatives/?q=%25").texts("main li h2") == []


def test_somebody_else_approves_than_who_registered(as_officer: Browser, as_province: Browser):
    shown = registered(as_officer)
    assert "Duyệt" not in shown.texts("button")
    token = {"csrf_token": shown.soup.find("input", attrs={"name": "csrf_token"})["value"]}
    refused = as_officer.client.post(f"{shown.path}/approve", data=token)
    assert refused.status_code == 422
    assert "không tự duyệt" in refused.get_data(as_text=True)
    theirs = as_province.open(shown.path)
    approved = as_province.submit(theirs, "Duyệt", lands="/cooperatives/")
    assert "đã duyệt" in approved.main


def test_sending_back_needs_a_reason(as_volunteer: Browser, as_officer: Browser):
    shown = registered(as_volunteer)
    theirs = as_officer.open(shown.path)
    assert as_officer.submit(theirs, "Trả lại").error_beside("note")
    back = as_officer.submit(theirs, "Trả lại", note="Thiếu số nhà", lands="/cooperatives/")
    assert "Thiếu số nhà" in back.main
    assert "Thiếu số nhà" in as_volunteer.open(shown.path).main


def test_two_people_editing_see_both_versions(as_volunteer: Browser, as_officer: Browser):
    path = f"{_A}/edit"
    mine, theirs = as_volunteer.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", representative="Người Sửa Trước", lands="/cooperatives/")
    page = as_volunteer.submit(mine, "Lưu", representative="Người Sửa Sau", status=409)
    assert "Người Sửa Trước" in page.main
    assert "Người Sửa Sau" in page.main


def test_an_approved_record_that_changes_waits_for_review_again(as_manager: Browser):
    page = as_manager.open(f"{_A}/edit")
    shown = as_manager.submit(page, "Lưu", address="Thôn Mới 1", lands="/cooperatives/")
    assert "chờ duyệt" in shown.main


def test_what_is_not_mine_does_not_exist(as_foreigner: Browser, as_manager_b: Browser):
    for person in (as_foreigner, as_manager_b):
        page = person.open(_A, status=404)
        assert world.NAME_A not in page.text
        assert person.open("/cooperatives/?q=giap+son").texts("main li h2") == []


def test_only_who_works_there_moves_a_cooperative_to_another_commune(
    as_manager: Browser, as_province: Browser
):
    path = f"{_A}/edit"
    refused = as_manager.submit(as_manager.open(path), "Lưu", commune="xã Nam Dương")
    assert refused.error_beside("commune")
    moved = as_province.submit(
        as_province.open(path), "Lưu", commune="xã Nam Dương", lands="/cooperatives/"
    )
    assert "Đoàn xã Nam Dương" in moved.main
    as_manager.open(_A)


def test_a_former_name_is_told_with_todays_until_the_place_changes(
    as_volunteer: Browser, as_province: Browser
):
    shown = registered(as_volunteer, commune="giap son", province="bac giang")
    former = "trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang"
    assert former in shown.main
    edit = as_volunteer.open(f"{shown.path}/edit")
    saved = as_volunteer.submit(edit, "Lưu", lands="/cooperatives/", address="Thôn Lim")
    assert former in saved.main
    edit = as_province.open(f"{shown.path}/edit")
    moved = as_province.submit(edit, "Lưu", lands="/cooperatives/", commune="xã Nam Dương")
    assert "Giáp Sơn" not in moved.main


def test_a_draft_without_products_offers_the_first_once(app: Flask, as_volunteer: Browser):
    shown = as_volunteer.open(drafted(app))
    assert len(shown.soup.select("main a[href*='/products/new']")) == 1
