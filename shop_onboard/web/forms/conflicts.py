"""Two people's answers to one form: which fields differ, and the form that keeps one of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectField

_KEEP, _THEIRS = "keep.", "theirs."
# Told together: half of one place and half of another is neither.
_TOGETHER = {"province": "commune", "former_district": "commune", "place": "commune"}
# What a record's column or child row is called in its form.
_FORM_FIELDS = {
    "commune_id": "commune",
    "former_place": "commune",
    "former_district": "commune",
    "product_id": "product_code",
    "lot_id": "lot_code",
    "campaign_id": "campaign_code",
    "targets": "target_mass_g",
}


@dataclass(frozen=True)
class Choice:
    """One field that differs; `is_theirs` when the other person changed it meanwhile."""

    group: str
    label: str
    theirs: str
    mine: str
    is_theirs: bool


@dataclass(frozen=True)
class Both:
    """What a conflict page asks, and what it sends along unseen."""

    choices: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]


def both(form: Any, current: dict[str, Any], changed: frozenset[str]) -> Both:
    """The typed form beside the record's values as its form takes them.

    `changed` are the record's fields that somebody changed since the form was opened.
    """
    theirs = type(form)(formdata=None, data=current)
    for field in form:
        if hasattr(field, "choices"):
            theirs[field.name].choices = field.choices
    touched = {_group(_FORM_FIELDS.get(name, name)) for name in _columns(changed)}
    choices = [
        Choice(
            field.name,
            field.label.text,
            _shown(theirs[field.name]),
            _shown(field),
            _group(field.name) in touched,
        )
        for field in form
        if _is_asked(field) and _plain(field.data) != _plain(theirs[field.name].data)
    ]
    hidden = [*_all_sent(form), *((_THEIRS + name, value) for name, value in _all_sent(theirs))]
    return Both(tuple(choices), tuple(hidden))


def _all_sent(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send of the form; an empty tick is not sent."""
    for field in form:
        for leaf in _leaves(field):
            value = _sent(leaf)
            if leaf.name != "version" and (value or not isinstance(leaf, BooleanField)):
                yield leaf.name, value


def settled(formdata: Any) -> Any:
    """What a conflict page was answered with, as if it had been typed into the form itself."""
    if formdata is None or not any(name.startswith(_KEEP) for name in formdata):
        return formdata
    taken = {
        _group(name.removeprefix(_KEEP))
        for name in formdata
        if name.startswith(_KEEP) and formdata[name] == "theirs"
    }
    found: MultiDict[str, Any] = MultiDict()
    for name, value in formdata.items(multi=True):
        plain = name.removeprefix(_THEIRS)
        is_wanted = name.startswith(_THEIRS) == (_group(plain) in taken)
        if is_wanted and not name.startswith(_KEEP):
            found.add(plain, value)
    return found


def _columns(changed: frozenset[str]) -> Iterator[str]:
    for name in changed:
        relation, _slash, key = name.partition("/")
        if relation == "certificates" and key == "ocop":
            yield from ("ocop_stars", "ocop_number", "ocop_issued_on")
        yield relation


def _group(name: str) -> str:
    first = name.partition("-")[0]
    return _TOGETHER.get(first, first)


def _is_asked(field: Field) -> bool:
    if isinstance(field, HiddenField) or field.name in _TOGETHER:
        return False
    # What the page did not ask, such as a code that stays, was not answered either.
    return isinstance(field, BooleanField | FieldList) or bool(field.raw_data)


def _leaves(field: Any) -> Iterator[Field]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _leaves(entry)
    elif isinstance(field, FormField):
        for part in field.form:
            yield from _leaves(part)
    elif field.type != "CSRFTokenField":
        yield field


def _sent(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectField):
        return "" if field.data is None else str(field.data)
    return str(field._value() or "")


def _shown(field: Any) -> str:
    if isinstance(field, FieldList):
        rows = ([_sent(leaf) for leaf in _leaves(entry)] for entry in field.entries)
        return " | ".join(" · ".join(text for text in row if text) for row in rows if any(row))
    if isinstance(field, BooleanField):
        return _("có") if field.data else _("không")
    if isinstance(field, SelectField):
        labels = {str(choice.value): str(choice.label) for choice in field.choices or ()}
        return labels.get(str(field.data), "")
    return _sent(field)


def _plain(data: Any) -> Any:
    """Nothing typed and nothing stored are the same; so are rows left empty."""
    if isinstance(data, list):
        rows = [{key: _plain(value) for key, value in row.items()} for row in data]
        return [row for row in rows if any(value is not None for value in row.values())]
    return None if data in ("", 0, False) else data
