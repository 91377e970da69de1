"""The sample seasons' CSV files as the rows of one workbook, and the people who sign in."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shop_onboard.values.dates import in_season, parse_date, parse_season_end, parse_season_start
from shop_onboard.values.phones import parse_phone
from shop_onboard.values.text import Unreadable
from shop_onboard.values.workbook import SHEETS, Cell, name_key

# One file a sheet, in seasons/ (as published), running/, waiting/ and practice/ (days counted
# from the day of use).
_FILES = {
    "cooperatives": "hop-tac-xa",
    "products": "san-pham",
    "lots": "lo-hang",
    "storefronts": "gian-hang",
    "sales": "tieu-thu",
    "campaigns": "chuong-trinh",
    "figures": "so-cong-bo",
}
_LOT = name_key("Mã lô")
_OFFSET = re.compile(r"T(?:([+-])(\d{1,4}))?")


@dataclass(frozen=True)
class SampleUnion:
    """A unit of the sample's union tree; dates are None where open."""

    code: str
    name: str
    kind: str
    parent_code: str
    province_code: str
    commune_code: str
    valid_from: date | None
    valid_to: date | None
    successor_codes: tuple[str, ...]


@dataclass(frozen=True)
class SampleGroup:
    """A named group of communes."""

    code: str
    name: str
    commune_codes: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class SampleAccount:
    """Somebody invented who signs in; phone is E.164."""

    role: str
    name: str
    phone: str
    union_code: str
    group_code: str
    cooperative_code: str


@dataclass(frozen=True)
class SampleTask:
    """Something of the running season that needs a person.

    `kind` is "return" (a product, with what has to be mended), "recall" (a lot, with the reason)
    or "certificate" (a product's, with the day that is printed on it as its last).
    """

    kind: str
    cooperative_code: str
    code: str
    note: str
    day: date | None


def workbook_rows(folder: Path, today: date) -> dict[str, list[Sequence[Cell]]]:
    """Rows by sheet key for `documents.workbook.build`, with the running season around `today`."""
    return _rows(folder, ("seasons", "running"), today)


def waiting_rows(folder: Path, today: date) -> dict[str, list[Sequence[Cell]]]:
    """As `workbook_rows`, of what a volunteer sends in and nobody has checked yet."""
    return _rows(folder, ("waiting",), today)


def practice_rows(
    folder: Path, today: date, province: str, commune: str
) -> dict[str, list[Sequence[Cell]]]:
    """As `workbook_rows`, of a small file to try the import with, for a commune that it names."""
    named = {"{tỉnh}": province, "{xã}": commune}

    def put(cell: Cell) -> Cell:
        if isinstance(cell, str):
            for place, name in named.items():
                cell = cell.replace(place, name)
        return cell

    found = _rows(folder, ("practice",), today)
    return {key: [[put(cell) for cell in row] for row in rows] for key, rows in found.items()}


def tasks(folder: Path, today: date) -> list[SampleTask]:
    """What needs a person, in the order in which it comes about."""
    return [
        SampleTask(
            row["kind"],
            row["cooperative_code"],
            row["code"],
            row["note"],
            day_of(row["day"], today),
        )
        for row in records(folder / "tasks.csv")
    ]


def stories(folder: Path) -> dict[str, str]:
    """A cooperative's code → what it tells of itself, which no column of the workbook carries."""
    return {row["cooperative_code"]: row["story"] for row in records(folder / "stories.csv")}


def unions(folder: Path) -> list[SampleUnion]:
    """The tree, parents before children."""
    return [
        SampleUnion(
            row["code"],
            row["name"],
            row["kind"],
            row["parent_code"],
            row["province_code"],
            row["commune_code"],
            _day(row["valid_from"]),
            _day(row["valid_to"]),
            tuple(row["successor_codes"].split()),
        )
        for row in records(folder / "unions.csv")
    ]


def groups(folder: Path) -> list[SampleGroup]:
    """Named groups of communes."""
    return [
        SampleGroup(
            row["code"],
            row["name"],
            tuple(row["commune_codes"].split()),
            _day(row["valid_from"]),
            _day(row["valid_to"]),
        )
        for row in records(folder / "commune_groups.csv")
    ]


def accounts(folder: Path) -> list[SampleAccount]:
    """The people who sign in."""
    return [
        SampleAccount(
            row["role"],
            row["name"],
            parse_phone(row["phone"]),
            row["union_code"],
            row["group_code"],
            row["cooperative_code"],
        )
        for row in records(folder / "accounts.csv")
    ]


def _rows(folder: Path, parts: Sequence[str], today: date) -> dict[str, list[Sequence[Cell]]]:
    rows: dict[str, list[Sequence[Cell]]] = {sheet.key: [] for sheet in SHEETS}
    resting = _lots_out_of_season(folder / "running", today)
    for sheet in SHEETS:
        names = [(name_key(column.name), column.form) for column in sheet.columns]
        for part in parts:
            for record in records(folder / part / f"{_FILES[sheet.key]}.csv"):
                cells = {name_key(header): text for header, text in record.items()}
                if cells.get(_LOT) not in resting:
                    rows[sheet.key].append(
                        [_cell(cells.get(name, ""), form, today) for name, form in names]
                    )
    return rows


def _lots_out_of_season(folder: Path, today: date) -> set[str]:
    """Lots of fresh fruit that would have been harvested while there is none."""
    seasons = {
        row["Mã SP*"]: (
            parse_season_start(row["Mùa vụ từ"]),
            parse_season_end(row["Mùa vụ đến"]),
        )
        for row in records(folder / f"{_FILES['products']}.csv")
        if row["Mùa vụ từ"]
    }
    found = set()
    for row in records(folder / f"{_FILES['lots']}.csv"):
        season = seasons.get(row["Mã SP*"])
        day = day_of(row["Ngày thu hoạch*"], today)
        if season is not None and day is not None and not in_season(day, *season):
            found.add(row["Mã lô*"])
    return found


def records(path: Path) -> list[Mapping[str, str]]:
    """The rows of a CSV file of the sample; none of one that is not there."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return parse_date(text) if text else None


def _cell(text: str, form: str, today: date) -> Cell:
    if not text:
        return None
    if form != "date":
        return text
    day = day_of(text, today)
    if day is not None:
        return day
    try:
        return parse_date(text)
    except Unreadable:
        return text


def day_of(text: str, today: date) -> date | None:
    """The day that «T», «T-30» or «T+45» is; None for anything else."""
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return None
    sign = -1 if offset[1] == "-" else 1
    return today + timedelta(days=sign * int(offset[2] or 0))
