"""What the sample's running lots went through, which no column of the workbook carries."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shop_onboard.imports.samples import day_of, records
from shop_onboard.values.mass import parse_mass_kg
from shop_onboard.values.phones import parse_phone

_FOLDER = "traces"


@dataclass(frozen=True)
class SampleGrower:
    """Somebody invented who supplied these lots; phone is E.164 or ""."""

    cooperative_code: str
    name: str
    phone: str
    agrees: bool
    lot_codes: tuple[str, ...]


@dataclass(frozen=True)
class SampleMaking:
    """A lot made of a part of another of the same product; masses in grams."""

    lot_code: str
    how: str
    code: str
    day: date
    mass_g: int
    quantity_g: int


@dataclass(frozen=True)
class SampleStep:
    """Something that was done with a lot; mass in grams, None where nobody weighed."""

    lot_code: str
    kind: str
    day: date
    place: str
    done_by: str
    mass_g: int | None
    partner: str
    note: str


@dataclass(frozen=True)
class SampleSheet:
    """Stickers of a lot from the first cell of a paper on, and what became of them."""

    lot_code: str
    pack_label: str
    stock_key: str
    count: int
    state: str
    day: date


@dataclass(frozen=True)
class SampleReport:
    """What a buyer reported of a sticker; `state` is "" where nobody has answered yet."""

    lot_code: str
    serial: int
    kind: str
    day: date
    words: str
    contact: str
    answered_by: str
    answered_on: date | None
    state: str
    answer: str


@dataclass(frozen=True)
class SampleTold:
    """Who was told of a lot's recall, and how."""

    lot_code: str
    told: str
    way: str


@dataclass(frozen=True)
class SampleScans:
    """Scans of a day; `serial` is None for the lot's own code."""

    lot_code: str
    serial: int | None
    day: date
    count: int


@dataclass(frozen=True)
class SampleTraces:
    """All of it, each in the order in which it came about."""

    growers: tuple[SampleGrower, ...]
    makings: tuple[SampleMaking, ...]
    steps: tuple[SampleStep, ...]
    sheets: tuple[SampleSheet, ...]
    reports: tuple[SampleReport, ...]
    told: tuple[SampleTold, ...]
    scans: tuple[SampleScans, ...]


def traces(folder: Path, today: date) -> SampleTraces:
    """The files of `folder`/traces, with days counted from `today`."""
    here = folder / _FOLDER
    return SampleTraces(
        growers=_growers(here),
        makings=_makings(here, today),
        steps=_steps(here, today),
        sheets=_sheets(here, today),
        reports=_reports(here, today),
        told=tuple(
            SampleTold(row["lot_code"], row["told"], row["way"])
            for row in records(here / "told.csv")
        ),
        scans=tuple(
            SampleScans(
                row["lot_code"],
                int(row["serial"]) if row["serial"] else None,
                _day(row["day"], today),
                int(row["count"]),
            )
            for row in records(here / "scans.csv")
        ),
    )


def _growers(here: Path) -> tuple[SampleGrower, ...]:
    return tuple(
        SampleGrower(
            row["cooperative_code"],
            row["name"],
            parse_phone(row["phone"]) if row["phone"] else "",
            row["agrees"] == "có",
            tuple(row["lot_codes"].split()),
        )
        for row in records(here / "growers.csv")
    )


def _makings(here: Path, today: date) -> tuple[SampleMaking, ...]:
    return tuple(
        SampleMaking(
            row["lot_code"],
            row["how"],
            row["code"],
            _day(row["day"], today),
            parse_mass_kg(row["mass"]),
            parse_mass_kg(row["quantity"]),
        )
        for row in records(here / "lots_made.csv")
    )


def _steps(here: Path, today: date) -> tuple[SampleStep, ...]:
    return tuple(
        SampleStep(
            row["lot_code"],
            row["kind"],
            _day(row["day"], today),
            row["place"],
            row["done_by"],
            parse_mass_kg(row["mass"]) if row["mass"] else None,
            row["partner"],
            row["note"],
        )
        for row in records(here / "lot_events.csv")
    )


def _sheets(here: Path, today: date) -> tuple[SampleSheet, ...]:
    return tuple(
        SampleSheet(
            row["lot_code"],
            row["pack"],
            row["stock"],
            int(row["count"]),
            row["state"],
            _day(row["day"], today),
        )
        for row in records(here / "labels.csv")
    )


def _reports(here: Path, today: date) -> tuple[SampleReport, ...]:
    return tuple(
        SampleReport(
            row["lot_code"],
            int(row["serial"]),
            row["kind"],
            _day(row["day"], today),
            row["words"],
            row["contact"],
            parse_phone(row["answered_by"]) if row["answered_by"] else "",
            day_of(row["answered_on"], today),
            row["state"],
            row["answer"],
        )
        for row in records(here / "reports.csv")
    )


def _day(text: str, today: date) -> date:
    found = day_of(text, today)
    if found is None:
        raise ValueError(f"{text!r} is no day counted from today")
    return found
