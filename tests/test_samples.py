"""The sample seasons end on the published totals and name nobody real."""

import re
from collections import Counter, defaultdict
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from shop_onboard.values.banks import find_bank
from shop_onboard.values.channels import find_channel
from shop_onboard.values.gi import may_name_lucngan
from shop_onboard.values.mass import parse_mass_kg
from shop_onboard.values.money import parse_vnd
from shop_onboard.values.ocop import find_ocop_set
from shop_onboard.values.phones import parse_phone
from shop_onboard.values.places import (
    communes,
    former_communes,
    predecessors,
    province_of,
)
from shop_onboard.values.text import Unreadable
from shop_onboard.values.workbook import SHEETS
from tests.sample_files import (
    FILES,
    SAMPLES,
    Row,
    day,
    every,
    kilograms,
    place,
    read,
    rows,
    unfinished,
)

RUNNING = ("cooperatives", "products", "lots", "storefronts", "sales", "campaigns")
WAITING = ("cooperatives", "products")
SAMPLE_PHONE = re.compile(r"051 000 00[0-9]{2}")


def sales_of(campaign: str) -> list[Row]:
    return [row for row in rows("seasons", "sales") if row["Chương trình"] == campaign]


@pytest.mark.parametrize(
    ("folder", "key"),
    [("seasons", key) for key in FILES]
    + [("running", key) for key in RUNNING]
    + [("waiting", key) for key in WAITING],
)
def test_headers_are_those_of_the_template(folder: str, key: str) -> None:
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    assert list(rows(folder, key)[0]) == [column.name for column in sheet.columns]
    for row in rows(folder, key):
        assert None not in row
        assert all(row[column.name] for column in sheet.columns if column.required)


def test_the_season_of_2022_is_800_tonnes_of_15_cooperatives_on_three_marketplaces() -> None:
    sales = sales_of("LN-2022")
    assert kilograms(sales) == 800_000
    assert len({row["Mã HTX"] for row in sales}) == len(rows("seasons", "cooperatives")) == 15
    assert {find_channel(row["Kênh"]).key for row in sales} == {"postmart", "sendo", "voso"}


def test_the_season_of_2021_is_300_tonnes_on_sendo() -> None:
    sales = sales_of("LN-2021")
    assert kilograms(sales) == 300_000
    assert {find_channel(row["Kênh"]).key for row in sales} == {"sendo"}


def test_62_storefronts_stood_on_three_marketplaces() -> None:
    shops = rows("seasons", "storefronts")
    assert Counter(find_channel(row["Kênh"]).key for row in shops) == {
        "postmart": 31,
        "sendo": 16,
        "voso": 15,
    }
    assert len({(row["Mã HTX"], row["Kênh"], row["Tên gian hàng"]) for row in shops}) == 62
    assert all(day(row["Ngày mở"]) <= date(2022, 5, 20) for row in shops)


def test_every_sale_is_from_a_storefront_that_was_open() -> None:
    for folder in ("seasons", "running"):
        opened: dict[tuple[str, str], date] = {}
        for row in rows(folder, "storefronts"):
            key = (row["Mã HTX"], find_channel(row["Kênh"]).key)
            opened[key] = min(opened.get(key, date.max), day(row["Ngày mở"]))
        for row in rows(folder, "sales"):
            channel = find_channel(row["Kênh"])
            assert opened[row["Mã HTX"], channel.key] <= day(row["Ngày"])


def test_the_published_1000_tonnes_are_a_figure_and_no_sale() -> None:
    figures = rows("seasons", "figures")
    told = {
        (row["Chương trình"], row["Số liệu"], row["Đơn vị tính"], row["Mức độ chính xác"])
        for row in figures
    }
    assert told == {
        ("LN-2021", "300", "tấn", "hơn"),
        ("LN-2021", "1.000", "tấn", "hơn"),
        ("LN-2022", "15", "HTX/mô hình", "đúng"),
        ("LN-2022", "62", "gian hàng", "đúng"),
        ("LN-2022", "3", "sàn", "đúng"),
        ("LN-2022", "800", "tấn", "hơn"),
    }
    assert all("ngày ghi là ngày hết chương trình" in row["Nguồn"] for row in figures)
    assert "digital" not in {find_channel(row["Kênh"]).key for row in rows("seasons", "sales")}


