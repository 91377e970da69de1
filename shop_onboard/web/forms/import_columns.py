"""What is sent when somebody names the columns of a table: as many fields as the table has."""

from dataclasses import replace

from werkzeug.datastructures import ImmutableMultiDict

from shop_onboard.imports import naming
from shop_onboard.imports.guessing import FIRST_ROWS, MOST_HEADER_ROWS
from shop_onboard.imports.layouts import KIND_NAMES, TableLayout
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import clean
from shop_onboard.values.workbook import name_key

Sent = ImmutableMultiDict[str, str]
_LONGEST = 300


def number(sent: Sent, name: str, below: int) -> int:
    """A whole number from 0, less than `below`; 0 for anything else."""
    found = row_number(sent.get(name))
    return found if found < below else 0


def header(sent: Sent) -> tuple[str, int, int]:
    """Kind of the table, first row of its header counted from 0, number of its rows."""
    kind = sent.get("kind", "")
    first_row = max(number(sent, "first_row", FIRST_ROWS + 1) - 1, 0)
    header_rows = max(number(sent, "header_rows", MOST_HEADER_ROWS + 1), 1)
    return (kind if kind in KIND_NAMES else ""), first_row, header_rows


def columns(sent: Sent, layout: TableLayout) -> TableLayout:
    """The layout with the columns that were sent. Raises DomainError."""
    if not layout.kind:
        return layout
    choices = [
        naming.Choice(int(place), target, sent.get(f"unit-{place}", ""))
        for name, target in sent.items()
        if (place := name.removeprefix("column-")) != name
        and place.isascii()
        and place.isdecimal()
        and len(place) < 4
        and target
    ]
    constants = {
        name.removeprefix("constant-"): clean(text)[:_LONGEST]
        for name, text in sent.items()
        if name.startswith("constant-")
    }
    chosen = naming.named(
        layout, choices, constants, _meant(sent, layout), by_name="by_name" in sent
    )
    return replace(chosen, is_draft="is_draft" in sent, fills_down="fills_down" in sent)


def _meant(sent: Sent, layout: TableLayout) -> dict[str, dict[str, str]]:
    """Column key → word of the file → what it means; words said before and not now stay."""
    found = {key: dict(source.words) for key, source in layout.sources.items()}
    for name, meaning in sent.items():
        if not name.startswith("meaning-"):
            continue
        key, _, place = name.removeprefix("meaning-").rpartition("-")
        word = name_key(sent.get(f"word-{key}-{place}", ""))
        if word and meaning in naming.meanings(key):
            found.setdefault(key, {})[word] = meaning
        elif word and not meaning:
            found.get(key, {}).pop(word, None)
    return found
