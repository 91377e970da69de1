import unicodedata
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop_onboard.values.mass import (
    LARGEST_MASS_G,
    format_about_tonnes,
    format_alike,
    format_kg,
    format_mass,
    parse_mass,
    parse_mass_kg,
)
from shop_onboard.values.text import Unreadable


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        parse_mass(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "mass_g"),
    [
        ("500g", 500),
        ("250 gam", 250),
        ("250 GR", 250),
        ("3 lạng", 300),
        ("2 kg", 2_000),
        ("2 cân", 2_000),
        ("1kg2", 1_200),
        ("nửa cân", 500),
        ("5 yến", 50_000),
        ("12 tạ", 1_200_000),
        ("12 TA", 1_200_000),
        ("120 yến", 1_200_000),
        ("1,2 tấn", 1_200_000),
        ("1.200 kg", 1_200_000),
        ("1 tấn 2", 1_200_000),
        ("1 tan 2 ta", 1_200_000),
        ("2 tạ rưỡi", 250_000),
        ("2 ta ruoi", 250_000),
        ("1.200 tấn", 1_200_000_000),
        ("0,500 kg", 500),
        ("1.234,567 kg", 1_234_567),
        ("  2\u00a0kg\u200b ", 2_000),
    ],
)
def test_masses_are_read_as_people_write_them(text: str, mass_g: int) -> None:
    assert parse_mass(text) == mass_g


def test_decomposed_letters_read_the_same() -> None:
    assert parse_mass(unicodedata.normalize("NFD", "2 tạ rưỡi")) == 250_000


def test_a_comma_with_three_digits_is_asked_back_with_both_readings() -> None:
    assert refusal("1,200 tấn") == (
        "«1,200 tấn» có thể là 1,2 tấn hoặc 1.200 tấn: hãy ghi «1,2 tấn» hoặc «1.200 tấn»."
    )
    with pytest.raises(Unreadable, match=r"1,2 kg hoặc 1\.200 kg"):
        parse_mass_kg("1,200")


@pytest.mark.parametrize(
    "text",
    [
        "NaN kg",
        "Infinity kg",
        "1e5 kg",
        "1e999 kg",
        "1_000 kg",
        "\uff11\uff12 kg",
        "\u0661\u0662 kg",
        "²kg",
        "0x10 kg",
    ],
)
def test_only_plain_digits_are_numbers(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_mass(text)
    with pytest.raises(Unreadable):
        parse_mass_kg(text.removesuffix(" kg"))


@pytest.mark.parametrize("text", ["-5 kg", "−5 kg", "0 kg", "0 tấn"])
def test_nothing_and_less_than_nothing_is_refused(text: str) -> None:
    assert "lớn hơn 0" in refusal(text)


def test_less_than_a_gram_and_more_than_a_country_are_refused() -> None:
    assert "dưới 1 gam" in refusal("0,5 g")
    assert "dưới 1 gam" in refusal("999999 tấn 0,000000000001 kg")
    assert parse_mass("1.000.000 tấn") == LARGEST_MASS_G
    assert "nhiều nhất 1.000.000 tấn" in refusal("1.000.001 tấn")


@pytest.mark.parametrize(
    "text", ["2 tá", "2 can", "3 sọt", "2 thùng", "5 t", "", "kg", "2 kg 1 tấn"]
)
def test_an_unknown_unit_is_answered_with_the_known_ones(text: str) -> None:
    assert "g, lạng, kg, yến, tạ hoặc tấn" in refusal(text)


def test_a_bare_number_is_kilograms_only_in_columns_of_kilograms() -> None:
    assert "số kèm g" in refusal("1200")
    assert parse_mass_kg("1200") == 1_200_000
    assert parse_mass_kg("1.200") == 1_200_000
    assert parse_mass_kg("1,5") == 1_500
    assert parse_mass_kg("12 tạ") == 1_200_000


@pytest.mark.parametrize(
    ("mass_g", "text"),
    [
        (0, "0 kg"),
        (500, "500 g"),
        (1_500, "1,5 kg"),
        (12_345, "12.345 g"),
        (1_234_000, "1.234 kg"),
        (2_500_000, "2,5 tấn"),
        (800_000_000, "800 tấn"),
        (1_000_000_000, "1.000 tấn"),
        (-1_500, "-1,5 kg"),
    ],
)
def test_a_mass_is_written_in_the_unit_that_reads_best(mass_g: int, text: str) -> None:
    assert format_mass(mass_g) == text


def test_kilograms_are_written_in_full() -> None:
    assert [format_kg(mass_g) for mass_g in (500, 1_200_000, 0)] == ["0,5 kg", "1.200 kg", "0 kg"]


@given(st.integers(min_value=1, max_value=LARGEST_MASS_G))
@example(1_234_567)
@example(1_001_000)
def test_what_is_shown_reads_back_to_the_same_grams(mass_g: int) -> None:
    assert parse_mass(format_mass(mass_g)) == mass_g


@given(st.text(max_size=200) | st.text("0123456789.,- kgtấạđrưỡi/", max_size=40))
@example("1" * 200 + " kg")
@example("1." * 100)
@example("1 kg " * 40)
def test_any_text_is_read_within_bounds_or_refused(text: str) -> None:
    with suppress(Unreadable):
        assert 1 <= parse_mass_kg(text) <= LARGEST_MASS_G


@pytest.mark.parametrize(
    ("mass_g", "text"),
    [
        (0, "0 kg"),
        (500, "500 g"),
        (1_500, "1.5 kg"),
        (12_345, "12,345 g"),
        (1_234_000, "1,234 kg"),
        (1_000_000, "1 tonne"),
        (2_260_000, "2.26 tonnes"),
        (1_000_000_000, "1,000 tonnes"),
        (-1_500, "-1.5 kg"),
    ],
)
def test_english_has_its_own_marks_and_units(mass_g: int, text: str) -> None:
    assert format_mass(mass_g, "en") == text
    assert format_kg(mass_g, "en").endswith(" kg")


@given(st.integers(min_value=1, max_value=LARGEST_MASS_G))
def test_both_languages_say_the_same_figure_in_the_same_unit(mass_g: int) -> None:
    for form in (format_mass, format_kg, format_about_tonnes):
        shown = form(mass_g, "en").replace("tonnes", "tấn").replace("tonne", "tấn")
        assert shown.translate(str.maketrans(",.", ".,")) == form(mass_g)


@given(st.integers(min_value=1, max_value=LARGEST_MASS_G // 1_000_000))
def test_whole_tonnes_read_back_from_english_units(tonnes: int) -> None:
    assert parse_mass(f"{tonnes} tonnes") == tonnes * 1_000_000


def test_masses_beside_each_other_are_in_one_unit() -> None:
    assert format_alike([2_000_000, 800_000]) == ["2 tấn", "0,8 tấn"]
    assert format_alike([2_000_000, 22_000]) == ["2.000 kg", "22 kg"]
    assert format_alike([50_000_000, 0], "en") == ["50 tonnes", "0 tonnes"]
    assert format_alike([]) == []
