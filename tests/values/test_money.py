from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop_onboard.values.money import LARGEST_VND, format_vnd, parse_vnd, parse_vnd_typed
from shop_onboard.values.text import Unreadable


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        parse_vnd(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "price_vnd"),
    [
        ("25.000", 25_000),
        ("25000", 25_000),
        ("25.000đ", 25_000),
        ("25.000 ₫", 25_000),
        ("25.000 VND", 25_000),
        ("25.000 vnđ", 25_000),
        ("25,000", 25_000),
        ("1,200,000 đồng", 1_200_000),
        ("25.000,00", 25_000),
        ("25 nghìn", 25_000),
        ("25 ngàn đồng", 25_000),
        ("1,2 triệu", 1_200_000),
        ("2 triệu rưỡi", 2_500_000),
        ("1 trieu 2", 1_200_000),
        ("2 triệu 500 nghìn", 2_500_000),
        ("1,5 tỷ", 1_500_000_000),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, price_vnd: int) -> None:
    assert parse_vnd(text) == price_vnd


@pytest.mark.parametrize(
    ("text", "plain"), [("25k", "25.000"), ("25K", "25.000"), ("1tr2", "1.200.000")]
)
def test_shorthand_is_refused_in_a_file_and_filled_out_in_a_form(text: str, plain: str) -> None:
    assert f"hãy ghi {plain}." in refusal(text)
    assert format_vnd(parse_vnd_typed(text)) == f"{plain} đ"


def test_an_amount_with_two_readings_is_asked_back() -> None:
    assert "1,25 triệu hoặc 1.250 triệu" in refusal("1,250 triệu")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("25.000,50", "dưới 1 đồng"),
        ("1,234567891 triệu", "dưới 1 đồng"),
        ("-5", "không được âm"),
        ("25.000 đ/kg", "giá của một gói"),
        ("99999999999999", "quá lớn"),
        ("NaN", "Không đọc được"),
        ("1e5", "Không đọc được"),
        ("1_000", "Không đọc được"),
        ("\uff12\uff15\uff10\uff10\uff10", "Không đọc được"),
        ("25 USD", "Không đọc được"),
        ("đ", "Không đọc được"),
        ("", "Không đọc được"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(text: str, reason: str) -> None:
    assert reason in refusal(text)


@given(st.integers(min_value=0, max_value=LARGEST_VND))
def test_what_is_shown_reads_back_to_the_same_amount(price_vnd: int) -> None:
    assert parse_vnd(format_vnd(price_vnd)) == price_vnd


@given(st.text(max_size=200) | st.text("0123456789.,- kgtấạđrưỡi/", max_size=40))
@example("1," * 100)
@example("9" * 200)
def test_any_text_is_read_within_bounds_or_refused(text: str) -> None:
    with suppress(Unreadable):
        assert 0 <= parse_vnd_typed(text) <= LARGEST_VND


@given(st.integers(min_value=0, max_value=LARGEST_VND))
def test_english_names_the_currency_first(price_vnd: int) -> None:
    shown = format_vnd(price_vnd, "en")
    assert shown.startswith("VND ")
    assert int(shown.removeprefix("VND ").replace(",", "")) == price_vnd
    assert format_vnd(25_000, "en") == "VND 25,000"
