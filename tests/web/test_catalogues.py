"""Asking for a catalogue and getting it."""

import subprocess

from flask import Flask

from tests import world
from tests.pages import Browser, Page
from tests.web.work import finished


def text_of(person: Browser, done: Page) -> str:
    content = person.download(f"{done.path}/file").data
    out = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, stdout=subprocess.PIPE, check=True
    ).stdout
    return " ".join(out.decode().split())


def test_a_manager_gets_the_catalogue_of_their_own_cooperative(app: Flask, as_manager: Browser):
    start = as_manager.open("/catalogues/")
    page = as_manager.open(start.link("Làm ca-ta-lô đầu tiên"))
    assert page.texts("#subject option") == [world.NAME_A]
    asked = as_manager.submit(page, "Tạo ca-ta-lô", lands="/jobs/")
    done = finished(app, as_manager, asked)
    text = text_of(as_manager, done)
    assert "Vải thiều Lục Ngạn" in text
    assert "257678859" not in text
    listed = as_manager.open("/catalogues/")
    assert listed.texts("main li h2") == [f"Ca-ta-lô {world.NAME_A}"]
    assert "đã xong" in listed.main


def test_an_officer_gets_the_catalogue_of_the_whole_union(app: Flask, as_province: Browser):
    page = as_province.open("/catalogues/new")
    assert page.texts("#subject option")[0] == "Cả địa bàn Tỉnh đoàn Bắc Ninh"
    asked = as_province.submit(page, "Tạo ca-ta-lô", lands="/jobs/")
    text = text_of(as_province, finished(app, as_province, asked))
    assert "Vải thiều Lục Ngạn" in text
    assert "Mỳ Chũ Nam Dương" in text


def test_a_union_without_approved_products_is_told_so(app: Flask, as_foreigner: Browser):
    page = as_foreigner.open("/catalogues/new")
    asked = as_foreigner.submit(page, "Tạo ca-ta-lô", lands="/jobs/")
    done = finished(app, as_foreigner, asked)
    assert "Chưa có sản phẩm nào đã duyệt" in done.main


def test_the_list_holds_catalogues_alone(as_manager: Browser):
    labels = as_manager.open("/labels/new")
    as_manager.submit(labels, "Tạo tờ tem", pack=world.PACK_A, lands="/jobs/")
    assert as_manager.open("/catalogues/").texts("main li h2") == []


def test_what_is_not_mine_does_not_exist(as_manager_b: Browser, as_volunteer: Browser):
    for person, subject in (
        (as_manager_b, f"cooperative:{world.COOPERATIVE_A}"),
        (as_volunteer, f"cooperative:{world.COOPERATIVE_B}"),
        (as_volunteer, "union:TD-BN"),
        (as_manager_b, ""),
    ):
        page = person.open("/catalogues/new")
        token = page.soup.find("input", {"name": "csrf_token"})["value"]
        typed = {"csrf_token": token, "subject": subject, "lang": "vi"}
        assert person.client.post("/catalogues/new", data=typed).status_code == 404


def test_an_administrator_makes_no_catalogue(as_admin: Browser):
    as_admin.open("/catalogues/", status=403)
