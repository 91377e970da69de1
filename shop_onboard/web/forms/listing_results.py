"""A marketplace's result file as it is sent, and its columns and words as a person names them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import ImmutableMultiDict
from wtforms.fields.choices import SelectChoice

from shop_onboard.imports.guessing import FIRST_ROWS
from shop_onboard.imports.listing_results import MOST_WORDS, ROLES, ResultLayout, word_key
from shop_onboard.imports.readers import RawTable
from shop_onboard.models.listings import LISTING_STATES
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.forms.fields import ChoiceField
from shop_onboard.web.forms.imports import UploadForm

Sent = ImmutableMultiDict[str, str]
# What a person says of a word whose rows are to stay as they are.
LEAVE = "-"
_LONGEST_WORD = 120


class ResultForm(UploadForm):
    """The file, of which marketplace it is and whose listings it is about."""

    marketplace = ChoiceField(_l("Sàn"))
    cooperative = ChoiceField(_l("Tên hợp tác xã"))

    def __init__(
        self, places: Mapping[str, str], cooperatives: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.marketplace.choices = [SelectChoice(key, name) for key, name in places.items()]
        self.cooperative.choices = [SelectChoice(slug, name) for slug, name in cooperatives]


def number(sent: Sent, name: str, below: int) -> int | None:
    """A whole number from 0, less than `below`; None for anything else."""
    text = sent.get(name, "")
    found = row_number(text)
    return found if (found or text == "0") and found < below else None


def header(sent: Sent, tables: Sequence[RawTable]) -> tuple[int, int]:
    """The table and the row of its header, counted from 0."""
    table = number(sent, "table", len(tables)) or 0
    most = max(1, min(FIRST_ROWS, len(tables[table].rows)))
    return table, number(sent, "header_row", most) or 0


def layout(sent: Sent, held: ResultLayout, width: int) -> ResultLayout:
    """The layout with the columns and words that were sent; words not on the page stay."""
    columns: dict[str, int] = {}
    for role in ROLES:
        place = number(sent, f"column-{role}", width)
        if place is not None and place not in columns.values():
            columns[role] = place
    words = dict(held.words)
    for index in range(MOST_WORDS):
        text = sent.get(f"word-{index}", "")[:_LONGEST_WORD]
        meaning = sent.get(f"meaning-{index}", "")
        if text and (meaning in LISTING_STATES or meaning == LEAVE):
            words[word_key(text)] = "" if meaning == LEAVE else meaning
        elif text:
            words.pop(word_key(text), None)
    return ResultLayout(held.table, held.header_row, columns, words)
