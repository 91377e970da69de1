"""Cells and ranges as a workbook names them: «B7», «$A$1:$C$9», «A:A»."""

import re
from dataclasses import dataclass

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_RANGE = re.compile(
    r"\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?", re.IGNORECASE
)


def column_letter(column: int) -> str:
    """«A» for 0, «AA» for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """0 for «A»."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@dataclass(frozen=True)
class Area:
    """A rectangle of cells; all four ends count from 0 and are inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = f"{column_letter(self.left)}{self.top + 1}"
        last = f"{column_letter(self.right)}{self.bottom + 1}"
        return first if first == last else f"{first}:{last}"

    def around(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def meets(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def area_of(reference: str) -> Area | None:
    """The area of «B7», «B7:D9», «B:B» or «7:9»; None for anything else."""
    found = _RANGE.fullmatch(reference.strip())
    if found is None or not reference.strip():
        return None
    letters, row, last_letters, last_row = found.groups()
    if ":" not in reference:
        last_letters, last_row = letters, row
        if not letters or not row:
            return None
    left = column_number(letters) if letters else 0
    right = column_number(last_letters) if last_letters else LAST_COLUMN - 1
    top = int(row) - 1 if row else 0
    bottom = int(last_row) - 1 if last_row else LAST_ROW - 1
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
