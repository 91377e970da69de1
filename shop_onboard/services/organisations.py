"""Unions and named groups of communes."""

from collections.abc import Sequence

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.imports.samples import SampleGroup, SampleUnion
from shop_onboard.models.organisations import (
    CommuneGroup,
    CommuneGroupMember,
    Union,
    UnionSuccession,
)
from shop_onboard.models.places import Province
from shop_onboard.policy import Actor
from shop_onboard.queries import places
from shop_onboard.services import audit
from shop_onboard.values.text import fold, sort_key


def load_tree(actor: Actor, rows: Sequence[SampleUnion], *, is_sample: bool) -> dict[str, Union]:
    """Create the units, parents first, with their successors; code → unit."""
    codes = {row.commune_code for row in rows if row.commune_code}
    communes = places.commune_ids(codes)
    provinces = _province_ids()
    made: dict[str, Union] = {}
    for row in rows:
        parent = made.get(row.parent_code)
        union = Union(
            code=row.code,
            kind=row.kind,
            **_named(row.name),
            parent_id=parent.id if parent else None,
            commune_id=communes.get(row.commune_code),
            province_id=provinces.get(row.province_code),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_sample=is_sample,
        )
        db.session.add(union)
        db.session.flush()
        made[row.code] = union
        audit.record(actor, "union.created", "union", union.id, code=row.code, name=row.name)
    for row in rows:
        for code in row.successor_codes:
            db.session.add(
                UnionSuccession(predecessor_id=made[row.code].id, successor_id=made[code].id)
            )
    db.session.flush()
    return made


def load_groups(rows: Sequence[SampleGroup], *, is_sample: bool) -> dict[str, CommuneGroup]:
    """Create the groups with their communes; code → group."""
    made: dict[str, CommuneGroup] = {}
    for row in rows:
        group = CommuneGroup(
            code=row.code,
            **_named(row.name),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_sample=is_sample,
        )
        db.session.add(group)
        db.session.flush()
        made[row.code] = group
        for commune_id in places.commune_ids(set(row.commune_codes)).values():
            db.session.add(CommuneGroupMember(group_id=group.id, commune_id=commune_id))
    db.session.flush()
    return made


def _named(name: str) -> dict[str, str]:
    return {"name": name, "name_folded": fold(name), "name_sort": sort_key(name)}


def _province_ids() -> dict[str, int]:
    rows = db.session.execute(
        sa.select(Province.code, Province.id).where(Province.valid_to.is_(None))
    )
    return dict(rows.all())
