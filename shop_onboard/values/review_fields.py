"""What a reviewer can remark on, and which change of a record answers the remark."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from shop_onboard.values.record_fields import FIELD_WORDS
from shop_onboard.values.text import N_, Message


@dataclass(frozen=True)
class ReviewField:
    """`key` is the field's name in its form; `columns` are what a version calls it."""

    key: str
    label: Message
    columns: frozenset[str]


def _plain(*names: str) -> tuple[ReviewField, ...]:
    return tuple(ReviewField(name, FIELD_WORDS[name], frozenset({name})) for name in names)


REVIEW_FIELDS: dict[str, tuple[ReviewField, ...]] = {
    "cooperative": (
        *_plain("name", "kind", "representative", "phone"),
        ReviewField(
            "commune",
            FIELD_WORDS["commune_id"],
            frozenset({"commune_id", "former_place", "former_district"}),
        ),
        *_plain("address", "tax_code", "founded_year", "member_count", "is_youth_led", "story"),
        *_plain("bank", "bank_account", "account_holder"),
    ),
    "product": (
        *_plain("name"),
        ReviewField("packs", N_("Quy cách và giá"), frozenset({"packs"})),
        ReviewField("photos", N_("Ảnh"), frozenset({"photos"})),
        *_plain("description", "ocop_set", "name_en", "shelf_life_days", "storage"),
        *_plain("season_from", "season_to"),
        ReviewField("ocop_number", N_("Giấy chứng nhận OCOP"), frozenset({"certificates"})),
    ),
}


# What a seller changes from day to day: it is nobody's to approve.
_DAILY = frozenset({"price_vnd", "stock"})
_OF_REVIEW = frozenset({"state", "review_note"})


def is_daily(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a version of a product tells only of prices and stocks of packs it had already."""
    told = [field for field in after if field not in _OF_REVIEW]
    return bool(told) and all(_is_daily(before.get(field), after[field]) for field in told)


def _is_daily(was: Any, became: Any) -> bool:
    if not (isinstance(was, Mapping) and isinstance(became, Mapping)):
        return False
    return {name for name in became if was.get(name) != became[name]} <= _DAILY


def field_label(subject: str, key: str) -> Message:
    """What a remarked field is called."""
    found = next((each for each in REVIEW_FIELDS[subject] if each.key == key), None)
    return found.label if found else Message(key)


def answered(subject: str, changed: Collection[str]) -> frozenset[str]:
    """Keys of the fields that a change of these fields of a version answers."""
    columns = {field.partition("/")[0] for field in changed}
    fields = REVIEW_FIELDS.get(subject, ())
    return frozenset(field.key for field in fields if field.columns & columns)
