"""A province's tree and people from a sheet: seconds and peak memory of each step.

`python -m benchmarks.unions [--units 484] [--people 2500]` writes the sheet, looks it through and
puts it in twice, in a fresh SQLite database, and prints each step beside the bare reading of the
same file, which is the limit.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import config as settings
from shop_onboard.app import create_app
from shop_onboard.cli import season
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.readers import read_tables
from shop_onboard.imports.union_sheet import UnionFile, read_union_file
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import organisations
from shop_onboard.services import union_people, union_sheets
from tests.union_files import province


def _timed(name: str, work: Callable[[], Any], limit_s: float) -> Any:
    started = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<34}{seconds:>8.2f} s{peak_mb:>8.0f} MB{seconds / limit_s:>9.1f} x reading")
    return done


def _put_in(file: UnionFile) -> tuple[int, int]:
    units = union_sheets.put_in(SYSTEM, file.unions)
    people = union_people.put_in(SYSTEM, file.people, units.codes)
    db.session.commit()
    return len(units.order), len(people.created)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=484)
    parser.add_argument("--people", type=int, default=2_500)
    chosen = parser.parse_args(arguments)
    content = province(chosen.units, chosen.people)
    started = time.perf_counter()
    read_tables(content, "units.xlsx")
    limit_s = time.perf_counter() - started
    print(f"{chosen.units} units, {chosen.people} people; bare reading {limit_s:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.Testing(Path(folder)))
        season.migrate(app)
        file = _timed("read and understand", lambda: read_union_file(content, "a.xlsx"), limit_s)
        with app.app_context():
            _timed(
                "dry run",
                lambda: (
                    union_sheets.plan(SYSTEM, file.unions),
                    union_people.plan(SYSTEM, file.people),
                ),
                limit_s,
            )
        for name in ("put in", "the same file again"):
            with app.app_context(), writing():
                print(" ", _timed(name, lambda: _put_in(file), limit_s), "units, people")
        with app.app_context():
            _timed("page 5 of the tree", lambda: organisations.page(SYSTEM, number=5), limit_s)
            db.engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
