from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.phones import format_phone, mask_phone, parse_phone
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    "text",
    ["0912345678", "0912 345 678", "(0912).345-678", "+84 912 345 678", "84912345678", "912345678"],
)
def test_one_number_is_kept_in_one_form(text: str) -> None:
    assert parse_phone(text) == "+84912345678"


def test_sample_numbers_and_landlines_are_taken() -> None:
    assert parse_phone("051 000 0012") == "+84510000012"
    assert parse_phone("510000012") == "+84510000012"
    assert parse_phone("0204 3851 234") == "+842043851234"


@pytest.mark.parametrize("text", ["091234567O", "O912345678", "0912345678 (Lan)", "1800-VAITHIEU"])
def test_a_letter_is_named_as_the_reason(text: str) -> None:
    with pytest.raises(Unreadable, match="có chữ cái"):
        parse_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0123",
        "0912345678/0987654321",
        "\u0660\u0669\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        "\uff10\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "1" * 400,
        "+",
        "=1+1",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Unreadable, match="0912 345 678"):
        parse_phone(text)


def test_a_number_is_shown_in_groups_and_masked_for_strangers() -> None:
    assert format_phone("+84912345678") == "0912 345 678"
    assert mask_phone("+84912345678") == "09•• ••• 678"
    assert format_phone("+16502530000").startswith("+1 ")


def test_only_stored_numbers_are_formatted() -> None:
    with pytest.raises(ValueError, match=r"E\.164"):
        format_phone("không có")


@given(st.integers(min_value=0, max_value=9_999_999), st.sampled_from(["91", "98", "35", "86"]))
def test_what_is_shown_reads_back_to_the_same_number(rest: int, prefix: str) -> None:
    e164 = f"+84{prefix}{rest:07}"
    assert parse_phone(format_phone(e164)) == e164


@given(st.text(max_size=60) | st.text("0123456789+-. ()", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        assert parse_phone(text).startswith("+")
