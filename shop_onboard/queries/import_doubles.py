"""Cooperatives of a spreadsheet that may be one, or that may be there already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Actor
from shop_onboard.queries.duplicates import NUMBERS
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values import likeness

_MOST_ASKED = 500
# Beyond so many in one commune names are not compared: each is held against every other.
_MOST_NEAR = 2_000
_MOST_TOLD = 1_000


@dataclass(frozen=True)
class Newcomer:
    """A cooperative that would be new, or that an import has made (`slug`)."""

    name: str
    name_folded: str
    commune_id: int
    phone: str
    tax_code: str
    bank_account: str
    sheet: str = ""
    row: int = 0
    slug: str = ""
    id: int = 0


@dataclass(frozen=True)
class Member:
    """One of those that may be one: a row of the file, or a record; "" for one out of sight."""

    name: str
    sheet: str
    row: int
    slug: str


@dataclass(frozen=True)
class Doubles:
    """Several that share `value` in the field `reason`, or whose names are alike («name»)."""

    reason: str
    value: str
    members: tuple[Member, ...]


def doubles(actor: Actor, found: Sequence[Newcomer], *, is_sample: bool) -> list[Doubles]:
    """Who of the newcomers may be the same as another one or as a cooperative that is there."""
    ids = {each.id for each in found}
    held = [row for row in _held(actor, found, is_sample=is_sample) if row.id not in ids]
    groups = [*_sharing(found, held), *_alike(found, held)]
    return groups[:_MOST_TOLD]


def _held(actor: Actor, found: Sequence[Newcomer], *, is_sample: bool) -> list[Any]:
    wanted = {"commune_id": {each.commune_id for each in found}}
    wanted |= {name: {getattr(each, name) for each in found} - {""} for name in NUMBERS}
    rows: dict[int, Any] = {}
    for name, values in wanted.items():
        asked: list[Any] = sorted(values)
        for start in range(0, len(asked), _MOST_ASKED):
            some = asked[start : start + _MOST_ASKED]
            query = sa.select(
                Cooperative.id,
                Cooperative.name,
                Cooperative.name_folded,
                Cooperative.commune_id,
                Cooperative.slug,
                *(getattr(Cooperative, number) for number in NUMBERS),
                cooperatives_seen(actor).label("is_seen"),
            ).where(Cooperative.is_sample.is_(is_sample), getattr(Cooperative, name).in_(some))
            rows |= {row.id: row for row in db.session.execute(query)}
    return list(rows.values())


def _sharing(found: Sequence[Newcomer], held: Sequence[Any]) -> Iterator[Doubles]:
    for name in NUMBERS:
        groups: dict[str, list[Any]] = defaultdict(list)
        for each in (*found, *held):
            if getattr(each, name):
                groups[getattr(each, name)].append(each)
        for value, members in groups.items():
            if len(members) > 1 and any(isinstance(each, Newcomer) for each in members):
                yield Doubles(name, value, _members(members))


def _alike(found: Sequence[Newcomer], held: Sequence[Any]) -> Iterator[Doubles]:
    near: dict[int, list[Any]] = defaultdict(list)
    for each in (*found, *held):
        near[each.commune_id].append(each)
    for all_near in near.values():
        some = all_near[:_MOST_NEAR]
        for one, two in likeness.alike_pairs([each.name_folded for each in some]):
            if isinstance(some[one], Newcomer):
                yield Doubles("name", "", _members([some[one], some[two]]))


def _members(rows: Iterable[Any]) -> tuple[Member, ...]:
    return tuple(
        Member(row.name, row.sheet, row.row, row.slug)
        if isinstance(row, Newcomer)
        else Member(row.name if row.is_seen else "", "", 0, row.slug if row.is_seen else "")
        for row in rows
    )
