"""Self-assessment by the OCOP criteria: the total, the stars, and what keeps the stars down.

After Decision 26/2026/QĐ-TTg. Set 1 (fresh vegetables and fruit) is known criterion by criterion
(`data/ocop_set1.csv`); of the other sets only the total and the part maxima are known here
(`data/ocop_set_parts.csv`), so that no minimum option can be checked for them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.ocop import stars_band
from shop_onboard.values.text import N_, Unreadable

# The one set whose criteria and options are known here.
SCORED_SET = 1
# Below three stars no option is prescribed, and nothing is certified either.
_MARKED_STARS = (3, 4, 5)
_FEWEST_CERTIFIED = 3
_POINTS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?")


@dataclass(frozen=True)
class Part:
    """A third of every set: `key` is "A", "B" or "C"."""

    key: str
    name: str
    max_points: int


@dataclass(frozen=True)
class Option:
    """One score that may be given; `words` is "" where the decision's wording is not known here.

    `kinds` are the kinds of producers it is for, keys of `values.kinds`; () for a score of anybody.
    """

    points: int
    words: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One line of the score sheet. `marks` are (stars, fewest points for them), stars ascending."""

    code: str
    name: str
    part: str
    group: str
    group_name: str
    max_points: int
    options: tuple[Option, ...]
    hint: str
    marks: tuple[tuple[int, int], ...]

    def needed(self, stars: int) -> int:
        """The fewest points with which a product can have so many stars; 0 when any will do."""
        return max((points for level, points in self.marks if level <= stars), default=0)

    def for_kind(self, kind: str) -> Option | None:
        """The score that the sheet gives to producers of this kind; None where it names none."""
        return next((option for option in self.options if kind in option.kinds), None)


@dataclass(frozen=True)
class PartPoints:
    """What one part came to."""

    part: Part
    points: Decimal


@dataclass(frozen=True)
class Cap:
    """A criterion that keeps the product from `stars`: it has `given` (None: not yet scored)."""

    criterion: Criterion
    stars: int
    needed: int
    given: int | None


@dataclass(frozen=True)
class Assessment:
    """A sheet's result. `stars` = the band of the total, lowered as `caps` say.

    `unscored` are the criteria without a score yet: they count as nothing, and while there are
    any the result is provisional. `is_by_criteria` is False where only part totals were typed.
    """

    total: Decimal
    parts: tuple[PartPoints, ...]
    band: int
    stars: int
    caps: tuple[Cap, ...]
    unscored: tuple[Criterion, ...]
    is_by_criteria: bool

    @property
    def is_certified(self) -> bool:
        """Whether so many stars are decided on and certified at all."""
        return self.stars >= _FEWEST_CERTIFIED


@lru_cache(maxsize=1)
def all_parts() -> tuple[Part, ...]:
    """A, B and C with their maxima: the same for all 26 sets."""
    return tuple(
        Part(row["part"], row["name"], int(row["max"])) for row in fact_rows("ocop_set_parts")
    )


@lru_cache(maxsize=1)
def all_criteria() -> tuple[Criterion, ...]:
    """The criteria of set 1 in the order of the sheet."""
    return tuple(_criterion(row) for row in fact_rows("ocop_set1"))


def criteria_of(part: str) -> tuple[Criterion, ...]:
    """The criteria of one part of set 1."""
    return tuple(row for row in all_criteria() if row.part == part)


def assess(scores: Mapping[str, int]) -> Assessment:
    """The result of a sheet of set 1: criterion code → points; a code left out is not scored yet.

    Raises ValueError for an unknown code and for points that are no option of the criterion.
    """
    known = {row.code: row for row in all_criteria()}
    for code, points in scores.items():
        if code not in known:
            raise ValueError(f"unknown criterion: {code}")
        if points not in {option.points for option in known[code].options}:
            raise ValueError(f"no option of criterion {code}: {points}")
    total = sum(scores.values())
    band = stars_band(total)
    highest = max(
        (stars for stars in _MARKED_STARS if not _lacking(scores, stars)),
        default=_FEWEST_CERTIFIED - 1,
    )
    stars = min(band, highest)
    parts = tuple(
        PartPoints(part, Decimal(sum(scores.get(row.code, 0) for row in criteria_of(part.key))))
        for part in all_parts()
    )
    return Assessment(
        total=Decimal(total),
        parts=parts,
        band=band,
        stars=stars,
        caps=_caps(scores, stars, band),
        unscored=tuple(row for row in all_criteria() if row.code not in scores),
        is_by_criteria=True,
    )


def assess_parts(points: Mapping[str, Decimal]) -> Assessment:
    """The result of typed part totals ("A", "B", "C" → points), by the band alone.

    Raises ValueError for another key and for more points than the part has.
    """
    parts = []
    for part in all_parts():
        given = points.get(part.key, Decimal(0))
        if not 0 <= given <= part.max_points:
            raise ValueError(f"points of part {part.key} out of range: {given}")
        parts.append(PartPoints(part, given))
    if set(points) - {part.key for part in all_parts()}:
        raise ValueError(f"unknown part among {sorted(points)}")
    total = sum((row.points for row in parts), Decimal(0))
    band = stars_band(total)
    return Assessment(total, tuple(parts), band, band, (), (), is_by_criteria=False)


def parse_points(text: str) -> Decimal:
    """Points with at most one decimal: "12", "12,5", "12.5". Raises Unreadable."""
    found = _POINTS.fullmatch(text.strip())
    if found is None:
        raise Unreadable(N_("Hãy ghi số điểm, nhiều nhất một chữ số lẻ, ví dụ 32 hoặc 32,5."))
    return Decimal(f"{found[1]}.{found[2] or 0}")


def _lacking(scores: Mapping[str, int], stars: int) -> list[Criterion]:
    """The criteria that are below what so many stars ask for; one not scored is below."""
    return [
        row
        for row in all_criteria()
        if row.needed(stars) and scores.get(row.code, 0) < row.needed(stars)
    ]


def _caps(scores: Mapping[str, int], stars: int, band: int) -> tuple[Cap, ...]:
    """Each criterion once, with the first level above `stars` that it keeps the product from."""
    found: dict[str, Cap] = {}
    for level in range(stars + 1, band + 1):
        for row in _lacking(scores, level):
            cap = Cap(row, level, row.needed(level), scores.get(row.code))
            found.setdefault(row.code, cap)
    return tuple(found.values())


def _criterion(row: dict[str, str]) -> Criterion:
    points = [int(text) for text in row["options"].split(";")]
    words = row["words"].split("|") if row["words"] else [""] * len(points)
    kinds = row["kinds"].split("|") if row["kinds"] else [""] * len(points)
    return Criterion(
        code=row["code"],
        name=row["name"],
        part=row["part"],
        group=row["group"],
        group_name=row["group_name"],
        max_points=int(row["max"]),
        options=tuple(
            Option(score, text, tuple(held.split(";")) if held else ())
            for score, text, held in zip(points, words, kinds, strict=True)
        ),
        hint=row["hint"],
        marks=tuple(
            (stars, int(row[f"star{stars}"])) for stars in _MARKED_STARS if row[f"star{stars}"]
        ),
    )
