"""The facts that ship in `shop_onboard/data/`, as rows of text."""

import csv
from datetime import date
from importlib.resources import files


def fact_rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.csv` (UTF-8, a header line), each as header → cell."""
    with files("shop_onboard").joinpath("data", f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def fact_day(cell: str) -> date | None:
    """The day in an ISO cell; None when the cell is empty, that is, when no source gives it."""
    return date.fromisoformat(cell) if cell else None
