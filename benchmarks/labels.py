"""How fast a sheet of labels is made, against `blabel` on the same texts in the same run.

`python -m benchmarks.labels [--count 2400]` prints seconds, labels a second and peak memory of
each, in a fresh process and in a warm one, and the ratios. Before any figure is printed, codes
of both files are read back: a fast blank page is no result.
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
_CHECKED = 24


@dataclass(frozen=True)
class Measured:
    """Seconds for all labels in a fresh and in a warm process; peak memory of the fresh one."""

    count: int
    cold_s: float
    warm_s: float
    peak_mb: float


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
        _check_codes(file, maker)
        warm = [float(_run(maker, "warm", count, file).output) for _ in range(rounds)]
    return Measured(
        count=count,
        cold_s=statistics.median(run.seconds for run in cold),
        warm_s=statistics.median(warm),
        peak_mb=max(run.peak_mb for run in cold),
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
    pages = 1 if maker == OURS else _CHECKED
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
        f"peak {result.peak_mb:.0f} MB"
    )


def main(arguments: Sequence[str]) -> None:
    """Print the comparison, or our own figures alone."""
    parser = argparse.ArgumentParser(description="Label sheets against blabel.")
    parser.add_argument("--count", type=int, default=DEFAULT_COUNT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args(arguments)
    if options.without_peer:
        print(_line("Lên Sàn", measure(OURS, options.count, options.rounds)))
        return
    ours, peer = compare(options.count, options.rounds)
    print(_line("Lên Sàn", ours))
    print(_line("blabel", peer))
    print(
        f"ratio: cold {peer.cold_s / ours.cold_s:.1f}×, warm {peer.warm_s / ours.warm_s:.1f}×, "
        f"memory {peer.peak_mb / ours.peak_mb:.1f}×"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
