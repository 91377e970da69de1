"""Codes: GTINs, label tokens, GS1 Digital Links, and the codes cooperatives give themselves."""

import re
import secrets
from urllib.parse import quote

from stdnum import ean

from shop_onboard.values.text import N_, Unreadable, clean, fold, slugify

_LONGEST_CODE = 40
_LONGEST_GTIN = 30
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+")

# Digits and capitals without 0 O 1 I L, which people mix up: 31 signs. As 31 is prime, a weighted
# sum over them finds every single mistyped sign and every two signs that changed places.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# 17 random signs of 31 are 84 bits; the 18th is the check sign.
TOKEN_LENGTH = 18
_GROUP = 6
# 31⁶ are 887 million: enough for one installation's orders, short enough for a bank's memo.
_ORDER_SIGNS = 6
# 31⁹ and a check sign: whoever holds the number of a report may read its answer.
_FEEDBACK_SIGNS = 10
_REFERENCE = re.compile(rf"TG-[{_SIGNS}]{{{_ORDER_SIGNS}}}")

# GS1 General Specifications, AI 10 and 21: up to 20 signs of character set 82, without its «/»:
# servers and caches on the way decode «%2F», and the address falls apart at another place.
_GS1_VALUE = re.compile(r"[!\"%&'()*+,\-.0-9:;<=>?A-Z_a-z]{1,20}")


def parse_gtin(text: str) -> str:
    """The 14 digits of a GTIN-8, -12, -13 or -14 whose check digit is right. Raises Unreadable."""
    written = clean(text[: _LONGEST_GTIN + 1])
    if _SCIENTIFIC.fullmatch(written):
        raise Unreadable(
            N_(
                "Mã vạch «%(text)s» đã bị bảng tính rút gọn: hãy đổi ô sang kiểu Văn bản"
                " rồi ghi lại đủ các chữ số.",
                text=written,
            )
        )
    digits = re.sub(r"[ -]", "", written)
    if len(text) > _LONGEST_GTIN or re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits) is None:
        raise Unreadable(
            N_(
                "Không đọc được mã vạch «%(text)s»: mã GTIN có 8, 12, 13 hoặc 14 chữ số.",
                text=written,
            )
        )
    if not ean.is_valid(digits) or not digits.strip("0"):
        raise Unreadable(
            N_(
                "Mã vạch «%(text)s» sai chữ số kiểm tra: hãy xem lại từng chữ số trên bao bì.",
                text=written,
            )
        )
    return digits.zfill(14)


def parse_code(text: str) -> str:
    """A code as a cooperative writes it (Mã HTX, Mã SP, Mã lô), 1–40 characters, NFC, trimmed.

    Latin letters with or without Vietnamese marks, digits, and between them space - _ . /
    Raises Unreadable.
    """
    code = clean(text[: _LONGEST_CODE * 2])
    if not code:
        raise Unreadable(N_("Hãy ghi mã, ví dụ HTX-01."))
    if len(code) > _LONGEST_CODE or len(text) > _LONGEST_CODE * 2:
        raise Unreadable(
            N_("Mã dài quá %(most)s ký tự: hãy ghi ngắn hơn.", most=str(_LONGEST_CODE))
        )
    strange = next((char for char in code if not _in_code(char)), None)
    if strange is not None:
        raise Unreadable(
            N_(
                "Mã «%(text)s» có ký tự «%(char)s»: hãy chỉ dùng chữ, số, dấu cách và - _ . /",
                text=code,
                char=strange,
            )
        )
    if not slugify(code[0]):
        raise Unreadable(
            N_("Mã «%(text)s» phải bắt đầu bằng chữ hoặc số, ví dụ HTX-01.", text=code)
        )
    return code


def _in_code(char: str) -> bool:
    return char in " -_./" or re.fullmatch(r"[a-z0-9]", fold(char)) is not None


def public_code(code: str) -> str:
    """The code in capitals, ASCII letters, digits and hyphens: for addresses and file names.

    Different codes may share it («LÔ/1», «lo-1»): whoever looks rows up by it keeps it unique.
    """
    return slugify(code).upper()


def new_label_token() -> str:
    """A fresh label token: TOKEN_LENGTH signs, 84 random bits, the last sign proves the rest."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(TOKEN_LENGTH - 1))
    return body + _check_sign(body)


def new_order_code() -> str:
    """«DH-7K2M9Q»: a fresh order code of signs that survive a bank memo and reading aloud."""
    return "DH-" + "".join(secrets.choice(_SIGNS) for _ in range(_ORDER_SIGNS))


def new_registration_code() -> str:
    """A fresh reference number of a registration, to be read out on the phone: DK-4F7K9M2X."""
    return "DK-" + "".join(secrets.choice(_SIGNS) for _ in range(_ORDER_SIGNS))


def new_reference() -> str:
    """«TG-7K2M9Q»: a fresh reference of somebody who asks to join, to be read out."""
    return "TG-" + "".join(secrets.choice(_SIGNS) for _ in range(_ORDER_SIGNS))


def new_feedback_reference() -> str:
    """A fresh number of what a buyer reports: PA-7K2M9Q4XHT, too long to be guessed."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_FEEDBACK_SIGNS - 1))
    return f"PA-{body}{_check_sign(body)}"


