"""The demo's phases with seconds and peak memory, and the label sheet against `blabel`.

`python -m benchmarks.main_job [--count 2400] [--rounds 3]` runs the demo in fresh processes,
prints the median of each phase and of the whole, and what share of the limit of 20 s it takes;
then the labels of `benchmarks.labels` in the same run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from benchmarks import labels

LIMIT_S = 20.0


def run_demo() -> tuple[float, float, list[dict[str, Any]]]:
    """Seconds of the whole process, its peak memory in MB, and its phases."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "shop_onboard", "demo", "--out", folder, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None  # noqa: S101 - asked for just above
        output = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    if status:
        raise RuntimeError("the demo failed")
    return seconds, usage.ru_maxrss / 1024, json.loads(output)["phases"]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=labels.DEFAULT_COUNT)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    runs = [run_demo() for _ in range(chosen.rounds)]
    print(f"{'phase':<24}{'seconds':>9}{'peak MB':>9}   (median of {chosen.rounds})")
    for place, phase in enumerate(runs[0][2]):
        seconds = statistics.median(run[2][place]["seconds"] for run in runs)
        peak = statistics.median(run[2][place]["peak_mb"] for run in runs)
        print(f"{phase['name']:<24}{seconds:>9.2f}{peak:>9.0f}")
    whole = statistics.median(run[0] for run in runs)
    peak = statistics.median(run[1] for run in runs)
    print(f"{'whole process':<24}{whole:>9.2f}{peak:>9.0f}")
    print(f"share of the limit of {LIMIT_S:.0f} s: {whole / LIMIT_S:.2f}\n")
    labels.main(["--count", str(chosen.count), "--rounds", str(chosen.rounds)])


if __name__ == "__main__":
    main(sys.argv[1:])
