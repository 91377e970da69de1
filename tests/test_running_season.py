"""The season that is still going: what it holds on whatever day it is installed."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from shop_onboard.imports.sample_traces import traces
from shop_onboard.imports.samples import stories as told_stories
from shop_onboard.imports.samples import tasks, workbook_rows
from shop_onboard.values.channels import find_channel, is_open
from shop_onboard.values.dates import in_season, parse_season_end, parse_season_start
from shop_onboard.values.lot_events import RECORDED_KINDS
from shop_onboard.values.mass import parse_mass_kg
from shop_onboard.values.ocop import expires_on, find_ocop_set, renewal_window
from shop_onboard.values.workbook import SHEETS
from tests.sample_files import SAMPLES, Row, day, every, kilograms, place, read, rows, unfinished

SELLING = {"HTX03", "HTX05", "HTX08", "HTX10", "HTX16"}
# Orange season, spring, the end of the lychee season, a leap day, early lychee, before Tết.
DAYS = [
    date(2026, 11, 22),
    date(2027, 3, 1),
    date(2027, 7, 15),
    date(2028, 2, 29),
    date(2028, 6, 1),
    date(2029, 1, 20),
]


def certificates() -> dict[str, Row]:
    """The products of the running season that have an OCOP certificate."""
    return {row["Mã SP"]: row for row in rows("running", "products") if row["Sao OCOP"]}


@pytest.mark.parametrize("today", DAYS)
def test_certificates_are_plainly_invented_and_valid(today: date) -> None:
    held = certificates()
    numbers = [row["Số quyết định OCOP"] for row in held.values()]
    assert len(held) >= 12
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"QĐ-MẪU-[0-9]{2}", number) for number in numbers)
    assert {row["Sao OCOP"] for row in held.values()} == {"3", "4"}
    printed = {row.code: row.day for row in tasks(SAMPLES, today) if row.kind == "certificate"}
    renewable = []
    for code, row in held.items():
        issued_on = day(row["Ngày cấp OCOP"], today)
        ends_on = expires_on(issued_on) or printed[code]
        assert ends_on is not None
        assert issued_on < today < ends_on
        assert abs((ends_on - issued_on).days - 1095) <= 1
        window = renewal_window(ends_on, today)
        assert window is not None
        if window[0] <= today <= window[1]:
            renewable.append(code)
    assert renewable == ["MY-CHU"]


@pytest.mark.parametrize("of", ["running", "waiting", "cooperatives"])
def test_stories_are_as_long_as_people_read_and_claim_nothing(of: str) -> None:
    if of == "cooperatives":
        stories = told_stories(SAMPLES)
        assert set(stories) == SELLING
    else:
        stories = {row["Mã SP"]: row["Mô tả"] for row in rows(of, "products")}
    assert len(set(stories.values())) == len(stories)
    for code, story in stories.items():
        told = story.casefold()
        for word in ("tốt nhất", "số một", "hữu cơ", "chữa", "trị ", "bệnh", "chính hãng", "!"):
            assert word not in told, (code, word)
        if code not in unfinished():
            assert 60 <= len(story.split()) <= 120, code


def test_what_is_sent_back_has_several_faults() -> None:
    (row,) = (row for row in rows("running", "products") if row["Mã SP"] in unfinished())
    for column in ("Ảnh", "Tồn kho", "Khối lượng cả bì", "Bảo quản", "Tên tiếng Anh"):
        assert row[column] == ""
    assert len(row["Mô tả"]) < 100


def test_the_running_season_has_five_cooperatives_and_forty_products() -> None:
    products = {row["Mã SP"]: row for row in rows("running", "products")}
    assert len(products) >= 40
    assert {row["Mã HTX"] for row in products.values()} == SELLING
    counts = Counter(row["Mã HTX"] for row in products.values())
    assert min(counts.values()) >= 6
    groups = {find_ocop_set(row["Nhóm OCOP"]).number for row in products.values()}
    assert groups >= {1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 17, 20, 21, 24}
    pictures = {name for row in products.values() for name in row["Ảnh"].split(";") if name}
    assert len(pictures) >= 18


def test_the_running_season_lives_on_marketplaces_that_live() -> None:
    shops = rows("running", "storefronts")
    live = {"shopee", "tiktok", "postmart"}
    stands = {(row["Mã HTX"], find_channel(row["Kênh"]).key) for row in shops}
    # One more lies idle, so that the sample shows what such a shop looks like.
    assert stands == {(code, key) for code in SELLING for key in live} | {("HTX05", "lazada")}
    assert len(shops) == len(stands)
    assert {find_channel(row["Kênh"]).key for row in rows("running", "sales")} == live
    assert {row["Mã HTX"] for row in rows("running", "sales")} == SELLING


def made_on(today: date, key: str, part: str = "running") -> list[Row]:
    """The rows that the loader makes on that day and that name a lot or product of `part`."""
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    names = [column.name for column in sheet.columns]
    known = {row["Mã SP"] for row in rows(part, "products")}
    made = [dict(zip(names, row, strict=True)) for row in workbook_rows(SAMPLES, today)[key]]
    return [row for row in made if row["Mã SP"] in known]


@pytest.mark.parametrize("today", DAYS)
def test_the_running_season_can_be_sold_on_the_day_of_installation(today: date) -> None:
    products = {row["Mã SP"]: row for row in rows("running", "products")}
    lots = made_on(today, "lots")
    for lot in lots:
        ends_on = lot["Hạn sử dụng"] or date.max
        assert lot["Ngày thu hoạch"] <= lot["Ngày đóng gói"] <= today < ends_on, lot["Mã lô"]
        shelf = products[lot["Mã SP"]]["Hạn sử dụng (ngày)"]
        if shelf:
            assert lot["Ngày đóng gói"] + timedelta(days=int(shelf)) == ends_on
    for row in made_on(today, "sales"):
        assert today - timedelta(days=60) <= row["Ngày"] <= today
        assert row["Mã lô"] in {lot["Mã lô"] for lot in lots}
    for row in rows("running", "storefronts"):
        assert is_open(find_channel(row["Kênh"]), today)
    (campaign,) = rows("running", "campaigns")
    assert day(campaign["Từ ngày"], today) < today < day(campaign["Đến ngày"], today)


@pytest.mark.parametrize("today", DAYS)
def test_fresh_fruit_has_lots_in_its_season_alone(today: date) -> None:
    products = {row["Mã SP"]: row for row in rows("running", "products")}
    with_lots = {lot["Mã SP"] for lot in made_on(today, "lots")}
    for code, row in products.items():
        if not row["Mùa vụ từ"]:
            assert code in with_lots or code in unfinished(), code
    season = {
        code: (parse_season_start(row["Mùa vụ từ"]), parse_season_end(row["Mùa vụ đến"]))
        for code, row in products.items()
        if row["Mùa vụ từ"]
    }
    assert set(season) >= {"CAM-TUOI", "BUOI-DIEN", "VAI-SOM"}
    for lot in made_on(today, "lots"):
        if lot["Mã SP"] in season:
            assert in_season(lot["Ngày thu hoạch"], *season[lot["Mã SP"]]), lot["Mã lô"]
    oranges, lychee = "CAM-TUOI" in with_lots, "VAI-SOM" in with_lots
    assert (oranges, lychee) == {
        date(2026, 11, 22): (True, False),
        date(2028, 6, 1): (False, True),
        date(2029, 1, 20): (True, False),
    }.get(today, (False, False))


@pytest.mark.parametrize("today", DAYS)
def test_the_running_programme_is_at_sixty_percent(today: date) -> None:
    (campaign,) = rows("running", "campaigns")
    sales = made_on(today, "sales")
    share = 100 * kilograms(sales) * 1000 / parse_mass_kg(campaign["Chỉ tiêu"])
    assert 55 <= share <= 65
    ages = {(today - row["Ngày"]).days // 10 for row in sales}
    assert ages == {0, 1, 2, 3, 4, 5}, "every ten days something was sold"
    by_certainty = Counter(row["Mức độ"] for row in sales)
    assert by_certainty["HTX khai"] > by_certainty["thực tế"] > 20
    assert all(bool(row["Chứng từ"]) == (row["Mức độ"] == "thực tế") for row in sales)
    waiting = [row for row in sales if row["Chứng từ"] and (today - row["Ngày"]).days <= 7]
    assert waiting, "papers that nobody has compared yet"


def test_one_sale_stands_there_twice() -> None:
    same = Counter(
        (row["Ngày"], row["Mã HTX"], row["Mã SP"], row["Kênh"], row["Khối lượng"])
        for row in rows("running", "sales")
    )
    assert [key for key, count in same.items() if count > 1] == [
        ("T-6", "HTX08", "MAT-ONG", "Shopee", "45 kg")
    ]


def test_tasks_name_what_is_there() -> None:
    owner = {row["Mã SP"]: row["Mã HTX"] for row in rows("running", "products")}
    lots = {row["Mã lô"]: owner[row["Mã SP"]] for row in rows("running", "lots")}
    found = tasks(SAMPLES, date(2026, 11, 22))
    assert sorted(row.kind for row in found) == ["certificate", "recall", "return"]
    for row in found:
        assert (owner | lots)[row.code] == row.cooperative_code
        assert bool(row.note) != bool(row.day)


def test_one_cooperative_waits_where_its_volunteer_works() -> None:
    (waiting,) = rows("waiting", "cooperatives")
    assert waiting["Mã HTX"] not in {row["Mã HTX"] for row in every("cooperatives")}
    unions = {row["code"]: row["commune_code"] for row in read("unions")}
    volunteers = {
        unions[row["union_code"]] for row in read("accounts") if row["role"] == "volunteer"
    }
    assert place(waiting).code in volunteers
    assert {row["Mã HTX"] for row in rows("waiting", "products")} == {waiting["Mã HTX"]}


def test_every_cooperative_that_sells_has_somebody_who_signs_in() -> None:
    managed = {row["cooperative_code"] for row in read("accounts") if row["role"] == "manager"}
    assert managed == SELLING


@pytest.mark.parametrize("today", DAYS)
def test_what_lots_went_through_fits_the_lots_of_that_day(today: date) -> None:
    found = traces(SAMPLES, today)
    made = {each.code: each.day for each in found.makings}
    begun = {lot["Mã lô"]: lot["Ngày thu hoạch"] for lot in made_on(today, "lots")}
    every_lot = {row["Mã lô"] for row in rows("running", "lots")}
    for each in (*found.steps, *found.makings, *found.sheets, *found.reports, *found.scans):
        assert each.lot_code in every_lot | made.keys()
        assert each.day <= today
        if each.lot_code in begun:
            assert each.day >= begun[each.lot_code], each
    for told in found.told:
        assert told.lot_code in {row.code for row in tasks(SAMPLES, today) if row.kind == "recall"}
    assert {each.kind for each in found.steps} == set(RECORDED_KINDS) - {"harvesting", "packing"}


def test_growers_are_invented_and_some_agree_to_be_named() -> None:
    found = traces(SAMPLES, date(2026, 11, 22)).growers
    owner = {row["Mã SP"]: row["Mã HTX"] for row in rows("running", "products")}
    lots = {row["Mã lô"]: owner[row["Mã SP"]] for row in rows("running", "lots")}
    assert {row.agrees for row in found} == {True, False}
    assert {row.cooperative_code for row in found} == SELLING
    for row in found:
        assert row.name.endswith("(mẫu)")
        assert not row.phone or row.phone.startswith("+8451000")
        assert {lots[code] for code in row.lot_codes} == {row.cooperative_code}