def test_sales_lie_in_their_programme_at_published_prices() -> None:
    period = {
        row["Mã"]: (day(row["Từ ngày"]), day(row["Đến ngày"]))
        for row in rows("seasons", "campaigns")
    }
    for row in rows("seasons", "sales"):
        first, last = period[row["Chương trình"]]
        assert first <= day(row["Ngày"]) <= last
        kilos = parse_mass_kg(row["Khối lượng"]) // 1000
        assert 10_000 <= parse_vnd(row["Doanh thu"]) / kilos <= 31_000


@pytest.mark.parametrize("folder", ["seasons", "running"])
def test_lots_cover_what_was_sold_of_them_and_come_before_it(folder: str) -> None:
    lots = {row["Mã lô"]: row for row in rows(folder, "lots")}
    assert len(lots) == len(rows(folder, "lots"))
    sold: dict[str, int] = defaultdict(int)
    for row in rows(folder, "sales"):
        lot = lots[row["Mã lô"]]
        assert lot["Mã SP"] == row["Mã SP"]
        assert day(lot["Ngày đóng gói"]) <= day(row["Ngày"]) <= day(lot["Hạn sử dụng"])
        sold[row["Mã lô"]] += parse_mass_kg(row["Khối lượng"])
    for code, lot in lots.items():
        assert sold[code] <= parse_mass_kg(lot["Sản lượng"])
        assert day(lot["Ngày thu hoạch"]) <= day(lot["Ngày đóng gói"])


def test_every_code_that_a_row_names_is_there_once() -> None:
    products = rows("seasons", "products") + rows("running", "products")
    owner = {row["Mã SP"]: row["Mã HTX"] for row in products}
    cooperatives = {row["Mã HTX"] for row in every("cooperatives")}
    assert set(owner.values()) == cooperatives
    packs = [(row["Mã SP"], row["Quy cách"]) for row in products]
    assert len(set(packs)) == len(packs)
    for folder in ("seasons", "running"):
        assert all(row["Mã SP"] in owner for row in rows(folder, "lots"))
        assert all(owner[row["Mã SP"]] == row["Mã HTX"] for row in rows(folder, "sales"))
        sales = [tuple(row.values()) for row in rows(folder, "sales")]
        assert len(set(sales)) == len(sales)


def test_cooperatives_stand_in_the_eleven_communes_that_were_luc_ngan() -> None:
    area = set(read("commune_groups")[0]["commune_codes"].split())
    assert area == {place(row).code for row in rows("seasons", "cooperatives")}
    assert area == {
        current.code
        for current in communes()
        if any(
            former.former_district in ("Huyện Lục Ngạn", "Thị xã Chũ")
            and province_of(former).short_name == "Bắc Giang"
            for former in predecessors(current)
        )
    }
    assert {row["Huyện (cũ)"] for row in rows("seasons", "cooperatives")} == {"Lục Ngạn"}


def test_only_the_protected_area_names_its_lychee_luc_ngan() -> None:
    inside = {row["Mã HTX"]: names_luc_ngan_rightly(row) for row in rows("seasons", "cooperatives")}
    named = {
        row["Mã HTX"]: row["Tên"]
        for row in rows("seasons", "products")
        if row["Tên"].startswith("Vải thiều")
    }
    assert len(named) == 15
    for code, name in named.items():
        assert (name == "Vải thiều Lục Ngạn") == inside[code], (code, name)
    others = every("products", ("seasons", "running", "waiting"))
    assert {row["Tên"] for row in others if "Lục Ngạn" in row["Tên"]} == {"Vải thiều Lục Ngạn"}


def names_luc_ngan_rightly(row: Row) -> bool:
    """A former name decides itself; a name of today only if all that it was made of lies inside."""
    if row["Tỉnh"] == "Bắc Giang":
        kind, _, name = row["Xã/Phường"].partition(" ")
        assert kind == "xã"
        assert any(former.name == name for former in former_communes())
        return may_name_lucngan(name)
    return all(may_name_lucngan(former.name) for former in predecessors(place(row)))


