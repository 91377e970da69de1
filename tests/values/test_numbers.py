from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.mass import parse_mass_kg
from shop_onboard.values.numbers import format_number, format_size, number_text, read_number
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    ("token", "value"),
    [("1.234", "1234"), ("1.234,5", "1234.5"), ("12,5", "12.5"), ("0,500", "0.5"), ("007", "7")],
)
def test_dots_part_thousands_and_a_comma_begins_the_fraction(token: str, value: str) -> None:
    assert read_number(token) == (Decimal(value), None)


def test_a_comma_with_three_digits_gives_both_readings() -> None:
    assert read_number("1,200") == (Decimal("1.2"), Decimal(1200))


@pytest.mark.parametrize(
    ("token", "rewritten"),
    [
        ("12.5", "12,5"),
        ("0.500", "0,5"),
        ("1,234.5", "1.234,5"),
        ("1,200,000", "1.200.000"),
    ],
)
def test_the_english_order_is_refused_with_the_number_rewritten(token: str, rewritten: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(token)
    assert f"hãy ghi {rewritten} " in str(refused.value)


@pytest.mark.parametrize("token", ["1.23.456", "1..2", "1,", "1,2,3", "9" * 16])
def test_a_malformed_number_is_refused(token: str) -> None:
    with pytest.raises(Unreadable):
        read_number(token)


@given(
    st.decimals(
        min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False
    ).filter(lambda value: value.as_tuple().digits[-1] != 0)
)
def test_a_written_number_reads_back(value: Decimal) -> None:
    assert read_number(format_number(value)) == (value, None)


def test_a_fixed_number_of_decimals_is_rounded_half_up() -> None:
    assert format_number(Decimal("41.65"), 1) == "41,7"
    assert format_number(Decimal("-20"), 1) == "-20,0"
    assert format_number(1234567) == "1.234.567"


@pytest.mark.parametrize(
    ("cell", "mass_g"),
    [(1200, 1_200_000), (1200.0, 1_200_000), (1.234, 1_234), (12.5, 12_500), (0.1 + 0.2, 300)],
)
def test_a_number_cell_is_never_taken_for_thousands(cell: float, mass_g: int) -> None:
    assert parse_mass_kg(number_text(cell)) == mass_g


@given(st.integers(min_value=1, max_value=10**12))
def test_any_whole_gram_in_a_cell_of_kilograms_survives(mass_g: int) -> None:
    assert parse_mass_kg(number_text(mass_g / 1000)) == mass_g


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf")])
def test_a_cell_that_is_no_number_is_refused(cell: float) -> None:
    with pytest.raises(Unreadable):
        number_text(cell)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_english_numbers_are_what_a_programmer_reads(value: Decimal) -> None:
    assert Decimal(format_number(value, lang="en").replace(",", "")) == value
    assert format_number(value, 1, "en").count(".") == 1
    assert format_number(1_234_567, lang="en") == "1,234,567"


@pytest.mark.parametrize(
    ("size_bytes", "vietnamese", "english"),
    [
        (1, "1 kB", "1 kB"),
        (11_153, "11 kB", "11 kB"),
        (999_400, "999 kB", "999 kB"),
        (1_000_000, "1,0 MB", "1.0 MB"),
        (1_250_000_000, "1.250,0 MB", "1,250.0 MB"),
    ],
)
def test_a_files_size_is_told_in_thousands(size_bytes: int, vietnamese: str, english: str) -> None:
    assert format_size(size_bytes) == vietnamese
    assert format_size(size_bytes, lang="en") == english
