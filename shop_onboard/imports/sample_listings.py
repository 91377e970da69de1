"""What the sample's cooperatives put on marketplaces, which no column of the workbook carries."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shop_onboard.imports.samples import day_of, records

_FOLDER = "listings"


@dataclass(frozen=True)
class SampleExport:
    """A file that was made on a day; of these products, or of all where there are none."""

    cooperative_code: str
    marketplace_key: str
    day: date
    product_codes: tuple[str, ...]


@dataclass(frozen=True)
class SampleState:
    """A state that was recorded on a day; of one pack, or of all where its label is ""."""

    cooperative_code: str
    marketplace_key: str
    day: date
    product_code: str
    pack_label: str
    state: str
    reason: str


def exports(folder: Path, today: date) -> list[SampleExport]:
    """The files of `folder`/listings/exports.csv, with days counted from `today`."""
    return [
        SampleExport(
            row["cooperative_code"],
            row["marketplace"],
            day_of(row["day"], today) or today,
            tuple(row["product_codes"].split()),
        )
        for row in records(folder / _FOLDER / "exports.csv")
    ]


def states(folder: Path, today: date) -> list[SampleState]:
    """The states of `folder`/listings/states.csv, with days counted from `today`."""
    return [
        SampleState(
            row["cooperative_code"],
            row["marketplace"],
            day_of(row["day"], today) or today,
            row["product_code"],
            row["pack_label"],
            row["state"],
            row["reason"],
        )
        for row in records(folder / _FOLDER / "states.csv")
    ]
