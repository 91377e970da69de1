"""What is tried first is refused; what nobody would try is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.passwords import is_guessed_first


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "87654321",
        "00000000",
        "123123123",
        "12341234",
        "11223344",
        "1234567890",
        "19051990",
        "19900519",
        "qwertyuiop",
        "qwer1234",
        "1qaz2wsx",
        "1q2w3e4r",
        "asdfghjkl",
        "abcd1234",
        "matkhau123",
        "Mật khẩu 1",
        "MatKhau@2026",
        "P@ssw0rd",
        "password1!",
        "anhyeuem123",
        "vietnam2026",
        "2026vaithieu",
        "thanhnien12345678",
        "        ",
        "!!!!!!!!",
    ],
)
def test_what_is_tried_first_is_known(password: str):
    assert is_guessed_first(password)


@pytest.mark.parametrize(
    "password",
    [
        "vaithieu-mau",
        "mat khau thu",
        "con trau den nha ba",
        "Chiec ghe go 47",
        "83920174",
        "kimtuyenhai9",
        "nui doi suong som",
    ],
)
def test_what_nobody_tries_first_is_let_in(password: str):
    assert not is_guessed_first(password)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str):
    assert is_guessed_first(text) in (True, False)
