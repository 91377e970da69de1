"""Recording a lot, changing it, and taking its journey away as a file."""

import json
from datetime import timedelta

from tests import world
from tests.pages import Browser

_TYPED = {
    "harvested_on": "5/6/2026",
    "quantity_g": "1,2 tấn",
    "packed_on": "7-6-2026",
    "code": "VỤ SỚM 01",
    "standard": "VietGAP",
}


def test_a_manager_records_a_lot_and_its_expiry_follows_the_products_shelf_life(
    as_manager: Browser,
):
    choose = as_manager.open("/lots/new")
    assert choose.texts("#product option") == [f"Vải thiều Lục Ngạn – {world.NAME_A}"]
    page = as_manager.open(f"/lots/new?product={world.PRODUCT_A}")
    shown = as_manager.submit(page, "Lưu", lands="/lots/", **_TYPED)
    assert "VỤ SỚM 01" in shown.main
    assert "1,2 tấn" in shown.main
    assert "07/07/2026" in shown.main
    assert "HTX khai: VietGAP" in shown.main


def test_what_cannot_be_read_stays_as_typed_beside_its_sentence(as_manager: Browser):
    page = as_manager.open(f"/lots/new?product={world.PRODUCT_A}")
    answer = as_manager.submit(page, "Lưu", **_TYPED | {"harvested_on": "31/6/2026"})
    assert answer.error_beside("harvested_on")
    assert answer.soup.find(id="harvested_on")["value"] == "31/6/2026"
    assert answer.soup.find(id="quantity_g")["value"] == "1,2 tấn"
    again = as_manager.submit(answer, "Lưu", harvested_on="8/6/2026")
    assert "trước ngày thu hoạch" in again.error_beside("packed_on")


def test_two_lots_of_a_product_do_not_share_a_code(as_manager: Browser):
    page = as_manager.open(f"/lots/new?product={world.PRODUCT_A}")
    answer = as_manager.submit(page, "Lưu", **_TYPED | {"code": world.LOT_A})
    assert world.LOT_A in answer.error_beside("code")


def test_only_an_approved_product_gets_lots(as_manager: Browser):
    edit = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(edit, "Lưu", storage="Ngăn mát", lands="/products/")
    refused = as_manager.open(f"/lots/new?product={world.PRODUCT_A}", status=422)
    assert "chưa được duyệt" in refused.main
    assert as_manager.open("/lots/new").texts("#product option") == []


def test_a_lot_is_corrected_and_its_printed_code_stays(as_manager: Browser):
    page = as_manager.open(f"/lots/{world.LOT_A}/edit")
    assert page.soup.find(id="code") is None
    shown = as_manager.submit(page, "Lưu", quantity_g="900 kg", lands="/lots/")
    assert "900 kg" in shown.main
    assert world.LOT_A in shown.main


def test_two_people_editing_a_lot_see_what_differs_and_nothing_else(
    as_manager: Browser, as_officer: Browser
):
    path = f"/lots/{world.LOT_A}/edit"
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", quantity_g="800 kg", lands="/lots/")
    page = as_manager.submit(mine, "Lưu", quantity_g="700 kg", status=409)
    assert page.texts("tbody tr") == ["Sản lượng của lô 800 kg 700 kg"]


def test_lots_are_found_by_code_product_or_cooperative_without_marks(as_province: Browser):
    for typed in ("lo-a", "vai+thieu", "giap+son"):
        assert as_province.open(f"/lots/?q={typed}").texts("main li h2") == [world.LOT_A]
    assert as_province.open("/lots/?q=%25").texts("main li h2") == []


def test_the_journey_of_a_lot_is_an_epcis_document(as_manager: Browser):
    page = as_manager.open(f"/lots/{world.LOT_A}")
    reply = as_manager.download(page.link("Tải hành trình lô hàng (EPCIS 2.0)"))
    assert reply.mimetype == "application/ld+json"
    assert f"{world.LOT_A}.jsonld" in reply.headers["Content-Disposition"]
    document = json.loads(reply.data)
    assert document["type"] == "EPCISDocument"
    steps = [event["bizStep"] for event in document["epcisBody"]["eventList"]]
    assert steps == ["commissioning", "packing"]
    harvest = document["epcisBody"]["eventList"][0]
    assert harvest["ilmd"]["lensan:lotCode"] == world.LOT_A
    assert harvest["eventTime"].startswith(str(world.TODAY - timedelta(days=5)))


def test_what_is_not_mine_does_not_exist(as_foreigner: Browser, as_manager_b: Browser):
    for person in (as_foreigner, as_manager_b):
        for path in ("", "/edit", "/epcis"):
            page = person.open(f"/lots/{world.LOT_A}{path}", status=404)
            assert "Vải thiều" not in page.text
        person.open(f"/lots/new?product={world.PRODUCT_A}", status=404)
        assert world.LOT_A not in person.open("/lots/").texts("main li h2")


def test_an_administrator_looks_and_changes_nothing(as_admin: Browser):
    page = as_admin.open(f"/lots/{world.LOT_A}")
    assert not page.soup.select("main form")
    as_admin.open(f"/lots/{world.LOT_A}/edit", status=403)
    as_admin.open("/lots/new", status=403)
