"""List pages over 20,000 cooperatives with a product each.

`python -m benchmarks.lists [--count 20000]` opens each page as an officer of the province through
the whole application, and prints its median time, how many statements it took, how many it takes
with one cooperative, and the time of its rows and their count alone, which is the limit.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchmarks.many_cooperatives import PHONE, make
from shop_onboard.extensions import db
from tests.pages import Browser

ROUNDS = 9
LIMIT_MS = 100
PAGES = (
    "/cooperatives/",
    "/cooperatives/?page=500",
    "/cooperatives/?state=submitted",
    "/cooperatives/?q=giap+son",
    "/cooperatives/?q=khong+co+ai",
    "/products/",
    "/products/?page=500",
    "/products/?q=mat+ong+so+19",
    "/reviews/",
    "/bin/",
)


def measure(app: Flask) -> dict[str, tuple[float, float, int]]:
    """Page → median milliseconds, of them in the database, and statements."""
    browser = Browser(app).signed_in_as(PHONE)
    noted: list[float] = []
    with app.app_context():
        engine = db.engine
    started: list[float] = []
    sa.event.listen(
        engine, "before_cursor_execute", lambda *_args: started.append(time.perf_counter())
    )
    sa.event.listen(
        engine,
        "after_cursor_execute",
        lambda *_args: noted.append(time.perf_counter() - started.pop()),
    )
    found: dict[str, tuple[float, float, int]] = {}
    for page in PAGES:
        times, of_database = [], []
        for _round in range(ROUNDS):
            noted.clear()
            begun = time.perf_counter()
            status = browser.client.get(page).status_code
            times.append((time.perf_counter() - begun) * 1_000)
            of_database.append(sum(noted) * 1_000)
            if status != 200:
                raise SystemExit(f"{page} answered {status}")
        found[page] = (statistics.median(times), statistics.median(of_database), len(noted))
    with app.app_context():
        engine.dispose()
    return found


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        small = measure(make(Path(few), 1))
        large = measure(make(Path(many), chosen.count))
    print(f"{chosen.count} cooperatives, median of {ROUNDS}, limit {LIMIT_MS} ms")
    for page, (whole_ms, database_ms, statements) in large.items():
        print(
            f"{page:<34}{whole_ms:>7.1f} ms, database {database_ms:>6.1f} ms, "
            f"{statements:>2} statements ({small[page][2]} with one), "
            f"{whole_ms / LIMIT_MS:>5.2f} of the limit"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
