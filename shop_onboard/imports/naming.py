"""The columns of a table as a person is shown them, and what that person says they are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shop_onboard.errors import DomainError
from shop_onboard.imports import cells
from shop_onboard.imports.guessing import COUNTERS, header_texts
from shop_onboard.imports.headers import UNITS
from shop_onboard.imports.layouts import (
    BOTH,
    PLACES,
    Source,
    TableLayout,
    bare_key,
    kind_of,
)
from shop_onboard.imports.readers import RawTable
from shop_onboard.values.channels import all_channels
from shop_onboard.values.text import N_, Unreadable
from shop_onboard.values.workbook import (
    CERTAINTIES,
    COOPERATIVE_KINDS,
    YES_NO,
    Cell,
    Column,
    name_key,
)

BY_NAME = "@name"
_SAMPLES = 3
_MEASURED = ("khoiluong", "trongluong", "sanluong", "soluong", "gia", "tien", "doanhthu", "doanhso")
_MOST_WORDS = 12
_LONGEST_SAMPLE = 40
# What one list may say once for all its rows.
_COMMON = {
    "kind",
    "province",
    "former_district",
    "commune",
    "cooperative_code",
    "product_code",
    "channel_key",
    "campaign_code",
    "union_code",
    "sold_on",
    "harvested_on",
    "certainty",
    "pack_label",
    "ocop_set",
    "source",
    "published_on",
    "unit",
}


@dataclass(frozen=True)
class FileColumn:
    """One column of the file: where it stands, what it says, what it is taken for.

    `target` is a column key, with BY_NAME behind it where a code is made from the name, or "".
    `is_counter`: it numbers the rows. `takes_unit`: its numbers are masses or money, as far as its
    header tells.
    """

    place: int
    letter: str
    header: str
    samples: tuple[str, ...]
    takes_unit: bool
    is_counter: bool
    target: str
    unit: str


@dataclass(frozen=True)
class Word:
    """What a choice column says, how often here, and which of ours it means ("" unknown)."""

    key: str
    text: str
    meaning: str


@dataclass(frozen=True)
class Choice:
    """What somebody says of one column of the file."""

    place: int
    target: str
    unit: str


def file_columns(table: RawTable, layout: TableLayout) -> tuple[FileColumn, ...]:
    """The columns that hold something, with the first values below the header."""
    texts = header_texts(table, layout.first_row, layout.header_rows)
    rows = table.rows[layout.first_row + layout.header_rows :]
    # A code that is made from a name shares the name's column.
    by_name = [(f"{key}{BY_NAME}", s.place) for key, s in layout.sources.items() if s.is_name]
    plain = [(key, s.place) for key, s in layout.sources.items() if not s.is_name]
    taken = {place: target for target, place in by_name + plain}
    forms = {c.key: c.form for c in kind_of(layout.kind).columns} if layout.kind else {"": ""}
    found = []
    for place, text in enumerate(texts):
        filled = [row[place] for row in rows if place < len(row) and not cells.is_blank(row[place])]
        if not text.text and not filled:
            continue
        target = taken.get(place, "")
        source = layout.sources.get(target.removesuffix(BY_NAME), Source())
        found.append(
            FileColumn(
                place,
                _letter(place),
                text.text,
                tuple(dict.fromkeys(cells.as_text(c)[:_LONGEST_SAMPLE] for c in filled))[:_SAMPLES],
                _is_measured(text.text, forms.get(target)) and any(map(_is_number, filled)),
                name_key(text.text) in COUNTERS,
                target,
                source.unit,
            )
        )
    return tuple(found)


def _letter(place: int) -> str:
    """What a spreadsheet calls the column."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_measured(header: str, form: str | None) -> bool:
    """Whether numbers of the column may need a unit; without a form nobody has said what it is."""
    if form is not None:
        return form in UNITS
    return any(word in name_key(header) for word in _MEASURED)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip()[:1].isdigit())


def targets(kind: str) -> list[tuple[str, Column]]:
    """(what a form sends, our column) of everything a column of the file may be."""
    found = []
    for column in kind_of(kind).columns:
        found.append((column.key, column))
        if bare_key(column.key) in ("cooperative_code", "product_code"):
            found.append((f"{column.key}{BY_NAME}", column))
    return found


def units() -> tuple[str, ...]:
    """The units that numbers may be in, as the parsers write them."""
    return tuple(dict.fromkeys(unit for known in UNITS.values() for unit in known.values()))


