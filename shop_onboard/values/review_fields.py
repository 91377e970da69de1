"""What a reviewer can remark on, and which change of a record answers the remark."""

from collections.abc import Collection
from dataclasses import dataclass

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


def field_label(subject: str, key: str) -> Message:
    """What a remarked field is called."""
    found = next((each for each in REVIEW_FIELDS[subject] if each.key == key), None)
    return found.label if found else Message(key)


def answered(subject: str, changed: Collection[str]) -> frozenset[str]:
    """Keys of the fields that a change of these fields of a version answers."""
    columns = {field.partition("/")[0] for field in changed}
    fields = REVIEW_FIELDS.get(subject, ())
    return frozenset(field.key for field in fields if field.columns & columns)
