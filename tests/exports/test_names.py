"""File names made of codes that people typed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.exports.names import safe_stems


@given(st.lists(st.text(max_size=90), max_size=12))
def test_every_code_gets_a_safe_name_of_its_own(codes: list[str]) -> None:
    stems = safe_stems(codes)
    assert set(stems) == set(codes)
    assert len({stem.lower() for stem in stems.values()}) == len(stems)
    for stem in stems.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,59}", stem)
        assert not stem.endswith(".")


def test_a_safe_code_keeps_its_name_and_reserved_names_are_avoided() -> None:
    stems = safe_stems(["VT-2KG", "con", "COM1.txt", ""])
    assert stems["VT-2KG"] == "VT-2KG"
    assert stems["con"] == "_con"
    assert stems["COM1.txt"] == "_COM1.txt"
    assert stems[""] == "sp"
