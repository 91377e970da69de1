"""Places by a few typed letters, and addresses of before 1 July 2025 as they are today."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shop_onboard.values.place_names import PlaceQuery, find_provinces, split_kind
from shop_onboard.values.places import (
    Commune,
    Province,
    communes,
    former_communes,
    predecessors,
    province_of,
    successions,
    successors,
)
from shop_onboard.values.text import N_, Message, Unreadable, clean, fold, sort_key

_SHORTEST = 2
_MOST_TYPED = 200
_MOST_OF_A_DISTRICT = 200
_DISTRICT_KINDS = (
    ("huyen ", "Huyện "),
    ("h. ", "Huyện "),
    ("quan ", "Quận "),
    ("q. ", "Quận "),
    ("thi xa ", "Thị xã "),
    ("tx", "Thị xã "),
    ("thanh pho ", "Thành phố "),
    ("tp", "Thành phố "),
)
_AREA_WORDS = ("tinh ", "thanh pho ", "tp ", "tp. ", "thi xa ", "tx ", "huyen ", "quan ", "h. ")


@dataclass(frozen=True)
class Place:
    """A unit of today, and the former one by whose name it was found.

    `district` is the former district by whose name it was found, without a former commune.
    """

    commune: Commune
    former: Commune | None = None
    district: str | None = None

    @property
    def name(self) -> str:
        """Kind, name and province of today: "xã Lục Ngạn, Bắc Ninh"."""
        return f"{self.commune.full_name}, {province_of(self.commune).short_name}"

    @property
    def key(self) -> str:
        """What a form sends for this choice; `place_of` reads it."""
        if self.former is None:
            return self.commune.code
        return f"{self.commune.code}-{self.former.code}-{self.former.valid_to}"

    @property
    def before(self) -> str:
        """The former place that was meant: "xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang"; or ""."""
        if self.former is not None:
            return former_name(self.former)
        return self.district or ""

    @property
    def note(self) -> Message | None:
        """How the unit of today and the words that were typed belong together."""
        if self.former is not None:
            return N_("trước 01/7/2025: %(place)s", place=former_name(self.former))
        if self.district is not None:
            return N_("thuộc %(place)s (cũ, trước 01/7/2025)", place=self.district)
        return None


@dataclass(frozen=True)
class Address:
    """An address as read: what stands before the commune, and the place."""

    street: str
    place: Place

    @property
    def text(self) -> str:
        """The address of today: "thôn Bãi Bông, xã Lục Ngạn, Bắc Ninh"."""
        return ", ".join(filter(None, (self.street, self.place.name)))


def former_name(place: Commune) -> str:
    """A former unit with the district and province of its time."""
    return f"{place.full_name}, {place.former_district}, {province_of(place).short_name}"


@lru_cache(maxsize=4_000)
def find_place(province: str, commune: str, district: str | None = None) -> Place:
    """As `find_commune`, with the former unit where a former name was written."""
    query = PlaceQuery.of(province, commune, district)
    found, is_former = query.named()
    current = query.single(found, is_former)
    if not is_former:
        return Place(current)
    meant = [place for place in found if current in successors(place)]
    return Place(current, max(meant, key=lambda place: str(place.valid_to)))


def place_of(key: str) -> Place | None:
    """The place of a key; None when there is none."""
    return _by_key().get(key)


def find_province(text: str) -> Province:
    """The province of today of this name, or the one that took over a former one.

    Raises Unreadable.
    """
    found = find_provinces(text)
    today = next((province for province in found if province.valid_to is None), None)
    if today is not None:
        return today
    codes = {province.code for province in found}
    return next(
        province_of(step.current) for step in successions() if step.former.province_code in codes
    )


def read_address(text: str) -> Address:
    """An address of today or of before 1 July 2025, its parts between commas, the province last.

    Raises Unreadable as `find_commune` does, and where there are fewer than two parts.
    """
    parts = [part for part in map(clean, text.split(",")) if part]
    if len(parts) < _SHORTEST:
        raise Unreadable(N_("Hãy ghi xã, phường rồi đến tỉnh, ví dụ: xã Giáp Sơn, Bắc Giang."))
    *rest, province = parts
    if len(rest) > 1 and not _names_commune(rest[-1]):
        place = find_place(province, rest[-2], rest[-1])
        return Address(", ".join(rest[:-2]), place)
    return Address(", ".join(rest[:-1]), find_place(province, rest[-1]))


def read_area(text: str) -> tuple[Commune, ...]:
    """The units of today of one line: a commune with its province, or a whole former district.

    Raises Unreadable.
    """
    kind, name = split_kind(clean(text).split(",")[0])
    if kind != "huyện":
        return (read_address(text).place.commune,)
    whole = f", {fold(name)}, "
    found = [
        place
        for place in search_places(text, _MOST_OF_A_DISTRICT)
        if whole in f", {fold(split_kind(place.district or '')[1])}"
    ]
    districts = {place.district or "" for place in found}
    if len(districts) == 1:
        return tuple(place.commune for place in found)
    raise Unreadable(
        N_(
            "Chưa rõ huyện cũ «%(text)s»: hãy ghi cả tỉnh cũ, ví dụ huyện Lục Ngạn, Bắc Giang.",
            text=clean(text)[:100],
        )
    )


def places_named(found: tuple[Commune, ...]) -> tuple[Place, ...]:
    """The places behind units of today and of before: one for each unit that took over."""
    by_unit: dict[Commune, Place] = {}
    for each in found:
        for place in _behind(each):
            by_unit.setdefault(place.commune, place)
    return tuple(by_unit.values())


def _behind(unit: Commune) -> Iterator[Place]:
    if unit.valid_to is None:
        yield Place(unit)
    else:
        yield from (Place(new, unit) for new in successors(unit))


def _names_commune(text: str) -> bool:
    kind, _name = split_kind(text)
    return kind not in (None, "huyện")


def search_places(typed: str, limit: int = 12) -> tuple[Place, ...]:
    """Units of today for what somebody is typing, the best first; () below two letters.

    Without marks, kinds and commas too. Former communes lead to what took them over, a former
    district to all of its units; «huyện …» means a former district alone.
    """
    parts = [part for part in map(clean, typed[:_MOST_TYPED].split(",")) if part]
    if not parts or len(fold("".join(parts))) < _SHORTEST:
        return ()
    index = next((at for at, part in enumerate(parts) if _names_commune(part)), 0)
    kind, name = split_kind(parts[index])
    areas = tuple(_bare_area(part) for part in parts[index + 1 :])
    wanted = _Wanted(kind, fold(name), clean(name).lower(), areas, fold(parts[index]))
    ranked = sorted(wanted.matches(), key=lambda match: match[0])
    found: dict[Commune, Place] = {}
    for _rank, place in ranked:
        found.setdefault(place.commune, place)
    return tuple(found.values())[:limit]


Rank = tuple[int, int, bool, tuple[str, str]]


@dataclass(frozen=True)
class _Entry:
    """A name under which a place is found; `area` are the names of what lies around it."""

    name: str
    kind: str
    area: str
    own_area: str
    place: Place
    order: tuple[str, str]


@dataclass(frozen=True)
class _Wanted:
    kind: str | None
    name: str
    written: str
    areas: tuple[str, ...]
    whole: str

    def matches(self) -> Iterator[tuple[Rank, Place]]:
        if self.kind == "huyện":
            yield from self._by_district()
            return
        for entry in _entries():
            rank = self._rank(entry)
            if rank is not None:
                yield rank, entry.place
        if self.kind is None:
            yield from self._by_district()

    def _rank(self, entry: _Entry) -> Rank | None:
        if not all(area in entry.area for area in self.areas):
            return None
        closeness = _closeness(self.name, entry.name)
        if closeness is None and self.kind is not None:
            # "Xa Bang" without its marks may be the name itself.
            closeness = _closeness(self.whole, entry.name)
        if closeness is None and not self.areas:
            # «giáp sơn lục ngạn»: the words of a whole address without its commas.
            words = self.name.split()
            around = f"{entry.name} {entry.area}"
            if len(words) > 1 and entry.name.startswith(words[0]):
                closeness = 3 if all(word in around for word in words) else None
        if closeness is None:
            return None
        place = entry.place
        shown = place.former or place.commune
        is_other = self.kind is not None and self.kind != entry.kind
        is_other_mark = shown.name.lower() != self.written
        # Under a province or district of before, the name of before is meant.
        is_other_area = not all(area in entry.own_area for area in self.areas)
        distance = 4 * is_other + 2 * is_other_area + is_other_mark
        return closeness, distance, place.former is not None, entry.order

    def _by_district(self) -> Iterator[tuple[Rank, Place]]:
        kind = next((kind for start, kind in _DISTRICT_KINDS if self.whole.startswith(start)), "")
        for name, places in _districts().items():
            closeness = _closeness(self.name, name)
            if closeness is None or closeness > 1:
                continue
            for entry in places:
                is_wanted = (entry.place.district or "").startswith(kind)
                if is_wanted and all(area in entry.area for area in self.areas):
                    rank = 1 if closeness == 0 and self.kind is None else 2 * closeness
                    yield (rank, 8, True, entry.order), entry.place


def _closeness(typed: str, name: str) -> int | None:
    """0 the same, 1 its beginning, 2 the beginning of one of its words, None neither."""
    if typed == name:
        return 0
    if name.startswith(typed):
        return 1
    return 2 if f" {typed}" in name else None


def _bare_area(text: str) -> str:
    folded = fold(text)
    for word in _AREA_WORDS:
        if folded.startswith(word):
            return folded.removeprefix(word).strip()
    return folded


def _around(place: Commune) -> str:
    return _folded(f"{place.former_district or ''} {province_of(place).short_name}")


def _entry(shown: Commune, place: Place) -> _Entry:
    own = _around(shown)
    around = {own, _around(place.commune)}
    if place.former is None:
        around |= {_around(old) for old in predecessors(place.commune)}
    order = (_order(shown.name), _order(province_of(place.commune).short_name))
    return _Entry(_folded(shown.name), shown.kind, " ".join(sorted(around)), own, place, order)


# Many places share a name, a district or a province.
_folded = lru_cache(maxsize=20_000)(fold)
_order = lru_cache(maxsize=20_000)(sort_key)


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    today = [_entry(place, Place(place)) for place in communes()]
    before = [_entry(old, Place(new, old)) for old in former_communes() for new in successors(old)]
    return (*today, *before)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Place]:
    return {entry.place.key: entry.place for entry in _entries()}


@lru_cache(maxsize=1)
def _districts() -> dict[str, list[_Entry]]:
    """Bare name of a former district → its units of today, under the district's name."""
    found: dict[str, dict[tuple[str, Commune], _Entry]] = {}
    for old in former_communes():
        district = f"{old.former_district}, {province_of(old).short_name}"
        _kind, name = split_kind(old.former_district or "")
        for new in successors(old):
            entry = _entry(new, Place(new, None, district))
            found.setdefault(_folded(name), {}).setdefault((district, new), entry)
    return {name: list(entries.values()) for name, entries in found.items()}