def read_feedback_reference(text: str) -> str | None:
    """The number of a report that was typed (any case, spaces, hyphens); None for other codes.

    Raises Unreadable for one with a wrong sign.
    """
    typed = _bare(text[: TOKEN_LENGTH * 3])
    signs = typed.removeprefix("PA")
    has_length = len(signs) == _FEEDBACK_SIGNS
    if signs == typed or not (has_length or clean(text).upper().startswith("PA-")):
        return None
    is_known = has_length and all(sign in _SIGNS for sign in signs)
    if not is_known or _check_sign(signs[:-1]) != signs[-1]:
        raise Unreadable(
            N_(
                "Số phản ánh này gõ chưa đúng: sau «PA-» có %(length)s chữ và số, không có chữ I, "
                "L, O và số 0, 1. Hãy xem lại từng chữ.",
                length=_FEEDBACK_SIGNS,
            )
        )
    return f"PA-{signs}"


def is_reference(text: str) -> bool:
    """Whether the text is written as `new_reference` writes."""
    return _REFERENCE.fullmatch(text) is not None


def check_label_token(text: str) -> str | None:
    """The token that was scanned or typed (any case, spaces, hyphens), or None if mistyped."""
    if len(text) > TOKEN_LENGTH * 2:
        return None
    token = _bare(text)
    if len(token) != TOKEN_LENGTH or any(sign not in _SIGNS for sign in token):
        return None
    return token if _check_sign(token[:-1]) == token[-1] else None


def read_label_token(text: str) -> str:
    """As `check_label_token`; Unreadable says which sign of a typed code to look at again."""
    token = check_label_token(text)
    if token is not None:
        return token
    typed = _bare(text[: TOKEN_LENGTH * 3])
    for place, sign in enumerate(typed[:TOKEN_LENGTH], start=1):
        if sign not in _SIGNS:
            raise Unreadable(
                N_(
                    "Mã này gõ chưa đúng: hãy xem lại chữ thứ %(place)s («%(sign)s»). Mã trên tem "
                    "không có chữ I, L, O và số 0, 1.",
                    place=place,
                    sign=sign,
                )
            )
    if len(typed) != TOKEN_LENGTH:
        raise Unreadable(
            N_(
                "Mã này gõ chưa đúng: mã trên tem có %(length)s chữ và số, bạn đã gõ %(typed)s.",
                length=TOKEN_LENGTH,
                typed=len(typed),
            )
        )
    raise Unreadable(N_("Mã này gõ chưa đúng: có một chữ sai, hãy xem lại từng chữ trên tem."))


def format_label_token(token: str) -> str:
    """«ABCDEF GHJKMN PQRSTU»: in groups, for reading off a label."""
    return " ".join(token[start : start + _GROUP] for start in range(0, len(token), _GROUP))


def _bare(text: str) -> str:
    """What was typed without the spaces and hyphens that part its groups, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def _check_sign(body: str) -> str:
    """The sign that makes the sum of place × value, over all places from 1, divisible by 31."""
    size = len(_SIGNS)
    total = sum(place * _SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return _SIGNS[-total * pow(len(body) + 1, -1, size) % size]


def label_address(public_url: str, token: str) -> str:
    """What the QR code of a label holds: short, so that the code stays coarse."""
    return f"{public_url.rstrip('/')}/t/{token}"


def is_gs1_value(text: str) -> bool:
    """Whether a lot or serial number may stand in a GS1 address."""
    return _GS1_VALUE.fullmatch(text) is not None and text not in (".", "..")


def gs1_name(code: str) -> str | None:
    """What a lot of this code is called in GS1 addresses: so, or by its token (None).

    Never by the code without its marks: «LÔ 1» and «LO-1» may both be lots of one product. What
    reads like a token belongs to the lot that has it.
    """
    return code if is_gs1_value(code) and check_label_token(code) is None else None


def digital_link(
    base_url: str, gtin14: str, lot: str | None = None, serial: str | None = None
) -> str:
    """GS1 Digital Link `<base>/01/<GTIN-14>[/10/<lot>][/21/<serial>]`, values percent-encoded.

    `gtin14` comes from `parse_gtin`: a link is never made with an invented GTIN. Raises
    Unreadable for a lot or serial number that GS1 does not allow. Source: gs1-syntax-dictionary.
    """
    parts = [base_url.rstrip("/"), "01", gtin14]
    for qualifier, value in (("10", lot), ("21", serial)):
        if value is not None:
            parts += [qualifier, quote(_gs1_value(value), safe="")]
    return "/".join(parts)


def _gs1_value(value: str) -> str:
    # «.» and «..» as a step of a path are swallowed by browsers, percent-encoded or not.
    if not is_gs1_value(value):
        raise Unreadable(
            N_(
                "Mã «%(text)s» không dùng được trong địa chỉ GS1:"
                " cần từ 1 đến 20 ký tự, chữ không dấu và số.",
                text=value,
            )
        )
    return value
