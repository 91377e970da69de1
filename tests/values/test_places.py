"""Places: old and new names, typed by people, lead to the unit of today."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.place_names import find_commune
from shop_onboard.values.places import (
    all_provinces,
    communes,
    former_communes,
    predecessors,
    province_of,
    successions,
    successors,
)
from shop_onboard.values.text import Unreadable, fold


@pytest.mark.parametrize(
    ("province", "commune", "district", "code", "new_province", "new_name"),
    [
        ("tỉnh Bắc Giang", "xã Giáp Sơn", "huyện Lục Ngạn", "07582", "Bắc Ninh", "xã Lục Ngạn"),
        ("Bac Giang", "giap son", "luc ngan", "07582", "Bắc Ninh", "xã Lục Ngạn"),
        ("Bắc Giang", "thị trấn Chũ", "Lục Ngạn", "07525", "Bắc Ninh", "phường Chũ"),
        ("Bắc Giang", "thị trấn Chũ", None, "07525", "Bắc Ninh", "phường Chũ"),
        ("Bắc Giang", "TT. Chũ", "Thị xã Chũ", "07525", "Bắc Ninh", "phường Chũ"),
        ("Yên Bái", "thị trấn Cổ Phúc", "Trấn Yên", "04498", "Lào Cai", "xã Trấn Yên"),
        ("Quảng Trị", "thị trấn Hồ Xá", "Vĩnh Linh", "19363", "Quảng Trị", "xã Vĩnh Linh"),
        ("Bình Phước", "xã Phú Riềng", None, "25252", "Đồng Nai", "xã Phú Riềng"),
        ("Thái Nguyên", "P. Trưng Vương", "TP Thái Nguyên", "05443", "Thái Nguyên",
         "phường Phan Đình Phùng"),
    ],
)  # fmt: skip
def test_an_address_of_the_seed_places_is_converted(
    province: str, commune: str, district: str | None, code: str, new_province: str, new_name: str
) -> None:
    found = find_commune(province, commune, district)
    assert (found.code, found.full_name) == (code, new_name)
    assert province_of(found).short_name == new_province
    assert found.valid_to is None


@pytest.mark.parametrize(
    ("province", "commune", "district", "code"),
    [
        ("Bắc Ninh", "Phường Chũ", "Lục Ngạn", "07525"),
        ("Bắc Ninh", "xã Lục Ngạn", None, "07582"),
        ("Bắc Ninh", "Lục Ngạn", None, "07582"),
        ("Bắc Ninh", "Phượng Sơn", None, "07612"),
        ("Bắc Ninh", "phuong phuong son", None, "07612"),
        ("Bắc Ninh", "Lục Ngạn", "Lục Ngạn", "07582"),
        ("Bắc Giang", "xã Lục Ngạn", "Lục Ngạn", "07582"),
        ("Tỉnh Bắc Ninh", "xa tan son", "Luc Ngan", "07531"),
        ("TP Đồng Nai", "phường Chơn Thành", None, "25432"),
    ],
)
def test_names_of_today_are_read_beside_a_former_district(
    province: str, commune: str, district: str | None, code: str
) -> None:
    assert find_commune(province, commune, district).code == code


def test_a_former_district_is_answered_with_the_communes_of_today() -> None:
    with pytest.raises(Unreadable) as refused:
        find_commune("dong thap", "huyen cao lanh", None)
    assert "xã Mỹ Thọ" in str(refused.value.message)


def test_the_commune_and_the_former_district_luc_ngan_are_told_apart() -> None:
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giang", "huyện Lục Ngạn", None)
    assert "cấp huyện cũ" in str(refused.value.message)
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giang", "Lục Ngạn", None)
    assert "xã Lục Ngạn" in str(refused.value.message)


def test_a_mistyped_commune_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giang", "xã Giáp Sươn", "Lục Ngạn")
    assert "Giáp Sơn" in str(refused.value.message)


def test_a_mistyped_province_or_district_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giag", "xã Giáp Sơn", None)
    assert "Bắc Giang" in str(refused.value.message)
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giang", "xã Giáp Sơn", "Lục Ngàn Năm")
    assert "Huyện Lục Ngạn" in str(refused.value.message)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_written_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        find_commune("Bắc Ninh", text, None)
    with pytest.raises(Unreadable):
        find_commune(text, "Chũ", None)


def test_a_split_commune_is_asked_back_with_its_successors() -> None:
    split = next(place for place in former_communes() if len(successors(place)) > 1)
    province = province_of(split).short_name
    with pytest.raises(Unreadable) as refused:
        find_commune(province, split.full_name, split.former_district)
    for current in successors(split):
        assert current.name in str(refused.value.message)


def test_the_former_name_of_several_communes_asks_for_the_district() -> None:
    with pytest.raises(Unreadable) as refused:
        find_commune("Bắc Giang", "xã Đồng Tiến", None)
    assert "xã Đồng Tiến, Huyện Yên Thế" in str(refused.value.message)
    assert find_commune("Bắc Giang", "xã Đồng Tiến", "Yên Thế").kind == "xã"


def test_a_name_shared_by_the_districts_luc_ngan_and_chu_is_one_unit_of_today() -> None:
    assert find_commune("Bắc Giang", "xã Kiên Lao", None).code == "07552"


def test_luc_ngan_and_chu_became_eleven_units() -> None:
    area = {
        step.current.code
        for step in successions()
        if step.former.former_district in ("Huyện Lục Ngạn", "Thị xã Chũ")
        and province_of(step.former).short_name == "Bắc Giang"
    }
    assert area == {
        "07525", "07531", "07534", "07537", "07543", "07552", "07573", "07582", "07594", "07603",
        "07612",
    }  # fmt: skip


def test_thi_xa_chu_stood_for_half_a_year() -> None:
    chu = [place for place in former_communes() if place.former_district == "Thị xã Chũ"]
    assert len(chu) == 10
    assert {place.valid_from for place in chu} == {date(2025, 1, 1)}
    assert {place.valid_to for place in chu} == {date(2025, 6, 30)}
    before = {place.code for place in former_communes() if place.valid_to == date(2024, 12, 31)}
    assert before == {place.code for place in chu}


def test_the_country_has_as_many_units_as_the_law_says() -> None:
    kinds = [place.kind for place in communes()]
    assert (len(kinds), kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (
        3321,
        2621,
        687,
        13,
    )
    standing = [place for place in all_provinces() if place.valid_to is None]
    assert len(standing) == 34
    assert sum(place.valid_to == date(2025, 6, 30) for place in all_provinces()) == 63
    assert "Thành phố Đồng Nai" in {place.name for place in standing}


def test_no_unit_is_lost_in_the_reform() -> None:
    assert all(successors(place) for place in former_communes())
    assert all(predecessors(place) for place in communes())


@given(st.sampled_from(communes()))
def test_every_unit_of_today_is_found_by_its_name_without_marks(place) -> None:  # type: ignore[no-untyped-def]
    province = province_of(place).name
    assert find_commune(province, place.full_name) == place
    alike = [
        other
        for other in communes()
        if other.province_code == place.province_code and fold(other.name) == fold(place.name)
    ]
    if len(alike) == 1:
        assert find_commune(province, fold(place.full_name)) == place


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_or_refused_in_a_sentence(commune: str, district: str) -> None:
    with suppress(Unreadable):
        assert find_commune("Bắc Giang", commune, district).valid_to is None
