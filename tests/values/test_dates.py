from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    format_date,
    format_datetime,
    format_month,
    format_official_date,
    format_season,
    in_season,
    local_date,
    parse_date,
    parse_season_end,
    parse_season_start,
    parse_year,
)
from shop_onboard.values.text import Unreadable


@pytest.mark.parametrize(
    "text",
    [
        "5/6/2026",
        "05/06/2026",
        "5-6-2026",
        "5.6.2026",
        "2026-06-05",
        " 05/06/2026 ",
        "ngày 5 tháng 6 năm 2026",
    ],
)
def test_the_day_comes_before_the_month(text: str) -> None:
    assert parse_date(text) == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("31/02/2026", "Tháng 02/2026 không có ngày 31: ngày cuối tháng là 28/02/2026."),
        ("29/02/2027", "Tháng 02/2027 không có ngày 29: ngày cuối tháng là 28/02/2027."),
        ("00/05/2026", "Tháng 05/2026 không có ngày 0"),
        ("06/25/2026", "Không có tháng 25: hãy ghi ngày trước, tháng sau, ví dụ 25/06/2026."),
        ("05/06/2569", "Năm 2569 không hợp lệ"),
        ("05/06/0026", "Năm 26 không hợp lệ"),
        ("5/6/26", "hãy ghi năm bốn chữ số"),
        ("5/6", "hãy ghi năm bốn chữ số"),
        ("15/5/2026 âm lịch", "dương lịch"),
        ("hôm qua", "ví dụ 05/06/2026"),
        ("5/6-2026", "ví dụ 05/06/2026"),
        ("\u0665/\u0666/\u0662\u0660\u0662\u0666", "ví dụ 05/06/2026"),
        ("", "ví dụ 05/06/2026"),
        ("1/" * 500, "ví dụ 05/06/2026"),
    ],
)
def test_a_day_that_is_not_there_is_refused_with_an_example(text: str, answer: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_date(text)
    assert answer in str(refused.value)


def test_a_leap_day_is_read_in_a_leap_year() -> None:
    assert parse_date("29/02/2028") == date(2028, 2, 29)


@given(st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31)))
def test_what_is_shown_reads_back_to_the_same_day(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(format_official_date(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=100) | st.text("0123456789/-. T", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_date, parse_year, parse_season_start, parse_season_end):
        with suppress(Unreadable):
            assert read(text)


def test_a_moment_belongs_to_the_day_in_vietnam() -> None:
    moment = datetime(2026, 6, 4, 23, 30, tzinfo=UTC)
    assert local_date(moment) == date(2026, 6, 5)
    assert format_datetime(moment) == "05/06/2026 06:30"


def test_a_moment_without_its_zone_is_a_mistake_of_the_caller() -> None:
    naive = datetime(2026, 6, 4, 23, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        local_date(naive)
    with pytest.raises(TypeError, match="local_date"):
        format_date(naive)


def test_official_dates_pad_small_days_and_the_first_two_months() -> None:
    assert format_official_date(date(2026, 6, 5)) == "ngày 05 tháng 6 năm 2026"
    assert format_official_date(date(2026, 2, 15)) == "ngày 15 tháng 02 năm 2026"
    assert format_official_date(date(2026, 10, 5)) == "ngày 05 tháng 10 năm 2026"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("15/5", "05-15", "05-15"),
        ("15/05/2026", "05-15", "05-15"),
        ("05-15", "05-15", "05-15"),
        ("tháng 6", "06-01", "06-30"),
        ("Tháng 12", "12-01", "12-31"),
        ("T2", "02-01", "02-29"),
        ("6/2026", "06-01", "06-30"),
    ],
)
def test_a_season_is_given_by_days_or_months(text: str, start: str, end: str) -> None:
    assert (parse_season_start(text), parse_season_end(text)) == (start, end)


@pytest.mark.parametrize("text", ["tháng 13", "tháng 0", "31/6", "mùa hè", "15/5 âm lịch", ""])
def test_a_season_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_season_start(text)


def test_a_season_is_shown_and_may_cross_the_new_year() -> None:
    assert format_season("05-15", "07-20") == "15/05 – 20/07"
    assert in_season(date(2026, 7, 20), "05-15", "07-20")
    assert not in_season(date(2026, 7, 21), "05-15", "07-20")
    assert in_season(date(2026, 12, 31), "11-15", "02-10")
    assert in_season(date(2027, 2, 10), "11-15", "02-10")
    assert not in_season(date(2026, 6, 1), "11-15", "02-10")


def test_a_year_has_four_digits() -> None:
    assert parse_year("2019") == 2019
    for text in ("19", "2569", "hai nghìn"):
        with pytest.raises(Unreadable):
            parse_year(text)


@given(st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31)))
def test_an_english_day_reads_back_to_the_same_day(day: date) -> None:
    assert parse_date(format_date(day, "en")) == day


def test_english_days_moments_and_seasons() -> None:
    assert format_date(date(2022, 6, 5), "en") == "5 Jun 2022"
    assert format_datetime(datetime(2026, 6, 4, 23, 30, tzinfo=UTC), "en") == "5 Jun 2026, 06:30"
    assert format_season("05-15", "07-20", "en") == "15 May – 20 Jul"
    assert (format_month(2022, 6), format_month(2022, 6, "en")) == ("06/2022", "Jun 2022")
    assert parse_date("5 September 2026") == parse_date("05 Sept 2026") == date(2026, 9, 5)
    for text in ("5 Juny 2026", "5 xyz 2026", "31 Feb 2026"):
        with pytest.raises(Unreadable):
            parse_date(text)
