"""Named groups of communes, and which communes a person may put into one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.organisations import CommuneGroup, CommuneGroupMember, Union
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import unions_seen
from shop_onboard.values.text import N_, fold


def page(actor: Actor, *, search: str = "", number: int = 1) -> Page[CommuneGroup]:
    """The groups that unions in sight keep or the person works in, by name."""
    query = sa.select(CommuneGroup).where(_seen(actor))
    if search:
        query = query.where(matches(CommuneGroup.name_folded, search))
    return page_of(query.order_by(CommuneGroup.name_sort, CommuneGroup.id), number)


def one(actor: Actor, code: str) -> CommuneGroup:
    """The group of this code; NotFound when unknown or out of sight."""
    query = sa.select(CommuneGroup).where(CommuneGroup.code == code, _seen(actor))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy nhóm xã này."))
    return found


def called(actor: Actor, text: str) -> CommuneGroup | None:
    """The only group in sight of this code or, without marks, of this name."""
    is_it = sa.or_(CommuneGroup.code == text, CommuneGroup.name_folded == fold(text))
    found = db.session.scalars(sa.select(CommuneGroup).where(is_it, _seen(actor)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def communes(group: CommuneGroup) -> Sequence[Commune]:
    """The group's communes with their provinces, by name."""
    query = (
        sa.select(Commune)
        .join(CommuneGroupMember, CommuneGroupMember.commune_id == Commune.id)
        .join(Commune.province)
        .where(CommuneGroupMember.group_id == group.id)
        .options(contains_eager(Commune.province))
        .order_by(Commune.name_sort, Commune.id)
    )
    return db.session.scalars(query).all()


def counts(groups: Sequence[CommuneGroup]) -> dict[int, int]:
    """Group → how many communes it has."""
    query = (
        sa.select(CommuneGroupMember.group_id, sa.func.count())
        .where(CommuneGroupMember.group_id.in_([group.id for group in groups]))
        .group_by(CommuneGroupMember.group_id)
    )
    return dict(db.session.execute(query).all())


def within_reach(actor: Actor) -> Sequence[Commune]:
    """Standing communes that a person may group: of the unions in sight, and of the provinces
    that a province's own unit in sight stands for.

    A group gives whoever works in it sight of its communes, so it must not reach further than
    the person who makes it.
    """
    seen = sa.select(Union.commune_id).where(unions_seen(actor), Union.commune_id.is_not(None))
    provinces = sa.select(Union.province_id).where(
        unions_seen(actor), Union.kind == "province", Union.province_id.is_not(None)
    )
    query = (
        sa.select(Commune)
        .join(Commune.province)
        .where(
            Commune.valid_to.is_(None),
            sa.or_(Commune.id.in_(seen), Commune.province_id.in_(provinces)),
        )
        .options(contains_eager(Commune.province))
        .order_by(Province.name_sort, Commune.name_sort, Commune.id)
    )
    return db.session.scalars(query).all()


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.sees_everything:
        return sa.true()
    return sa.or_(
        CommuneGroup.union_id.in_(sa.select(Union.id).where(unions_seen(actor))),
        CommuneGroup.id.in_({grant.group_id for grant in actor.grants} - {None}),
    )
