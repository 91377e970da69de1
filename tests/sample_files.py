"""The sample's CSV files as rows, for the tests that look into them."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

from shop_onboard.imports.samples import tasks
from shop_onboard.values.dates import parse_date
from shop_onboard.values.mass import parse_mass_kg
from shop_onboard.values.place_names import find_commune
from shop_onboard.values.places import Commune

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = {
    "cooperatives": "hop-tac-xa",
    "products": "san-pham",
    "lots": "lo-hang",
    "storefronts": "gian-hang",
    "sales": "tieu-thu",
    "campaigns": "chuong-trinh",
    "figures": "so-cong-bo",
}
RELATIVE_DAY = re.compile(r"T(?:[+-][0-9]+)?")
Row = dict[str, str]


def read(path: str) -> list[Row]:
    with (SAMPLES / f"{path}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(folder: str, key: str) -> list[Row]:
    """The rows of a sheet, with the column's name (without its `*`) as the key."""
    return [
        {header.rstrip("*"): cell for header, cell in row.items()}
        for row in read(f"{folder}/{FILES[key]}")
    ]


def every(key: str, parts: tuple[str, ...] = ("seasons", "running")) -> list[Row]:
    """The rows of a sheet in these folders together."""
    return [row for part in parts for row in rows(part, key)]


def kilograms(sales: list[Row]) -> int:
    mass_g = sum(parse_mass_kg(row["Khối lượng"]) for row in sales)
    assert mass_g % 1000 == 0
    return mass_g // 1000


def day(cell: str, today: date = date(2026, 11, 22)) -> date:
    if not cell:
        return date.max
    if RELATIVE_DAY.fullmatch(cell):
        return today + timedelta(days=int(cell[1:] or 0))
    return parse_date(cell)


def place(row: Row) -> Commune:
    return find_commune(row["Tỉnh"], row["Xã/Phường"], row["Huyện (cũ)"])


def unfinished() -> set[str]:
    """The products that are sent back: they lack what the others have."""
    return {row.code for row in tasks(SAMPLES, date(2026, 11, 22)) if row.kind == "return"}
