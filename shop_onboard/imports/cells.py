"""One cell → one value, or a sentence on what to write instead.

Every function takes the cell as the file holds it and raises Unreadable.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from shop_onboard.imports import child
from shop_onboard.values.addresses import parse_link
from shop_onboard.values.channels import find_channel
from shop_onboard.values.codes import parse_code, parse_gtin
from shop_onboard.values.dates import (
    format_date,
    parse_date,
    parse_season_end,
    parse_season_start,
    parse_year,
)
from shop_onboard.values.mass import parse_mass, parse_mass_kg
from shop_onboard.values.money import parse_vnd
from shop_onboard.values.numbers import format_number, number_text, read_number
from shop_onboard.values.ocop import find_ocop_set
from shop_onboard.values.phones import parse_phone
from shop_onboard.values.places import communes
from shop_onboard.values.tax_codes import parse_tax_code
from shop_onboard.values.text import N_, Message, Unreadable, clean, clean_lines, slugify
from shop_onboard.values.workbook import (
    CERTAINTIES,
    COOPERATIVE_KINDS,
    QUALIFIERS,
    YES_NO,
    Cell,
    CellError,
    name_key,
)

# The same few codes and channels stand in thousands of rows.
_REMEMBERED = 20_000

_ERROR_TEXT = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{4,30}")
_DASHES = {"-", "–", "—", "_", "/"}
_YES = {"co", "x", "1", "dung", "true", "yes", "roi", "dongy"}
_NO = {"khong", "0", "sai", "false", "no", "chua", "khongdongy"}
# A GTIN of 12 or 13 digits whose first zeros a spreadsheet has dropped.
_SHORTENED_GTIN = range(9, 12)
_GTIN_12 = 12
_HOUSEHOLD_DIGITS = 12
# Two codes of this length and a number between them still make an address.
_LONGEST_NAME_CODE = 32
_HOUR_ZERO = time(0, 0)


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written: empty, spaces, or a dash as people put for «none»."""
    return cell is None or (isinstance(cell, str) and clean(cell) in {"", *_DASHES})


def check(cell: Cell) -> None:
    """Raises Unreadable for a cell that shows an error, has no result or is damaged."""
    if isinstance(cell, str) and _ERROR_TEXT.fullmatch(cell.strip()):
        cell = CellError(cell.strip())
    if isinstance(cell, CellError):
        raise Unreadable(_error_message(cell.text))
    if isinstance(cell, str) and "\ufffd" in cell:
        raise Unreadable(N_("Chữ trong ô này bị hỏng: hãy ghi lại."))


def _error_message(shown: str) -> Message:
    if shown == child.NO_VALUE:
        return N_(
            "Ô này là công thức chưa có kết quả: hãy mở tệp bằng Excel rồi lưu lại,"
            " hoặc ghi thẳng giá trị."
        )
    if shown == child.TOO_LONG:
        return N_("Ô này dài quá 32.767 ký tự: hãy viết gọn lại.")
    return N_(
        "Ô này đang báo lỗi %(error)s: hãy sửa công thức hoặc ghi thẳng giá trị.", error=shown
    )


def as_text(cell: Cell) -> str:
    """What the cell says, on one line; numbers without noise, dates dd/mm/yyyy."""
    if isinstance(cell, bool):
        return YES_NO[0] if cell else YES_NO[1]
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return format_date(cell.date())
    if isinstance(cell, date):
        return format_date(cell)
    return clean(str(cell))


def as_paragraphs(cell: Cell) -> str:
    """As `as_text`, keeping the line breaks of a description."""
    return clean_lines(cell) if isinstance(cell, str) else as_text(cell)


def code(cell: Cell) -> str:
    """A code; «12.0» of a number cell is 12."""
    return _code(_plain_digits(cell))


_code = lru_cache(_REMEMBERED)(parse_code)


