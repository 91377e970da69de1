"""Keeps the provinces and communes of the database as they ship with the product."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.places import Commune, CommuneSuccession, Province
from shop_onboard.policy import Actor
from shop_onboard.services import audit
from shop_onboard.values import places
from shop_onboard.values.text import fold, sort_key

# What tells one unit from another for good: codes are given anew when boundaries change.
Key = tuple[str, date | None]


def load(actor: Actor) -> int:
    """Bring in what is new and date what has ended, as shipped; the number of rows that differed.

    A unit that no longer ships stays: records may stand in it.
    """
    communes = [*places.communes(), *places.former_communes()]
    provinces, changed = _brought(
        Province, {_key(row): _province_row(row) for row in places.all_provinces()}
    )
    rows = {
        _key(row): _commune_row(row, provinces[_key(places.province_of(row))]) for row in communes
    }
    ids, changed_communes = _brought(Commune, rows)
    changed += changed_communes + _bring_successions(ids)
    if changed:
        audit.record(actor, "places.loaded", "places", None, communes=len(communes))
    return changed


def _key(row: places.Province | places.Commune) -> Key:
    return row.code, row.valid_from


def _brought(
    model: type[Province] | type[Commune], wanted: Mapping[Key, dict[str, Any]]
) -> tuple[dict[Key, int], int]:
    """Key → row id once every row is as wanted; how many rows were added or changed."""
    columns = [getattr(model, name) for name in next(iter(wanted.values()))]
    held = {
        (row.code, row.valid_from): row
        for row in db.session.execute(sa.select(model.id, *columns)).all()
    }
    added = [values for key, values in wanted.items() if key not in held]
    changed = [
        {"id": held[key].id, **values}
        for key, values in wanted.items()
        if key in held and any(getattr(held[key], name) != values[name] for name in values)
    ]
    if added:
        db.session.execute(sa.insert(model), added)
    if changed:
        db.session.execute(sa.update(model), changed)
    ids = db.session.execute(sa.select(model.code, model.valid_from, model.id))
    return {(code, valid_from): row_id for code, valid_from, row_id in ids}, len(added + changed)


def _bring_successions(ids: Mapping[Key, int]) -> int:
    wanted = {(ids[_key(step.former)], ids[_key(step.current)]) for step in places.successions()}
    held = {
        (old, new)
        for old, new in db.session.execute(
            sa.select(CommuneSuccession.predecessor_id, CommuneSuccession.successor_id)
        )
    }
    added = [{"predecessor_id": old, "successor_id": new} for old, new in sorted(wanted - held)]
    if added:
        db.session.execute(sa.insert(CommuneSuccession), added)
    return len(added)


def _province_row(row: places.Province) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.short_name,
        "name_folded": fold(row.short_name),
        "name_sort": sort_key(row.short_name),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _commune_row(row: places.Commune, province_id: int) -> dict[str, Any]:
    name = row.full_name
    return {
        "code": row.code,
        "name": name,
        "name_folded": fold(name),
        "name_sort": sort_key(row.name),
        "kind": row.kind,
        "province_id": province_id,
        "former_district": row.former_district or None,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
