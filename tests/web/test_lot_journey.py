"""What happened to a lot: recorded, corrected, taken back; where it came from and went."""

import csv
import io
import json
from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import lots
from shop_onboard.services import sales
from shop_onboard.values.dates import format_date
from tests import world
from tests.pages import Browser, Page

PATH = f"/lots/{world.LOT_A}"
DAY = format_date(world.TODAY - timedelta(days=2))


def _record(browser: Browser, **typed: str) -> Page:
    page = browser.open(f"{PATH}/events/new")
    return browser.submit(page, "Lưu", lands=PATH, happened_on=DAY, **typed)


def _steps(page: Page) -> list[str]:
    return page.texts("ol.journey > li h3")


def test_the_dates_of_a_lot_are_steps_by_themselves(as_manager: Browser):
    assert _steps(as_manager.open(PATH)) == ["Thu hoạch", "Đóng gói"]


def test_a_step_is_recorded_with_its_place_and_hour(as_manager: Browser):
    page = _record(
        as_manager, kind="inspecting", place="xưởng thôn Hạ", hour="6h30", note="Độ ngọt 12"
    )
    assert _steps(page) == ["Thu hoạch", "Đóng gói", "Kiểm tra"]
    assert f"{DAY} 06:30 · xưởng thôn Hạ, xã Lục Ngạn".lower() in page.main.lower()
    assert "Độ ngọt 12" in page.main


def test_a_sale_of_the_lot_is_a_step(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        data = sales.SaleData(world.TODAY, "postmart", 90_000, lot_id=lot.id)
        sales.record(SYSTEM, lot.product.cooperative, data)
        db.session.commit()
    page = as_manager.open(PATH)
    assert _steps(page)[-1] == "Bán"
    assert "Còn lại 1.110 kg" in page.main.replace("1,11 tấn", "1.110 kg")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"kind": ""}, "kind", "Hãy chọn"),
        ({"kind": "shipping", "mass_g": "10 kg"}, "partner", "giao hàng cho ai"),
        ({"kind": "shipping", "partner": "Kho"}, "mass_g", "đã xuất bao nhiêu"),
        ({"kind": "receiving"}, "partner", "nhận hàng từ ai"),
        ({"kind": "storing", "mass_g": "2 tấn"}, "mass_g", "Cả lô chỉ có 1,2 tấn"),
        ({"kind": "storing", "hour": "25:00"}, "hour", "6:30"),
        ({"kind": "storing", "happened_on": "1/1/2021"}, "happened_on", "thu hoạch ngày"),
        ({"kind": "storing", "happened_on": "1/1/2090"}, "happened_on", "chưa tới"),
    ],
)
def test_what_cannot_be_says_what_to_write(
    as_manager: Browser, typed: dict[str, str], field: str, words: str
):
    page = as_manager.open(f"{PATH}/events/new")
    answer = as_manager.submit(page, "Lưu", **({"happened_on": DAY} | typed))
    assert words in answer.error_beside(field)


def test_a_wrong_step_is_corrected_by_a_later_one_and_stays_to_be_read(as_manager: Browser):
    page = _record(as_manager, kind="shipping", mass_g="200 kg", partner="Kho Hà Nội")
    edit = as_manager.open(page.link("Sửa công đoạn"))
    page = as_manager.submit(edit, "Lưu", lands=PATH, mass_g="210 kg")
    assert _steps(page).count("Xuất hàng") == 1
    assert "210 kg · Kho Hà Nội" in page.main
    assert page.texts("ol.journey details li")[0].startswith(f"Xuất hàng: {DAY} · 200 kg")
    page = as_manager.submit(page, "Hoàn tác", lands=PATH)
    assert "· 200 kg · Kho Hà Nội" in page.texts("ol.journey > li")[-1]


def _packed_on(page: Page) -> str:
    return page.main.partition("Ngày đóng gói ")[2].split()[0]


