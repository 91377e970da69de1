"""Hours as people write them, the soft check of growing areas, the items of the circular."""

from datetime import date, time

import pytest

from shop_onboard.values.hours import format_hour, parse_hour
from shop_onboard.values.lot_events import growing_area_doubt
from shop_onboard.values.text import Unreadable
from shop_onboard.values.trace_items import checked, trace_items


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("6:30", time(6, 30)),
        ("06h30", time(6, 30)),
        ("6h", time(6)),
        ("6 giờ 30", time(6, 30)),
        ("6 giờ", time(6)),
        ("18", time(18)),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed: str, hour: time):
    assert parse_hour(typed) == hour
    assert parse_hour(format_hour(hour)) == hour


@pytest.mark.parametrize("typed", ["24:00", "6:60", "sáng", "6:3", ""])
def test_what_is_no_hour_is_asked_back(typed: str):
    with pytest.raises(Unreadable, match="6:30"):
        parse_hour(typed)


@pytest.mark.parametrize("code", ["", "VN-BGOR-0001", "vn-bgor-1", " VN-1"])
def test_a_growing_area_of_viet_nam_raises_no_doubt(code: str):
    assert growing_area_doubt(code) is None


def test_another_code_is_doubted_in_words():
    assert "VN-" in str(growing_area_doubt("PUC 12"))


def test_the_circular_has_ten_items_with_their_source_and_day():
    items = trace_items()
    assert [item.number for item in items] == list(range(1, 11))
    assert {item.valid_from for item in items} == {date(2024, 6, 1)}
    assert all("02/2024/TT-BKHCN" in item.source for item in items)
    assert [item.key for item in items if not item.is_needed] == ["brand", "expiry"]


def test_only_what_is_needed_is_missing():
    nothing = checked({item.key: False for item in trace_items()})
    assert sum(each.is_missing for each in nothing) == 8
