"""One maker in a process of its own: `main(make, arguments)` of «cold|warm COUNT FILE»."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

_WARM_UP = 24

Make = Callable[[int, Path], None]


def main(make: Make, arguments: Sequence[str]) -> None:
    """Make the file; when warm, make a small one first and print the seconds of the second."""
    mode, count, file = arguments
    if mode == "cold":
        make(int(count), Path(file))
        return
    make(_WARM_UP, Path(file))
    start = time.perf_counter()
    make(int(count), Path(file))
    print(time.perf_counter() - start)