def test_a_packing_step_gives_the_lot_its_packing_day_and_takes_it_back(as_manager: Browser):
    edit = as_manager.open(f"{PATH}/edit")
    page = as_manager.submit(edit, "Lưu", lands=PATH, packed_on="")
    assert _packed_on(page) == "–"
    form = as_manager.open(f"{PATH}/events/new")
    assert "ngày làm cũng là ngày đóng gói của lô" in form.main
    page = _record(as_manager, kind="packing", place="xưởng")
    assert _packed_on(page) == DAY
    assert _steps(page).count("Đóng gói") == 1
    edit = as_manager.open(page.link("Sửa công đoạn"))
    earlier = format_date(world.TODAY - timedelta(days=3))
    page = as_manager.submit(edit, "Lưu", lands=PATH, happened_on=earlier)
    assert _packed_on(page) == earlier
    page = as_manager.submit(page, "Hủy công đoạn", lands=PATH)
    assert _packed_on(page) == "–"
    page = as_manager.submit(page, "Hoàn tác", lands=PATH)
    assert _packed_on(page) == earlier
    assert "Ngày đóng gói" in as_manager.open(f"/history/lot/{world.LOT_A}").main


def test_a_packing_day_that_was_typed_stays(as_manager: Browser):
    typed = _packed_on(as_manager.open(PATH))
    page = _record(as_manager, kind="packing", place="xưởng")
    assert _packed_on(page) == typed
    assert _packed_on(as_manager.submit(page, "Hủy công đoạn", lands=PATH)) == typed


def test_a_step_that_never_was_is_withdrawn_and_comes_back(as_manager: Browser):
    page = _record(as_manager, kind="storing", place="Kho lạnh")
    page = as_manager.submit(page, "Hủy công đoạn", lands=PATH)
    assert "Nhập kho đã hủy" in _steps(page)
    page = as_manager.submit(page, "Hoàn tác", lands=PATH)
    assert "Nhập kho" in _steps(page)


def test_two_people_do_not_correct_the_same_step(as_manager: Browser, as_officer: Browser):
    page = _record(as_manager, kind="storing", place="Kho lạnh")
    path = page.link("Sửa công đoạn")
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", lands=PATH, place="Kho mát")
    assert "vừa sửa công đoạn này" in as_manager.submit(mine, "Lưu", place="Kho khô").main


def test_a_double_tap_records_one_step(as_manager: Browser):
    _record(as_manager, kind="storing", place="Kho lạnh")
    page = as_manager.open(f"{PATH}/events/new")
    again = as_manager.submit(page, "Lưu", kind="storing", place="Kho lạnh", happened_on=DAY)
    assert "Bạn vừa ghi" in again.main


def test_what_was_handed_on_is_not_split_again(app: Flask, as_manager: Browser):
    page = _record(as_manager, kind="shipping", mass_g="400 kg", partner="Cửa hàng Xanh")
    assert "Đã xuất 400 kg" in page.main
    assert "Còn lại 800 kg" in page.main
    assert "Còn được ghi bán: 1,2 tấn" in page.main
    make = as_manager.open(f"{PATH}/make")
    assert "Lô này còn 800 kg" in make.main
    assert "Đã trừ 400 kg đã xuất" in make.main
    refused = as_manager.submit(make, "Làm lô mới", mass_g="900 kg")
    assert "nhiều hơn 100 kg" in refused.error_beside("mass_g")
    as_manager.submit(make, "Làm lô mới", lands="/lots/", mass_g="800 kg")
    assert "Còn lại 0 kg" in as_manager.open(PATH).main.replace("0 g ", "0 kg ")


def test_a_lot_is_split_and_both_know_of_each_other(as_manager: Browser):
    make = as_manager.open(f"{PATH}/make")
    made = as_manager.submit(make, "Làm lô mới", lands="/lots/", mass_g="200 kg", code="TACH-1")
    assert made.path == "/lots/TACH-1"
    assert f"Lô {world.LOT_A}" in made.main
    parent = as_manager.open(PATH)
    assert "Lô TACH-1" in parent.main
    assert parent.soup.select_one("figure.chart svg desc").get_text().count("TACH-1") == 1
    assert "Còn lại" in parent.main


