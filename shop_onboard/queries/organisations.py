"""The union's tree as its people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import CommuneGroup, Union, UnionSuccession
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import subtree
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen, unions_seen
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Family:
    """The units around a union: below it, before it and after it."""

    children: Sequence[Union]
    predecessors: Sequence[Union]
    successors: Sequence[Union]


@dataclass(frozen=True)
class Held:
    """How many cooperatives a union and everything below it has; the sample is counted apart."""

    real: int
    sample: int


def page(actor: Actor, *, search: str = "", number: int = 1) -> Page[Union]:
    """The unions in sight in the order of their tree, each with its parent."""
    tree = _tree()
    query: sa.Select[Any] = (
        sa.select(Union)
        .join(tree, tree.c.id == Union.id)
        .where(unions_seen(actor))
        .options(joinedload(Union.parent))
        .order_by(tree.c.path, Union.id)
    )
    if search:
        query = query.where(
            sa.or_(matches(Union.name_folded, search), matches(sa.func.lower(Union.code), search))
        )
    return page_of(query, number)


def depths(actor: Actor) -> dict[int, int]:
    """Union → how many steps below the highest unit in sight it stands."""
    tree = _tree()
    query = sa.select(Union.id, tree.c.depth).join(tree, tree.c.id == Union.id)
    rows = db.session.execute(query.where(unions_seen(actor)))
    found: dict[int, int] = dict(rows.all())
    top = min(found.values(), default=0)
    return {union_id: depth - top for union_id, depth in found.items()}


def one(actor: Actor, code: str) -> Union:
    """The union of this code with its parent; NotFound when unknown or out of sight."""
    query = (
        sa.select(Union)
        .where(Union.code == code, unions_seen(actor))
        .options(joinedload(Union.parent))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy đơn vị này."))
    return found


def family(union: Union) -> Family:
    """Children by name; who came before and who carries on."""
    before = sa.select(UnionSuccession.predecessor_id).where(
        UnionSuccession.successor_id == union.id
    )
    after = sa.select(UnionSuccession.successor_id).where(
        UnionSuccession.predecessor_id == union.id
    )
    return Family(
        _by_name(Union.parent_id == union.id),
        _by_name(Union.id.in_(before)),
        _by_name(Union.id.in_(after)),
    )


def sees(actor: Actor, union: Union) -> bool:
    """Whether the union's own page opens for the actor."""
    return actor.sees_everything or any(union.id in grant.union_ids for grant in actor.grants)


def cooperatives_held(actor: Actor, union: Union) -> Held:
    """Cooperatives in sight that belong to the union or to what is below it."""
    query = (
        sa.select(Cooperative.is_sample, sa.func.count())
        .where(cooperatives_seen(actor), Cooperative.union_id.in_(subtree(union.id)))
        .group_by(Cooperative.is_sample)
    )
    counts = dict(db.session.execute(query).all())
    return Held(counts.get(False, 0), counts.get(True, 0))


def _by_name(where: sa.ColumnElement[bool]) -> Sequence[Union]:
    return db.session.scalars(sa.select(Union).where(where).order_by(Union.name_sort)).all()


def _tree() -> sa.CTE:
    """Every union with its depth and a path that sorts parents right before their children."""
    path = sa.cast(Union.name_sort, sa.Text)
    top = sa.select(Union.id, sa.literal(0).label("depth"), path.label("path"))
    tree = top.where(Union.parent_id.is_(None)).cte("tree", recursive=True)
    below = sa.select(Union.id, tree.c.depth + 1, tree.c.path + "\x02" + path)
    return tree.union_all(below.join(tree, Union.parent_id == tree.c.id))


def by_code(code: str) -> Union | None:
    """The union of this code."""
    return db.session.scalar(sa.select(Union).where(Union.code == code))


def group_by_code(code: str) -> CommuneGroup | None:
    """The named group of communes of this code."""
    return db.session.scalar(sa.select(CommuneGroup).where(CommuneGroup.code == code))


def home_union(actor: Actor) -> Union:
    """The union a person works in. Raises DomainError for people who belong to none."""
    ids = [grant.union_id for grant in actor.grants if grant.union_id is not None]
    if not ids:
        raise DomainError(N_("Tài khoản của bạn chưa thuộc đơn vị Đoàn nào."))
    return db.session.get_one(Union, ids[0])


def practice_commune(actor: Actor) -> Commune | None:
    """A commune of a sample person's own unit, with its province; None for everybody else.

    A real unit gets no invented cooperative, not even to practise on.
    """
    grant = next((grant for grant in actor.grants if grant.union_id is not None), None)
    if grant is None or not db.session.get_one(Union, grant.union_id).is_sample:
        return None
    query = (
        sa.select(Commune)
        .join(Union, Union.commune_id == Commune.id)
        .where(Union.id.in_(grant.union_ids), Commune.valid_to.is_(None))
        .options(joinedload(Commune.province))
        .order_by(Union.code)
        .limit(1)
    )
    return db.session.scalar(query)


def any_home(actor: Actor) -> Union:
    """The person's own union; for the system, the only one at the top of those that stand."""
    if not actor.sees_everything:
        return home_union(actor)
    found = db.session.scalars(
        sa.select(Union).where(Union.kind == "province", Union.valid_to.is_(None))
    ).all()
    if len(found) != 1:
        raise DomainError(N_("Hãy ghi --union để biết nhập cho đơn vị nào."))
    return found[0]


def place_of(union: Union) -> str:
    """The province a union's papers are dated in: its own, its commune's or its parent's."""
    held: Union | None = union
    while held is not None:
        if held.commune_id is not None:
            commune = db.session.get_one(Commune, held.commune_id)
            return db.session.get_one(Province, commune.province_id).name
        if held.province_id is not None:
            return db.session.get_one(Province, held.province_id).name
        held = db.session.get(Union, held.parent_id) if held.parent_id else None
    return ""


def only_province(actor: Actor) -> str:
    """The province that all of the actor's unions and communes lie in; "" where there are more."""
    unions = frozenset[int]().union(*(grant.union_ids for grant in actor.grants))
    held = frozenset[int]().union(*(grant.commune_ids for grant in actor.grants))
    seats = sa.select(Union.commune_id).where(Union.id.in_(unions), Union.commune_id.is_not(None))
    own = sa.select(Union.province_id).where(Union.id.in_(unions))
    of_communes = sa.select(Commune.province_id).where(
        sa.or_(Commune.id.in_(held), Commune.id.in_(seats)), Commune.valid_to.is_(None)
    )
    query = sa.select(Province.name).where(
        sa.or_(Province.id.in_(own), Province.id.in_(of_communes)), Province.valid_to.is_(None)
    )
    names = set(db.session.scalars(query.limit(2)))
    return names.pop() if len(names) == 1 else ""


def required(code: str) -> Union:
    """The union of this code. Raises NotFound."""
    found = by_code(code)
    if found is None:
        raise NotFound(N_("Không có đơn vị mã «%(code)s».", code=code))
    return found
