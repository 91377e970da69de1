"""The unit of today that a person means by a name of today or of before 1 July 2025."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.places import (
    Commune,
    Province,
    all_provinces,
    communes,
    former_communes,
    predecessors,
    successors,
)
from shop_onboard.values.text import N_, Message, Unreadable, clean, fold, sort_key

_TYPED_PROVINCE = re.compile(r"^(?:tinh|thanh pho|tp)\b[. ]*(?=.)")
_TYPED_DISTRICT = re.compile(r"^(?:huyen|quan|thi xa|thanh pho|tp|tx|h|q)\b[. ]*(?=.)")
_TYPED_KIND = re.compile(
    r"^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tt|tx|tp|dk|x|p|h|q)\b[. ]*(?=.)"
)
_MOST_NEAR = 4
_FINAL_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=qu)y\b")
_KINDS = {
    "xa": "xã",
    "x": "xã",
    "phuong": "phường",
    "p": "phường",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
    "dac khu": "đặc khu",
    "dk": "đặc khu",
}
_KIND_WORDS = {*_KINDS.values(), "huyện", "quận", "thị xã", "thành phố", "đk"}


@lru_cache(maxsize=1)
def _province_keys() -> dict[str, tuple[Province, ...]]:
    found: dict[str, list[Province]] = defaultdict(list)
    for row, province in zip(fact_rows("places/provinces"), all_provinces(), strict=True):
        for name in (province.short_name, *filter(None, row["aliases"].split("|"))):
            found[_key(name)].append(province)
    return {key: tuple(provinces) for key, provinces in found.items()}


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    """Letters and digits without marks; "Phường 01" is "Phường 1", "Phú Quí" is "Phú Quý"."""
    key = "".join(char for char in _FINAL_Y.sub("i", fold(text)) if char.isalnum())
    return key.lstrip("0") if key.isdigit() else key


def find_commune(province: str, commune: str, district: str | None = None) -> Commune:
    """The unit of today that a person means by today's names or former ones.

    With or without marks and kinds ("xã", "P.", "tỉnh"); a `district` is a former one. Under a
    province or district that has ended, former names are tried before today's. Raises Unreadable,
    naming the nearest names or those to choose from, when no unit or more than one is meant: a
    former commune that was split is never guessed.
    """
    query = PlaceQuery.of(province, commune, district)
    return query.single(*query.named())


class UnknownCommune(Unreadable):
    """No unit has that name; `near` are those of today and of before that come nearest."""

    def __init__(self, message: Message, near: tuple[Commune, ...]) -> None:
        super().__init__(message)
        self.near = near


@dataclass(frozen=True)
class PlaceQuery:
    """What was typed, and the units among which it is looked for."""

    typed: str
    province: str
    district: str
    current: tuple[Commune, ...]
    former: tuple[Commune, ...]
    written_as_former: bool

    @classmethod
    def of(cls, province: str, commune: str, district: str | None) -> "PlaceQuery":
        if not clean(commune):
            raise Unreadable(N_("Hãy ghi tên xã, phường."))
        scope = _scope(clean(province), clean(district or ""))
        return cls(clean(commune), clean(province), clean(district or ""), *scope)

    def named(self) -> tuple[tuple[Commune, ...], bool]:
        """The units of this name, and whether they are former ones. Raises Unreadable."""
        for former in (self.written_as_former, not self.written_as_former):
            if found := self.matches(self.former if former else self.current):
                return found, former
        raise self.unknown()

    def matches(self, places: Iterable[Commune]) -> tuple[Commune, ...]:
        """The units of this name; those of the typed kind and spelling where there are any."""
        kind, name = split_kind(self.typed)
        found = tuple(place for place in places if _key(place.name) == _key(name))
        if not found and kind is not None:
            # "Xa Bang" without its marks may be the name itself, not the kind and "Bang".
            kind, name = None, self.typed
            found = tuple(place for place in places if _key(place.name) == _key(name))
        if kind in ("huyện", "quận"):
            found = tuple(place for place in found if place.kind == kind)
        found = tuple(place for place in found if place.kind == kind) or found
        return tuple(place for place in found if place.name.lower() == name.lower()) or found

    def single(self, found: tuple[Commune, ...], former: bool) -> Commune:
        """The one unit of today behind the matches; Unreadable when there are several."""
        if not former:
            self._refuse_district_name(found)
        current = _unique(new for old in found for new in successors(old)) if former else found
        if len(current) == 1:
            return current[0]
        if former and len({place.former_district for place in found}) > 1:
            names = _listed(f"{place.full_name}, {place.former_district}" for place in found)
            raise Unreadable(
                N_(
                    "Có nhiều nơi tên «%(text)s». Hãy ghi thêm huyện cũ: %(names)s.",
                    text=self.typed,
                    names=names,
                )
            )
        names = _listed(place.full_name for place in current)
        if not former:
            raise Unreadable(
                N_(
                    "Có nhiều nơi đọc là «%(text)s». Hãy ghi đủ dấu, kèm xã hay phường: %(names)s.",
                    text=self.typed,
                    names=names,
                )
            )
        raise Unreadable(
            N_(
                "«%(text)s» nay thuộc nhiều xã, phường. Hãy ghi một trong các tên mới: %(names)s.",
                text=self.typed,
                names=names,
            )
        )

    def _refuse_district_name(self, found: tuple[Commune, ...]) -> None:
        """A bare "Lục Ngạn" under Bắc Giang may be the former district or the commune of today."""
        kind, name = split_kind(self.typed)
        districts = (_district_key(place.former_district or "") for place in self.former)
        if self.written_as_former and kind is None and _key(name) in districts:
            raise Unreadable(
                N_(
                    "«%(text)s» vừa là tên huyện cũ, vừa là tên xã mới. "
                    "Hãy ghi rõ «%(name)s» nếu là xã mới, hoặc ghi tên xã cũ.",
                    text=self.typed,
                    name=found[0].full_name,
                )
            )

    def near(self) -> tuple[Commune, ...]:
        """The units of today and the former ones whose names come nearest, the nearest first."""
        by_key: dict[str, list[Commune]] = defaultdict(list)
        for place in self.current + self.former:
            by_key[_key(place.name)].append(place)
        _kind, name = split_kind(self.typed)
        near = get_close_matches(_key(name), by_key, n=_MOST_NEAR, cutoff=0.5)
        return tuple(place for key in near for place in by_key[key])

    def unknown(self) -> Unreadable:
        kind, _name = split_kind(self.typed)
        if kind in ("huyện", "quận"):
            was = _in_district(self.former, self.typed, self.province)
            return Unreadable(
                N_(
                    "«%(text)s» là cấp huyện cũ. Hãy ghi tên xã, phường; nay ở đó có: %(names)s.",
                    text=self.typed,
                    names=_listed(place.full_name for row in was for place in successors(row)),
                )
            )
        return UnknownCommune(
            N_(
                "Không thấy xã, phường «%(text)s» ở %(where)s. Gần nhất: %(names)s.",
                text=self.typed,
                where=", ".join(filter(None, (self.district, self.province))),
                names=_listed(place.full_name for place in self.near()) or "–",
            ),
            self.near(),
        )


@lru_cache(maxsize=256)
def _scope(province: str, district: str) -> tuple[tuple[Commune, ...], tuple[Commune, ...], bool]:
    """The units of today and the former ones there, and whether the names are former ones.

    Kept, because the rows of one file are mostly from one district.
    """
    provinces = find_provinces(province)
    former = _former_of(provinces)
    current = _current_of(provinces, former)
    written_as_former = all(place.valid_to is not None for place in provinces)
    wide = _unique(former + tuple(old for new in current for old in predecessors(new)))
    if not district:
        # Where the province stands today, whoever names it may be used to the names of one that
        # merged into it.
        return current, former if written_as_former else wide, written_as_former
    inside = _in_district(wide, district, province)
    written_as_former = written_as_former or any(place in inside for place in former)
    return _unique(new for old in inside for new in successors(old)), inside, written_as_former


def find_provinces(text: str) -> tuple[Province, ...]:
    """The provinces of this name, of today and of before. Raises Unreadable."""
    keys = _province_keys()
    whole = _key(text)
    if found := keys.get(whole) or keys.get(_key(_TYPED_PROVINCE.sub("", fold(text)))):
        return found
    near = get_close_matches(whole.removeprefix("tinh"), keys, n=4, cutoff=0.5)
    raise Unreadable(
        N_(
            "Không thấy tỉnh, thành phố «%(text)s». Gần nhất: %(names)s.",
            text=clean(text),
            names=_listed(keys[key][0].short_name for key in near) or "–",
        )
    )


def _former_of(provinces: Iterable[Province]) -> tuple[Commune, ...]:
    codes = {place.code for place in provinces if place.valid_from is None}
    return tuple(place for place in former_communes() if place.province_code in codes)


def _current_of(provinces: Iterable[Province], former: Iterable[Commune]) -> tuple[Commune, ...]:
    """Of today's provinces of that name or, where the name has ended, of those that took over."""
    codes = {place.code for place in provinces if place.valid_from is not None}
    codes = codes or {new.province_code for old in former for new in successors(old)}
    return tuple(place for place in communes() if place.province_code in codes)


