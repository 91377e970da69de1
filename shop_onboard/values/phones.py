"""Telephone numbers: E.164 inside («+84912345678»), «0912 345 678» on pages."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from shop_onboard.values.text import N_, Message, Unreadable, clean

_REGION = "VN"
_LONGEST = 30
_SIGNS = re.compile(r"[0-9+ .()-]+")
# A spreadsheet that took «0912345678» for a number has dropped its first zero.
_ZERO_LOST = re.compile(r"[35789][0-9]{8}")
_KEPT_FIRST = 2
_KEPT_LAST = 3


def parse_phone(text: str) -> str:
    """E.164 of «0912 345 678», «+84 912.345.678», «912345678» (first zero lost), a landline.

    Numbers of other countries need their «+». Only what `phonenumbers` holds valid is taken.
    Raises Unreadable.
    """
    written = clean(text[: _LONGEST + 1])
    if any(char.isalpha() for char in written):
        raise Unreadable(
            N_(
                "Số điện thoại «%(text)s» có chữ cái: hãy chỉ ghi chữ số, ví dụ 0912 345 678.",
                text=written,
            )
        )
    if len(text) > _LONGEST or _SIGNS.fullmatch(written) is None:
        raise Unreadable(_refuse(written))
    digits = re.sub(r"[ .()-]", "", written)
    number = _parsed("0" + digits if _ZERO_LOST.fullmatch(digits) else digits)
    if number is None or not phonenumbers.is_valid_number(number):
        raise Unreadable(_refuse(written))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _refuse(text: str) -> Message:
    return N_(
        "Không đọc được số điện thoại «%(text)s»: hãy ghi một số, đủ 10 chữ số,"
        " ví dụ 0912 345 678.",
        text=text,
    )


def _parsed(digits: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, _REGION)
    except NumberParseException:
        return None


def format_phone(e164: str) -> str:
    """«0912 345 678» of an E.164 number; numbers of other countries keep their «+».

    "" stays "": of a list's cooperatives the number is often not known yet.
    """
    if not e164:
        return ""
    number = _parsed(e164)
    if number is None:
        raise ValueError(f"not an E.164 number: {e164!r}")
    home = phonenumbers.country_code_for_region(_REGION)
    style = (
        PhoneNumberFormat.NATIONAL
        if number.country_code == home
        else PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def mask_phone(e164: str) -> str:
    """«09•• ••• 678»: enough for its owner to recognise, too little to call."""
    shown = format_phone(e164)
    places = [index for index, char in enumerate(shown) if char.isdigit()]
    hidden = set(places[_KEPT_FIRST:-_KEPT_LAST])
    return "".join("•" if index in hidden else char for index, char in enumerate(shown))
