"""Delimited tables that a spreadsheet opens without running anything."""

import csv
from io import StringIO

import pytest

from shop_onboard.exports.tables import csv_bytes, guard, tsv_bytes


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t1", "\r1", "\n=1"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert guard(text) == f"'{text}"
    [_, [cell, _]] = csv.reader(StringIO(csv_bytes(["a", "b"], [[text, 1]]).decode("utf-8-sig")))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["", "Vải", "1-2", "'=1", " =1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text


def test_numbers_are_no_text_and_may_be_negative() -> None:
    assert csv_bytes(["a"], [[-5], [None]]) == b"\xef\xbb\xbfa\r\n-5\r\n" + b'""\r\n'


def test_a_tab_separated_row_is_one_line() -> None:
    assert tsv_bytes(["a", "b"], [["x\ty\nz", 'ô "a"']]).decode() == 'a\tb\nx y z\t"ô ""a"""\n'
