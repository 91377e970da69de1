"""Dates as people in Vietnam write them, the local day of a moment, and seasons of the year.

Moments are stored in UTC and counted by the local day (Asia/Ho_Chi_Minh, UTC+7).
"""

import re
from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shop_onboard.values.text import N_, Unreadable, clean, fold

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")

FIRST_YEAR = 1900
LAST_YEAR = 2100

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_LONGEST_DATE = 40
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_ENGLISH = re.compile(r"([0-9]{1,2}) ([a-z]{3,9}) ([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_NO_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})")
_MONTH = re.compile(r"(?:thang |thang|t)([0-9]{1,2})(?:[/.-][0-9]{4})?|([0-9]{1,2})/[0-9]{4}")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

# A leap year, so that 29/2 can begin or end a season.
_SEASON_YEAR = 2024


def parse_date(text: str) -> date:
    """«5/6/2026», «05-06-2026», «5.6.2026», «2026-06-05», «ngày 5 tháng 6 năm 2026».

    English too: "5 Jun 2026", "5 June 2026". The day comes first. The year has four
    digits and lies in FIRST_YEAR–LAST_YEAR.
    Raises Unreadable, which says what is wrong and gives an example.
    """
    folded = _folded(text)
    if match := _DAY_FIRST.fullmatch(folded):
        return _date(int(match[4]), int(match[3]), int(match[1]))
    if match := _ISO.fullmatch(folded):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _IN_WORDS.fullmatch(folded):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if (match := _ENGLISH.fullmatch(folded)) and (month := _english_month(match[2])):
        return _date(int(match[3]), month, int(match[1]))
    if _SHORT_YEAR.fullmatch(folded) or _NO_YEAR.fullmatch(folded):
        raise Unreadable(
            N_(
                "«%(text)s» chưa đủ năm: hãy ghi năm bốn chữ số, ví dụ 05/06/2026.",
                text=clean(text),
            )
        )
    raise _unreadable(text)


def parse_year(text: str) -> int:
    """A year of four digits in FIRST_YEAR–LAST_YEAR. Raises Unreadable."""
    folded = _folded(text)
    if re.fullmatch(r"[0-9]{4}", folded) is None:
        raise Unreadable(N_("Hãy ghi năm bằng bốn chữ số, ví dụ 2019."))
    return _checked_year(int(folded))


def _folded(text: str) -> str:
    if len(text) > _LONGEST_DATE:
        raise _unreadable(text)
    folded = fold(text)
    if "am lich" in folded or folded.endswith(" al"):
        raise Unreadable(N_("Hãy ghi ngày dương lịch, ví dụ 05/06/2026."))
    return folded


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        N_(
            "Không đọc được ngày «%(text)s»: hãy ghi ngày/tháng/năm, ví dụ 05/06/2026.",
            text=clean(text[:_LONGEST_DATE]),
        )
    )


def _english_month(word: str) -> int | None:
    """The month of "jun", "sept" or "september"."""
    found = (n for n, name in enumerate(_ENGLISH_MONTHS, 1) if name.lower().startswith(word))
    return next(found, None)


def _date(year: int, month: int, day: int) -> date:
    _checked_year(year)
    _check_day(year, month, day, f"/{year}")
    return date(year, month, day)


def _checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            N_("Năm %(year)s không hợp lệ: hãy ghi năm dương lịch, ví dụ 2026.", year=str(year))
        )
    return year


def _check_day(year: int, month: int, day: int, year_part: str) -> None:
    if not 1 <= month <= 12:
        raise Unreadable(
            N_(
                "Không có tháng %(month)s: hãy ghi ngày trước, tháng sau, ví dụ %(example)s.",
                month=str(month),
                example=f"25/06{year_part}",
            )
        )
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unreadable(
            N_(
                "Tháng %(month)s không có ngày %(day)s: ngày cuối tháng là %(example)s.",
                month=f"{month:02}{year_part}",
                day=str(day),
                example=f"{last:02}/{month:02}{year_part}",
            )
        )


