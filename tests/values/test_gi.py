"""The geographical indication: which communes may name their lychee after it."""

import pytest

from shop_onboard.values.gi import commune_in_lucngan_area, lucngan_area, may_name_lucngan
from shop_onboard.values.place_names import find_commune
from shop_onboard.values.places import communes


@pytest.mark.parametrize("name", ["Giáp Sơn", "xã Giáp Sơn", "thi tran Chu", "Phượng Sơn"])
def test_a_commune_of_the_area_may_name_its_lychee_after_it(name: str) -> None:
    assert may_name_lucngan(name)


@pytest.mark.parametrize("name", ["Tân Sơn", "xã Sa Lý", "Sơn Hải", "Đèo Gia", "Lục Ngạn", ""])
def test_a_commune_outside_the_area_may_not(name: str) -> None:
    assert not may_name_lucngan(name)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("phường Chũ", True),
        ("xã Lục Ngạn", True),
        ("xã Kiên Lao", True),
        ("xã Biên Sơn", None),
        ("xã Đèo Gia", None),
        ("xã Tân Sơn", False),
    ],
)
def test_a_commune_of_today_is_inside_partly_inside_or_outside(
    name: str, inside: bool | None
) -> None:
    assert commune_in_lucngan_area(find_commune("Bắc Ninh", name)) is inside


def test_a_commune_of_the_same_name_elsewhere_is_outside() -> None:
    area = [place for place in communes() if commune_in_lucngan_area(place) is not False]
    assert len(lucngan_area()) == 20
    assert {place.province_code for place in area} == {"24"}
    assert len(area) == 8
