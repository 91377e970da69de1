"""Names of one producer are found alike; names of neighbours are not."""

import pytest

from shop_onboard.values.likeness import alike, alike_pairs, core, is_alike
from shop_onboard.values.text import fold


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("HTX Vải thiều Giáp Sơn", "Hợp tác xã vải thiều Giáp Sơn"),
        ("Hợp tác xã dịch vụ nông nghiệp Hồng Giang", "HTX Nông nghiệp Hồng Giang"),
        ("HTX vải thiều Giáp Sơn", "HTX Giáp Sơn vải thiều"),
        ("Tổ hợp tác Mỳ Chũ Nam Dương", "THT mì chũ Nam Dương"),
        ("Hợp tác xã 19/5", "HTX 19/5"),
    ],
)
def test_the_same_producer_written_in_two_ways(first, second):
    assert is_alike(fold(first), fold(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("HTX Vải thiều Giáp Sơn", "HTX Cam Đồng Cốc"),
        ("Hợp tác xã số 1", "Hợp tác xã số 2"),
        ("Hợp tác xã nông nghiệp Hồng Giang", "Hợp tác xã nông nghiệp Quý Sơn"),
    ],
)
def test_neighbours_are_not_taken_for_one(first, second):
    assert not is_alike(fold(first), fold(second))


def test_a_name_of_shared_words_alone_keeps_them():
    assert core(fold("Hợp tác xã nông nghiệp")) == "hop tac xa nong nghiep"


def test_places_and_pairs_of_like_names():
    names = [fold(name) for name in ("HTX Giáp Sơn", "HTX Quý Sơn", "Hợp tác xã Giáp Sơn", "")]
    assert alike(fold("tổ hợp tác giáp sơn"), names) == [0, 2]
    assert list(alike_pairs(names)) == [(0, 2)]
    assert list(alike_pairs(names[:1])) == []
