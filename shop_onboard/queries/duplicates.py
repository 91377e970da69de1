"""Cooperatives that may be one: the same number of any kind, or a like name in one commune."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import KeptApart
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.payments import Order
from shop_onboard.models.places import Commune, CommuneSuccession
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values import likeness

# A number that so many share is an office's or a helper's: it tells nobody from anybody.
_MOST_SHARING = 8
_MOST_SHOWN = 5
_MOST_PAIRS = 200
_APART = sa.select(KeptApart.first_id, KeptApart.second_id)
NUMBERS = ("tax_code", "phone", "bank_account")


@dataclass(frozen=True)
class Told:
    """What is looked for; texts may be empty, `name_folded` is a search key."""

    name_folded: str
    commune_id: int
    phone: str = ""
    tax_code: str | None = None
    bank_account: str = ""


@dataclass(frozen=True)
class Candidate:
    """A cooperative in sight that may be the same; `reasons` are fields that say so."""

    cooperative: Cooperative
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Who may be the same. Of what lies out of sight it is only said that there is something."""

    candidates: tuple[Candidate, ...]
    is_elsewhere: bool


@dataclass(frozen=True)
class Pair:
    """Two cooperatives that may be one."""

    first: Cooperative
    second: Cooperative
    reasons: tuple[str, ...]


def find(actor: Actor, told: Told, *, is_sample: bool, own_id: int | None = None) -> Found:
    """Who may be the same as what somebody is about to save."""
    reasons: dict[int, tuple[str, ...]] = {}
    is_elsewhere = False
    for row, why in _alike(_rows(actor, told, is_sample=is_sample), told):
        if row.id == own_id:
            continue
        if row.is_seen:
            reasons[row.id] = why
        else:
            is_elsewhere = True
    apart = _apart_from(own_id) if own_id is not None else frozenset()
    best = sorted(reasons.keys() - apart, key=lambda each: -len(reasons[each]))[:_MOST_SHOWN]
    held = _loaded(best)
    return Found(tuple(Candidate(held[each], reasons[each]) for each in best), is_elsewhere)


def _rows(actor: Actor, told: Told, *, is_sample: bool) -> Sequence[Any]:
    communes = [told.commune_id, *_former_and_later(told.commune_id)]
    same: list[sa.ColumnElement[bool]] = [Cooperative.commune_id.in_(communes)]
    same += [
        getattr(Cooperative, name) == getattr(told, name) for name in NUMBERS if getattr(told, name)
    ]
    query = sa.select(
        Cooperative.id,
        Cooperative.name_folded,
        Cooperative.commune_id.in_(communes).label("is_near"),
        *(getattr(Cooperative, name) for name in NUMBERS),
        cooperatives_seen(actor).label("is_seen"),
    ).where(Cooperative.is_sample.is_(is_sample), sa.or_(*same))
    return db.session.execute(query).all()


def _former_and_later(commune_id: int) -> list[int]:
    """The communes it came from and became: a record may still lie in one of them."""
    steps = sa.select(CommuneSuccession.predecessor_id).where(
        CommuneSuccession.successor_id == commune_id
    )
    later = sa.select(CommuneSuccession.successor_id).where(
        CommuneSuccession.predecessor_id == commune_id
    )
    return list(db.session.scalars(sa.union_all(steps, later)))


def _alike(rows: Sequence[Any], told: Told) -> Iterator[tuple[Any, tuple[str, ...]]]:
    near = [row for row in rows if row.is_near]
    places = likeness.alike(told.name_folded, [row.name_folded for row in near]) if near else []
    named = {near[place].id for place in places}
    for row in rows:
        why = ["name"] if row.id in named else []
        why += [
            name
            for name in NUMBERS
            if getattr(told, name) and getattr(row, name) == getattr(told, name)
        ]
        if why:
            yield row, tuple(why)


def _apart_from(cooperative_id: int) -> frozenset[int]:
    rows = db.session.execute(
        sa.select(KeptApart.first_id, KeptApart.second_id).where(
            sa.or_(KeptApart.first_id == cooperative_id, KeptApart.second_id == cooperative_id)
        )
    )
    return frozenset(each for row in rows for each in row) - {cooperative_id}


def _loaded(ids: Collection[int]) -> dict[int, Cooperative]:
    query = (
        sa.select(Cooperative)
        .where(Cooperative.id.in_(ids))
        .options(
            joinedload(Cooperative.commune).joinedload(Commune.province),
            joinedload(Cooperative.union),
        )
    )
    return {row.id: row for row in db.session.scalars(query)}


def pairs(actor: Actor) -> list[Pair]:
    """Every two in sight that may be one and that nobody has said to be two."""
    rows = db.session.execute(
        sa.select(
            Cooperative.id,
            Cooperative.name_folded,
            Cooperative.commune_id,
            Cooperative.is_sample,
            *(getattr(Cooperative, name) for name in NUMBERS),
        ).where(cooperatives_seen(actor))
    ).all()
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for name in NUMBERS:
        for pair in _sharing(rows, name):
            reasons[pair].append(name)
    for pair in _named_alike(rows):
        reasons[pair].append("name")
    apart = {(one, two) for one, two in db.session.execute(_APART)}
    found = sorted(
        (pair for pair in reasons if pair not in apart), key=lambda pair: -len(reasons[pair])
    )[:_MOST_PAIRS]
    held = _loaded({each for pair in found for each in pair})
    return [Pair(held[one], held[two], tuple(reasons[one, two])) for one, two in found]


def holdings(one: Cooperative, two: Cooperative) -> dict[str, tuple[int, int]]:
    """How many records of each kind either has."""
    lots = sa.select(Product.cooperative_id.label("owner")).join(Lot, Lot.product_id == Product.id)
    owners = {
        "products": sa.select(Product.cooperative_id.label("owner")),
        "lots": lots,
        "storefronts": sa.select(Storefront.cooperative_id.label("owner")),
        "sales": sa.select(Sale.cooperative_id.label("owner")),
        "orders": sa.select(Order.cooperative_id.label("owner")),
    }
    found: dict[str, tuple[int, int]] = {}
    for name, query in owners.items():
        held = query.subquery()
        counted = sa.select(held.c.owner, sa.func.count()).group_by(held.c.owner)
        rows = db.session.execute(counted.where(held.c.owner.in_((one.id, two.id))))
        counts: dict[int, int] = dict(rows.all())
        found[name] = (counts.get(one.id, 0), counts.get(two.id, 0))
    return found


def _sharing(rows: Sequence[Any], name: str) -> Iterator[tuple[int, int]]:
    groups: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for row in rows:
        if getattr(row, name):
            groups[row.is_sample, getattr(row, name)].append(row.id)
    for ids in groups.values():
        if len(ids) <= _MOST_SHARING:
            yield from combinations(sorted(ids), 2)


def _named_alike(rows: Sequence[Any]) -> Iterator[tuple[int, int]]:
    groups: dict[tuple[bool, int], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.is_sample, row.commune_id].append(row)
    for near in groups.values():
        for one, two in likeness.alike_pairs([row.name_folded for row in near]):
            first, second = sorted((near[one].id, near[two].id))
            yield first, second
