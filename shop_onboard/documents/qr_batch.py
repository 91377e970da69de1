"""Thousands of QR codes at once: ISO/IEC 18004 in byte mode, level M, with one fixed mask.

A code maker's time goes into scoring eight masks and walking cells one by one. Any mask is a
valid code, and for texts of one length everything but the data is the same: so the pattern and
the order of the cells are read out of `qrcode` once a version, and numpy fills in the data of
all texts together. The modules are those of `qrcode` at the same version, level and mask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qrcode import QRCode, base, constants, util

LEVEL = constants.ERROR_CORRECT_M
MASK = 3
QUIET_MODULES = 4
_BATCH = 2_000

Modules = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class _Layout:
    """What all codes of one version share.

    `skeleton`: flat modules of a code whose data bits are all 0, mask included.
    `cells`: flat module index of each data bit, in the order of the interleaved codewords.
    """

    size: int
    skeleton: Bytes
    cells: NDArray[np.intp]


def qr_matrix(text: str) -> Modules:
    """The modules of one code as a square array, True is dark, without the quiet zone.

    Raises ValueError if the text is longer than a code of level M holds (2,331 bytes).
    """
    return qr_matrices([text])[0]


def qr_matrices(texts: Sequence[str]) -> list[Modules]:
    """The modules of each text, in the order given; each code in its smallest version."""
    matrices: list[Modules] = [np.empty((0, 0), dtype=bool)] * len(texts)
    for positions, modules in _encoded_groups(texts):
        for position, matrix in zip(positions, modules, strict=True):
            matrices[position] = matrix
    return matrices


def smallest_version(length: int) -> int:
    """The smallest version whose level M holds `length` bytes in byte mode.

    Raises ValueError beyond version 40.
    """
    for version in range(1, 41):
        bits = 4 + util.length_in_bits(util.MODE_8BIT_BYTE, version) + 8 * length
        if bits <= util.BIT_LIMIT_TABLE[LEVEL][version]:
            return version
    raise ValueError(f"{length} bytes do not fit into a QR code")


def _encoded_groups(texts: Sequence[str]) -> Iterator[tuple[list[int], Modules]]:
    groups: dict[int, list[int]] = {}
    encoded = [text.encode() for text in texts]
    for position, data in enumerate(encoded):
        groups.setdefault(len(data), []).append(position)
    for length, positions in groups.items():
        for first in range(0, len(positions), _BATCH):
            part = positions[first : first + _BATCH]
            joined = b"".join(encoded[position] for position in part)
            texts_bytes = np.frombuffer(joined, dtype=np.uint8).reshape(len(part), length)
            yield part, _encode(texts_bytes)


def _encode(texts: Bytes) -> Modules:
    """N texts of one length as bytes (N, length) → modules (N, size, size)."""
    version = smallest_version(texts.shape[1])
    layout = _layout(version)
    bits = np.unpackbits(_interleave(_data_codewords(texts, version), version), axis=1)
    modules = np.empty((len(texts), layout.size**2), dtype=np.uint8)
    modules[:] = layout.skeleton
    modules[:, layout.cells] ^= bits
    return modules.reshape(-1, layout.size, layout.size).view(np.bool_)


def _data_codewords(texts: Bytes, version: int) -> Bytes:
    """Mode, length, text, terminator and padding as bytes (N, capacity)."""
    count, length = texts.shape
    capacity = util.BIT_LIMIT_TABLE[LEVEL][version] // 8
    length_bytes = util.length_in_bits(util.MODE_8BIT_BYTE, version) // 8
    # The mode takes four bits, so that the header and the text are half a byte out of step;
    # the half byte left over at the end is the terminator.
    plain = np.zeros((count, length_bytes + length + 1), dtype=np.uint8)
    plain[:, :length_bytes] = list(length.to_bytes(length_bytes, "big"))
    plain[:, length_bytes:-1] = texts
    codewords = np.empty((count, capacity), dtype=np.uint8)
    used = plain.shape[1]
    codewords[:, :used] = plain >> 4
    codewords[:, 0] |= util.MODE_8BIT_BYTE << 4
    codewords[:, 1:used] |= (plain[:, :-1] & 0x0F) << 4
    codewords[:, used::2] = util.PAD0
    codewords[:, used + 1 :: 2] = util.PAD1
    return codewords


def _interleave(data: Bytes, version: int) -> Bytes:
    """Data codewords (N, capacity) → data and check codewords in the order they are placed."""
    blocks: list[Bytes] = []
    checks: list[Bytes] = []
    first = 0
    for block in base.rs_blocks(version, LEVEL):
        part = data[:, first : first + block.data_count]
        first += block.data_count
        blocks.append(part)
        checks.append(_check_codewords(part, block.total_count - block.data_count))
    columns = [
        block[:, index]
        for parts in (blocks, checks)
        for index in range(max(part.shape[1] for part in parts))
        for block in parts
        if index < block.shape[1]
    ]
    return np.stack(columns, axis=1)


def _check_codewords(block: Bytes, check_count: int) -> Bytes:
    """Reed-Solomon is linear: the check bytes are the sum (XOR) of what each byte adds."""
    table = _check_table(block.shape[1], check_count)
    checks = np.zeros((len(block), check_count), dtype=np.uint8)
    for position in range(block.shape[1]):
        checks ^= table[position].take(block[:, position], axis=0)
    return checks


@lru_cache(maxsize=64)
def _check_table(data_count: int, check_count: int) -> Bytes:
    """table[position][byte] → the check bytes that this byte at this position adds."""
    generator = base.Polynomial([1], 0)
    for power in range(check_count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    tail = np.array([generator[index] for index in range(1, check_count + 1)], dtype=np.uint8)
    table = np.empty((data_count, 256, check_count), dtype=np.uint8)
    every_byte = np.arange(256, dtype=np.uint8)
    remainder = tail
    for position in reversed(range(data_count)):
        table[position] = _multiply(every_byte[:, None], remainder[None, :])
        lead, shifted = remainder[:1], np.append(remainder[1:], np.uint8(0))
        remainder = shifted ^ _multiply(lead, tail)
    return table


def _multiply(left: Bytes, right: Bytes) -> Bytes:
    """Products in the code's field of 256 elements, by the logarithms of `qrcode`."""
    exponents = np.array(base.EXP_TABLE, dtype=np.uint8)
    logarithms = np.array(base.LOG_TABLE, dtype=np.int64)
    product = exponents[(logarithms[left] + logarithms[right]) % 255]
    result: Bytes = np.where((left == 0) | (right == 0), np.uint8(0), product)
    return result


@lru_cache(maxsize=40)
def _layout(version: int) -> _Layout:
    codewords = sum(block.total_count for block in base.rs_blocks(version, LEVEL))
    skeleton = _modules_of(version, [0] * codewords)
    # Each data bit has a number, from 1. Codes that carry bit k of that number in each data bit
    # show, cell by cell, which number the cell has; cells that never change carry no data.
    numbers = np.arange(1, codewords * 8 + 1)
    number_of_cell = np.zeros(skeleton.shape, dtype=np.intp)
    for power in range(int(numbers[-1]).bit_length()):
        carried = np.packbits(((numbers >> power) & 1).astype(np.uint8))
        changed = _modules_of(version, carried.tolist()) ^ skeleton
        number_of_cell |= changed.astype(np.intp) << power
    cells = np.argsort(number_of_cell, kind="stable")[-len(numbers) :]
    return _Layout(size=version * 4 + 17, skeleton=skeleton, cells=cells)


def _modules_of(version: int, codewords: list[int]) -> Bytes:
    code = QRCode(version=version, error_correction=LEVEL, mask_pattern=MASK)
    code.data_cache = codewords
    code.makeImpl(False, MASK)
    return np.array(code.modules, dtype=np.uint8).ravel()
