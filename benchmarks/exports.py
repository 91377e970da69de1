"""Files of many listings for each channel that takes a table, beside bare writers of the same rows.

`python -m benchmarks.exports [--listings 20000]` makes each channel's file in a fresh process, and
then, in the same process, lets csv.writer, or XlsxWriter in constant memory, write the very cells
that are in it, the blank ones with a border too. What is ours includes the wording and the
categories. Peak memory is that of the process when our file is finished, the listings and the
program in it. The share is of the speed of the bare writer.
"""

import argparse
import csv
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import python_calamine
import xlsxwriter

from benchmarks.listing_texts import listings
from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import google
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.exports.templates.columns import columns
from shop_onboard.exports.templates.filling import fill_workbook
from shop_onboard.exports.templates.guessing import guess
from shop_onboard.exports.templates.places import column_letter
from shop_onboard.exports.templates.planning import plan
from shop_onboard.exports.templates.sketch import sketch_workbook
from shop_onboard.imports.readers import read_tables
from tests.exports.listing_samples import OPTIONS

LIMIT_MB = 200
TABLES = {"google": "\t", "meta": ",", "woocommerce": ","}
LEAST_TABLE, LEAST_WORKBOOK = 1 / 3, 1 / 2
SHEET, TEMPLATE = "postmart", "template"
PRACTICE = files("shop_onboard").joinpath("data", "practice_template.xlsx")

_BLANK = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*/>')
_LETTERS = [column_letter(place) for place in range(50)]

Rows = Sequence[Sequence[object]]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Measured:
    """Seconds of the processor, ours and of the bare writer of the same rows; our peak memory."""

    ours_s: float
    bare_s: float
    peak_mb: float


def seconds(make: Callable[[], Made]) -> tuple[float, Made]:
    """What the processor took for it, and what it gave."""
    started = time.process_time()
    made = make()
    return time.process_time() - started, made


def peak_mb() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(key: str, of: Sequence[Listing]) -> Measured:
    """A channel of delimited text."""
    ours_s, content = seconds(lambda: _ours(key, of))
    peak = peak_mb()
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    rows = list(csv.reader(text, delimiter=TABLES[key]))
    bare_s, _bare = seconds(lambda: _bare_table(rows, TABLES[key]))
    return Measured(ours_s, bare_s, peak)


def _ours(key: str, of: Sequence[Listing]) -> bytes:
    if key == google.key:
        return google.tsv(google.items_of(of, google.LIMITS))
    return get_marketplace(key).build(of, OPTIONS)[0].content


def _bare_table(rows: Rows, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def sheet(of: Sequence[Listing]) -> Measured:
    """The data sheet: a list and a page to print for each listing."""
    ours_s, made = seconds(lambda: get_marketplace(SHEET).build(of, OPTIONS))
    peak = peak_mb()
    books = [file.content for file in made if file.name.endswith(".xlsx")]
    bare_s = sum(_bare_workbook(book) for book in books)
    return Measured(ours_s, bare_s, peak)


def template(of: Sequence[Listing]) -> Measured:
    """A marketplace's own workbook, here the practice one, planned and filled in place."""
    blank = PRACTICE.read_bytes()
    sketch = sketch_workbook(blank, read_tables(blank, "mau.xlsx").tables)
    layout = guess(sketch)
    found = columns(sketch, layout)
    places = [column.place for column in found if column.source.field]
    # What is asked of each product is answered on the site; here nobody does.
    known = [replace(column, is_required=False) for column in found]

    def fill() -> bytes:
        rows = plan(known, of, {})
        return fill_workbook(blank, layout, places, [row.cells for row in rows])

    ours_s, filled = seconds(fill)
    peak = peak_mb()
    return Measured(ours_s, _bare_workbook(filled), peak)


def _bare_workbook(content: bytes) -> float:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(tables) + 1)]
        blanks = [set(_BLANK.findall(archive.read(part))) for part in parts]
    with tempfile.TemporaryDirectory() as folder:
        took, _made = seconds(lambda: _write(Path(folder) / "bare.xlsx", tables, blanks))
    return took


def _write(file: Path, tables: Sequence[Rows], blanks: Sequence[Set[bytes]]) -> None:
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    edge = book.add_format({"border": 1})
    for rows, empty in zip(tables, blanks, strict=True):
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if not isinstance(cell, str):
                    page.write_number(number, place, cell)
                elif cell:
                    page.write_string(number, place, cell)
                elif f"{_LETTERS[place]}{number + 1}".encode() in empty:
                    page.write_blank(number, place, None, edge)
    book.close()


def one(key: str, count: int) -> Measured:
    """One channel, in this process."""
    # Pictures lie beside a table, never in it.
    of = [replace(each, images=()) for each in listings(count)]
    if key in TABLES:
        return table(key, of)
    return sheet(of) if key == SHEET else template(of)


def in_a_fresh_process(key: str, count: int) -> Measured:
    """One channel; RuntimeError when its process fails."""
    command = [sys.executable, "-m", "benchmarks.exports", "--listings", str(count), "--one", key]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{key}: {done.stderr[-2_000:]}")
    return Measured(**json.loads(done.stdout))


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--one", choices=[*TABLES, SHEET, TEMPLATE])
    chosen = parser.parse_args(arguments)
    if chosen.one:
        print(json.dumps(vars(one(chosen.one, chosen.listings))))
        return
    for key in (*TABLES, SHEET, TEMPLATE):
        found = in_a_fresh_process(key, chosen.listings)
        least = LEAST_TABLE if key in TABLES else LEAST_WORKBOOK
        print(
            f"{key}: {found.ours_s:.2f} s, bare {found.bare_s:.2f} s: "
            f"{found.bare_s / found.ours_s:.2f} of its speed (at least {least:.2f}), "
            f"{found.peak_mb:.0f} MB (at most {LIMIT_MB})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