def code_of_name(name: str) -> str:
    """A code for what has a name alone: the same for every spelling of its marks and case."""
    slug = slugify(name).upper()
    if len(slug) <= _LONGEST_NAME_CODE:
        return slug
    mark = hashlib.sha256(slug.encode()).hexdigest()[:4].upper()
    return f"{slug[: _LONGEST_NAME_CODE - 5].rstrip('-')}-{mark}"


def code_of_place(name: str, commune_code: str) -> str:
    """A code for one of several of a name: that in the unit of today of this code."""
    return code_of_name(f"{name} {_commune_names().get(commune_code, commune_code)}")


@lru_cache(maxsize=1)
def _commune_names() -> Mapping[str, str]:
    return {commune.code: commune.name for commune in communes()}


def phone(cell: Cell) -> str:
    """E.164; a first zero that a number cell has lost is put back."""
    return parse_phone(_plain_digits(cell).lstrip("'"))


def tax_code(cell: Cell) -> str:
    """A tax code as `parse_tax_code` gives it.

    A number cell of 11 digits can only be the 12 of a household without their first zero.
    """
    digits = _plain_digits(cell).lstrip("'")
    if isinstance(cell, int | float) and len(digits) == _HOUSEHOLD_DIGITS - 1:
        digits = digits.zfill(_HOUSEHOLD_DIGITS)
    return parse_tax_code(digits)


def gtin(cell: Cell) -> str:
    """A GTIN of 14 digits; zeros in front do not change its check digit, so lost ones return."""
    digits = _plain_digits(cell).lstrip("'")
    if isinstance(cell, int | float) and len(digits) in _SHORTENED_GTIN:
        digits = digits.zfill(_GTIN_12)
    return parse_gtin(digits)


def bank_account(cell: Cell) -> str:
    """An account number as text. A number cell may have lost its first zeros: it is asked back."""
    if isinstance(cell, int | float):
        raise Unreadable(
            N_(
                "Số tài khoản đang ở kiểu số nên có thể đã mất số 0 ở đầu: hãy đổi ô sang kiểu"
                " Văn bản rồi ghi lại đủ các chữ số."
            )
        )
    account = re.sub(r"[ .-]", "", _plain_digits(cell).lstrip("'"))
    if _ACCOUNT.fullmatch(account) is None:
        raise Unreadable(
            N_(
                "Không đọc được số tài khoản «%(text)s»: hãy chỉ ghi chữ số.",
                text=as_text(cell)[:40],
            )
        )
    return account


