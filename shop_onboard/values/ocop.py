"""OCOP: the 26 sets of criteria, the stars, and how long a certificate is valid.

After Decision 26/2026/QĐ-TTg of 22 May 2026; sets, bands and periods are rows of `data/ocop_*.csv`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows
from shop_onboard.values.text import N_, Message, Unreadable, clean, fold

_NUMBERED = re.compile(
    r"(?:bo tieu chi|bo san pham|bo|nhom|so)?[ .:]*0*([0-9]{1,2})(?:[ .:)–-].*)?"
)
_MOST_POINTS = 100

# How long before its window opens, and after its end, a certificate is still spoken of: ours.
NEAR_DAYS = 90

AGENCIES: dict[str, Message] = {
    "NN&MT": N_("Nông nghiệp và Môi trường"),
    "CT": N_("Công Thương"),
    "Y tế": N_("Y tế"),
    "VHTTDL": N_("Văn hóa, Thể thao và Du lịch"),
}


@dataclass(frozen=True)
class OcopSet:
    """One set of criteria. `group` is empty where the branch has one group a set.

    `name_en` is a translation of this program's own. `agencies` are the ministries in charge, in
    short: NN&MT, CT, Y tế, VHTTDL.
    """

    number: int
    name: str
    name_en: str
    branch: str
    group: str
    agencies: tuple[str, ...]

    def name_in(self, lang: str = "vi") -> str:
        """The set's name in `lang`; official papers have the Vietnamese one."""
        return self.name_en if lang == "en" else self.name


@lru_cache(maxsize=1)
def all_ocop_sets() -> tuple[OcopSet, ...]:
    """The 26 sets in the order of their numbers."""
    return tuple(
        OcopSet(
            number=int(row["number"]),
            name=row["name"],
            name_en=row["name_en"],
            branch=row["branch"],
            group=row["group"],
            agencies=tuple(row["agencies"].split(";")),
        )
        for row in fact_rows("ocop_sets")
    )


def official_words(words: str, lang: str = "vi") -> str:
    """Words of the decision (a branch, a criterion, a paper …) in `lang`.

    The English is a translation of this program's own (`data/ocop_english.csv`); words that need
    none come back as they are.
    """
    return _english_words().get(words, words) if lang == "en" else words


@lru_cache(maxsize=1)
def _english_words() -> dict[str, str]:
    return {row["words"]: row["english"] for row in fact_rows("ocop_english")}


def find_ocop_set(text: str) -> OcopSet:
    """The set of a number ("7", "Bộ 7", "7. Chế biến từ …") or a name, with or without marks.

    Raises Unreadable, naming the nearest sets, for anything else.
    """
    folded = fold(text)
    by_number = {entry.number: entry for entry in all_ocop_sets()}
    numbered = _NUMBERED.fullmatch(folded)
    if numbered and int(numbered[1]) in by_number:
        return by_number[int(numbered[1])]
    by_name = {_compact(entry.name): entry for entry in all_ocop_sets()}
    found = by_name.get(_compact(text))
    if found is not None:
        return found
    near = get_close_matches(_compact(text), by_name, n=3, cutoff=0.4)
    names = "; ".join(f"{by_name[key].number}. {by_name[key].name}" for key in near)
    raise Unreadable(
        N_(
            "Không rõ nhóm OCOP «%(text)s». Hãy ghi số từ 1 đến 26, ví dụ: %(names)s.",
            text=clean(text),
            names=names or f"1. {by_number[1].name}",
        )
    )


def stars_band(points: int | Decimal) -> int:
    """The stars, 1 to 5, of a total of 0 to 100 points; minimum options may still lower them.

    Raises ValueError outside of that range.
    """
    if not 0 <= points <= _MOST_POINTS:
        raise ValueError(f"points out of range: {points}")
    return max(
        int(row["stars"])
        for row in fact_rows("ocop_stars")
        if points >= Decimal(row["from_points"])
    )


@dataclass(frozen=True)
class CertificateRule:
    """For certificates issued from `valid_from` to `valid_to` (None: still).

    A renewal is handed in from `renew_from_days` to `renew_to_days` before the certificate ends.
    """

    valid_from: date
    valid_to: date | None
    months: int
    renew_from_days: int
    renew_to_days: int
    source: str


@lru_cache(maxsize=1)
def certificate_rules() -> tuple[CertificateRule, ...]:
    """The rules on how long certificates are valid, in the order of their dates."""
    return tuple(
        CertificateRule(
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=fact_day(row["valid_to"]),
            months=int(row["months"]),
            renew_from_days=int(row["renew_from_days"]),
            renew_to_days=int(row["renew_to_days"]),
            source=row["source"],
        )
        for row in fact_rows("ocop_certificates")
    )


def expires_on(issued_on: date) -> date | None:
    """The day a certificate issued then ends, by the rule of that time.

    None before 22 May 2026: those keep the day that is printed on them.
    """
    rule = _rule_of(issued_on)
    return None if rule is None else _add_months(issued_on, rule.months)


def renewal_window(ends_on: date, today: date) -> tuple[date, date] | None:
    """First and last day to hand in the renewal, by the rule in force `today`; None without one."""
    rule = _rule_of(today)
    if rule is None:
        return None
    return (
        ends_on - timedelta(days=rule.renew_from_days),
        ends_on - timedelta(days=rule.renew_to_days),
    )


@dataclass(frozen=True)
class Renewal:
    """When a certificate's renewal is handed in: from `opens_on` to `closes_on`, both included.

    `state` is "later" (more than `NEAR_DAYS` before it opens), "soon", "open", "late" (closed, the
    certificate still holds) or "expired". `days` are those to the opening, to the closing, to the
    end, or since the end.
    """

    opens_on: date
    closes_on: date
    ends_on: date
    state: str
    days: int


def renewal(ends_on: date, today: date) -> Renewal | None:
    """How the renewal of a certificate that ends then stands today; None without a rule."""
    window = renewal_window(ends_on, today)
    if window is None:
        return None
    opens_on, closes_on = window
    if today < opens_on:
        days = (opens_on - today).days
        state = "soon" if days <= NEAR_DAYS else "later"
    elif today <= closes_on:
        state, days = "open", (closes_on - today).days
    elif today <= ends_on:
        state, days = "late", (ends_on - today).days
    else:
        state, days = "expired", (today - ends_on).days
    return Renewal(opens_on, closes_on, ends_on, state, days)


def renewals_end_between(today: date) -> tuple[date, date] | None:
    """First and last end of the certificates whose renewal people are reminded of today.

    Those whose window opens within `NEAR_DAYS` or has opened, and those that ended no longer ago
    than that; None without a rule.
    """
    rule = _rule_of(today)
    if rule is None:
        return None
    near = timedelta(days=NEAR_DAYS)
    return today - near, today + near + timedelta(days=rule.renew_from_days)


def decided_by(stars: int) -> str:
    """Who decides on so many stars; "" for one and two, which nobody decides on."""
    return next(
        (row["decided_by"] for row in fact_rows("ocop_stars") if int(row["stars"]) == stars), ""
    )


def product_code(province_code: str, commune_code: str, number: int, year: int) -> str:
    """The code on the score sheet, "24-07582-01-2026": number `number` of its commune in a year.

    After the decision's (T)-(X)-(STT)-year; two digits for the number are our reading.
    """
    return f"{province_code}-{commune_code}-{number:02}-{year}"


def _rule_of(day: date) -> CertificateRule | None:
    return next(
        (
            rule
            for rule in certificate_rules()
            if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
        ),
        None,
    )


def _add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _compact(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