def _in_district(places: Iterable[Commune], district: str, province: str) -> tuple[Commune, ...]:
    by_key: dict[str, list[Commune]] = defaultdict(list)
    for place in _unique(places):
        by_key[_district_key(place.former_district or "")].append(place)
    if found := by_key.get(_district_key(district)) or by_key.get(_key(district)):
        return tuple(found)
    near = get_close_matches(_district_key(district), by_key, n=4, cutoff=0.5)
    raise Unreadable(
        N_(
            "Không thấy huyện cũ «%(text)s» ở %(where)s. Gần nhất: %(names)s.",
            text=district,
            where=clean(province),
            names=_listed(by_key[key][0].former_district or "" for key in near) or "–",
        )
    )


def _district_key(text: str) -> str:
    return _key(_TYPED_DISTRICT.sub("", fold(text)))


def split_kind(text: str) -> tuple[str | None, str]:
    """The kind that was typed before the name, if any, and the name as typed."""
    found = _TYPED_KIND.match(fold(text))
    # Folding keeps one character for each of NFC text, so the cut is the same in both.
    written = text[: found.end(1)].lower() if found else ""
    if found is None or not (written.isascii() or written in _KIND_WORDS):
        return None, text  # "Phượng Sơn" and "Xà Bang" do not begin with a kind.
    return _KINDS.get(found[1], "huyện"), text[found.end() :]


def _unique(places: Iterable[Commune]) -> tuple[Commune, ...]:
    return tuple(dict.fromkeys(places))


def _listed(names: Iterable[str]) -> str:
    return "; ".join(sorted(set(names), key=sort_key))
