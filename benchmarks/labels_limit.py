"""What cannot be left out: the codes themselves, compressed once and written once."""

import sys
import zlib
from pathlib import Path

import numpy as np

from benchmarks import label_texts, timed_child
from shop_onboard.documents.qr_batch import qr_matrices


def make(count: int, file: Path) -> None:
    """Write the bits of the codes of `count` labels; no page to look at."""
    matrices = qr_matrices([address for address, _number in label_texts.codes(count)])
    bits = b"".join(np.packbits(modules, axis=1).tobytes() for modules in matrices)
    file.write_bytes(zlib.compress(bits, 1))


if __name__ == "__main__":
    timed_child.main(make, sys.argv[1:])
