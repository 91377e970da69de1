"""Numbers of labels, as they are read off and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.millimetres import format_mm, parse_mm
from shop_onboard.values.serials import format_serials, kept_serials, parse_serials
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("5", (5,)),
        ("5, 8-12", (5, 8, 9, 10, 11, 12)),
        ("12; 3 – 4 và 3", (3, 4, 12)),
        (" 7 , ", (7,)),
    ],
)
def test_numbers_and_ranges_are_read_in_any_order(text, serials):
    assert parse_serials(text) == serials


@pytest.mark.parametrize("text", ["", "năm", "12-8", "0", "5-", "1-9999999", "-3", "5,,a"])
def test_what_is_no_number_of_a_label_is_asked_back(text):
    with pytest.raises(Unreadable):
        parse_serials(text)


@given(st.sets(st.integers(1, 60), min_size=1) | st.sets(st.integers(1, 9_999), min_size=120))
def test_what_is_written_is_read_back_however_long(serials):
    written = format_serials(sorted(serials))
    assert kept_serials(written) == tuple(sorted(serials))


@given(st.integers(-400_000, 400_000))
def test_lengths_are_read_back_in_both_languages(um):
    assert parse_mm(format_mm(um)) == um
    assert parse_mm(format_mm(um, "en")) == um


@pytest.mark.parametrize("text", ["", "rộng", "1,2,3", "12345", "5 cm"])
def test_what_is_no_length_in_millimetres_is_asked_back(text):
    with pytest.raises(Unreadable):
        parse_mm(text)
