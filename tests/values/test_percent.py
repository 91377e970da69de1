"""Shares as people read them."""

import pytest

from shop_onboard.values.percent import (
    format_change,
    format_percent,
    format_share,
    parse_share,
    whole_of,
)
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (10, 24, "41,7%"),
        (3, 15, "20%"),
        (-200, 1000, "-20%"),
        (1, 2000, "0,1%"),
        (-1, 100_000, "0%"),
        (50_000, 1_000, "5.000%"),
        (0, 5, "0%"),
    ],
)
def test_a_share_has_at_most_one_decimal(part: int, whole: int, shown: str) -> None:
    assert format_percent(part, whole) == shown


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        format_percent(1, 0)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (1_000, 800, "−20,0%"),
        (24, 34, "+41,7%"),
        (5, 5, "0,0%"),
        (100_000, 99_999, "0,0%"),
        (1, 51, "+5.000,0%"),
        (10, 0, "−100,0%"),
    ],
)
def test_a_change_always_has_its_sign_and_one_decimal(before: int, after: int, shown: str) -> None:
    assert format_change(before, after) == shown


def test_a_change_from_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        format_change(0, 5)


def test_the_whole_is_reckoned_from_a_part_and_its_share() -> None:
    # Reference facts 8.1 TY-ORG: 2,710 / 0.82 = 3304.9.
    assert whole_of(2_710, parse_share("82 %")) == 3_305
    assert whole_of(0, 500) == 0
    with pytest.raises(ValueError, match="nothing"):
        whole_of(1, 0)


@pytest.mark.parametrize(
    ("typed", "permille"), [("82", 820), ("82,5%", 825), (" 100 % ", 1000), ("1", 10)]
)
def test_a_share_is_read_in_percent(typed: str, permille: int) -> None:
    assert parse_share(typed) == permille


@pytest.mark.parametrize("typed", ["0", "101", "0,82", "82.5", "82,55", "nhiều", "", "-5"])
def test_what_is_no_share_of_hundred_is_asked_back(typed: str) -> None:
    with pytest.raises(Unreadable):
        parse_share(typed)


def test_a_share_is_written_as_it_is_said() -> None:
    assert (format_share(820), format_share(825)) == ("82%", "82,5%")


def test_english_shares_and_changes_have_a_point() -> None:
    assert format_percent(10, 24, "en") == "41.7%"
    assert format_percent(50_000, 1_000, "en") == "5,000%"
    assert format_change(1_000, 800, "en") == "−20.0%"
