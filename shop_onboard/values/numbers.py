"""Vietnamese numbers: dots part thousands, a comma begins the fraction («1.234,5»).

Only plain ASCII digits are read, so that «NaN», «1e5», «1_000» and full-width digits are refused.
Everything is exact `Decimal`; nothing passes through float except a spreadsheet's own number cell.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shop_onboard.values.text import N_, Message, Unreadable, clean

# Longer than any quantity a person writes; checked before the text is looked at.
LONGEST_QUANTITY = 60
# Fifteen digits keep every sum below exact in Decimal's 28 places.
_MOST_DIGITS = 15

_NUMBER = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?")
_FOREIGN = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?")
_TOKEN = re.compile(r"[0-9][0-9.,]*|[^\W\d_]+|\S")

_HALF = Decimal("0.5")
_MEGABYTE = 1_000_000
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Unit:
    """A unit by the name that is shown, and how many base units one of it holds."""

    name: str
    size: Decimal


@dataclass(frozen=True)
class Measure:
    """What may be written in one kind of field.

    `units` maps lower-case spellings to units; `bare` is the unit of a number without one (None:
    a unit must be written); `refuse` makes the sentence for text that cannot be read.
    """

    units: Mapping[str, Unit]
    bare: Unit | None
    refuse: Callable[[str], Message]


def tokens_of(text: str) -> list[str]:
    """Numbers, words and single signs in order, in lower case with their diacritics.

    Diacritics stay, because «tạ» is 100 kg and «tá» a dozen.
    """
    return _TOKEN.findall(clean(text).lower())


def read_number(token: str) -> tuple[Decimal, Decimal | None]:
    """The value of «1.234,5», and the second reading where there is one.

    «1,200» reads as 1.2 and as 1200; «0,500», «1200,500» and «1.234,567» read one way only.
    Raises Unreadable with the number rewritten where it follows the English order.
    """
    if sum(char.isdigit() for char in token) > _MOST_DIGITS:
        raise Unreadable(N_("Số «%(text)s» quá dài: hãy kiểm tra lại.", text=token))
    match = _NUMBER.fullmatch(token)
    if match is None:
        raise Unreadable(_number_message(token))
    whole, part = match["whole"], match["part"] or ""
    value = Decimal(f"{whole.replace('.', '')}.{part or '0'}")
    doubtful = len(part) == 3 and len(whole) <= 3 and not whole.startswith("0")
    return value, Decimal(whole + part) if doubtful else None


def _number_message(token: str) -> Message:
    match = _FOREIGN.fullmatch(token)
    if match is None:
        return N_(
            "Không đọc được số «%(text)s»: hãy ghi như 1.200 hoặc 1,5"
            " (dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ).",
            text=token,
        )
    plain = Decimal(f"{match['whole'].replace(',', '')}.{match['part'] or '0'}")
    return N_(
        "«%(text)s» chưa rõ: hãy ghi %(plain)s (dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ).",
        text=token,
        plain=format_number(plain),
    )


def read_quantity(text: str, measure: Measure) -> Decimal:
    """The sum of «1 tấn 2 tạ», «2 tạ rưỡi», «1 tấn 2» in base units, exactly.

    Units must go from large to small. Raises Unreadable; a number with two readings is asked
    back with both of them.
    """
    if len(text) > LONGEST_QUANTITY:
        raise Unreadable(measure.refuse(clean(text[:LONGEST_QUANTITY])))
    return sum_of_tokens(tokens_of(text), measure, text)


def sum_of_tokens(tokens: list[str], measure: Measure, text: str) -> Decimal:
    """As `read_quantity`, of tokens already taken from `text`."""
    refusal = Unreadable(measure.refuse(clean(text)))
    total = Decimal(0)
    previous: Unit | None = None
    position = 0
    while position < len(tokens):
        tail = _tail(tokens[position:]) if previous else None
        if previous is not None and tail is not None:
            return total + tail * previous.size
        unit = _unit_at(tokens, position + 1, measure)
        if unit is None or (previous is not None and unit.size >= previous.size):
            raise refusal
        total += _amount(tokens[position], unit, refusal) * unit.size
        previous = unit
        position += 2
    if previous is None:
        raise refusal
    return total


def _tail(rest: list[str]) -> Decimal | None:
    """The part of the last unit that people add after it: «rưỡi» or one digit of tenths."""
    if rest in (["rưỡi"], ["ruoi"]):
        return _HALF
    if len(rest) == 1 and len(rest[0]) == 1 and rest[0] in "123456789":
        return Decimal(rest[0]) / 10
    return None


def _unit_at(tokens: list[str], position: int, measure: Measure) -> Unit | None:
    if position < len(tokens):
        return measure.units.get(tokens[position])
    return measure.bare if position == 1 else None


def _amount(token: str, unit: Unit, refusal: Unreadable) -> Decimal:
    if token in ("nửa", "nua"):
        return _HALF
    if not token[0].isdigit():
        raise refusal
    value, other = read_number(token)
    if other is None:
        return value
    small = f"{format_number(value)} {unit.name}".strip()
    large = f"{format_number(other)} {unit.name}".strip()
    raise Unreadable(
        N_(
            "«%(text)s» có thể là %(small)s hoặc %(large)s: hãy ghi «%(small)s» hoặc «%(large)s».",
            text=f"{token} {unit.name}".strip(),
            small=small,
            large=large,
        )
    )


def format_number(value: int | Decimal, places: int | None = None, lang: str = "vi") -> str:
    """«1.234,5», in English "1,234.5": as many decimals as the value has, or exactly `places`.

    Rounded half up.
    """
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return with_marks_of(text, lang)


def format_size(size_bytes: int, lang: str = "vi") -> str:
    """«11 kB», «1,2 MB»: a file's size as people read it, in thousands, never 0."""
    if size_bytes < _MEGABYTE:
        return f"{format_number(max(1, round(size_bytes / 1_000)), lang=lang)} kB"
    return f"{format_number(Decimal(size_bytes) / _MEGABYTE, places=1, lang=lang)} MB"


def with_marks_of(text: str, lang: str) -> str:
    """A number written the English way, with the marks of `lang`: "1,234.5" is «1.234,5»."""
    return text if lang == "en" else text.translate(_VIETNAMESE_MARKS)


def number_text(value: int | float) -> str:
    """What a spreadsheet's number cell says, written so that the parsers here read it back.

    A cell holds 15 digits that count; the rest is noise of the binary fraction. 1.234 becomes
    «1,2340», because «1,234» could be read in two ways and the cell cannot.
    Raises Unreadable for NaN and infinity.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable(N_("Ô này không phải là số: hãy ghi một con số."))
    plain = str(value) if isinstance(value, int) else f"{Decimal(f'{value:.15g}'):f}"
    whole, _, part = plain.partition(".")
    part = part.rstrip("0")
    if len(part) == 3:
        part += "0"
    return f"{whole},{part}" if part else whole
