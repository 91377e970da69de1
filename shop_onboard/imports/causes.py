"""A file's errors by what went wrong, so that one cause is read once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shop_onboard.values.text import Message
from shop_onboard.values.workbook import RowError

ROWS_NAMED = 5
CAUSES_NAMED = 5


@dataclass
class Cause:
    """One sentence and the rows that it is about; `rows` are their numbers in the file."""

    message: Message
    rows: list[int] = field(default_factory=list)

    @property
    def first_rows(self) -> Sequence[int]:
        """The rows that a page names."""
        return self.rows[:ROWS_NAMED]


@dataclass
class Group:
    """Errors of one column of one sheet whose sentences differ in what they quote alone."""

    sheet: str
    column: str | None
    error_count: int = 0
    every: list[Cause] = field(default_factory=list)

    @property
    def causes(self) -> Sequence[Cause]:
        """The causes that a page names, those of the most rows first."""
        most = sorted(self.every, key=lambda cause: -len(cause.rows))
        return most[:CAUSES_NAMED]

    @property
    def unnamed_count(self) -> int:
        """How many causes a page leaves to the file."""
        return max(len(self.every) - CAUSES_NAMED, 0)


def grouped(errors: Iterable[RowError]) -> list[Group]:
    """The errors by sheet, column and sentence, in the order in which each first came up."""
    groups: dict[tuple[str, str | None, str], Group] = {}
    causes: dict[tuple[str, str | None, str, tuple[tuple[str, str], ...]], Cause] = {}
    for error in errors:
        place = (error.sheet, error.column, error.message.msgid)
        group = groups.setdefault(place, Group(error.sheet, error.column))
        quoted = (*place, _quoted(error.message.params))
        if quoted not in causes:
            causes[quoted] = Cause(error.message)
            group.every.append(causes[quoted])
        if error.row is not None:
            causes[quoted].rows.append(error.row)
        group.error_count += 1
    return list(groups.values())


def _quoted(params: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in params.items()))
