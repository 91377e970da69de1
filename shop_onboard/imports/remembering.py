"""Columns named once by hand, known again by the headers over them.

Places may shift: the file of wrong rows has two columns more, next month's list one row of title
less. So a memory holds headers, not places.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from shop_onboard.imports.guessing import (
    FIRST_ROWS,
    MOST_HEADER_ROWS,
    HeaderText,
    guess,
    header_texts,
)
from shop_onboard.imports.headers import (
    OWN_COLUMNS,
    find_header,
    is_own_sheet,
    sheet_by_header,
    sheet_by_name,
)
from shop_onboard.imports.layouts import Layout, Source, TableLayout
from shop_onboard.imports.readers import RawTable
from shop_onboard.values.workbook import name_key

Recall = Callable[[str], Mapping[str, Any] | None]


def keys_of(texts: Sequence[HeaderText]) -> tuple[str, ...]:
    """A key for each column, "" where nothing stands over it; the second of a name is «name#2»."""
    counts: Counter[str] = Counter()
    found = []
    for text in texts:
        key = name_key(text.text)
        if key and key not in OWN_COLUMNS:
            counts[key] += 1
            key = key if counts[key] == 1 else f"{key}#{counts[key]}"
        found.append("" if key in OWN_COLUMNS else key)
    return tuple(found)


def signature(keys: Sequence[str]) -> str:
    """The same for every table with these headers, in whatever order and under whatever name."""
    told = "\n".join(sorted(key for key in keys if key))
    return hashlib.sha256(told.encode()).hexdigest()


def remember(table: RawTable, layout: TableLayout) -> tuple[str, dict[str, Any]]:
    """Signature of the table, and what `recall` needs to read such a table the same way."""
    keys = keys_of(header_texts(table, layout.first_row, layout.header_rows))
    sources = {
        key: asdict(source)
        | {"header": None if source.place is None else keys[source.place] or source.place}
        for key, source in layout.sources.items()
        if source.place is None or source.place < len(keys)
    }
    return signature(keys), {
        "kind": layout.kind,
        "is_draft": layout.is_draft,
        "fills_down": layout.fills_down,
        "sources": sources,
    }


def recall(table: RawTable, known: Recall) -> TableLayout | None:
    """The layout of a table that was read before; `known` gives what a signature stands for."""
    for first_row in range(min(FIRST_ROWS, len(table.rows))):
        for header_rows in range(1, MOST_HEADER_ROWS + 1):
            keys = keys_of(header_texts(table, first_row, header_rows))
            stored = known(signature(keys)) if any(keys) else None
            if stored is not None:
                return _recalled(table, stored, keys, first_row, header_rows)
    return None


def _recalled(
    table: RawTable,
    stored: Mapping[str, Any],
    keys: Sequence[str],
    first_row: int,
    header_rows: int,
) -> TableLayout:
    sources = {}
    for key, source in stored["sources"].items():
        header = source["header"]
        place = keys.index(header) if isinstance(header, str) else header
        kept = {name: value for name, value in source.items() if name not in ("header", "place")}
        sources[key] = Source(place=place, **kept)
    return TableLayout(
        table.name,
        stored["kind"],
        first_row,
        header_rows,
        sources,
        stored["is_draft"],
        stored["fills_down"],
    )


def layout_of(tables: Sequence[RawTable], known: Recall) -> tuple[Layout, bool]:
    """The layout of a file, and whether every table of it was named by hand before."""
    guessed = guess(tables)
    is_known = True
    for table in tables:
        if table.rows and not is_own_sheet(table.name):
            recalled = recall(table, known)
            is_known = is_known and recalled is not None
            guessed = guessed.with_table(recalled) if recalled else guessed
    return guessed, is_known and guessed.is_complete


def is_own_layout(tables: Sequence[RawTable]) -> bool:
    """Whether our own reader understands the file: nothing required is missing, nothing double."""
    found = set()
    others = []
    for table in tables:
        if not table.rows or is_own_sheet(table.name):
            continue
        sheet = sheet_by_name(table.name) or sheet_by_header(table.rows)
        if sheet is None:
            others.append(replace(table))
            continue
        header = find_header(table.rows, sheet)
        if header is None or header.missing(sheet) or sheet.key in found:
            return False
        found.add(sheet.key)
    return bool(found) and not any(layout.kind for layout in guess(others).tables)
