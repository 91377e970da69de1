"""A marketplace's file of what became of listings: which column is what, and what its words mean.

Whatever the marketplace calls them: a person names the columns and words once, and a file with
the same headers is read the same way the next time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from shop_onboard.imports.cells import as_text
from shop_onboard.imports.guessing import FIRST_ROWS, header_texts
from shop_onboard.imports.readers import RawTable
from shop_onboard.imports.remembering import keys_of, signature
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import Cell, name_key

ROLES: Mapping[str, Message] = {
    "sku": N_("Mã hàng (SKU)"),
    "state": N_("Trạng thái"),
    "reason": N_("Lý do"),
}
NEEDED = ("sku", "state")
MOST_WORDS = 40
_COLUMN = "column "
_LONGEST_REASON = 500
_LONGEST_WORD = 120


@dataclass(frozen=True)
class ResultLayout:
    """How a file is read: the table by its number, the header's row, both counted from 0.

    `columns` are by role; `words` say what a state's text (as `word_key` has it) means, "" where
    its rows are to be left as they are.
    """

    table: int = 0
    header_row: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return all(role in self.columns for role in NEEDED)

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class ResultRow:
    """One line: its number in the file counts from 1; `word` is the state's text as it stands."""

    number: int
    sku: str
    word: str
    reason: str


@dataclass(frozen=True)
class FileColumn:
    """One column of the file as a person recognises it."""

    place: int
    header: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class FoundWord:
    """A state's text, in how many rows it stands, and what it is taken for; None: nobody knows."""

    key: str
    text: str
    count: int
    meaning: str | None


def loaded(kept: Mapping[str, Any]) -> ResultLayout:
    """The layout that `told` gave."""
    return ResultLayout(**kept)


def guess(tables: Sequence[RawTable]) -> ResultLayout:
    """The likeliest table, header and columns; the meanings of words are guessed by `words`."""
    best, best_score = ResultLayout(), (0, 0)
    for number, table in enumerate(tables):
        for header_row in range(min(FIRST_ROWS, len(table.rows))):
            columns = _by_header(table, header_row)
            score = (sum(role in columns for role in NEEDED), len(columns))
            if score > best_score:
                best, best_score = ResultLayout(number, header_row, columns), score
    return best


def guess_at(tables: Sequence[RawTable], table: int, header_row: int) -> ResultLayout:
    """The likeliest columns where somebody has said which row is the header."""
    return ResultLayout(table, header_row, _by_header(tables[table], header_row))


def signature_of(tables: Sequence[RawTable], layout: ResultLayout) -> str:
    """The same for every file with these headers, in whatever order."""
    return signature(_keys(tables, layout))


def remember(tables: Sequence[RawTable], layout: ResultLayout) -> dict[str, str]:
    """Role → key of the header over its column."""
    keys = _keys(tables, layout)
    return {role: keys[place] for role, place in layout.columns.items() if keys[place]}


def headers_of(tables: Sequence[RawTable]) -> dict[str, ResultLayout]:
    """Signature → where such a header stands, for every row that may be one."""
    found: dict[str, ResultLayout] = {}
    for number, table in enumerate(tables):
        for header_row in range(min(FIRST_ROWS, len(table.rows))):
            layout = ResultLayout(number, header_row)
            if any(_keys(tables, layout)):
                found.setdefault(signature_of(tables, layout), layout)
    return found


def recall(
    tables: Sequence[RawTable],
    layout: ResultLayout,
    columns: Mapping[str, str],
    words: Mapping[str, str],
) -> ResultLayout:
    """The layout with what was remembered by header."""
    keys = _keys(tables, layout)
    places = {role: keys.index(key) for role, key in columns.items() if key in keys}
    return replace(layout, columns=places, words=dict(words))


def file_columns(table: RawTable, layout: ResultLayout) -> list[FileColumn]:
    """The columns with a header or a cell, with what their first cells say."""
    texts = header_texts(table, layout.header_row, 1)
    rows = table.rows[layout.header_row + 1 : layout.header_row + 6]
    columns = []
    for place, text in enumerate(texts):
        samples = tuple(dict.fromkeys(filter(None, (_text(row, place) for row in rows))))
        if text.text or samples:
            columns.append(FileColumn(place, text.text, tuple(each[:60] for each in samples)))
    return columns


def rows(table: RawTable, layout: ResultLayout) -> list[ResultRow]:
    """The lines under the header that name an SKU or a state."""
    sku, state = layout.columns["sku"], layout.columns["state"]
    reason = layout.columns.get("reason")
    found = []
    for number, cells in enumerate(table.rows[layout.header_row + 1 :], layout.header_row + 2):
        row = ResultRow(
            number,
            _text(cells, sku),
            _text(cells, state)[:_LONGEST_WORD],
            _text(cells, reason)[:_LONGEST_REASON] if reason is not None else "",
        )
        if row.sku or row.word:
            found.append(row)
    return found


def words(found: Sequence[ResultRow], layout: ResultLayout) -> list[FoundWord]:
    """The texts of states with their meaning: as it was named, else as it is usually meant."""
    counts = Counter(word_key(row.word) for row in found if row.word)
    texts = {word_key(row.word): row.word for row in reversed(found) if row.word}
    return [
        FoundWord(key, texts[key], count, layout.words.get(key, _meanings().get(key)))
        for key, count in counts.most_common(MOST_WORDS)
    ]


def word_key(text: str) -> str:
    """What two spellings of a state share."""
    return name_key(text) or text.strip().lower()


def _keys(tables: Sequence[RawTable], layout: ResultLayout) -> tuple[str, ...]:
    return keys_of(header_texts(tables[layout.table], layout.header_row, 1))


def _by_header(table: RawTable, header_row: int) -> dict[str, int]:
    keys = [name_key(text.text) for text in header_texts(table, header_row, 1)]
    found: dict[str, int] = {}
    for role in ROLES:
        # The first synonym counts most: «SKU phân loại» before «Mã sản phẩm».
        wanted = [key for key in _synonyms(role) if key in keys]
        places = [keys.index(key) for key in wanted if keys.index(key) not in found.values()]
        if places:
            found[role] = places[0]
    return found


def _text(cells: Sequence[Cell], place: int) -> str:
    cell = cells[place] if place < len(cells) else None
    return "" if cell is None else as_text(cell)


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    return {
        row["meaning"]: tuple(name_key(word) for word in row["words"].split("|"))
        for row in fact_rows("listing_result_words")
    }


def _synonyms(role: str) -> tuple[str, ...]:
    return _table()[f"{_COLUMN}{role}"]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    return {
        key: meaning
        for meaning, keys in _table().items()
        if not meaning.startswith(_COLUMN)
        for key in keys
    }