def format_date(day: date, lang: str = "vi") -> str:
    """«05/06/2022», in English "5 Jun 2022"; `parse_date` reads both back.

    A moment must go through `local_date` first.
    """
    if isinstance(day, datetime):
        raise TypeError("format_date takes a date: use local_date or format_datetime")
    if lang == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1][:3]} {day.year:04}"
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_label_date(day: date) -> str:
    """«05/06/22» as on a label: day, month, year (Decree 37/2026/NĐ-CP, annex III)."""
    return f"{day:%d/%m/%y}"


def format_month(year: int, month: int, lang: str = "vi") -> str:
    """«06/2022», in English "Jun 2022"."""
    if lang == "en":
        return f"{_ENGLISH_MONTHS[month - 1][:3]} {year:04}"
    return f"{month:02}/{year:04}"


def format_official_date(day: date) -> str:
    """«ngày 05 tháng 6 năm 2026», for the place-and-date line of an official document.

    Days below 10 and the months 1 and 2 take a leading zero (Decree 30/2020/NĐ-CP, annex I).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def local_date(moment: datetime) -> date:
    """The day in Vietnam at an aware moment: 23:30 UTC is already the next day."""
    return _local(moment).date()


def format_datetime(moment: datetime, lang: str = "vi") -> str:
    """«05/06/2022 14:30», in English "5 Jun 2022, 14:30", in Vietnam at an aware moment."""
    local = _local(moment)
    if lang == "en":
        return f"{format_date(local.date(), lang)}, {local:%H:%M}"
    return f"{local:%d/%m/%Y %H:%M}"


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without its time zone cannot be placed on a day")
    return moment.astimezone(TIMEZONE)


def parse_season_start(text: str) -> str:
    """ "MM-DD" on which a season begins: «15/5», «15/05/2026», «tháng 6», «T6».

    A year, if written, is checked and left out. Raises Unreadable.
    """
    return _season_day(text, last_of_month=False)


def parse_season_end(text: str) -> str:
    """ "MM-DD" on which a season ends, that day included: «tháng 6» ends on "06-30"."""
    return _season_day(text, last_of_month=True)


def _season_day(text: str, *, last_of_month: bool) -> str:
    folded = _folded(text)
    if match := _MONTH_DAY.fullmatch(folded):
        month, day = int(match[1]), int(match[2])
    elif match := _NO_YEAR.fullmatch(folded):
        month, day = int(match[2]), int(match[1])
    elif match := _MONTH.fullmatch(folded):
        month = int(match[1] or match[2])
        _check_day(_SEASON_YEAR, month, 1, "")
        day = monthrange(_SEASON_YEAR, month)[1] if last_of_month else 1
    elif _DAY_FIRST.fullmatch(folded) or _ISO.fullmatch(folded):
        whole = parse_date(text)
        month, day = whole.month, whole.day
    else:
        raise Unreadable(
            N_(
                "Không đọc được mùa vụ «%(text)s»: hãy ghi ngày/tháng, ví dụ 15/5,"
                " hoặc tháng, ví dụ tháng 6.",
                text=clean(text),
            )
        )
    _check_day(_SEASON_YEAR, month, day, "")
    return f"{month:02}-{day:02}"


def format_season(start: str, end: str, lang: str = "vi") -> str:
    """«15/05 – 20/07» of two "MM-DD", in English "15 May – 20 Jul".

    Each Vietnamese side reads back as the same day.
    """
    return f"{_day_month(start, lang)} – {_day_month(end, lang)}"


def _day_month(month_day: str, lang: str) -> str:
    month, _, day = month_day.partition("-")
    if lang == "en":
        return f"{int(day)} {_ENGLISH_MONTHS[int(month) - 1][:3]}"
    return f"{day}/{month}"


def in_season(day: date, start: str, end: str) -> bool:
    """Whether the day lies from "MM-DD" to "MM-DD", both included, also across the new year."""
    today = f"{day.month:02}-{day.day:02}"
    if start <= end:
        return start <= today <= end
    return today >= start or today <= end
