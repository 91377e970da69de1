"""What a typed place may mean when it names no commune for sure, and what a commune was before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from shop_onboard.values.places import (
    Commune,
    Province,
    all_provinces,
    communes,
    former_communes,
    predecessors,
    province_of,
    successors,
)
from shop_onboard.values.text import fold

_NEAR = 4


@dataclass(frozen=True)
class PlaceChoice:
    """A commune of today that may be meant; `former` is the ended unit it came from, if by that."""

    commune: Commune
    former: str

    @property
    def name(self) -> str:
        """The commune with its province: "xã Lục Ngạn (Bắc Ninh)"."""
        return f"{self.commune.full_name} ({province_of(self.commune).short_name})"


def place_choices(province: str, commune: str, district: str = "") -> tuple[PlaceChoice, ...]:
    """Those to choose from, each commune once: of today's name, a former one, a former district.

    The nearest names where there is none of these; nothing when the province is not known.
    """
    held = [each for each in all_provinces() if fold(each.short_name) in fold(province)]
    former = [each for each in former_communes() if province_of(each) in held]
    current = _today(held, former)
    found = list(_named(commune, district, current, former))
    if not found:
        names = {fold(each.name): each for each in current}
        near = get_close_matches(fold(commune), names, n=_NEAR, cutoff=0.5)
        found = [PlaceChoice(names[key], "") for key in near]
    once: dict[Commune, PlaceChoice] = {}
    for choice in found:
        once.setdefault(choice.commune, choice)
    return tuple(once.values())


def former_name(typed: str, current: Commune) -> str | None:
    """The ended unit that was typed, "xã Giáp Sơn", where the commune has another name today."""
    if _is(typed, current):
        return None
    named = [each for each in predecessors(current) if _is(typed, each)]
    latest = max(named, key=lambda each: each.valid_to or date.max, default=None)
    return latest.full_name if latest else None


def _today(held: list[Province], former: list[Commune]) -> list[Commune]:
    """Of the provinces as they are now, and of what took over from those that have ended."""
    heirs = {province_of(new) for old in former for new in successors(old)}
    wanted = {each for each in held if each.valid_to is None and each.valid_from} or heirs
    return [each for each in communes() if province_of(each) in wanted]


def _named(
    typed: str, district: str, current: list[Commune], former: list[Commune]
) -> Iterator[PlaceChoice]:
    inside = [each for each in former if district and _is_district(district, each)] or former
    yield from (PlaceChoice(each, "") for each in current if _is(typed, each))
    for old in inside:
        if _is(typed, old):
            words = f"{old.full_name}, {_lower(old.former_district or '')}"
            yield from (PlaceChoice(new, words) for new in successors(old))
    for old in former:
        if _is_district(typed, old):
            words = _lower(old.former_district or "")
            yield from (PlaceChoice(new, words) for new in successors(old))


def _is(typed: str, place: Commune) -> bool:
    return fold(typed) in (fold(place.name), fold(place.full_name))


def _is_district(typed: str, place: Commune) -> bool:
    name = fold(place.former_district or "")
    return f" {name}".endswith(f" {fold(typed)}") if fold(typed) else False


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
