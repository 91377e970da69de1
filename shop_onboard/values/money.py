"""Money: whole Vietnamese đồng, «25.000 đ»."""

import re
from decimal import Decimal

from shop_onboard.values.numbers import (
    LONGEST_QUANTITY,
    Measure,
    Unit,
    format_number,
    sum_of_tokens,
    tokens_of,
)
from shop_onboard.values.text import N_, Message, Unreadable, clean

__all__ = ["LARGEST_VND", "format_number", "format_vnd", "parse_vnd", "parse_vnd_typed"]

# Ten trillion đồng: above any season's turnover, below what a database integer holds.
LARGEST_VND = 10**13

_DONG = Unit("", Decimal(1))
_THOUSAND = Unit("nghìn", Decimal(10**3))
_MILLION = Unit("triệu", Decimal(10**6))
_BILLION = Unit("tỷ", Decimal(10**9))
_UNITS = {
    "đồng": _DONG,
    "dong": _DONG,
    "nghìn": _THOUSAND,
    "nghin": _THOUSAND,
    "ngàn": _THOUSAND,
    "ngan": _THOUSAND,
    "triệu": _MILLION,
    "trieu": _MILLION,
    "tỷ": _BILLION,
    "tỉ": _BILLION,
    "ty": _BILLION,
    "ti": _BILLION,
}
_SHORT = {"k": _THOUSAND, "tr": _MILLION}
_CURRENCY = {"đ", "d", "₫", "vnđ", "vnd", "đồng", "dong"}
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


def _refuse(text: str) -> Message:
    return N_(
        "Không đọc được số tiền «%(text)s»: hãy ghi số đồng, ví dụ 25.000 hoặc 1,2 triệu.",
        text=text,
    )


_MEASURE = Measure({**_UNITS, **_SHORT}, _DONG, _refuse)


def parse_vnd(text: str) -> int:
    """Đồng of «25.000», «25.000đ», «25.000 VND», «25,000», «25 nghìn», «1,2 triệu», «2 triệu rưỡi».

    For files: shorthand («25k», «1tr2») is refused with the amount to write instead. Đồng have
    no fraction, so «25,000» is 25.000; «1,250 triệu» can be read in two ways and is asked back.
    From 0 to `LARGEST_VND`. Raises Unreadable.
    """
    price_vnd = parse_vnd_typed(text)
    if _SHORT.keys() & set(tokens_of(text)):
        raise Unreadable(
            N_(
                "«%(text)s» là cách viết tắt: hãy ghi %(plain)s.",
                text=clean(text),
                plain=format_number(price_vnd),
            )
        )
    return price_vnd


def parse_vnd_typed(text: str) -> int:
    """As `parse_vnd`, for a form that shows the amount again: «25k» is 25.000, «1tr2» 1.200.000."""
    if len(text) > LONGEST_QUANTITY:
        raise Unreadable(_refuse(text[:LONGEST_QUANTITY]))
    if text.strip().startswith(("-", "−", "–")):
        raise Unreadable(N_("Số tiền không được âm: hãy ghi như 25.000."))
    amount = sum_of_tokens(_without_currency(text), _MEASURE, text)
    if amount != int(amount):
        raise Unreadable(
            N_("«%(text)s» lẻ dưới 1 đồng: hãy ghi tròn đồng, ví dụ 25.000.", text=clean(text))
        )
    if amount > LARGEST_VND:
        raise Unreadable(
            N_(
                "«%(text)s» quá lớn: hãy kiểm tra lại số tiền (nhiều nhất %(most)s).",
                text=clean(text),
                most=format_vnd(LARGEST_VND),
            )
        )
    return int(amount)


def _without_currency(text: str) -> list[str]:
    tokens = tokens_of(text)
    if "/" in tokens:
        raise Unreadable(
            N_(
                "«%(text)s» là giá theo đơn vị: hãy ghi giá của một gói, ví dụ 25.000.",
                text=clean(text),
            )
        )
    if len(tokens) > 1 and tokens[-1] in _CURRENCY:
        tokens = tokens[:-1]
    if len(tokens) == 1 and _COMMA_GROUPS.fullmatch(tokens[0]):
        return [tokens[0].replace(",", ".")]
    return tokens


def format_vnd(price_vnd: int, lang: str = "vi") -> str:
    """«25.000 đ», which `parse_vnd` reads back to the same amount; in English "VND 25,000"."""
    if lang == "en":
        return f"VND {format_number(price_vnd, lang=lang)}"
    return f"{format_number(price_vnd)} đ"
