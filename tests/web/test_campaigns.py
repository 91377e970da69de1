"""Programmes: setting up, progress, and the report."""

import io

import openpyxl
from flask import Flask

from tests import world
from tests.pages import Browser
from tests.web.test_tonnage import publish
from tests.web.work import finished

PATH = f"/campaigns/{world.CAMPAIGN}"
TYPED = {
    "name": "Cam Lục Ngạn lên sàn",
    "code": "CAM-2026",
    "starts_on": "01/11/2026",
    "ends_on": "31/12/2026",
    "target_mass_g": "50 tấn",
}


def test_progress_counts_what_one_may_see(app: Flask, as_province: Browser, as_officer: Browser):
    publish(app, world.CAMPAIGN, 900, None)
    page = as_province.open(PATH)
    assert "2 HTX/mô hình · 1 gian hàng · 1 sàn · 800 kg" in page.main
    assert "Đã bán 0,8 tấn · 40%" in page.main
    assert "Chỉ tiêu 2 tấn" in page.main
    assert "hơn 900 tấn" in page.main
    mine = as_officer.open(PATH)
    assert "1 HTX/mô hình · 1 gian hàng · 1 sàn · 500 kg" in mine.main
    assert world.NAME_B not in mine.text


def test_an_officer_sets_up_a_programme_for_their_union(as_officer: Browser):
    page = as_officer.open("/campaigns/new")
    shown = as_officer.submit(page, "Lưu", lands="/campaigns/CAM-2026", **TYPED)
    assert "Đoàn xã Lục Ngạn" in shown.main
    assert "Chỉ tiêu 50 tấn" in shown.main
    again = as_officer.submit(as_officer.open("/campaigns/new"), "Lưu", **TYPED)
    assert "chương trình khác dùng" in again.error_beside("code")


def test_errors_stand_beside_the_field_and_nothing_typed_is_lost(as_officer: Browser):
    page = as_officer.open("/campaigns/new")
    wrong = TYPED | {"ends_on": "31/02/2026", "target_mass_g": "1,200 tấn"}
    answer = as_officer.submit(page, "Lưu", **wrong)
    assert answer.error_beside("ends_on")
    assert answer.error_beside("target_mass_g")
    assert answer.soup.find(id="target_mass_g")["value"] == "1,200 tấn"
    turned = as_officer.submit(answer, "Lưu", ends_on="01/10/2026", target_mass_g="1,2 tấn")
    assert "không thể trước" in turned.error_beside("ends_on")


def test_a_target_can_be_changed_and_taken_away(as_province: Browser):
    page = as_province.open(f"{PATH}/edit")
    assert page.soup.find(id="target_mass_g")["value"] == "2 tấn"
    stale = as_province.open(f"{PATH}/edit")
    more = as_province.submit(page, "Lưu", target_mass_g="4 tấn", lands=PATH)
    assert "0,8 tấn · 20%" in more.main
    lost = as_province.submit(stale, "Lưu", target_mass_g="3 tấn", status=409)
    assert "4 tấn" in lost.main
    page = as_province.open(f"{PATH}/edit")
    none = as_province.submit(page, "Lưu", target_mass_g="", lands=PATH)
    assert "Chỉ tiêu" not in none.main


def test_a_programme_of_the_province_is_not_the_communes_to_change(
    as_officer: Browser, as_volunteer: Browser
):
    assert "Sửa" not in as_officer.open(PATH).texts("main a")
    as_officer.open(f"{PATH}/edit", status=403)
    as_volunteer.open("/campaigns/new", status=403)
    assert "Làm báo cáo" not in as_volunteer.open(PATH).main
    as_officer.open("/campaigns/KHONG-CO", status=404)


def test_an_officer_asks_for_a_report(as_officer: Browser):
    for button, name in (("Báo cáo PDF", "PDF"), ("Báo cáo Word", "DOCX")):
        job = as_officer.submit(as_officer.open(PATH), button, lands="/jobs/")
        assert f"Báo cáo Lên sàn thử ({name})" in job.main


def test_a_report_is_in_the_language_that_was_asked_for(app: Flask, as_officer: Browser):
    page = as_officer.submit(as_officer.open(PATH), "Báo cáo Excel", lang="en", lands="/jobs/")
    done = finished(app, as_officer, page)
    file = as_officer.download(done.link("Tải về bao-cao-ct-thu.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    sheet = book["By marketplace"]
    assert sheet["B4"].value == "Marketplace"
    # Shown with the marks of English, whatever the office program's own language is.
    assert sheet["C5"].number_format == "[$-809]#,##0"


def test_search_needs_no_marks(as_volunteer: Browser):
    assert as_volunteer.open("/campaigns/?q=len+san").texts("main li h2") == ["Lên sàn thử"]
    assert as_volunteer.open("/campaigns/?q=khong+co").texts("main li h2") == []
