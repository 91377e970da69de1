"""Cooperatives that may be one: the same number of any kind, or a like name in one commune."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
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
class Word:
    """That somebody who registered one of two called them different; no officer has said so yet."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Pair:
    """Two cooperatives that may be one; `word` where somebody has called them different."""

    first: Cooperative
    second: Cooperative
    reasons: tuple[str, ...]
    word: Word | None


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
    """Whom an officer has called different from it."""
    rows = db.session.execute(
        sa.select(KeptApart.first_id, KeptApart.second_id).where(
            sa.or_(KeptApart.first_id == cooperative_id, KeptApart.second_id == cooperative_id),
            KeptApart.settled_at.is_not(None),
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


def of(actor: Actor, cooperative: Cooperative, told: Told) -> list[Pair]:
    """Whom a stored cooperative, `told` as it is, may be the same as, until an officer says no."""
    found = find(actor, told, is_sample=cooperative.is_sample, own_id=cooperative.id)
    reasons = {candidate.cooperative.id: candidate.reasons for candidate in found.candidates}
    is_it = sa.or_(KeptApart.first_id == cooperative.id, KeptApart.second_id == cooperative.id)
    words = {
        one if two == cooperative.id else two: word for (one, two), word in _words(is_it).items()
    }
    seen = sa.select(Cooperative.id).where(Cooperative.id.in_(words), cooperatives_seen(actor))
    held = _loaded({*reasons, *db.session.scalars(seen)})
    return [
        Pair(cooperative, other, reasons.get(other.id, ()), words.get(other.id))
        for other in held.values()
    ]


def pairs(actor: Actor) -> list[Pair]:
    """Every two in sight that may be one and that no officer has said to be two.

    Those that somebody has called different stand first: they were looked at and wait.
    """
    reasons, words = _reasons(actor), _words()
    found = sorted(reasons, key=lambda pair: (pair not in words, -len(reasons[pair])))
    shown = found[:_MOST_PAIRS]
    held = _loaded({each for pair in shown for each in pair})
    return [
        Pair(held[one], held[two], tuple(reasons[one, two]), words.get((one, two)))
        for one, two in shown
    ]


def count(actor: Actor) -> int:
    """How many `pairs` there are."""
    return len(_reasons(actor))


def word(one: Cooperative, two: Cooperative) -> Word | None:
    """What somebody said of these two that no officer has settled."""
    first_id, second_id = sorted((one.id, two.id))
    is_it = sa.and_(KeptApart.first_id == first_id, KeptApart.second_id == second_id)
    return _words(is_it).get((first_id, second_id))


def _words(*which: sa.ColumnElement[bool]) -> dict[tuple[int, int], Word]:
    """Pairs that were called different and that no officer has settled."""
    rows = db.session.execute(
        sa.select(KeptApart.first_id, KeptApart.second_id, Account.name, KeptApart.created_at)
        .outerjoin(Account, Account.id == KeptApart.account_id)
        .where(KeptApart.settled_at.is_(None), *which)
    )
    return {(first, second): Word(name or "", at) for first, second, name, at in rows}


def _reasons(actor: Actor) -> dict[tuple[int, int], list[str]]:
    """Pairs in sight that may be one → the fields that say so."""
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
    seen = {row.id for row in rows}
    for pair in _words():
        if seen.issuperset(pair):
            reasons.setdefault(pair, [])
    settled = sa.select(KeptApart.first_id, KeptApart.second_id).where(
        KeptApart.settled_at.is_not(None)
    )
    for one, two in db.session.execute(settled):
        reasons.pop((one, two), None)
    return reasons


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