def test_people_and_telephones_are_invented_and_used_once() -> None:
    cooperatives = every("cooperatives", ("seasons", "running", "waiting", "practice"))
    accounts = read("accounts")
    phones = [row["Điện thoại"] for row in cooperatives] + [row["phone"] for row in accounts]
    assert all(SAMPLE_PHONE.fullmatch(phone) for phone in phones)
    assert len({parse_phone(phone) for phone in phones}) == len(phones)
    for row in cooperatives:
        assert row["Tên"].endswith("(mẫu)")
        assert row["Người đại diện"].endswith("(mẫu)")
    assert all(row["name"].endswith("(mẫu)") for row in accounts)
    shops = rows("seasons", "storefronts") + rows("running", "storefronts")
    assert all(row["Tên gian hàng"].endswith("(mẫu)") for row in shops)


def test_no_number_of_anybody_is_made_up() -> None:
    for row in every("cooperatives", ("seasons", "running", "waiting")):
        assert row["Mã số thuế"] == ""
        assert row["Ngân hàng"] == "Ngân hàng Mẫu"
    with pytest.raises(Unreadable):
        find_bank("Ngân hàng Mẫu")
    for row in rows("seasons", "products") + rows("waiting", "products"):
        assert row["Sao OCOP"] == row["Số quyết định OCOP"] == ""
    for row in every("products", ("seasons", "running", "waiting")):
        assert row["GTIN"] == ""
    for row in every("lots"):
        assert row["Mã số vùng trồng"] == row["Số chứng nhận"] == row["Tiêu chuẩn"] == ""
    assert all(row["Đường dẫn"] == "" for row in every("storefronts"))


@pytest.mark.parametrize("folder", ["seasons", "running", "waiting"])
def test_products_can_be_listed(folder: str) -> None:
    for row in rows(folder, "products"):
        if row["Mã SP"] in unfinished():
            continue
        assert 100 <= len(row["Mô tả"]) <= 100_000
        assert row["Tên tiếng Anh"]
        assert row["Tên tiếng Anh"].isascii()
        assert row["Bảo quản"]
        assert row["Tồn kho"]
        assert parse_vnd(row["Giá bán"]) >= 8_000
        assert parse_mass_kg(row["Khối lượng tịnh"]) <= parse_mass_kg(row["Khối lượng cả bì"])
        find_ocop_set(row["Nhóm OCOP"])
        for name in row["Ảnh"].split(";"):
            assert (SAMPLES / "drawings" / name).is_file(), (row["Mã SP"], name)


def test_the_union_tree_hangs_together() -> None:
    unions = {row["code"]: row for row in read("unions")}
    known = {current.code: current for current in communes()}
    for row in unions.values():
        assert row["parent_code"] in unions or row["code"] == "TW"
        assert all(code in unions for code in row["successor_codes"].split())
        if row["kind"] == "commune":
            assert row["name"] == f"Đoàn {known[row['commune_code']].full_name}"
    assert unions["HD-LN"]["valid_to"] == "2025-06-30"
    for row in rows("seasons", "campaigns") + rows("running", "campaigns"):
        assert row["Đơn vị"] in unions
    for account in read("accounts"):
        assert account["union_code"] in {"", *unions}


@pytest.mark.parametrize("svg", sorted((SAMPLES / "drawings").glob("*.svg")), ids=lambda p: p.stem)
def test_a_drawing_says_that_it_is_one_and_is_small(svg: Path) -> None:
    assert "tranh minh họa" in svg.read_text("utf-8")
    png = svg.with_suffix(".png").read_bytes()
    assert len(png) < 120_000
    with Image.open(BytesIO(png)) as picture:
        assert picture.size == (1280, 1280)


def test_the_samples_hold_no_address_of_the_web() -> None:
    for path in SAMPLES.rglob("*.csv"):
        assert "http" not in path.read_text("utf-8")
