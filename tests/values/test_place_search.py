"""A few typed letters, or an address of before 1 July 2025, lead to the places of today."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.place_names import UnknownCommune
from shop_onboard.values.place_search import (
    Place,
    find_place,
    places_named,
    read_address,
    search_places,
)
from shop_onboard.values.places import province_of
from shop_onboard.values.text import Unreadable

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples folder is not here")

# The statistics office, whose codes are used, writes N'Thol Hạ.
SPELT_OTHERWISE = "Xã N' Thôn Hạ"

# Reference facts 8.1 GEO: typed, code and name of today, province and its code, name of before.
GEO = [
    ("xã Giáp Sơn, huyện Lục Ngạn, tỉnh Bắc Giang", "07582", "xã Lục Ngạn", "24", "Bắc Ninh",
     "xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang"),
    ("thị trấn Chũ, huyện Lục Ngạn, tỉnh Bắc Giang", "07525", "phường Chũ", "24", "Bắc Ninh",
     "thị trấn Chũ, Huyện Lục Ngạn, Bắc Giang"),
    ("thị trấn Cổ Phúc, Trấn Yên, Yên Bái", "04498", "xã Trấn Yên", "15", "Lào Cai",
     "thị trấn Cổ Phúc, Huyện Trấn Yên, Yên Bái"),
    ("thị trấn Hồ Xá, Vĩnh Linh, Quảng Trị", "19363", "xã Vĩnh Linh", "44", "Quảng Trị",
     "thị trấn Hồ Xá, Huyện Vĩnh Linh, Quảng Trị"),
    ("xã Phú Riềng, Bình Phước", "25252", "xã Phú Riềng", "75", "Đồng Nai",
     "xã Phú Riềng, Huyện Phú Riềng, Bình Phước"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code", "name", "province_code", "province", "before"), GEO)
def test_an_address_of_before_is_shown_as_today_and_as_it_was(
    typed: str, code: str, name: str, province_code: str, province: str, before: str
) -> None:
    read = read_address(f"thôn Bãi Bông, {typed}")
    place = read.place.commune
    assert (place.code, place.full_name) == (code, name)
    assert (province_of(place).code, province_of(place).short_name) == (province_code, province)
    assert read.text == f"thôn Bãi Bông, {name}, {province}"
    assert str(read.place.note) == f"trước 01/7/2025: {before}"


@pytest.mark.parametrize(("typed", "code", "name", "province_code", "province", "before"), GEO)
def test_what_is_typed_of_it_is_suggested_first(
    typed: str, code: str, name: str, province_code: str, province: str, before: str
) -> None:
    first = search_places(typed)[0]
    assert (first.commune.code, first.before) == (code, before)
    assert first.name == f"{name}, {province}"


def _shown(typed: str) -> list[tuple[str, str]]:
    return [(place.name, str(place.note or "")) for place in search_places(typed)]


def test_the_commune_and_the_former_district_luc_ngan_are_told_apart_by_words() -> None:
    found = _shown("luc ngan")
    assert found[0] == ("xã Lục Ngạn, Bắc Ninh", "")
    area = "thuộc Huyện Lục Ngạn, Bắc Giang (cũ, trước 01/7/2025)"
    assert len(found) == 11
    assert {note for _name, note in found[1:]} == {area}
    # The district alone: the commune of that name is then one of its eleven units.
    district = _shown("huyện Lục Ngạn")
    assert len(district) == 11
    assert ("xã Lục Ngạn, Bắc Ninh", area) in district
    assert _shown("xã Lục Ngạn")[0] == ("xã Lục Ngạn, Bắc Ninh", "")


def test_a_former_district_typed_without_marks_gives_its_communes_of_today() -> None:
    found = _shown("huyen cao lanh")
    assert ("xã Phong Mỹ, Đồng Tháp",
            "thuộc Huyện Cao Lãnh, Đồng Tháp (cũ, trước 01/7/2025)") in found  # fmt: skip
    assert all("Huyện Cao Lãnh" in note for _name, note in found)


@pytest.mark.parametrize(
    "typed", ["Giáp Sơn, Lục Ngạn, Bắc Giang", "giap son luc ngan", "giap son, bac giang"]
)
def test_former_names_are_found_in_pieces(typed: str) -> None:
    assert search_places(typed)[0].commune.code == "07582"


def test_too_little_is_no_search() -> None:
    assert search_places("l") == ()
    assert search_places(" , ") == ()
    assert search_places("không có xã nào tên thế") == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_list(typed: str) -> None:
    assert all(isinstance(place, Place) for place in search_places(typed))


def test_an_address_needs_its_province() -> None:
    with pytest.raises(Unreadable):
        read_address("xã Giáp Sơn")


def test_a_name_of_today_has_no_name_of_before() -> None:
    assert find_place("Bắc Ninh", "xã Lục Ngạn").note is None


@needs_samples
def test_six_provinces_are_as_the_states_table_says() -> None:
    with (SAMPLES / "admin_old_new_6_provinces.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 1780
    for row in rows:
        if row["commune_old"] == SPELT_OTHERWISE:
            with pytest.raises(Unreadable, match="Gần nhất: xã N'Thol Hạ"):
                find_place(row["province_old"], row["commune_old"], row["district_old"])
            continue
        _check(
            row["province_old"], row["district_old"], row["commune_old"], row["commune_new_code"]
        )


@needs_samples
def test_the_states_own_table_of_bac_ninh_is_read_as_published() -> None:
    path = SAMPLES / "messy_gov_conversion_bacninh_raw.csv"
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in list(csv.reader(lines))[2:] if row[3]]
    assert len(rows) == 313
    for row in rows:
        province = re.sub(r"\(\d+\)", "", row[7])
        district = re.sub(r"\(\d+\)", "", row[6])
        _check(province, district, row[3], row[2])


def _check(province: str, district: str, commune: str, code: str) -> None:
    """The former unit leads to this one of today, alone or among those it was split into."""
    try:
        found = {find_place(province, commune, district).commune.code}
        refusal = "thuộc nhiều xã, phường"
    except Unreadable as unreadable:
        refusal = str(unreadable.message)
        named = search_places(f"{commune}, {district}, {province}", limit=40)
        found = {place.commune.code for place in named}
    assert code in found, (commune, district, code)
    assert "thuộc nhiều xã, phường" in refusal


def _near(province: str, typed: str) -> list[str]:
    with pytest.raises(UnknownCommune) as unknown:
        find_place(province, typed)
    return [place.before or place.name for place in places_named(unknown.value.near)]


def test_a_slip_of_the_finger_offers_the_nearest_names_of_the_province():
    assert _near("Bắc Giang", "xã luc ngann")[0] == "xã Lục Ngạn, Bắc Ninh"
    assert _near("Bắc Ninh", "Hồng Giag")[0] == "xã Hồng Giang, Huyện Lục Ngạn, Bắc Giang"
    assert _near("Bắc Ninh", "zzzzzzzz") == []


def test_names_of_a_province_that_merged_into_todays_are_found_under_todays():
    found = find_place("Bắc Ninh", "giap son")
    assert found.name == "xã Lục Ngạn, Bắc Ninh"
    assert found.before == "xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang"
    with pytest.raises(Unreadable, match="nhiều nơi"):
        find_place("Bắc Ninh", "Đồng Tiến")
