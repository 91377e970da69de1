"""The page behind a code, 200,000 labels in SQLite, beside a bare Flask page of the same queries.

`python -m benchmarks.trace_page [--labels 200000] [--seconds 5]` starts one server after the other
under `gunicorn` (two sync workers), asks for the page of one lot over new connections, and prints
requests a second: a bare Flask view that runs the very statements of our page and gives the same
bytes; our page out of its copy; our page rendered anew each time; and our page answered 304. Where
nginx is installed, our page comes through the cache of `deploy/nginx.conf` too, beside nginx giving
the same bytes from a file. The load comes from `wrk` where it is installed, else from threads of
this process; either takes its share of the machine, so that only the ratios say something.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchmarks.many_cooperatives import make
from config import ROOT
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
PORT, UPSTREAM_PORT = 18_473, 18_474
SITE = f"http://localhost:{PORT}"
FILE = "nginx, the same bytes"
# Its workers read this run's folder, which is closed to others.
_AS_WE_ARE = "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"
# What a system's own nginx.conf holds around its sites.
_FRAME = """worker_processes 2;
pid %(place)s/nginx.pid;
error_log %(place)s/error.log;
events { worker_connections 768; }
http { access_log off; sendfile on; tcp_nopush on; include /etc/nginx/mime.types;
%(site)s
}
"""
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
    body = app.test_client().get(path, base_url=SITE).data
    sa.event.remove(engine, "before_cursor_execute", note)
    return held, body


def rate(path: str, seconds: float, mark: str = "") -> float:
    """Answers a second, over new connections, CLIENTS at once."""
    _check_answer(path, mark)
    return _wrk_rate(path, seconds, mark) if shutil.which("wrk") else _own_rate(path, seconds, mark)


def _request(path: str, mark: str) -> bytes:
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\n"
    return (asked + (f"If-None-Match: {mark}\r\n\r\n" if mark else "\r\n")).encode()


def _check_answer(path: str, mark: str) -> None:
    head = _answer(_request(path, mark))
    if not head.startswith(b"HTTP/1.1 304" if mark else b"HTTP/1.1 200"):
        raise SystemExit(f"{path} answered {head[:60]!r}")


def _answer(request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", PORT)) as line:
        line.sendall(request)
        head = line.recv(65_536)
        while line.recv(65_536):
            pass
    return head


def _wrk_rate(path: str, seconds: float, mark: str) -> float:
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", "-H", "Connection: close"]
    command += ["-H", f"If-None-Match: {mark}"] if mark else []
    command += ["-H", f"Host: localhost:{PORT}", f"http://127.0.0.1:{PORT}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def _own_rate(path: str, seconds: float, mark: str) -> float:
    request, ends = _request(path, mark), time.perf_counter() + seconds
    counts = [0] * CLIENTS

    def ask(number: int) -> None:
        while time.perf_counter() < ends:
            _answer(request)
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def served(target: str, folder: str, path: str, seconds: float, mark: str = "") -> float:
    """The median rate of a server that is started for it alone."""
    with gunicorn(target, folder, path, PORT):
        return _median_rate(path, seconds, mark)


def _median_rate(path: str, seconds: float, mark: str = "") -> float:
    _wait(PORT)
    rate(path, 1, mark)
    return statistics.median(rate(path, seconds, mark) for _round in range(ROUNDS))


@contextmanager
def gunicorn(target: str, folder: str, path: str, port: int) -> Iterator[None]:
    """Two sync workers of an application of these benchmarks."""
    place = {"TRACE_INSTANCE": folder, "TRACE_PATH": path}
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-k", "sync", "--no-control-socket"]
    command += ["--log-level", "error", "-b", f"127.0.0.1:{port}", target]
    with _running(command, os.environ | place):
        yield


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    server = subprocess.Popen(command, env=environment)
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def through_nginx(folder: str, path: str, body: bytes, seconds: float) -> dict[str, float]:
    """The page through the sample cache, and the same bytes from a file; {} without nginx."""
    program = shutil.which("nginx")
    if program is None:
        return {}
    place = Path(folder, "nginx")
    (place / "files" / "t").mkdir(parents=True)
    Path(f"{place}/files{path}").write_bytes(body)
    found = {}
    with gunicorn(SERVERS[1], folder, path, UPSTREAM_PORT):
        _wait(UPSTREAM_PORT)
        for name, site in (("nginx, the sample's cache", _sample(place)), (FILE, _files(place))):
            (place / "nginx.conf").write_text(_FRAME % {"place": place, "site": site})
            command = [program, "-p", str(place), "-c", str(place / "nginx.conf")]
            with _running([*command, "-g", _AS_WE_ARE], os.environ):
                found[name] = _median_rate(path, seconds)
    return found


def _sample(place: Path) -> str:
    """`deploy/nginx.conf` as it is, but for names, ports and https."""
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    conf = conf[: conf.rindex("server {")]
    conf = re.sub(r"(?m)^ *(ssl_certificate|http2|server_name).*$", "", conf)
    conf = conf.replace("listen 443 ssl;", f"listen 127.0.0.1:{PORT};")
    conf = conf.replace("127.0.0.1:8000", f"127.0.0.1:{UPSTREAM_PORT}")
    return conf.replace("/var/cache/nginx/lensan", f"{place}/cache")


def _files(place: Path) -> str:
    return (
        f"server {{ listen 127.0.0.1:{PORT}; root {place}/files; default_type text/html; "
        "add_header Cache-Control 'public, max-age=60'; }"
    )


def _wait(port: int) -> None:
    for _look in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
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
        mark = app.test_client().get(path, base_url=SITE).headers["ETag"]
        with app.app_context():
            db.engine.dispose()
        seconds, (bare, ours, anew) = chosen.seconds, SERVERS
        found = {
            "bare Flask, same queries": served(bare, folder, path, seconds),
            "ours, rendered anew": served(anew, folder, path, seconds),
            "ours": served(ours, folder, path, seconds),
            "ours, 304": served(ours, folder, path, seconds, mark),
        }
        found |= through_nginx(folder, path, body, seconds)
    first = found["bare Flask, same queries"]
    print(f"{chosen.labels} labels, {len(held)} statements, {len(body)} bytes, gunicorn sync x2")
    for name, answers in found.items():
        beside = f", {answers / found[FILE]:.2f} x {FILE}" if name.startswith("nginx") else ""
        print(f"{name:<28}{answers:>8.0f} a second, {answers / first:>5.2f} x bare{beside}")


if __name__ == "__main__":
    main(sys.argv[1:])
