"""Products of a spreadsheet: seconds and peak memory of the trial and of the import.

`python -m benchmarks.imports [--rows 10000 --rows 50000] [--undo]` writes a workbook of so many
products of 200 cooperatives, tries it out and puts it in by the jobs that the site uses, in a
fresh SQLite database and a fresh process a size. The bare reading of the same file by
python-calamine, in the same run, is the limit. Seconds are those of the clock; what the processor
did stands beside them.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.cli import season
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.readers import read_tables
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Actor
from shop_onboard.queries import imports as queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.organisations import required
from shop_onboard.services import import_steps, imports
from shop_onboard.values.workbook import get_sheet
from tests import world

MAKERS = 200
# The limits for 10,000 rows, on two cores.
LIMITS_S = {"trial": 6.0, "import": 15.0}
LIMIT_MB = 300


def workbook(rows: int) -> bytes:
    """Every column of «Sản phẩm» filled in, and the cooperatives that the rows name."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    makers = book.add_worksheet("Hợp tác xã")
    makers.write_row(0, 0, ["Mã HTX", "Tên", "Loại hình", "Người đại diện", "Điện thoại", "Tỉnh"])
    makers.write(0, 6, "Xã/Phường")
    for number in range(MAKERS):
        told = [f"H{number}", f"Hợp tác xã số {number}", "hợp tác xã", "Nguyễn Văn A"]
        makers.write_row(number + 1, 0, [*told, f"0510{number:06}", "Bắc Ninh", "Lục Ngạn"])
    goods = book.add_worksheet("Sản phẩm")
    goods.write_row(0, 0, [column.name for column in get_sheet("products").columns])
    for number in range(rows):
        goods.write_row(number + 1, 0, _product(number))
    book.close()
    return content.getvalue()


def _product(number: int) -> list[object]:
    name = f"Vải thiều Lục Ngạn loại {number}"
    told = [f"P{number}", f"H{number % MAKERS}", name, f"Lychee {number}", 1, 3 + number % 3]
    told += [f"{number}/QĐ-UBND", "05/06/2025", f"{name}, hái buổi sáng, đóng gói tại vườn."]
    told += ["thùng 5 kg", "5 kg", "5,5 kg", 150_000 + number, number % 90, None, 20]
    return [*told, "Nơi thoáng mát", "20/5", "31/7", None]


class Measure:
    """Prints one phase a line, beside the limit of the same run."""

    def __init__(self, rows: int, limit_s: float) -> None:
        self.rows = rows
        self.limit_s = limit_s

    def phase(self, name: str, work: Callable[[], Any]) -> Any:
        started, cpu = time.perf_counter(), _processor_s()
        done = work()
        seconds, cpu = time.perf_counter() - started, _processor_s() - cpu
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{self.rows:>7,}  {name:<26}{seconds:>8.2f} s{cpu:>9.2f} s{peak_mb:>7.0f} MB"
            f"{seconds / self.limit_s:>9.1f} x",
            flush=True,
        )
        return done


def _processor_s() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _bare(content: bytes) -> None:
    book = python_calamine.load_workbook(io.BytesIO(content))
    for name in book.sheet_names:
        for _row in book.get_sheet_by_name(name).iter_rows():
            pass


def _officer() -> Actor:
    account = account_by_phone(world.PHONES["officer"])
    actor = actor_of(account.id, utc_now().date()) if account else None
    if actor is None:
        raise SystemExit("the small world has no officer")
    return actor


def _asked(app: Flask, import_id: int, ask: Callable[..., Any]) -> int:
    with app.app_context(), writing():
        job = ask(_officer(), queries.by_id(import_id), "vi")
        db.session.commit()
        return int(job.id)


def _receive(app: Flask, content: bytes) -> int:
    raw = read_tables(content, "sản phẩm.xlsx")
    with app.app_context(), writing():
        actor = _officer()
        key = app.extensions["storage"].put(content)
        row = imports.receive(actor, required("DX-A"), "sản phẩm.xlsx", key, "received")
        import_steps.look_over(actor, row, raw)
        db.session.commit()
        return row.id


def _measure(rows: int, *, with_undo: bool) -> None:
    content = workbook(rows)
    started = time.perf_counter()
    _bare(content)
    measure = Measure(rows, time.perf_counter() - started)
    measure.phase("python-calamine alone", lambda: _bare(content))
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.Testing(Path(folder)))
        season.migrate(app)
        with app.app_context(), writing():
            world.build()
            db.session.commit()
        run = app.extensions["background"].run
        import_id = _receive(app, content)
        job_id = _asked(app, import_id, import_steps.ask_check)
        measure.phase("trial", lambda: run(job_id))
        job_id = _asked(app, import_id, import_steps.confirm)
        measure.phase("import", lambda: run(job_id))
        with app.app_context():
            row = queries.by_id(import_id)
            if (row.created_count, row.failed_count) != (rows + MAKERS, 0):
                raise SystemExit(f"not every row went in: {row.errors[:3]}")
        again = _receive(app, content)
        job_id = _asked(app, again, import_steps.ask_check)
        measure.phase("trial of the same file", lambda: run(job_id))
        if with_undo:
            job_id = _asked(app, import_id, import_steps.ask_undo)
            measure.phase("all of it taken back", lambda: run(job_id))
        with app.app_context():
            db.engine.dispose()


def main(arguments: Sequence[str]) -> None:
    """Measure and print, each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--undo", action="store_true", help="also take the import back")
    chosen = parser.parse_args(arguments)
    sizes = chosen.rows or [10_000, 50_000]
    if len(sizes) == 1:
        _measure(sizes[0], with_undo=chosen.undo)
        return
    print(f"limits for 10,000 rows: {LIMITS_S} seconds, {LIMIT_MB} MB")
    print(f"{'rows':>7}  {'':<26}{'clock':>10}{'processor':>11}{'peak':>10}{'reading':>11}")
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.imports", "--rows", str(size)]
        command += ["--undo"] if chosen.undo else []
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
