"""The score sheet of OCOP: its sums, its stars, and why the stars are capped."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.ocop import stars_band
from shop_onboard.values.ocop_scores import (
    Criterion,
    all_criteria,
    all_parts,
    assess,
    assess_parts,
    criteria_of,
    parse_points,
)
from shop_onboard.values.text import Unreadable

BEST = {row.code: row.max_points for row in all_criteria()}
LEAST = {row.code: row.options[0].points for row in all_criteria()}

one_criterion = st.sampled_from(all_criteria())
sheets = st.fixed_dictionaries(
    {},
    optional={
        row.code: st.sampled_from([option.points for option in row.options])
        for row in all_criteria()
    },
)


def lowered_to(total: int, keep: dict[str, int]) -> dict[str, int]:
    """A whole sheet of exactly so many points that meets every mark of five stars, but `keep`."""
    scores = BEST | keep
    for row in reversed(all_criteria()):
        allowed = [o.points for o in row.options if o.points >= row.needed(5)]
        for points in reversed(allowed):
            over = sum(scores.values()) - total
            if row.code not in keep and over > 0 and scores[row.code] - points <= over:
                scores[row.code] = points
    assert sum(scores.values()) == total
    return scores


def test_the_parts_of_every_sheet_are_40_25_and_35_points():
    assert [(part.key, part.max_points) for part in all_parts()] == [
        ("A", 40), ("B", 25), ("C", 35)
    ]  # fmt: skip
    for part in all_parts():
        assert sum(row.max_points for row in criteria_of(part.key)) == part.max_points


def test_the_groups_of_set_1_come_to_their_own_sums():
    for row in fact_rows("ocop_set1"):
        members = [other for other in all_criteria() if other.group == row["group"]]
        assert sum(member.max_points for member in members) == int(row["group_max"])
    assert len(all_criteria()) == 32


@given(one_criterion)
def test_options_rise_to_the_maximum_and_marks_are_options(row: Criterion):
    points = [option.points for option in row.options]
    assert points == sorted(set(points))
    assert points[-1] == row.max_points
    needed = [fewest for _stars, fewest in row.marks]
    assert set(needed) <= set(points)
    assert needed == sorted(needed)


def test_all_maxima_are_100_points_and_five_stars():
    result = assess(BEST)
    assert (result.total, result.band, result.stars, result.caps) == (100, 5, 5, ())
    assert result.unscored == ()


def test_72_points_with_a_label_of_2_are_capped_to_3_stars_and_say_why():
    result = assess(lowered_to(72, {"2.3": 2}))
    assert (result.total, result.band, result.stars) == (72, 4, 3)
    (cap,) = result.caps
    assert (cap.criterion.code, cap.stars, cap.needed, cap.given) == ("2.3", 4, 3, 2)


def test_55_points_with_a_small_market_are_capped_to_2_stars_and_say_why():
    result = assess(lowered_to(55, {"4.1": 1, "1.5": 0, "2.1": 0, "5.1": 0, "8": 0}))
    assert (result.total, result.band, result.stars) == (55, 3, 2)
    (cap,) = result.caps
    assert (cap.criterion.code, cap.stars, cap.needed, cap.given) == ("4.1", 3, 2, 1)
    assert not result.is_certified


@pytest.mark.parametrize(
    ("points", "stars"),
    [("49.9", 2), ("50", 3), ("69.9", 3), ("70", 4), ("89.9", 4), ("90", 5)],
)
def test_stars_change_where_the_decision_draws_the_line(points: str, stars: int):
    assert stars_band(Decimal(points)) == stars
    part_a = min(Decimal(points), Decimal(40))
    part_b = min(Decimal(points) - part_a, Decimal(25))
    typed = {"A": part_a, "B": part_b, "C": Decimal(points) - part_a - part_b}
    result = assess_parts(typed)
    assert (result.total, result.stars) == (Decimal(points), stars)
    assert not result.is_by_criteria


@given(sheets)
def test_parts_add_up_and_stars_never_pass_the_band(scores: dict[str, int]):
    result = assess(scores)
    assert result.total == sum(part.points for part in result.parts) == sum(scores.values())
    assert all(part.points <= part.part.max_points for part in result.parts)
    assert min(2, result.band) <= result.stars <= result.band
    assert bool(result.caps) == (result.stars < result.band)
    assert len(result.unscored) == len(all_criteria()) - len(scores)


@given(sheets)
def test_meeting_what_caps_ask_for_brings_the_stars_of_the_band(scores: dict[str, int]):
    result = assess(scores)
    while result.caps:
        scores = scores | {cap.criterion.code: cap.needed for cap in result.caps}
        assert assess(scores).stars > result.stars or assess(scores).caps
        result = assess(scores)
    assert result.stars == result.band


@given(sheets, one_criterion)
def test_a_better_score_never_costs_a_star(scores: dict[str, int], row: Criterion):
    better = scores | {row.code: row.max_points}
    assert assess(better).stars >= assess(scores).stars


@given(one_criterion, st.integers(-2, 8))
def test_no_score_outside_of_the_options_is_taken(row: Criterion, points: int):
    if points in {option.points for option in row.options}:
        assert assess({row.code: points}).total == points
    else:
        with pytest.raises(ValueError, match="no option"):
            assess({row.code: points})


def test_unknown_codes_and_parts_that_are_too_full_are_errors():
    with pytest.raises(ValueError, match="unknown criterion"):
        assess({"13": 1})
    with pytest.raises(ValueError, match="out of range"):
        assess_parts({"B": Decimal("25.1")})
    with pytest.raises(ValueError, match="unknown part"):
        assess_parts({"D": Decimal(1)})


def test_an_empty_sheet_is_one_star_and_everything_is_still_to_do():
    result = assess({})
    assert (result.total, result.stars, len(result.unscored)) == (0, 1, 32)
    assert assess(LEAST).unscored == ()


@pytest.mark.parametrize(("text", "points"), [("32", "32"), ("32,5", "32.5"), (" 0.5 ", "0.5")])
def test_points_are_read_with_one_decimal(text: str, points: str):
    assert parse_points(text) == Decimal(points)


@pytest.mark.parametrize("text", ["", "-1", "1,25", "mười", "1.000", "4/5"])
def test_points_that_cannot_be_read_are_answered_with_an_example(text: str):
    with pytest.raises(Unreadable) as refused:
        parse_points(text)
    assert "32,5" in str(refused.value.message)
