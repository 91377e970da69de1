"""What a typed place may mean, and the name that a commune had."""

from shop_onboard.values.place_choices import former_name, place_choices
from shop_onboard.values.places import find_commune


def _shown(province: str, commune: str, district: str = "") -> list[tuple[str, str]]:
    return [(each.name, each.former) for each in place_choices(province, commune, district)]


def test_a_name_of_a_commune_and_of_a_former_district_offers_both():
    shown = _shown("tinh bac giang", "luc ngan")
    assert shown[0] == ("xã Lục Ngạn (Bắc Ninh)", "")
    assert ("xã Biển Động (Bắc Ninh)", "huyện Lục Ngạn") in shown
    assert len({name for name, _former in shown}) == len(shown)


def test_a_slip_of_the_finger_offers_the_nearest_names():
    assert _shown("Bắc Ninh", "luc ngann")[0] == ("xã Lục Ngạn (Bắc Ninh)", "")


def test_nothing_is_offered_in_a_province_that_nobody_knows():
    assert _shown("Xứ Không Có", "Lục Ngạn") == []
    assert _shown("Bắc Ninh", "zzzzzzzz") == []


def test_a_former_name_is_known_and_todays_name_has_none():
    commune = find_commune("Bắc Giang", "giap son")
    assert former_name("giap son", commune) == "xã Giáp Sơn"
    assert former_name("xã Giáp Sơn", commune) == "xã Giáp Sơn"
    assert former_name("luc ngan", commune) is None
    assert former_name("xã Lục Ngạn", commune) is None
