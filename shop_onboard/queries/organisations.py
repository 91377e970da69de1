"""The union's tree as its people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import CommuneGroup, Union, UnionPast, UnionSuccession
from shop_onboard.models.places import Commune, Province
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import subtree
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen, unions_seen
from shop_onboard.values.text import N_, fold

_MOST_NAMED = 6
_MOST_CHOICES = 500


@dataclass(frozen=True)
class Family:
    """The units before a union and after it, and its own earlier names and places."""

    predecessors: Sequence[Union]
    successors: Sequence[Union]
    pasts: Sequence[UnionPast]


@dataclass(frozen=True)
class Held:
    """How many cooperatives a union and everything below it has; the sample is counted apart."""

    real: int
    sample: int


def page(
    actor: Actor, *, search: str = "", kind: str = "", standing: bool = False, number: int = 1
) -> Page[Union]:
    """The unions in sight in the order of their tree, each with its parent.

    `standing` leaves out those that have ended; a search finds earlier names too.
    """
    tree = _tree()
    query: sa.Select[Any] = (
        sa.select(Union)
        .join(tree, tree.c.id == Union.id)
        .where(unions_seen(actor))
        .options(joinedload(Union.parent))
        .order_by(tree.c.path, Union.id)
    )
    if kind:
        query = query.where(Union.kind == kind)
    if standing:
        query = query.where(Union.valid_to.is_(None))
    if search:
        called = sa.select(UnionPast.union_id).where(matches(UnionPast.name_folded, search))
        query = query.where(
            sa.or_(
                matches(Union.name_folded, search),
                matches(sa.func.lower(Union.code), search),
                Union.id.in_(called),
            )
        )
    return page_of(query, number)


def depths(actor: Actor, unions: Sequence[Union]) -> dict[int, int]:
    """Union → how many steps below the highest unit in sight it stands."""
    tree = _tree()
    query = sa.select(Union.id, tree.c.depth).join(tree, tree.c.id == Union.id)
    highest = sa.select(sa.func.min(tree.c.depth)).join(Union, tree.c.id == Union.id)
    top = db.session.scalar(highest.where(unions_seen(actor))) or 0
    found = db.session.execute(query.where(Union.id.in_([union.id for union in unions])))
    return {union_id: depth - top for union_id, depth in found}


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
    """Who came before, who carries on, and what the unit itself was before."""
    before = sa.select(UnionSuccession.predecessor_id).where(
        UnionSuccession.successor_id == union.id
    )
    after = sa.select(UnionSuccession.successor_id).where(
        UnionSuccession.predecessor_id == union.id
    )
    pasts = (
        sa.select(UnionPast)
        .where(UnionPast.union_id == union.id)
        .options(joinedload(UnionPast.parent))
        .order_by(UnionPast.valid_to.desc(), UnionPast.id.desc())
    )
    return Family(
        _by_name(Union.id.in_(before)),
        _by_name(Union.id.in_(after)),
        db.session.scalars(pasts).all(),
    )


def children(union: Union, number: int = 1) -> Page[Union]:
    """The units right below, those that stand first, by name."""
    query = (
        sa.select(Union)
        .where(Union.parent_id == union.id)
        .order_by(Union.valid_to.is_not(None), Union.name_sort, Union.id)
    )
    return page_of(query, number)


def child_counts(unions: Sequence[Union]) -> dict[int, int]:
    """Union → how many units stand right below it."""
    query = (
        sa.select(Union.parent_id, sa.func.count())
        .where(Union.parent_id.in_([union.id for union in unions]), Union.valid_to.is_(None))
        .group_by(Union.parent_id)
    )
    return {parent_id: count for parent_id, count in db.session.execute(query) if parent_id}


def named(actor: Actor, text: str) -> Union:
    """The unit in sight of this code or, without marks, of this name.

    Raises DomainError when there is none or more than one.
    """
    found = db.session.scalars(
        sa.select(Union)
        .where(unions_seen(actor), sa.or_(Union.code == text, Union.name_folded == fold(text)))
        .order_by(Union.code != text, Union.valid_to.is_not(None))
        .limit(_MOST_NAMED)
    ).all()
    exact = [union for union in found if union.code == text]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise DomainError(
            N_("Không thấy đơn vị «%(text)s»: hãy chọn trong danh sách gợi ý.", text=text[:100])
        )
    codes = ", ".join(f"{union.name} ({union.code})" for union in found)
    raise DomainError(N_("Có nhiều đơn vị tên này, hãy ghi mã: %(codes)s.", codes=codes))


def choices(actor: Actor, kinds: Sequence[str]) -> Sequence[Union]:
    """Standing units in sight of these kinds, by name, as many as a list can hold."""
    query = sa.select(Union).where(
        unions_seen(actor), Union.valid_to.is_(None), Union.kind.in_(kinds)
    )
    return db.session.scalars(query.order_by(Union.name_sort, Union.id).limit(_MOST_CHOICES)).all()


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