def test_lots_are_merged(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        first = lots.called(SYSTEM, world.LOT_A)[0]
        world.lot(first.product, "LO-A-02")
        db.session.commit()
    page = as_manager.open(f"{PATH}/make")
    alone = as_manager.submit(page, "Làm lô mới", how="merge", mass_g="100 kg")
    assert "ít nhất hai lô" in alone.error_beside("other_1")
    half = as_manager.submit(page, "Làm lô mới", how="merge", mass_g="1 kg", other_1="LO-A-02")
    assert "lấy bao nhiêu" in half.error_beside("other_1_mass_g")
    made = as_manager.submit(
        page,
        "Làm lô mới",
        lands="/lots/",
        how="merge",
        mass_g="100 kg",
        other_1="LO-A-02",
        other_1_mass_g="50 kg",
    )
    assert "150 kg" in made.main


def test_a_lot_made_of_another_keeps_its_past(app: Flask, as_manager: Browser, browser: Browser):
    _record(as_manager, kind="inspecting", place="vườn nhà Giáp")
    _record(as_manager, kind="shipping", mass_g="5 kg", partner="Cửa hàng Xanh")
    page = as_manager.open(f"{PATH}/make")
    as_manager.submit(page, "Làm lô mới", lands="/lots/", mass_g="200 kg", code="CON", made_on=DAY)
    again = as_manager.open("/lots/CON/make")
    made = as_manager.submit(again, "Làm lô mới", lands="/lots/", mass_g="20 kg", code="CHAU")
    assert _steps(made) == ["Thu hoạch", "Đóng gói", "Kiểm tra"]
    assert f"của lô {world.LOT_A}" in made.texts("ol.journey > li")[0]
    assert "Cửa hàng Xanh" not in made.main
    missing = made.texts("#items ~ ul a")
    assert "Các công đoạn sản xuất, kinh doanh, có thời gian và nơi làm" not in missing
    # What is said of the parent later, but happened before, is told too; what came after is not.
    parent = as_manager.open(f"{PATH}/events/new")
    as_manager.submit(parent, "Lưu", lands=PATH, kind="processing", happened_on=DAY, place="Kho")
    late = {"kind": "storing", "happened_on": format_date(world.TODAY)}
    as_manager.submit(parent, "Lưu", lands=PATH, **late)
    public = browser.open(made.link("Xem trang người mua thấy"))
    assert [text.split(" (")[0].split(" ", 1)[1] for text in public.texts(".steps li")] == [
        "Thu hoạch",
        "Đóng gói",
        "Sơ chế, chế biến · xã Lục Ngạn",
        "Kiểm tra · xã Lục Ngạn",
    ]
    assert public.texts(".steps li")[0].endswith(f"(lô {world.LOT_A})")
    rows = as_manager.download(made.link("Tải bảng công đoạn (CSV)")).data.decode("utf-8-sig")
    assert [line.split(",")[0] for line in rows.splitlines()[1:]] == [world.LOT_A] * 4 + ["CHAU"]
    files = [
        json.loads(as_manager.download(f"/lots/{code}/epcis").data)["epcisBody"]["eventList"]
        for code in ("CHAU", world.LOT_A)
    ]
    child, first = ({event["eventID"]: event for event in events} for events in files)
    words = [event["bizStep"] for event in child.values()]
    assert words.count("creating_class_instance") == 3
    assert "shipping" not in words
    shared = [event["bizStep"] for key, event in child.items() if first.get(key) == event]
    assert {"commissioning", "packing", "inspecting"} <= set(shared)


def test_growers_of_the_first_lot_are_growers_of_all_made_of_it(
    app: Flask, as_manager: Browser, browser: Browser
):
    page = as_manager.open(f"{PATH}/make")
    made = as_manager.submit(page, "Làm lô mới", lands="/lots/", mass_g="200 kg", code="CON")
    form = as_manager.open(f"/growers/{world.COOPERATIVE_A}/new")
    as_manager.submit(form, "Lưu", lands="/growers/", name="Giáp Văn Cam")
    supply = as_manager.open(f"{PATH}/growers")
    grower = supply.soup.find("input", attrs={"name": "grower"})["value"]
    as_manager.submit(supply, "Lưu", lands=PATH, grower=grower)
    assert "Giáp Văn Cam" in as_manager.open(made.path).main
    assert "Đã tính sẵn" in as_manager.open(f"{made.path}/growers").main
    assert "1 hộ" in browser.open(made.link("Xem trang người mua thấy")).main


def test_only_processing_and_packing_give_another_product(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        owner = lots.called(SYSTEM, world.LOT_A)[0].product.cooperative
        world.product(owner, "VAI-SAY", "Vải sấy")
        db.session.commit()
    page = as_manager.open(f"{PATH}/make")
    split = as_manager.submit(page, "Làm lô mới", how="split", mass_g="9 kg", product="VAI-SAY")
    assert "vẫn là sản phẩm cũ" in split.error_beside("product")
    made = as_manager.submit(
        page, "Làm lô mới", how="process", mass_g="9 kg", product="VAI-SAY", lands="/lots/"
    )
    assert "Vải sấy" in made.main


def test_more_than_is_left_is_refused_beside_the_field(as_manager: Browser):
    page = as_manager.open(f"{PATH}/make")
    answer = as_manager.submit(page, "Làm lô mới", mass_g="2 tấn")
    assert "nhiều hơn" in answer.error_beside("mass_g")
    assert as_manager.open("/lots/").texts("main li h2") == [world.LOT_A]


def test_what_the_circular_asks_for_is_named_with_a_link_to_its_field(as_manager: Browser):
    page = as_manager.open(PATH)
    links = {found.get_text(): found["href"] for found in page.soup.select("#items ~ ul a")}
    assert "Hình ảnh sản phẩm" in links
    step = "Các công đoạn sản xuất, kinh doanh, có thời gian và nơi làm"
    form, _hash, field = links[step].partition("#")
    assert as_manager.open(form).soup.find(id=field) is not None
    count = len(links)
    assert f"Còn thiếu {count} mục" in as_manager.open("/lots/").main
    page = _record(as_manager, kind="inspecting", place="vườn")
    assert step not in [found.get_text() for found in page.soup.select("#items ~ ul a")]


def test_an_odd_code_of_a_growing_area_is_doubted_and_kept(as_manager: Browser):
    edit = as_manager.open(f"{PATH}/edit")
    page = as_manager.submit(edit, "Lưu", lands=PATH, growing_area_code="BGOR-0001")
    assert "bắt đầu bằng «VN-»" in page.main
    edit = as_manager.open(f"{PATH}/edit")
    page = as_manager.submit(edit, "Lưu", lands=PATH, growing_area_code="VN-BGOR-0001")
    assert "bắt đầu bằng «VN-»" not in page.main


def test_the_steps_leave_as_a_table(as_manager: Browser):
    page = _record(as_manager, kind="shipping", mass_g="200 kg", partner="=Kho")
    reply = as_manager.download(page.link("Tải bảng công đoạn (CSV)"))
    rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert [row["Công đoạn"] for row in rows] == ["Thu hoạch", "Đóng gói", "Xuất hàng"]
    assert rows[-1]["Khối lượng (g)"] == "200000"
    assert rows[-1]["Từ ai, cho ai"] == "'=Kho"


def test_every_step_is_in_the_epcis_file(as_manager: Browser):
    page = _record(as_manager, kind="storing", place="Kho lạnh")
    as_manager.submit(page, "Hủy công đoạn", lands=PATH)
    page = as_manager.open(f"{PATH}/make")
    made = as_manager.submit(page, "Làm lô mới", how="pack", mass_g="9 kg", lands="/lots/")
    for path in (PATH, made.path):
        document = json.loads(as_manager.download(f"{path}/epcis").data)
        kinds = [event["type"] for event in document["epcisBody"]["eventList"]]
        assert "AggregationEvent" in kinds
    listed = json.loads(as_manager.download(f"{PATH}/epcis").data)["epcisBody"]["eventList"]
    wrong = [event["errorDeclaration"] for event in listed if "errorDeclaration" in event]
    assert [each["reason"] for each in wrong] == ["did_not_occur"]


def test_who_only_looks_changes_no_step(as_admin: Browser, as_foreigner: Browser):
    page = as_admin.open(PATH)
    assert not page.soup.select("main form")
    as_admin.open(f"{PATH}/events/new", status=403)
    for path in ("events/new", "events/1/correct", "make", "growers", "events.csv"):
        as_foreigner.open(f"{PATH}/{path}", status=404)
