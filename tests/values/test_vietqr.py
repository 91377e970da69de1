import io

import pytest
import qrcode
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shop_onboard.values.text import Unreadable
from shop_onboard.values.vietqr import VietQR, ascii_memo, encode, order_memo

# Golden strings of the public vietnam-qr-pay encoder, for tests only.
STATIC = (
    "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
)
WITH_AMOUNT = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
    "53037045405100005802VN62150811Chuyen tien630453E6"
)


def test_the_golden_strings_are_met_byte_for_byte() -> None:
    assert encode(VietQR("970416", "257678859")) == STATIC
    assert encode(VietQR("970416", "257678859", 10_000, "Chuyển tiền")) == WITH_AMOUNT


def fields(text: str) -> dict[str, str]:
    """Tag → value of one level, read as the EMVCo specification says."""
    found: dict[str, str] = {}
    while text:
        size = int(text[2:4])
        found[text[:2]] = text[4 : 4 + size]
        text = text[4 + size :]
    return found


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    st.none() | st.integers(min_value=1, max_value=10**13 - 1),
    st.none() | st.from_regex(r"[A-Za-z0-9]{1,25}", fullmatch=True),
)
def test_every_field_can_be_read_back(
    bank: str, account: str, amount_vnd: int | None, memo: str | None
) -> None:
    code = fields(encode(VietQR(bank, account, amount_vnd, memo)))
    beneficiary = fields(fields(code["38"])["01"])
    assert (beneficiary["00"], beneficiary["01"]) == (bank, account)
    assert code.get("54") == (None if amount_vnd is None else str(amount_vnd))
    assert fields(code.get("62", "")).get("08") == memo
    assert list(code) == sorted(code)


def test_a_phone_reads_the_code() -> None:
    text = encode(VietQR("970416", "257678859", 10_000, "DH20260012"))
    picture = io.BytesIO()
    qrcode.make(text).save(picture)
    (read,) = zxingcpp.read_barcodes(Image.open(picture))
    assert read.text == text


@pytest.mark.parametrize(
    ("transfer", "reason"),
    [
        (VietQR("97041", "1"), "mã BIN có 6 chữ số"),
        (VietQR("\uff19\uff17\uff10\uff14\uff11\uff16", "1"), "mã BIN có 6 chữ số"),
        (VietQR("970416", ""), "Số tài khoản"),
        (VietQR("970416", "12 34"), "Số tài khoản"),
        (VietQR("970416", "1" * 20), "Số tài khoản"),
        (VietQR("970416", "1", 0), "lớn hơn 0"),
        (VietQR("970416", "1", -5), "lớn hơn 0"),
        (VietQR("970416", "1", 10**13), "lớn hơn 0"),
        (VietQR("970416", "1", 1.5), "lớn hơn 0"),  # type: ignore[arg-type]
        (VietQR("970416", "1", 5, "x" * 26), "25 chữ cái"),
        (VietQR("970416", "1", 5, "!!!"), "25 chữ cái"),
        (VietQR("970416", "1", 5, "x" + " " * 500), "25 chữ cái"),
    ],
)
def test_a_transfer_that_banks_refuse_is_not_encoded(transfer: VietQR, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        encode(transfer)


def test_memos_lose_what_banks_would_change() -> None:
    assert ascii_memo("  Đặt cọc: vải thiều ") == "Dat coc vai thieu"
    assert order_memo("DH-2026-0012") == "DH20260012"