def common_columns(layout: TableLayout) -> tuple[Column, ...]:
    """The columns that may say the same in every row."""
    if layout.kind in ("", PLACES):
        return ()
    return tuple(
        column for column in kind_of(layout.kind).columns if bare_key(column.key) in _COMMON
    )


def needed_columns(layout: TableLayout) -> tuple[Column, ...]:
    """Those of the common columns that nothing fills and the rows cannot do without."""
    missing = layout.missing()
    return tuple(column for column in common_columns(layout) if column in missing)


def can_be_draft(layout: TableLayout) -> bool:
    """Whether what such a table brings can wait for what it does not tell."""
    return layout.kind in ("cooperatives", "products", BOTH)


def makes_codes(layout: TableLayout) -> bool | None:
    """Whether codes are made from names; None where that is not asked."""
    if layout.kind not in ("cooperatives", "products"):
        return None
    source = layout.sources.get("code")
    return source is not None and source.is_name


def words(
    table: RawTable, layout: TableLayout, refused: Sequence[tuple[str, str]] = ()
) -> dict[str, tuple[Word, ...]]:
    """Column key → what its cells say that is none of our words, or was given a meaning before.

    `refused` adds (header, text) of cells that a trial could not read, which may lie beyond the
    rows that were kept.
    """
    found = {}
    for column in kind_of(layout.kind).columns if layout.kind else ():
        read = _WORDED.get(bare_key(column.key))
        source = layout.sources.get(column.key)
        if read is None or source is None or source.place is None:
            continue
        texts = dict(_texts(table, layout, source.place, column, refused))
        known = {
            key: Word(key, text, source.words.get(key, ""))
            for key, text in texts.items()
            if key in source.words or not _reads(read, text)
        }
        if known:
            found[column.key] = tuple(known.values())[:_MOST_WORDS]
    return found


def _texts(
    table: RawTable,
    layout: TableLayout,
    place: int,
    column: Column,
    refused: Sequence[tuple[str, str]],
) -> Iterator[tuple[str, str]]:
    for row in table.rows[layout.first_row + layout.header_rows :]:
        if place < len(row) and not cells.is_blank(row[place]):
            text = cells.as_text(row[place])
            yield name_key(text), text
    header = header_texts(table, layout.first_row, layout.header_rows)[place].text
    for name, text in refused:
        if name == header:
            yield name_key(text), text


def _reads(read: Callable[[Cell], object], text: str) -> bool:
    try:
        read(text)
    except Unreadable:
        return False
    return True


_WORDED: Mapping[str, Callable[[Cell], object]] = {
    "kind": cells.kind,
    "channel_key": cells.channel,
    "certainty": cells.certainty,
    "is_youth_led": cells.yes_no,
}


def meanings(key: str) -> Sequence[str]:
    """What a word of this column may mean, in our words; () where words are not asked for."""
    by_key: Mapping[str, Sequence[str]] = {
        "kind": [str(name) for name in COOPERATIVE_KINDS.values()],
        "channel_key": [channel.name for channel in all_channels()],
        "certainty": [str(name) for name in CERTAINTIES.values()],
        "is_youth_led": YES_NO,
    }
    return by_key.get(bare_key(key), ())


def named(
    layout: TableLayout,
    choices: Sequence[Choice],
    constants: Mapping[str, str],
    meant: Mapping[str, Mapping[str, str]],
    *,
    by_name: bool,
) -> TableLayout:
    """The layout with these columns. Raises DomainError where two columns are said to be one."""
    sources: dict[str, Source] = {}
    known = {target for target, _ in targets(layout.kind)} if layout.kind else set()
    for choice in choices:
        if choice.target not in known:
            continue
        key = choice.target.removesuffix(BY_NAME)
        if key in sources:
            column = next(c for c in kind_of(layout.kind).columns if c.key == key)
            raise DomainError(
                N_("Hai cột của tệp cùng là «%(column)s»: hãy chọn một.", column=column.name)
            )
        sources[key] = Source(
            choice.place,
            choice.unit if choice.unit in units() else "",
            is_name=choice.target.endswith(BY_NAME),
            words=dict(meant.get(key, {})),
        )
    for key, constant in constants.items():
        if constant and key in known:
            sources[key] = replace(sources.get(key, Source()), constant=constant)
    if by_name and "name" in sources and "code" not in sources:
        sources["code"] = Source(sources["name"].place, is_name=True)
    return replace(layout, sources=sources)
