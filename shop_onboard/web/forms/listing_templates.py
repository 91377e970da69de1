"""A template that is sent, its columns as they are named, and the answers for each product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import ImmutableMultiDict
from wtforms.fields.choices import SelectChoice

from shop_onboard.errors import DomainError
from shop_onboard.exports.templates.columns import Source, TemplateColumn, TemplateLayout
from shop_onboard.exports.templates.fields import FIELDS, UNITS
from shop_onboard.exports.templates.sketch import HEAD_ROWS, TemplateSketch
from shop_onboard.queries.listing_templates import OTHER
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_, clean, slugify
from shop_onboard.web.forms.fields import AtMost, ChoiceField, CleanField, Form
from shop_onboard.web.forms.imports import UploadForm
from shop_onboard.web.language import say

Sent = ImmutableMultiDict[str, str]
CONSTANT, ASKED = "=", "?"
_LONGEST = 500
_MOST_ROW = 100_000


class TemplateForm(UploadForm):
    """The blank template of one marketplace, and whose products go into it."""

    marketplace = ChoiceField(_l("Tệp mẫu của sàn"))
    other_name = CleanField(
        _l("Tên sàn khác"), validators=[AtMost(60)], render_kw={"autocomplete": "off"}
    )
    cooperative = ChoiceField(_l("Tên hợp tác xã"))
    file = FileField(
        _l("Tệp mẫu (.xlsx hoặc .csv)"), render_kw={"accept": ".xlsx,.csv", "required": True}
    )

    def __init__(
        self, marketplaces: Sequence[tuple[str, str]], cooperatives: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(**kwargs)
        known = [SelectChoice(key, name) for key, name in marketplaces]
        self.marketplace.choices = [*known, SelectChoice(OTHER, say(N_("sàn khác")))]
        self.cooperative.choices = [SelectChoice(slug, name) for slug, name in cooperatives]

    def chosen(self, marketplaces: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """Key and name of the marketplace. Raises DomainError when it has no name."""
        if self.marketplace.data != OTHER:
            return self.marketplace.data, dict(marketplaces)[self.marketplace.data]
        name = self.other_name.data
        if not slugify(name):
            raise DomainError(N_("Hãy ghi tên sàn, ví dụ «Chợ quê số»."), "other_name")
        return f"{OTHER}-{slugify(name)[:50]}", name


class PracticeForm(Form):
    """Whose products are tried out in the practice template."""

    cooperative = ChoiceField(_l("Tên hợp tác xã"))

    def __init__(self, cooperatives: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cooperative.choices = [SelectChoice(slug, name) for slug, name in cooperatives]


@dataclass(frozen=True)
class Label:
    """What a field is called."""

    text: str


@dataclass(frozen=True)
class Typed:
    """One field of a form of many columns, as the page of two versions shows it."""

    name: str
    label: Label
    text: str

    def _value(self) -> str:
        return self.text


def number(sent: Sent, name: str, below: int = _MOST_ROW) -> int:
    """A whole number from 0, less than `below`; 0 for anything else."""
    found = row_number(sent.get(name, ""))
    return found if found < below else 0


def header(sent: Sent, sketch: TemplateSketch) -> tuple[str, int]:
    """The sheet and the row, counted from 0, that hold the header."""
    names = [sheet.name for sheet in sketch.sheets]
    sheet = names[number(sent, "sheet", len(names))]
    rows = len(sketch.sheet(sheet).head)
    return sheet, min(max(number(sent, "header_row", HEAD_ROWS + 1) - 1, 0), max(rows - 1, 0))


def layout(sent: Sent, held: TemplateLayout, columns: Sequence[TemplateColumn]) -> TemplateLayout:
    """The layout with the columns that were sent."""
    sources = {column.place: _source(sent, column) for column in columns}
    named = {place: source for place, source in sources.items() if not source.is_blank}
    first_row = number(sent, "data_row")
    data_row = first_row - 1 if first_row else held.data_row
    return replace(held, sources=named, data_row=data_row)


def _source(sent: Sent, column: TemplateColumn) -> Source:
    chosen = sent.get(f"column-{column.place}", "")
    constant = clean(sent.get(f"constant-{column.place}", ""))[:_LONGEST]
    is_typed_anew = constant not in ("", column.source.constant)
    if is_typed_anew and chosen == chosen_of(column.source):
        # Whoever writes a text below what is chosen means the text.
        return Source(constant=constant)
    if chosen in FIELDS:
        unit = sent.get(f"unit-{column.place}", "")
        return Source(chosen, unit if unit in UNITS.get(FIELDS[chosen].form, {}) else "")
    if chosen == ASKED:
        return Source(asks=True)
    return Source(constant=constant)


def answers(
    sent: Sent, columns: Sequence[TemplateColumn], product_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """Product → column key → text, of the fields that were on the page."""
    found: dict[int, dict[str, str]] = {}
    for product_id in product_ids:
        for column in columns:
            name = f"answer-{column.place}-{product_id}"
            if column.source.asks and name in sent:
                found.setdefault(product_id, {})[column.key] = clean(sent[name])[:_LONGEST]
    return found


def typed_answers(
    given: Mapping[int, Mapping[str, str]], names: Mapping[int, tuple[str, Mapping[str, str]]]
) -> tuple[list[Typed], dict[str, str]]:
    """The answers as a page of two versions shows them: mine as fields, theirs by field.

    `names` holds each product's name and the answers that are stored.
    """
    typed, theirs = [], {}
    for product_id, texts in given.items():
        name, held = names[product_id]
        for key, text in texts.items():
            field = f"{product_id}-{key}"
            typed.append(Typed(field, Label(name), text))
            theirs[field] = held.get(key, "")
    return typed, theirs


def chosen_of(source: Source) -> str:
    """What stands in the select of a column."""
    if source.constant:
        return CONSTANT
    return ASKED if source.asks else source.field
