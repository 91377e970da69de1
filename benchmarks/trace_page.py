"""The page behind a code, 200,000 labels in SQLite, beside a bare Flask page of the same queries.

`python -m benchmarks.trace_page [--labels 200000] [--seconds 5]` starts one server after the other
under `gunicorn` (two sync workers), asks for the page of one lot over new connections, and prints
requests a second: a bare Flask view that runs the very statements of our page and gives the same
bytes; our page out of its copy; our page rendered anew each time; and our page answered 304. The
load comes from one process on the same machine, so that only the ratios say something.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchmarks.many_cooperatives import make
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import SYSTEM
from shop_onboard.services import labels, lots
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import get_label_stock

SERVERS = ("benchmarks.trace_bare:app", "benchmarks.trace_ours:app", "benchmarks.trace_ours:anew")
CLIENTS = 8
ROUNDS = 3
PORT = 18_473
_CHUNK = 5_000
# The values that a statement is run with.
Statement = tuple[object, ...]


def fill(app: Flask, label_count: int) -> str:
    """One lot with so many labels; the path of the lot's page."""
    with app.app_context(), writing():
        product = db.session.scalars(
            sa.select(Product).options(sa.orm.joinedload(Product.cooperative))
        ).one()
        product.state = product.cooperative.state = "approved"
        data = lots.LotData(local_date(utc_now()), 1_000_000, code="LO-DO")
        lot: Lot = lots.create(SYSTEM, product, data)
        pack = db.session.scalars(sa.select(PackSize.label)).first() or ""
        stock = get_label_stock()
        batch = labels.make(SYSTEM, lot, 1, stock, is_trial=False, pack_label=pack)
        for start in range(2, label_count + 1, _CHUNK):
            numbers = range(start, min(start + _CHUNK, label_count + 1))
            rows = [
                {"token": new_label_token(), "batch_id": batch.id, "lot_id": lot.id, "serial": n}
                for n in numbers
            ]
            db.session.execute(sa.insert(Label), rows)
        token = lot.token
        db.session.commit()
    return f"/t/{token}"


def statements(app: Flask, path: str) -> tuple[list[tuple[str, Statement]], bytes]:
    """The statements that our page runs, with their values, and the bytes it gives."""
    with app.app_context():
        engine = db.engine
    held: list[tuple[str, Statement]] = []

    def note(_line: object, _cursor: object, text: str, values: Statement, *_rest: object) -> None:
        if not text.startswith(("BEGIN", "PRAGMA")):
            held.append((text, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    body = app.test_client().get(path).data
    sa.event.remove(engine, "before_cursor_execute", note)
    return held, body


def rate(path: str, seconds: float, mark: str = "") -> float:
    """Answers a second, over new connections, from CLIENTS threads."""
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    asked += f"If-None-Match: {mark}\r\n\r\n" if mark else "\r\n"
    wanted = b"HTTP/1.1 304" if mark else b"HTTP/1.1 200"
    ends, counts = time.perf_counter() + seconds, [0] * CLIENTS

    def ask(number: int) -> None:
        while time.perf_counter() < ends:
            with socket.create_connection(("127.0.0.1", PORT)) as line:
                line.sendall(asked.encode())
                head = line.recv(65_536)
                if not head.startswith(wanted):
                    raise SystemExit(f"{path} answered {head[:60]!r}")
                while line.recv(65_536):
                    pass
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def served(target: str, folder: str, path: str, seconds: float, mark: str = "") -> float:
    """The median rate of a server that is started for it alone."""
    place = {"TRACE_INSTANCE": folder, "TRACE_PATH": path}
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-k", "sync", "--no-control-socket"]
    command += ["--log-level", "error", "-b", f"127.0.0.1:{PORT}", target]
    server = subprocess.Popen(command, env=os.environ | place)
    try:
        _wait()
        rate(path, 1, mark)
        return statistics.median(rate(path, seconds, mark) for _round in range(ROUNDS))
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _look in range(300):
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        app = make(Path(folder), 1)
        path = fill(app, chosen.labels)
        held, body = statements(app, path)
        mark = app.test_client().get(path).headers["ETag"]
        with app.app_context():
            db.engine.dispose()
        seconds, (bare, ours, anew) = chosen.seconds, SERVERS
        found = {
            "bare Flask, same queries": served(bare, folder, path, seconds),
            "ours, rendered anew": served(anew, folder, path, seconds),
            "ours": served(ours, folder, path, seconds),
            "ours, 304": served(ours, folder, path, seconds, mark),
        }
    first = found["bare Flask, same queries"]
    print(f"{chosen.labels} labels, {len(held)} statements, {len(body)} bytes, gunicorn sync x2")
    for name, answers in found.items():
        print(f"{name:<28}{answers:>8.0f} a second, {answers / first:>5.2f} x bare")


if __name__ == "__main__":
    main(sys.argv[1:])
