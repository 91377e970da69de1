"""Sentences for people, and what stands in them."""

from datetime import date

from shop_onboard.values.dates import format_date
from shop_onboard.values.mass import format_mass
from shop_onboard.values.text import N_, Figure, natural_key

ENGLISH = {
    "Hạn %(day)s: %(why)s": "Due %(day)s: %(why)s",
    "còn %(mass)s của %(name)s": "%(mass)s left of %(name)s",
}


def test_a_sentence_is_said_with_its_figures_and_the_sentence_within() -> None:
    inner = N_("còn %(mass)s của %(name)s", mass=Figure(format_mass, 2_500_000), name="Vải sớm")
    outer = N_("Hạn %(day)s: %(why)s", day=Figure(format_date, date(2026, 6, 5)), why=inner)
    assert outer.said("en", ENGLISH.__getitem__) == "Due 5 Jun 2026: 2.5 tonnes left of Vải sớm"
    assert str(outer) == "Hạn 05/06/2026: còn 2,5 tấn của Vải sớm"
    assert outer.said("vi", str) == str(outer)


def test_a_sentence_without_places_keeps_its_percent_sign() -> None:
    assert N_("đã bán 60%").said("en", lambda text: text) == "đã bán 60%"


def test_names_stand_as_a_dictionary_has_them_and_numbers_by_their_value() -> None:
    names = ["Gói 10", "Mỳ gấc", "Mỳ đậu", "Gói 9", "Ớt", "Gói", "mỳ gạo", "2 chai", "10 chai"]
    assert sorted(names, key=natural_key) == [
        "2 chai",
        "10 chai",
        "Gói",
        "Gói 9",
        "Gói 10",
        "Mỳ đậu",
        "mỳ gạo",
        "Mỳ gấc",
        "Ớt",
    ]
