"""Three sides of a parcel, typed as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.sizes import LARGEST_SIDE_MM, format_sides, parse_sides
from shop_onboard.values.text import Unreadable

SIDE = st.integers(1, LARGEST_SIDE_MM)


@pytest.mark.parametrize(
    ("typed", "sides"),
    [
        ("30 x 20 x 15", (300, 200, 150)),
        ("30×20,5×15 cm", (300, 205, 150)),
        ("300*200*150mm", (300, 200, 150)),
        ("0,5 x 0,4 x 0,305 m", (500, 400, 305)),
        ("30 X 20 X 0,1", (300, 200, 1)),
    ],
)
def test_a_size_is_read_in_millimetres(typed: str, sides: tuple[int, int, int]):
    assert parse_sides(typed) == sides


@pytest.mark.parametrize(
    "typed",
    ["30", "30 x 20", "30 x 20 x 15 x 1", "30 x 20 x", "a x b x c", "0 x 20 x 15", "1,5 x 2 x 3 mm",
     "-1 x 2 x 3", "1e2 x 2 x 3", "501 x 2 x 3", "9" * 5_000 + " x 2 x 3", "1.200 x 2 x 3"],
)  # fmt: skip
def test_what_is_no_size_is_asked_back(typed: str):
    with pytest.raises(Unreadable):
        parse_sides(typed)


@given(sides=st.tuples(SIDE, SIDE, SIDE))
def test_what_is_shown_is_read_back(sides: tuple[int, int, int]):
    assert parse_sides(format_sides(sides)) == sides
