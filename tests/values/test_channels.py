"""Channels: names as people write them, and which can still be sold on."""

from datetime import date

import pytest

from shop_onboard.values.channels import (
    KINDS,
    STATES,
    all_channels,
    find_channel,
    get_channel,
    is_open,
)
from shop_onboard.values.text import Unreadable

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Postmart", "postmart"),
        ("BUUDIEN.VN", "postmart"),
        ("Bưu điện", "postmart"),
        ("Buudien.vn (Postmart)", "postmart"),
        ("Vỏ Sò", "voso"),
        ("vo so", "voso"),
        ("voso.vn", "voso"),
        ("tiktok shop", "tiktok"),
        ("TikTok", "tiktok"),
        (" shopee ", "shopee"),
        ("nền tảng số", "digital"),
        ("Nen tang so", "digital"),
        ("bán trực tiếp", "direct"),
    ],
)
def test_a_channel_is_found_as_people_write_it(text: str, key: str) -> None:
    assert find_channel(text).key == key


@pytest.mark.parametrize("text", ["", "   ", "Sàn lạ", "Google Merchant Center"])
def test_an_unknown_channel_is_answered_with_the_names_there_are(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        find_channel(text)
    assert "Vỏ Sò" in str(refused.value.message)
    assert "TikTok Shop" in str(refused.value.message)


def test_sendo_is_open_until_the_day_it_closed() -> None:
    sendo = get_channel("sendo")
    assert is_open(sendo, date(2022, 6, 10))
    assert is_open(sendo, date(2025, 4, 14))
    assert not is_open(sendo, date(2025, 4, 15))


def test_vo_so_takes_no_new_listing_and_has_no_invented_closing_day() -> None:
    voso = get_channel("voso")
    assert voso.closed_on is None
    assert voso.state == "reported_closed"
    assert not is_open(voso, TODAY)


@pytest.mark.parametrize("key", ["postmart", "shopee", "tiktok", "lazada", "tiki", "direct"])
def test_the_marketplaces_that_are_alive_can_be_sold_on(key: str) -> None:
    assert is_open(get_channel(key), TODAY)


def test_every_channel_has_a_known_kind_and_state_and_names_of_its_own() -> None:
    names: dict[str, str] = {}
    for channel in all_channels():
        assert channel.kind in KINDS
        assert channel.state in STATES
        assert channel.source
        for name in (channel.key, channel.name, *channel.aliases):
            assert find_channel(name) is channel
            assert names.setdefault(name, channel.key) == channel.key


def test_a_channel_is_called_by_its_own_name_or_by_an_english_one() -> None:
    assert get_channel("direct").name_in("en") == "Direct sales"
    assert get_channel("voso").name_in("en") == get_channel("voso").name_in() == "Vỏ Sò"
    assert find_channel("digital platforms") is get_channel("digital")
    for channel in all_channels():
        assert bool(channel.note_in("en")) == bool(channel.note_in())
        assert channel.note_in("en").isascii()
