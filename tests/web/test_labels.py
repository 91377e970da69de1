"""Sheets of labels asked for on a page, printed, and scanned by a shopper."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.values.label_stock import get_label_stock
from tests import world
from tests.documents.label_samples import Pages, read_cells
from tests.pages import Browser, Page
from tests.web.work import finished

TRIAL = "TEM THỬ – chưa dùng được"
TICK = "Tôi biết đây là tem thử"


def printed(person: Browser, done: Page, folder: Path) -> Pages:
    """The sheet that a finished job offers."""
    file = folder / "sheet.pdf"
    file.write_bytes(person.download(f"{done.path}/file").data)
    return Pages(file)


def expire(app: Flask) -> None:
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        lot.expires_on = world.TODAY - timedelta(days=2)
        db.session.commit()


def batches(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(LabelBatch.id))) or 0


def test_every_code_of_a_printed_sheet_opens_the_lots_page_for_anybody(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    lot = as_manager.open(f"/lots/{world.LOT_A}")
    page = as_manager.open(lot.link("In tem"))
    assert TRIAL in page.texts(".notice.warn")[0]
    assert page.texts("#lot option")[0] == f"{world.LOT_A} – Vải thiều Lục Ngạn – {world.NAME_A}"
    assert page.soup.find(id="count")["value"] == "24"
    asked = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, lands="/jobs/")
    assert asked.texts("h1") == [f"Tem lô {world.LOT_A}: 24 tem"]
    done = finished(app, as_manager, asked)
    sheet = printed(as_manager, done, tmp_path)
    codes = read_cells(sheet.rasters(150)[0], get_label_stock(), 150)
    paths = {urlsplit(code or "").path for code in codes}
    assert len(paths) == 24
    for path in paths:
        shown = browser.open(path)
        assert shown.texts("h1") == ["Vải thiều Lục Ngạn"]
        assert world.LOT_A in shown.main
        assert TRIAL in shown.main
    assert TRIAL in sheet.text()


def test_more_than_one_sheet_of_trial_labels_is_asked_about_with_the_reason(
    app: Flask, as_manager: Browser
):
    page = as_manager.open("/labels/new")
    assert TICK not in page.main
    answer = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="24", first_cell="2")
    assert "2 tờ tem thử" in answer.error_beside("knows_trial")
    assert answer.soup.find(id="count")["value"] == "24"
    assert batches(app) == 0
    as_manager.submit(answer, "Tạo tờ tem", pack=world.PACK_A, knows_trial="y", lands="/jobs/")
    assert batches(app) == 1


def test_labels_of_a_public_address_are_no_trial(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    page = as_manager.open("/labels/new")
    assert TRIAL not in page.main
    asked = as_manager.submit(
        page,
        "Tạo tờ tem",
        pack=world.PACK_A,
        count="10",
        first_cell="20",
        lang="en",
        lands="/jobs/",
    )
    sheet = printed(as_manager, finished(app, as_manager, asked), tmp_path)
    first, second = (read_cells(one, get_label_stock(), 150) for one in sheet.rasters(150))
    assert [code is not None for code in first] == [False] * 19 + [True] * 5
    assert [code is not None for code in second] == [True] * 5 + [False] * 19
    address = urlsplit(second[0] or "")
    assert address.netloc == "lensan.example.vn"
    shown = browser.open(address.path)
    assert TRIAL not in shown.main
    assert "Địa chỉ chính thức của trang này: lensan.example.vn" in shown.text


def test_a_sheet_can_be_made_again_with_the_same_codes(
    app: Flask, as_manager: Browser, as_officer: Browser, tmp_path: Path
):
    page = as_manager.open("/labels/new")
    asked = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="3", lands="/jobs/")
    sheet = printed(as_manager, finished(app, as_manager, asked), tmp_path)
    first = read_cells(sheet.rasters(150)[0], get_label_stock(), 150)
    again = as_officer.submit(as_officer.open("/labels/"), "Tạo lại tờ tem", lands="/jobs/")
    assert again.path != asked.path
    sheet = printed(as_officer, finished(app, as_officer, again), tmp_path)
    assert read_cells(sheet.rasters(150)[0], get_label_stock(), 150) == first
    assert batches(app) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"count": "0"}, "count"), ({"count": "một"}, "count"), ({"first_cell": "25"}, "first_cell")],
)
def test_a_wrong_number_is_said_beside_its_field(as_manager: Browser, typed, field):
    page = as_manager.open("/labels/new")
    answer = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, **typed)
    assert answer.error_beside(field)
    assert answer.soup.find(id=field)["value"] == typed[field]


def test_no_labels_of_a_lot_past_its_date(app: Flask, as_manager: Browser):
    open_form = as_manager.open("/labels/new")
    asked = as_manager.submit(open_form, "Tạo tờ tem", pack=world.PACK_A, count="1", lands="/jobs/")
    assert asked.status == 200
    expire(app)
    late = as_manager.submit(open_form, "Tạo tờ tem", pack=world.PACK_A, count="1")
    assert "hết hạn" in late.error_beside("lot")
    assert "hết hạn" in as_manager.open(f"/labels/new?lot={world.LOT_A}", status=422).main
    assert "Chưa có lô hàng nào đang bán" in as_manager.open("/labels/new").main
    assert "không in thêm tem" in as_manager.open("/labels/").main
    assert "In tem" not in as_manager.open(f"/lots/{world.LOT_A}").texts(".actions a")


def test_label_batches_are_found_without_marks(as_manager: Browser):
    page = as_manager.open("/labels/new")
    as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="2", lands="/jobs/")
    found = as_manager.open("/labels/?q=vai+thieu").texts("main li h2")
    assert found == [f"Lô {world.LOT_A}"]
    assert as_manager.open("/labels/?q=my+chu").texts("main li h2") == []


def test_what_is_not_mine_does_not_exist(as_manager: Browser, as_manager_b: Browser):
    page = as_manager.open("/labels/new")
    as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="2", lands="/jobs/")
    again = as_manager.open("/labels/").form("Tạo lại tờ tem")["action"]
    as_manager_b.open(f"/labels/new?lot={world.LOT_A}", status=404)
    own = as_manager_b.open("/labels/new")
    assert world.LOT_A not in own.main
    form = {"csrf_token": own.soup.find("input", {"name": "csrf_token"})["value"]}
    typed = form | {"lot": world.LOT_A, "count": "1", "stock": "a4-24"}
    typed |= {"lang": "vi", "content": "item"}
    assert as_manager_b.client.post("/labels/new", data=typed).status_code == 404
    assert as_manager_b.client.post(str(again), data=form).status_code == 404
    assert as_manager_b.open("/labels/").texts("main li h2") == []


def test_an_administrator_prints_no_labels(as_admin: Browser):
    as_admin.open("/labels/", status=403)
    as_admin.open("/labels/new", status=403)
