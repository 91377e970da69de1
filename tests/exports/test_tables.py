"""Delimited tables that a spreadsheet opens without running anything."""

import csv
from io import StringIO

import pytest

from shop_onboard.exports.tables import csv_bytes, feed_csv_bytes, feed_tsv_bytes, guard


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
    assert feed_tsv_bytes(["a", "b"], [["x\ty\nz", 'ô "a"']]).decode() == 'a\tb\nx y z\t"ô ""a"""\n'


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "'=1"])
def test_a_feed_for_a_machine_keeps_every_text_as_it_is(text: str) -> None:
    assert feed_csv_bytes(["a"], [[text]]).decode() == f"a\r\n{text}\r\n"
    assert feed_tsv_bytes(["a"], [[text]]).decode() == f"a\n{text}\n"
