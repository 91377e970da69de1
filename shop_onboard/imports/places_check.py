"""A table of communes before and after 1 July 2025, compared with the places that ship.

Nothing of it is stored: it says where a published table and our own data differ.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shop_onboard.imports import cells
from shop_onboard.imports.layouts import PLACES, Layout, kind_of
from shop_onboard.imports.readers import RawTable
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.imports.table_rows import filled_rows, header_of
from shop_onboard.values.place_names import split_kind
from shop_onboard.values.place_search import find_province
from shop_onboard.values.places import Commune, communes, former_communes, province_of, successors
from shop_onboard.values.text import N_, Message, Unreadable
from shop_onboard.values.workbook import Cell, RowError, name_key

# «Tỉnh Bắc Ninh (24)»: the state's tables write codes behind names.
_CODE_BEHIND = re.compile(r"\s*\(\d+\)\s*$")
_FEWEST_CELLS = 2


@dataclass(frozen=True)
class PlacesCheck:
    """`rows` = `agreeing` + the rows in `differences`, each of which says what is otherwise."""

    rows: int
    agreeing: int
    differences: tuple[RowError, ...]


def check_places(tables: Iterable[RawTable], layout: Layout) -> PlacesCheck | None:
    """Compare every table that the layout calls PLACES; None where there is none."""
    rows = 0
    differences: list[RowError] = []
    is_there = False
    for table in tables:
        own = layout.table(table.name)
        if own is None or own.kind != PLACES or own.missing():
            continue
        is_there = True
        header = header_of(table, own)
        for number, row in filled_rows(table, header.index + 1).items():
            if sum(not cells.is_blank(cell) for cell in row) < _FEWEST_CELLS:
                continue
            rows += 1
            row_cells = RowCells(kind_of(PLACES), table.name, header, number, row)
            _compare(row_cells)
            differences += row_cells.problems[:1]
    if not is_there:
        return None
    return PlacesCheck(rows, rows - len(differences), tuple(differences))


def _compare(row: RowCells) -> None:
    """Note the first thing in which the row differs."""
    province = _bare(row.needed_text("province"))
    now = row.needed_text("commune")
    before = row.needed_text("former_commune")
    district = _bare(row.text("former_district"))
    if row.problems:
        return
    current = _current(row, province, now)
    if current is None:
        return
    former = (place for place in _of_kind(before, _before()) if _in_district(place, district))
    met = [place for place in former if current in successors(place)]
    if not met:
        row.refuse("former_commune", _not_one(before, district, current))
        return
    code = row.maybe("former_code", _code)
    if code and all(place.code != code for place in met):
        row.refuse("former_code", _other_code(before, sorted({place.code for place in met})))


def _current(row: RowCells, province: str, name: str) -> Commune | None:
    try:
        wanted = find_province(province).code
    except Unreadable as unreadable:
        row.refuse("province", unreadable.message)
        return None
    found = [place for place in _of_kind(name, _today()) if place.province_code == wanted]
    if not found:
        row.refuse(
            "commune",
            N_(
                "Dữ liệu của Lên Sàn không có «%(name)s» ở %(province)s.",
                name=name,
                province=province,
            ),
        )
        return None
    code = row.maybe("commune_code", _code)
    if code and found[0].code != code:
        row.refuse("commune_code", _other_code(name, [found[0].code]))
        return None
    return found[0]


def _not_one(before: str, district: str, current: Commune) -> Message:
    return N_(
        "Dữ liệu của Lên Sàn không ghi «%(former)s» (%(district)s) nhập vào %(current)s.",
        former=before,
        district=district or "–",
        current=f"{current.full_name}, {province_of(current).short_name}",
    )


def _other_code(name: str, codes: Iterable[str]) -> Message:
    return N_("Mã của «%(name)s» ở Lên Sàn là %(codes)s.", name=name, codes=", ".join(codes))


def _code(cell: Cell) -> str:
    return cells.as_text(cell).zfill(5)


def _bare(text: str) -> str:
    return _CODE_BEHIND.sub("", text)


def _of_kind(name: str, index: Mapping[str, tuple[Commune, ...]]) -> list[Commune]:
    """The units of this name; those of another kind are other units."""
    kind, bare = split_kind(name)
    return [place for place in index.get(name_key(bare), ()) if kind in (None, place.kind)]


def _in_district(place: Commune, district: str) -> bool:
    own = split_kind(place.former_district or "")[1]
    return not district or name_key(own) == name_key(split_kind(district)[1])


@lru_cache(maxsize=1)
def _today() -> Mapping[str, tuple[Commune, ...]]:
    return _by_name(communes())


@lru_cache(maxsize=1)
def _before() -> Mapping[str, tuple[Commune, ...]]:
    return _by_name(former_communes())


def _by_name(places: Iterable[Commune]) -> Mapping[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = {}
    for place in places:
        found.setdefault(name_key(place.name), []).append(place)
    return {name: tuple(named) for name, named in found.items()}
