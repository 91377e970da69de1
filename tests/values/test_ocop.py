"""OCOP: sets as people name them, stars at their edges, and the end of a certificate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.ocop import (
    AGENCIES,
    all_ocop_sets,
    decided_by,
    expires_on,
    find_ocop_set,
    official_words,
    product_code,
    renewal,
    renewal_window,
    renewals_end_between,
    stars_band,
)
from shop_onboard.values.ocop_dossier import all_evidence_kinds
from shop_onboard.values.ocop_scores import all_criteria, all_parts
from shop_onboard.values.text import Unreadable, clean, fold


def test_there_are_26_sets_in_six_branches() -> None:
    assert [entry.number for entry in all_ocop_sets()] == list(range(1, 27))
    assert len({entry.branch for entry in all_ocop_sets()}) == 6


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("01", 1),
        ("Bộ 7", 7),
        ("7. Chế biến từ rau, củ, quả, hạt", 7),
        ("nhom 12", 12),
        ("Rau, củ, quả, hạt tươi", 1),
        ("rau cu qua hat tuoi", 1),
        ("Vải, may mặc", 22),
    ],
)
def test_a_set_is_found_by_number_or_name(text: str, number: int) -> None:
    assert find_ocop_set(text).number == number


@given(st.sampled_from(all_ocop_sets()))
def test_every_set_is_found_by_its_own_name_and_number(entry) -> None:  # type: ignore[no-untyped-def]
    assert find_ocop_set(fold(entry.name)) == entry
    assert find_ocop_set(f"{entry.number}. {entry.name}") == entry


@pytest.mark.parametrize("text", ["", "0", "27", "Thực phẩm", "ba mươi"])
def test_an_unknown_set_is_answered_with_what_to_write(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        find_ocop_set(text)
    assert "1 đến 26" in str(refused.value.message)


@pytest.mark.parametrize(
    ("points", "stars"),
    [("0", 1), ("29.9", 1), ("30", 2), ("49.9", 2), ("50", 3), ("69.9", 3), ("70", 4),
     ("89.9", 4), ("90", 5), ("100", 5)],
)  # fmt: skip
def test_the_bands_of_stars_begin_where_the_decision_says(points: str, stars: int) -> None:
    assert stars_band(Decimal(points)) == stars


@pytest.mark.parametrize("points", [-1, 101])
def test_points_outside_of_the_sheet_are_an_error(points: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        stars_band(points)


def test_a_certificate_ends_after_36_months_and_is_renewed_before() -> None:
    ends_on = expires_on(date(2026, 11, 22))
    assert ends_on == date(2029, 11, 22)
    assert renewal_window(ends_on, date(2026, 11, 22)) == (date(2029, 5, 26), date(2029, 7, 25))


def test_a_certificate_of_the_earlier_decisions_keeps_its_printed_day() -> None:
    assert expires_on(date(2026, 5, 21)) is None
    assert expires_on(date(2026, 5, 22)) == date(2029, 5, 22)


def test_a_leap_day_ends_on_the_last_day_of_february() -> None:
    assert expires_on(date(2028, 2, 29)) == date(2031, 2, 28)


@given(st.dates(date(2026, 5, 22), date(2090, 1, 1)))
def test_three_years_are_three_years(day: date) -> None:
    ends_on = expires_on(day)
    assert ends_on is not None
    assert timedelta(days=1095) <= ends_on - day <= timedelta(days=1096)


def test_sets_lie_in_six_branches_and_seventeen_groups_with_a_known_agency() -> None:
    groups = {(entry.branch, entry.group or entry.name) for entry in all_ocop_sets()}
    assert len(groups) == 17
    assert all(key in AGENCIES for entry in all_ocop_sets() for key in entry.agencies)
    assert decided_by(5) == "Bộ Nông nghiệp và Môi trường"
    assert decided_by(3) == "UBND cấp tỉnh"
    assert decided_by(2) == decided_by(1) == ""


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        (date(2029, 2, 24), "later", 91),
        (date(2029, 2, 25), "soon", 90),
        (date(2029, 5, 25), "soon", 1),
        (date(2029, 5, 26), "open", 60),
        (date(2029, 7, 25), "open", 0),
        (date(2029, 7, 26), "late", 119),
        (date(2029, 11, 22), "late", 0),
        (date(2029, 11, 23), "expired", 1),
    ],
)
def test_a_renewal_is_spoken_of_in_time(today: date, state: str, days: int) -> None:
    found = renewal(date(2029, 11, 22), today)
    assert found is not None
    assert (found.opens_on, found.closes_on) == (date(2029, 5, 26), date(2029, 7, 25))
    assert (found.state, found.days) == (state, days)
    between = renewals_end_between(today)
    assert between is not None
    assert (between[0] <= date(2029, 11, 22) <= between[1]) == (state != "later")


def test_a_renewal_before_the_decision_has_no_window() -> None:
    assert renewal(date(2027, 1, 1), date(2026, 5, 21)) is None
    assert renewals_end_between(date(2026, 5, 21)) is None


def test_the_code_of_a_product_names_province_commune_number_and_year() -> None:
    assert product_code("24", "07582", 1, 2026) == "24-07582-01-2026"


def test_every_set_has_an_english_name() -> None:
    names = [entry.name_in("en") for entry in all_ocop_sets()]
    assert len(set(names)) == 26
    assert all(name and name.isascii() for name in names)
    assert find_ocop_set("13").name_in() == "Cà phê, ca cao"


def test_all_words_of_the_decision_have_their_english() -> None:
    words = {word for entry in all_ocop_sets() for word in (entry.branch, entry.group)}
    words |= {row.name for row in (*all_parts(), *all_evidence_kinds())}
    words |= {decided_by(stars) for stars in range(1, 6)}
    for row in all_criteria():
        words |= {row.group_name, row.name, row.hint, *(option.words for option in row.options)}
    english = {official_words(word, "en") for word in words}
    assert {word for word in english if fold(word) != clean(word).lower()} == set()
    assert all(official_words(word) == word for word in words)
