"""Where a person registers cooperatives, and whose a commune is."""

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.organisations import CommuneGroup, Union
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor, Role


def own(actor: Actor) -> list[str]:
    """The places a volunteer or officer works in, such as «xã Lục Ngạn»; [] for everybody else."""
    grants = [grant for grant in actor.grants if grant.role in (Role.VOLUNTEER, Role.OFFICER)]
    unions = [
        db.session.get_one(Union, grant.union_id)
        for grant in grants
        if grant.union_id is not None and grant.group_id is None
    ]
    groups = [
        db.session.get_one(CommuneGroup, grant.group_id).name
        for grant in grants
        if grant.group_id is not None
    ]
    places = [_place(union) for union in unions]
    return list(dict.fromkeys([place for place in places if place] + groups))


def responsible(commune_id: int, *, is_sample: bool) -> Union | None:
    """The only standing unit of a commune, of real or of sample ones; None when not known."""
    query = sa.select(Union).where(
        Union.commune_id == commune_id,
        Union.kind == "commune",
        Union.valid_to.is_(None),
        Union.is_sample.is_(is_sample),
    )
    found = db.session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _place(union: Union) -> str:
    held: Union | None = union
    while held is not None:
        if held.commune_id is not None:
            return db.session.get_one(Commune, held.commune_id).name
        if held.province_id is not None:
            return db.session.get_one(Province, held.province_id).name
        held = db.session.get(Union, held.parent_id) if held.parent_id else None
    return ""