def _plain_digits(cell: Cell) -> str:
    text = as_text(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable(
            N_(
                "«%(text)s» đã bị bảng tính rút gọn: hãy đổi ô sang kiểu Văn bản rồi ghi lại"
                " đủ các chữ số.",
                text=text,
            )
        )
    return text


def day(cell: Cell) -> date:
    """A date cell, or text with the day before the month."""
    if isinstance(cell, datetime):
        if cell.time() != _HOUR_ZERO:
            cell = cell.replace(hour=0, minute=0, second=0, microsecond=0)
        return parse_date(format_date(cell.date()))
    if isinstance(cell, date):
        return parse_date(format_date(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Unreadable(
            N_(
                "Ô này là số %(number)s, không phải ngày: hãy ghi ngày/tháng/năm,"
                " ví dụ 05/06/2026.",
                number=number_text(cell),
            )
        )
    return parse_date(as_text(cell))


def season_start(cell: Cell) -> str:
    """ "MM-DD"; a spreadsheet that took «15/5» for a date of this year is understood."""
    return parse_season_start(as_text(cell))


def season_end(cell: Cell) -> str:
    """As `season_start`, for the last day."""
    return parse_season_end(as_text(cell))


def mass(cell: Cell) -> int:
    """Grams; a unit is required."""
    return parse_mass(as_text(cell))


def mass_kg(cell: Cell) -> int:
    """Grams; a number alone is kilograms."""
    return parse_mass_kg(as_text(cell))


def money(cell: Cell) -> int:
    """Đồng."""
    return parse_vnd(as_text(cell))


def whole(least: int, most: int) -> Callable[[Cell], int]:
    """A reader of whole numbers from `least` to `most`, both included."""

    def read(cell: Cell) -> int:
        text = as_text(cell)
        wrong = Unreadable(
            N_(
                "«%(text)s» không phải số tròn từ %(least)s đến %(most)s: hãy ghi lại.",
                text=text[:40],
                least=format_number(least),
                most=format_number(most),
            )
        )
        if not text[:1].isdigit():
            raise wrong
        value, other = read_number(text)
        if other is not None or value != int(value) or not least <= value <= most:
            raise wrong
        return int(Decimal(value))

    return read


def year(cell: Cell) -> int:
    """A year of four digits; of a date cell its year."""
    if isinstance(cell, date):
        return cell.year
    return parse_year(as_text(cell))


def stars(cell: Cell) -> int:
    """3, 4 or 5: fewer stars are not certified (Decision 26/2026/QĐ-TTg). «4 sao» is 4."""
    text = re.sub(r"\s*(?:sao|\*|★)$", "", as_text(cell), flags=re.I)
    if text not in {"3", "4", "5"}:
        raise Unreadable(
            N_(
                "«%(text)s» không phải hạng sao OCOP: hãy ghi 3, 4 hoặc 5, hoặc bỏ trống nếu"
                " chưa được công nhận.",
                text=as_text(cell)[:40],
            )
        )
    return int(text)


def ocop_set(cell: Cell) -> int:
    """The number of an OCOP set of criteria, from its number or its name."""
    return find_ocop_set(as_text(cell)).number


def yes_no(cell: Cell) -> bool:
    """«có» or «không», a tick or a cross, 1 or 0."""
    key = name_key(as_text(cell))
    if key in _YES | _NO:
        return key in _YES
    raise Unreadable(N_("«%(text)s» chưa rõ: hãy ghi có hoặc không.", text=as_text(cell)[:40]))


def channel(cell: Cell) -> str:
    """The key of a sales channel."""
    return _channel(as_text(cell)).key


_channel = lru_cache(_REMEMBERED)(find_channel)


def link(cell: Cell) -> str:
    """An http(s) link."""
    return parse_link(as_text(cell))


def photos(cell: Cell) -> tuple[str, ...]:
    """File names, parted by semicolons, commas or line breaks."""
    names = re.split(r"[;,\n]", cell if isinstance(cell, str) else as_text(cell))
    return tuple(name for name in map(clean, names) if name)


def choice(names: Mapping[str, Message], more: Mapping[str, str]) -> Callable[[Cell], str]:
    """A reader of one of the names (or its key, or another spelling), giving its key."""
    keys = {name_key(str(name)): key for key, name in names.items()}
    keys |= {**{name_key(key): key for key in names}, **more}

    key_of = lru_cache(_REMEMBERED)(name_key)

    def read(cell: Cell) -> str:
        text = as_text(cell)
        found = keys.get(key_of(text))
        if found is None:
            raise Unreadable(
                N_(
                    "«%(text)s» không có trong danh sách: hãy ghi %(choices)s.",
                    text=text[:40],
                    choices=", ".join(f"«{name}»" for name in names.values()),
                )
            )
        return found

    return read


kind = choice(
    COOPERATIVE_KINDS,
    {
        "htx": "cooperative",
        "tht": "cooperative_group",
        "tohoptac": "cooperative_group",
        "hkd": "household_business",
        "hokinhdoanhcathe": "household_business",
        "hogiadinh": "household",
        "congty": "enterprise",
    },
)
certainty = choice(CERTAINTIES, {"khai": "declared", "uoc": "estimated"})
qualifier = choice(QUALIFIERS, {"tren": "more_than", "chinhxac": "exactly"})
