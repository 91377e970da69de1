import unicodedata
from pathlib import Path

import pytest

from shop_onboard.errors import DomainError
from shop_onboard.imports.csv_files import read_csv
from tests.imports.files import csv_text

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
ROWS = [
    ["Tên", "Xã/Phường", "Khối lượng"],
    ["Vải thiều Lục Ngạn", "xã Phượng Sơn", "1,2 tấn"],
    ["Mỳ Chũ", "phường Chũ", "500 g"],
    ["Mật ong; hoa | vải", "Tân Sơn", 'lọ "to"\n2 kg'],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_four_delimiters_give_the_same_rows(delimiter):
    rows, found, encoding = read_csv(csv_text(ROWS, delimiter).encode())
    assert (rows, found, encoding) == (ROWS, delimiter, "utf-8")


@pytest.mark.parametrize(
    ("codec", "mark", "expected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_unicode_encodings_give_the_same_rows(codec, mark, expected):
    rows, _, encoding = read_csv(mark + csv_text(ROWS).encode(codec))
    assert (rows, encoding) == (ROWS, expected)


def test_windows_1258_gives_the_same_rows_after_normalising():
    decomposed = "".join(_as_1258(char) for char in csv_text(ROWS))
    rows, _, encoding = read_csv(decomposed.encode("cp1258"))
    assert encoding == "cp1258"
    assert [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows] == ROWS


def _as_1258(char: str) -> str:
    """Windows-1258 has the letters and, apart from them, the five tones."""
    try:
        char.encode("cp1258")
        return char
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples folder is not here")
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_product_lists_in_old_encodings_come_out_as_they_were(encoding):
    rows, _, found = read_csv((SAMPLES / f"ocop_synthetic_{encoding}_cp1252.csv").read_bytes())
    original, _, _ = read_csv((SAMPLES / "ocop_products.csv").read_bytes())
    names = {row[0]: unicodedata.normalize("NFC", row[1]) for row in original}
    assert found == encoding
    assert rows[0] == ["STT", "Tên sản phẩm", "Chủ thể", "Huyện", "Tỉnh"]
    wrong = [row for row in rows[1:] if row[1] != names[row[0]]]
    assert wrong == []


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Tªn,X·\nV¶i thiÒu,Hång Giang\n".encode("latin-1"), "tcvn3"),
        ("Teân,Xaõ\nVaûi thieàu,Hoàng Giang\n".encode("latin-1"), "vni"),
    ],
)
def test_two_rows_are_enough_to_tell_an_old_encoding(content, encoding):
    rows, _, found = read_csv(content)
    assert (rows, found) == ([["Tên", "Xã"], ["Vải thiều", "Hồng Giang"]], encoding)


def test_text_in_no_known_encoding_is_refused_and_never_stored_broken():
    with pytest.raises(DomainError, match="CSV UTF-8"):
        read_csv("Größe,Straße\nMüller,Jürgen\n".encode("latin-1"))
    with pytest.raises(DomainError, match="CSV UTF-8"):
        read_csv(b"\xef\xbb\xbfa,b\n\xff\xfe,1\n")


def test_other_languages_in_unicode_stay_as_they_are():
    rows, _, encoding = read_csv("Name,Café\nMüller,Größe\n".encode())
    assert (rows, encoding) == ([["Name", "Café"], ["Müller", "Größe"]], "utf-8")


def test_the_separator_line_of_a_spreadsheet_is_obeyed_and_not_a_row():
    assert read_csv(b"sep=;\r\na;b,c\r\n1;2,5\r\n")[0] == [["a", "b,c"], ["1", "2,5"]]


def test_decimal_commas_do_not_pass_for_delimiters():
    text = "Tên;Khối lượng\nA;1,5 kg\nB;2,5 kg\nC;3,5 kg\n"
    assert read_csv(text.encode())[0][1] == ["A", "1,5 kg"]


def test_the_apostrophe_before_a_formula_is_taken_off_again():
    rows, _, _ = read_csv(b"a,b\n'=HYPERLINK(1),'+84 510000001\n'quoted',-1+1\n")
    assert rows[1:] == [["=HYPERLINK(1)", "+84 510000001"], ["'quoted'", "-1+1"]]
