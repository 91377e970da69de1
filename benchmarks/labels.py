"""How fast sheets of labels are made, against peers on the same texts in the same run.

`python -m benchmarks.labels [--count 2400]` prints seconds, labels a second, bytes a label and
peak memory of each, in a fresh process and in a warm one (start-up taken off), and the ratios;
and beside them the limit, which is codes, compression and one write. Before any figure is
printed, codes of each file are read back: a fast blank page is no result.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

from benchmarks import label_texts

DEFAULT_COUNT = 2_400
OURS, PEER = "benchmarks.labels_ours", "benchmarks.labels_blabel"
PYLABELS, REPORTLAB = "benchmarks.labels_pylabels", "benchmarks.labels_reportlab"
LIMIT = "benchmarks.labels_limit"
_CHECKED = 24


@dataclass(frozen=True)
class Measured:
    """Seconds for all labels in a fresh and in a warm process; of the fresh one its peak memory
    and what its file takes a label."""

    count: int
    cold_s: float
    warm_s: float
    peak_mb: float
    bytes_each: float


@dataclass(frozen=True)
class _Run:
    seconds: float
    peak_mb: float
    output: str


def compare(count: int = DEFAULT_COUNT, rounds: int = 3) -> tuple[Measured, Measured]:
    """Ours (median of `rounds`) and the peer (once), measured in this run.

    Raises RuntimeError when a maker fails or its codes do not say what they should.
    """
    peer = measure(PEER, count, 1)
    return measure(OURS, count, rounds), peer


def measure(maker: str, count: int, rounds: int) -> Measured:
    """`rounds` fresh and as many warm processes making `count` labels; medians."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "labels.pdf"
        cold = [_run(maker, "cold", count, file) for _ in range(rounds)]
        size = file.stat().st_size
        if maker != LIMIT:
            _check_codes(file, maker)
        warm = [float(_run(maker, "warm", count, file).output) for _ in range(rounds)]
    return Measured(
        count=count,
        cold_s=statistics.median(run.seconds for run in cold),
        warm_s=statistics.median(warm),
        peak_mb=max(run.peak_mb for run in cold),
        bytes_each=size / count,
    )


def _run(maker: str, mode: str, count: int, file: Path) -> _Run:
    command = [sys.executable, "-m", maker, mode, str(count), str(file)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{maker} failed")
    # Linux counts ru_maxrss in kilobytes.
    return _Run(seconds, usage.ru_maxrss / 1024, output)


def _check_codes(file: Path, maker: str) -> None:
    pages = _CHECKED if maker == PEER else 1
    raster = ["pdftoppm", "-r", "300", "-gray", "-l", str(pages), str(file), str(file)]
    subprocess.run(raster, check=True)
    found = {
        code.text
        for picture in file.parent.glob(f"{file.name}*.pgm")
        for code in zxingcpp.read_barcodes(Image.open(picture))
    }
    wanted = {address for address, _ in label_texts.codes(_CHECKED)}
    if found != wanted:
        raise RuntimeError(f"{maker}: {len(found & wanted)} of {len(wanted)} codes are right")


def _line(name: str, result: Measured) -> str:
    return (
        f"{name:9} {result.count} labels: "
        f"cold {result.cold_s:.2f} s, {result.count / result.cold_s:,.0f} labels/s; "
        f"warm {result.warm_s:.2f} s, {result.count / result.warm_s:,.0f} labels/s; "
        f"peak {result.peak_mb:.0f} MB; {result.bytes_each:.0f} bytes a label"
    )


def _ratio(name: str, ours: Measured, peer: Measured) -> str:
    return (
        f"against {name:9}: cold {peer.cold_s / ours.cold_s:.1f}×, "
        f"warm {peer.warm_s / ours.warm_s:.1f}×, memory {peer.peak_mb / ours.peak_mb:.1f}×"
    )


def main(arguments: Sequence[str]) -> None:
    """Print the comparison, or our own figures alone."""
    parser = argparse.ArgumentParser(description="Label sheets against other makers of them.")
    parser.add_argument("--count", type=int, default=DEFAULT_COUNT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args(arguments)
    ours = measure(OURS, options.count, options.rounds)
    limit = measure(LIMIT, options.count, options.rounds)
    print(_line("Lên Sàn", ours))
    print(_line("limit", limit))
    print(f"of the limit: warm {limit.warm_s / ours.warm_s:.2f}")
    if options.without_peer:
        return
    for name, maker in (("reportlab", REPORTLAB), ("pylabels", PYLABELS), ("blabel", PEER)):
        peer = measure(maker, options.count, 1)
        print(_line(name, peer))
        print(_ratio(name, ours, peer))


if __name__ == "__main__":
    main(sys.argv[1:])
