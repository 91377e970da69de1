"""Provinces and communes before and after 1 July 2025.

The rows are made by `tools/make_places.py`. Codes are those of Decision 19/2025/QĐ-TTg (two digits
for a province, five for a commune) and, for units that have ended, the codes used until then; both
series share numbers, so a code means a unit only together with its dates.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_day, fact_rows

_PROVINCE_PREFIXES = ("Thành phố ", "Tỉnh ")


@dataclass(frozen=True)
class Province:
    """A province or centrally run city; `name` is the full one, "Tỉnh Bắc Ninh".

    `valid_from` is None where it lies before the reform of 2025, `valid_to` while it stands.
    """

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None

    @property
    def short_name(self) -> str:
        """The name without "Tỉnh" or "Thành phố"."""
        for prefix in _PROVINCE_PREFIXES:
            if self.name.startswith(prefix):
                return self.name.removeprefix(prefix)
        return self.name


@dataclass(frozen=True)
class Commune:
    """A commune-level unit; `name` is without its kind ("Chũ", kind "phường").

    `kind` is xã, phường, đặc khu or, for units that have ended, also thị trấn and huyện (five
    island districts without communes). `province_code` is of the province of its time.
    `former_district` ("Huyện Lục Ngạn") is None for the units of today.
    """

    code: str
    name: str
    kind: str
    province_code: str
    valid_from: date | None
    valid_to: date | None
    former_district: str | None

    @property
    def full_name(self) -> str:
        """Kind and name as in running text: "phường Chũ"."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Succession:
    """The `current` unit took over the `former` one, or a part of it."""

    former: Commune
    current: Commune


@lru_cache(maxsize=1)
def all_provinces() -> tuple[Province, ...]:
    """The 63 provinces until 30 June 2025, then those since; a new name is a row of its own."""
    return tuple(
        Province(row["code"], row["name"], fact_day(row["valid_from"]), fact_day(row["valid_to"]))
        for row in fact_rows("places/provinces")
    )


@lru_cache(maxsize=1)
def communes() -> tuple[Commune, ...]:
    """The 3,321 communes, wards and special zones since 1 July 2025, in order of their codes."""
    return tuple(
        Commune(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            province_code=row["province_code"],
            valid_from=fact_day(row["valid_from"]),
            valid_to=None,
            former_district=None,
        )
        for row in fact_rows("places/communes")
    )


@lru_cache(maxsize=1)
def former_communes() -> tuple[Commune, ...]:
    """The units that ended with the reform, and those of Lục Ngạn that became thị xã Chũ.

    The latter stand here twice: until 31 December 2024 under huyện Lục Ngạn, then under Chũ.
    """
    districts = {row["code"]: row for row in fact_rows("places/districts")}
    return tuple(
        Commune(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            province_code=districts[row["district_code"]]["province_code"],
            valid_from=fact_day(row["valid_from"]),
            valid_to=fact_day(row["valid_to"]),
            former_district=districts[row["district_code"]]["name"],
        )
        for row in fact_rows("places/former_communes")
    )


@lru_cache(maxsize=1)
def successions() -> tuple[Succession, ...]:
    """Which unit of today took over which former one; a split unit has several successors."""
    current = {commune.code: commune for commune in communes()}
    former = {(commune.code, commune.valid_to): commune for commune in former_communes()}
    return tuple(
        Succession(
            former[row["former_code"], fact_day(row["former_valid_to"])],
            current[row["current_code"]],
        )
        for row in fact_rows("places/successions")
    )


@lru_cache(maxsize=1)
def _steps() -> tuple[dict[Commune, tuple[Commune, ...]], dict[Commune, tuple[Commune, ...]]]:
    later: dict[Commune, tuple[Commune, ...]] = defaultdict(tuple)
    earlier: dict[Commune, tuple[Commune, ...]] = defaultdict(tuple)
    for step in successions():
        later[step.former] += (step.current,)
        earlier[step.current] += (step.former,)
    return later, earlier


def successors(former: Commune) -> tuple[Commune, ...]:
    """The units of today that took over a former one, several when it was split."""
    return _steps()[0].get(former, ())


def predecessors(current: Commune) -> tuple[Commune, ...]:
    """The former units that a unit of today was made of, in whole or in part."""
    return _steps()[1].get(current, ())


def province_of(commune: Commune) -> Province:
    """The province of the unit's own time, under its latest name of that time."""
    return _provinces_by_code()[commune.province_code, commune.former_district is None]


@lru_cache(maxsize=1)
def _provinces_by_code() -> dict[tuple[str, bool], Province]:
    return {
        (province.code, province.valid_from is not None): province for province in all_provinces()
    }
