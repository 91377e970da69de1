"""A record as plain values that a version can keep, and those values put back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from shop_onboard.models.campaigns import Campaign, Target
from shop_onboard.models.columns import UtcDateTime
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Certificate, PackSize, Product, ProductPhoto
from shop_onboard.values.text import fold, sort_key

# Field → value; a child row is one field, called "packs/Hộp 2 kg".
Snapshot = dict[str, Any]

# Who and when is said by the version itself; what follows from the name comes with the name.
_UNTOLD = frozenset(
    {
        "id",
        "version",
        "gs1_code",
        "created_at",
        "is_sample",
        "name_folded",
        "name_sort",
        "registered_by_id",
        "recorded_by_id",
        "changed_by_id",
        "deleted_by_id",
        "reviewed_at",
        "reviewed_by_id",
        "checked_at",
    }
)
# Follows from consents: taking a change back must not open what was closed meanwhile.
_CONSENTED = frozenset({"shown_phone", "shown_representative", "shown_name", "shows_people"})


@dataclass(frozen=True)
class Children:
    """Rows that belong to a record: told one from another by `key`."""

    relation: str
    key: str
    row_class: type[Any]
    parent: str


_CHILDREN: dict[type[Any], tuple[Children, ...]] = {
    Product: (
        Children("packs", "label", PackSize, "product_id"),
        Children("certificates", "kind", Certificate, "product_id"),
        Children("photos", "storage_key", ProductPhoto, "product_id"),
    ),
    Campaign: (Children("targets", "metric", Target, "campaign_id"),),
}


# Class → the columns told of it: looked up once, since every row that goes in is told of.
_NAMES: dict[type[Any], tuple[str, ...]] = {}


def snapshot(row: Any) -> Snapshot:
    """What the record is now; its child rows must be loaded."""
    held = {name: _told(getattr(row, name)) for name in _names(type(row))}
    for children in _CHILDREN.get(type(row), ()):
        for field, child in _children(row, children):
            names = _names(children.row_class)
            held[field] = {
                name: _told(getattr(child, name)) for name in names if name != children.parent
            }
    return held


def told(row_class: type[Any], columns: Mapping[str, Any]) -> Snapshot:
    """As `snapshot` of a row with these columns, without its child rows."""
    return {name: _told(columns[name]) for name in _names(row_class) if name in columns}


def difference(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """The fields that differ, as they were and as they are; a missing child is None."""
    fields = sorted(
        field for field in before.keys() | after.keys() if before.get(field) != after.get(field)
    )
    return (
        {field: before.get(field) for field in fields},
        {field: after.get(field) for field in fields},
    )


def put_back(row: Any, values: Mapping[str, Any]) -> None:
    """Give the record these values; child rows come and go with them."""
    for field, value in values.items():
        relation, _slash, key = field.partition("/")
        if key:
            _put_child(row, relation, field, value)
        else:
            setattr(row, field, _read(type(row), field, value))
    if "name" in values:
        row.name_folded = fold(row.name)
        row.name_sort = sort_key(row.name)
    if type(row) in _CHILDREN:
        # Child rows alone must count as a version of the record too.
        flag_modified(row, "name")


def _put_child(row: Any, relation: str, field: str, value: Mapping[str, Any] | None) -> None:
    children = next(each for each in _CHILDREN[type(row)] if each.relation == relation)
    rows = getattr(row, relation)
    held = dict(_children(row, children)).get(field)
    if value is None:
        if held is not None:
            rows.remove(held)
        return
    columns = {name: _read(children.row_class, name, told) for name, told in value.items()}
    if held is not None:
        for name, told in columns.items():
            setattr(held, name, told)
        if isinstance(held, Certificate):
            # An officer approved what it said until now.
            held.checked_at = None
        return
    made = children.row_class(**columns)
    if hasattr(made, "is_sample"):
        made.is_sample = row.is_sample
    rows.append(made)


def _children(row: Any, children: Children) -> Iterator[tuple[str, Any]]:
    counts: dict[str, int] = {}
    for child in getattr(row, children.relation):
        key = getattr(child, children.key)
        counts[key] = counts.get(key, 0) + 1
        number = f"#{counts[key]}" if counts[key] > 1 else ""
        yield f"{children.relation}/{key}{number}", child


def _names(row_class: type[Any]) -> tuple[str, ...]:
    if row_class not in _NAMES:
        attributes = sa.inspect(row_class).column_attrs
        untold = _UNTOLD | _CONSENTED if row_class is Cooperative else _UNTOLD
        _NAMES[row_class] = tuple(each.key for each in attributes if each.key not in untold)
    return _NAMES[row_class]


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(row_class: type[Any], name: str, value: Any) -> Any:
    if value is None:
        return None
    kind = sa.inspect(row_class).columns[name].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, sa.Date) else value
