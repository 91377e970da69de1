"""Loads the provinces and communes that ship with the product."""

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.places import Commune, CommuneSuccession, Province
from shop_onboard.policy import Actor
from shop_onboard.queries import places as queries
from shop_onboard.services import audit
from shop_onboard.values import places
from shop_onboard.values.text import fold, sort_key


def load(actor: Actor) -> int:
    """Bring in what is not there yet; returns the number of communes added (0 when complete)."""
    if queries.count():
        return 0
    provinces = _load_provinces()
    communes = [*places.communes(), *places.former_communes()]
    ids = {commune: number for number, commune in enumerate(communes, start=1)}
    db.session.execute(
        sa.insert(Commune), [_commune_row(row, ids[row], provinces) for row in communes]
    )
    successions = {(ids[step.former], ids[step.current]) for step in places.successions()}
    db.session.execute(
        sa.insert(CommuneSuccession),
        [{"predecessor_id": old, "successor_id": new} for old, new in sorted(successions)],
    )
    if db.engine.dialect.name == "postgresql":
        # The ids above were given by hand; the next row must not meet them.
        for table in ("provinces", "communes"):
            db.session.execute(
                sa.text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608 - two fixed names
            )
    audit.record(actor, "places.loaded", "places", None, communes=len(communes))
    return len(communes)


def _load_provinces() -> dict[places.Province, int]:
    rows = {province: number for number, province in enumerate(places.all_provinces(), start=1)}
    db.session.execute(
        sa.insert(Province),
        [
            {
                "id": number,
                "code": row.code,
                "name": row.short_name,
                "name_folded": fold(row.short_name),
                "name_sort": sort_key(row.short_name),
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
            for row, number in rows.items()
        ],
    )
    return rows


def _commune_row(
    row: places.Commune, number: int, provinces: dict[places.Province, int]
) -> dict[str, object]:
    name = row.full_name
    return {
        "id": number,
        "code": row.code,
        "name": name,
        "name_folded": fold(name),
        "name_sort": sort_key(row.name),
        "kind": row.kind,
        "province_id": provinces[places.province_of(row)],
        "former_district": row.former_district or None,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
