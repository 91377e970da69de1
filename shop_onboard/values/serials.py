"""Numbers of stickers as people write them: «5, 8-12»."""

import re
from collections.abc import Sequence

from shop_onboard.values.text import N_, Unreadable, clean

_LONGEST = 400
_PIECE = re.compile(r"([0-9]{1,7})(?:\s*[-–]\s*([0-9]{1,7}))?")


def parse_serials(text: str) -> tuple[int, ...]:
    """The numbers named, in order and each once. Raises Unreadable.

    Reads single numbers and ranges, between commas, semicolons or «và», up to 400 letters.
    """
    if len(text) > _LONGEST:
        raise Unreadable(
            N_("Không đọc được «%(text)s»: hãy ghi số tem, ví dụ 5, 8-12.", text=f"{text[:20]}…")
        )
    return kept_serials(text)


def kept_serials(text: str) -> tuple[int, ...]:
    """As `parse_serials`, of any length: what `format_serials` wrote of what was typed."""
    found: set[int] = set()
    for piece in re.split(r"[,;]|\bvà\b", clean(text)):
        if not piece.strip():
            continue
        read = _PIECE.fullmatch(piece.strip())
        if read is None:
            raise Unreadable(
                N_("Không đọc được «%(text)s»: hãy ghi số tem, ví dụ 5, 8-12.", text=piece.strip())
            )
        first, last = int(read[1]), int(read[2] or read[1])
        if not 1 <= first <= last or last - first >= 100_000:
            raise Unreadable(
                N_(
                    "«%(text)s» không phải một khoảng số: hãy ghi số nhỏ trước, ví dụ 8-12.",
                    text=piece.strip(),
                )
            )
        found.update(range(first, last + 1))
    if not found:
        raise Unreadable(N_("Hãy ghi số của những tem cần in lại, ví dụ 5, 8-12."))
    return tuple(sorted(found))


def format_serials(serials: Sequence[int]) -> str:
    """«5, 8-12» of numbers in ascending order; "" of none."""
    pieces: list[str] = []
    first = last = None
    for serial in [*serials, None]:
        if last is not None and serial == last + 1:
            last = serial
            continue
        if first is not None:
            pieces.append(f"{first}" if first == last else f"{first}-{last}")
        first = last = serial
    return ", ".join(pieces)
