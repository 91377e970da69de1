import re
import unicodedata
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.codes import (
    TOKEN_LENGTH,
    check_label_token,
    digital_link,
    format_label_token,
    label_address,
    new_label_token,
    parse_code,
    parse_gtin,
    public_code,
)
from shop_onboard.values.text import Unreadable

GTIN = "09521234543213"
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("text", "gtin14"),
    [
        (GTIN, GTIN),
        ("9521234543213", GTIN),
        ("952 1234 54321 3", GTIN),
        ("012345678905", "00012345678905"),
        ("96385074", "00000096385074"),
    ],
)
def test_a_gtin_is_kept_with_fourteen_digits(text: str, gtin14: str) -> None:
    assert parse_gtin(text) == gtin14


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9521234543214", "sai chữ số kiểm tra"),
        ("0000000000000", "sai chữ số kiểm tra"),
        ("8,93E+12", "bảng tính rút gọn"),
        ("12345", "8, 12, 13 hoặc 14 chữ số"),
        (
            "\uff19\uff15\uff12\uff11\uff12\uff13\uff14\uff15\uff14\uff13\uff12\uff11\uff13",
            "8, 12, 13 hoặc 14 chữ số",
        ),
        ("", "8, 12, 13 hoặc 14 chữ số"),
        ("9" * 300, "8, 12, 13 hoặc 14 chữ số"),
    ],
)
def test_a_wrong_gtin_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_gtin(text)


def test_a_token_has_more_than_eighty_random_bits_and_no_look_alikes() -> None:
    tokens = {new_label_token() for _ in range(200)}
    assert len(tokens) == 200
    assert len(SIGNS) ** (TOKEN_LENGTH - 1) > 2**80
    assert all(re.fullmatch(f"[{SIGNS}]{{{TOKEN_LENGTH}}}", token) for token in tokens)
    assert not set("01OIL") & set("".join(tokens))


def test_a_token_is_known_in_any_case_and_grouping() -> None:
    token = new_label_token()
    assert check_label_token(token.lower()) == token
    assert check_label_token(format_label_token(token)) == token
    assert check_label_token(f" {token[:6]}-{token[6:]} ") == token


@given(st.integers(0, TOKEN_LENGTH - 1), st.sampled_from(SIGNS))
def test_every_single_mistyped_sign_is_noticed(place: int, sign: str) -> None:
    token = new_label_token()
    mistyped = token[:place] + sign + token[place + 1 :]
    assert (check_label_token(mistyped) is None) == (mistyped != token)


@given(st.integers(0, TOKEN_LENGTH - 1), st.integers(0, TOKEN_LENGTH - 1))
def test_two_signs_that_changed_places_are_noticed(one: int, other: int) -> None:
    signs = list(token := new_label_token())
    signs[one], signs[other] = signs[other], signs[one]
    swapped = "".join(signs)
    assert (check_label_token(swapped) is None) == (swapped != token)


@pytest.mark.parametrize("text", ["", "ABC", "O" * TOKEN_LENGTH, "A" * 5000, "' OR 1=1 --12345678"])
def test_other_text_is_no_token(text: str) -> None:
    assert check_label_token(text) is None


def test_a_label_address_is_short() -> None:
    assert label_address("https://lensan.vn/", "ABC") == "https://lensan.vn/t/ABC"


def test_a_digital_link_has_the_order_of_gs1() -> None:
    assert digital_link("https://id.gs1.org/", GTIN, "ABC123", "7") == (
        f"https://id.gs1.org/01/{GTIN}/10/ABC123/21/7"
    )
    assert digital_link("https://id.gs1.org", GTIN) == f"https://id.gs1.org/01/{GTIN}"


@given(st.text(alphabet="ABCxyz019!\"%&'()*+,-.:;<=>?_", min_size=1, max_size=20))
def test_a_lot_survives_the_address(lot: str) -> None:
    if lot in (".", ".."):
        return
    parts = urlsplit(digital_link("https://lensan.vn", GTIN, lot))
    assert [unquote(step) for step in parts.path.split("/")] == ["", "01", GTIN, "10", lot]
    assert not parts.query
    assert not parts.fragment


@pytest.mark.parametrize("lot", ["", "..", "LÔ-1", "A B", "A/B", "A/", "A" * 21, "A\n"])
def test_a_lot_that_gs1_does_not_allow_is_refused(lot: str) -> None:
    with pytest.raises(Unreadable, match="20 ký tự"):
        digital_link("https://lensan.vn", GTIN, lot)


@pytest.mark.parametrize(
    ("text", "code"), [(" HTX-01 ", "HTX-01"), ("LÔ 1/2026", "LÔ 1/2026"), ("a_b.c", "a_b.c")]
)
def test_a_code_is_kept_as_it_was_given(text: str, code: str) -> None:
    assert parse_code(text) == code
    assert parse_code(unicodedata.normalize("NFD", text)) == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Hãy ghi mã"),
        ("\u200b ", "Hãy ghi mã"),
        ("x" * 41, "dài quá 40"),
        ("x" * 5000, "dài quá 40"),
        ("=1+1", "ký tự «=»"),
        ("HTX<b>", "ký tự «<»"),
        ("河内", "ký tự «河»"),
        ("-1", "bắt đầu bằng"),
        ("../x", "bắt đầu bằng"),
    ],
)
def test_a_code_with_other_signs_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        parse_code(text)


def test_a_public_code_is_plain_ascii() -> None:
    assert public_code("LÔ 1/2026") == "LO-1-2026"
    assert public_code("Đơn.vị_a") == "DON-VI-A"
