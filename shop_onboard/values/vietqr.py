"""VietQR payment codes: the NAPAS profile of the EMVCo merchant QR code (QR Format T&C v1.0).

The code asks for a transfer; it gives no word on whether the money came.
"""

import binascii
import re
import unicodedata
from dataclasses import dataclass

from shop_onboard.values.text import N_, Unreadable, clean, slugify

_NAPAS_ID = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_CURRENCY_VND = "704"
_COUNTRY = "VN"

_LONGEST_MEMO = 25
_LONGEST_TYPED = 200
# Field 54 has room for 13 characters.
_LARGEST_VND = 10**13 - 1


@dataclass(frozen=True)
class VietQR:
    """A transfer to ask for.

    `bin` is the bank's six-digit number in NAPAS, `account` up to 19 letters and digits.
    Without `amount_vnd` (whole đồng, above zero) the payer types it in; `memo` is put into ASCII
    and may then have 25 characters.
    """

    bin: str
    account: str
    amount_vnd: int | None = None
    memo: str | None = None


def encode(transfer: VietQR) -> str:
    """The text that the QR code holds, with its checksum. Raises Unreadable."""
    _check(transfer)
    beneficiary = _field("00", transfer.bin) + _field("01", transfer.account)
    account = _field("00", _NAPAS_ID) + _field("01", beneficiary) + _field("02", _TO_ACCOUNT)
    body = _field("00", "01")
    body += _field("01", "11" if transfer.amount_vnd is None else "12")
    body += _field("38", account) + _field("53", _CURRENCY_VND)
    if transfer.amount_vnd is not None:
        body += _field("54", str(transfer.amount_vnd))
    body += _field("58", _COUNTRY)
    if transfer.memo is not None:
        body += _field("62", _field("08", ascii_memo(transfer.memo)))
    body += "6304"
    # crc_hqx from 0xFFFF is CRC-16/CCITT-FALSE: polynomial 0x1021, not reflected, no final XOR.
    return f"{body}{binascii.crc_hqx(body.encode('ascii'), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _check(transfer: VietQR) -> None:
    if re.fullmatch(r"[0-9]{6}", transfer.bin) is None:
        raise Unreadable(
            N_("Mã ngân hàng «%(text)s» không đúng: mã BIN có 6 chữ số.", text=transfer.bin)
        )
    if re.fullmatch(r"[0-9A-Za-z]{1,19}", transfer.account) is None:
        raise Unreadable(
            N_(
                "Số tài khoản «%(text)s» không đúng: hãy ghi liền, nhiều nhất 19 chữ số và chữ cái"
                " không dấu.",
                text=transfer.account,
            )
        )
    amount = transfer.amount_vnd
    if amount is not None and (type(amount) is not int or not 1 <= amount <= _LARGEST_VND):
        raise Unreadable(N_("Số tiền chuyển khoản phải là số đồng tròn, lớn hơn 0."))


def ascii_memo(text: str) -> str:
    """The memo as banks carry it: ASCII letters, digits and single spaces, at most 25.

    Raises Unreadable for what is empty or longer then: a cut code would match no order.
    """
    written = clean(text[:_LONGEST_TYPED])
    bare = "".join(
        char for char in unicodedata.normalize("NFD", written) if not unicodedata.combining(char)
    )
    plain = re.sub(r"[^0-9A-Za-z]+", " ", bare.replace("đ", "d").replace("Đ", "D")).strip()
    if len(text) > _LONGEST_TYPED or not 1 <= len(plain) <= _LONGEST_MEMO:
        raise Unreadable(
            N_(
                "Nội dung chuyển khoản «%(text)s» cần từ 1 đến %(most)s chữ cái hoặc chữ số.",
                text=written,
                most=str(_LONGEST_MEMO),
            )
        )
    return plain


def order_memo(code: str) -> str:
    """The memo that names an order: its code without signs, which banks drop or change.

    «DH-2026-0012» is «DH20260012». Raises Unreadable above 25 characters.
    """
    return ascii_memo(slugify(code).replace("-", "").upper())
