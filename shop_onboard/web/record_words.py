"""What stood in a field, in words: for history, reviews and conflicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from shop_onboard.models.history import RecordVersion
from shop_onboard.queries.reviews import Change
from shop_onboard.values import channels, dates, mass, money, numbers, phones
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.record_fields import SILENT, field_words
from shop_onboard.values.workbook import QUALIFIERS
from shop_onboard.web.language import say
from shop_onboard.web.presentation import CERTAINTY_WORDS, STATE_WORDS

# (field, id) → what the row of that id is called.
Names = Mapping[tuple[str, int], str]
_WORDS: dict[str, Mapping[str, Any]] = {
    "state": STATE_WORDS,
    "kind": KIND_WORDS,
    "certainty": CERTAINTY_WORDS,
    "qualifier": QUALIFIERS,
}


@dataclass(frozen=True)
class Line:
    """One field of a change: its name, what it was and what it became."""

    field: str
    label: str
    before: str
    after: str


def lines(version: RecordVersion | Change, names: Names) -> list[Line]:
    """The fields of a version that a person can read, by their labels."""
    found = [
        Line(
            field,
            say(field_words(field)),
            value_words(field, version.before.get(field), names),
            value_words(field, value, names),
        )
        for field, value in version.after.items()
        if field not in SILENT
    ]
    return sorted(found, key=lambda line: line.label)


def value_words(field: str, value: Any, names: Names) -> str:
    """A kept value as people write it."""
    if value in (None, "", []):
        return _("để trống")
    if field == "merged":
        return f"{value['name']} ({value['code']})"
    relation, slash, _key = field.partition("/")
    if slash:
        return _child_words(relation, value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if field in _WORDS:
        return say(_WORDS[field].get(value, str(value)))
    if field.endswith("_id"):
        return names.get((field, value), str(value))
    return _plain(field, value)


def _plain(field: str, value: Any) -> str:
    if field.endswith("_g"):
        return mass.format_mass(value)
    if field.endswith("_vnd"):
        return money.format_vnd(value)
    if field.endswith("_at"):
        return dates.format_datetime(datetime.fromisoformat(value))
    if field.endswith("_on"):
        return dates.format_date(date.fromisoformat(value))
    if field == "phone":
        return phones.format_phone(value)
    if field == "channel_key":
        return channels.get_channel(value).name
    if field in ("season_from", "season_to"):
        month, day = value.split("-")
        return f"{int(day)}/{int(month)}"
    is_count = isinstance(value, int) and field != "founded_year"
    return numbers.format_number(value) if is_count else str(value)


def _child_words(relation: str, value: Mapping[str, Any]) -> str:
    if relation == "targets":
        return mass.format_mass(value["value"])
    if relation == "packs":
        parts = [mass.format_mass(value["net_mass_g"]), money.format_vnd(value["price_vnd"])]
        if value.get("gross_mass_g"):
            parts.append(_("cả bì %(mass)s", mass=mass.format_mass(value["gross_mass_g"])))
        if value.get("stock") is not None:
            parts.append(_("tồn kho %(count)s", count=numbers.format_number(value["stock"])))
        if value.get("gtin"):
            parts.append(value["gtin"])
        return " · ".join(parts)
    if relation == "photos":
        place = _(
            "%(name)s, ảnh thứ %(number)s", name=value["file_name"], number=value["position"] + 1
        )
        return _("%(photo)s, có người", photo=place) if value["shows_people"] else place
    parts = [_("%(stars)s sao", stars=value["stars"])] if value.get("stars") else []
    parts += [value["number"]] if value.get("number") else []
    if value.get("issued_on"):
        parts.append(dates.format_date(date.fromisoformat(value["issued_on"])))
    return " · ".join(parts) or _("có")
