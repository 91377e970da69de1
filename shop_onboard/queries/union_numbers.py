"""What a union declares beside what is listed here: shown together, never corrected."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.organisations import Union, UnionPast
from shop_onboard.values.percent import whole_of


@dataclass(frozen=True)
class Count:
    """A number of units as listed on this site and as the union declares it."""

    listed: int
    declared: int | None

    @property
    def difference(self) -> int:
        """How far the two are apart; 0 where nothing is declared."""
        return 0 if self.declared is None else abs(self.declared - self.listed)


@dataclass(frozen=True)
class Numbers:
    """A union's numbers on a day: for one that has ended, its last.

    `young_people` is reckoned from the members and the share of young people that they are; None
    where either is not declared.
    """

    on: date
    units: Count
    branches: Count
    member_count: int | None
    gathered_permille: int | None
    declared_on: date | None

    @property
    def young_people(self) -> int | None:
        if self.member_count is None or self.gathered_permille is None:
            return None
        return whole_of(self.member_count, self.gathered_permille)

    @property
    def is_declared(self) -> bool:
        """Whether the union has said anything of its size."""
        declared = (self.units.declared, self.branches.declared, self.member_count)
        return any(number is not None for number in declared)


def numbers(union: Union, today: date) -> Numbers:
    """Declared and listed; units right below it, and every chi đoàn however deep."""
    on = min(union.valid_to or today, today)
    return Numbers(
        on,
        Count(len(_right_below(union, on)), union.declared_unit_count),
        Count(_branches(union, on), union.declared_branch_count),
        union.declared_member_count,
        union.gathered_permille,
        union.declared_on,
    )


def _standing(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(Union.valid_from.is_(None), Union.valid_from <= on),
        sa.or_(Union.valid_to.is_(None), Union.valid_to >= on),
    )


def _parent_on(on: date) -> sa.ColumnElement[int | None]:
    """The unit above on a day: that of the first past that reaches it, else today's."""
    past = (
        sa.select(UnionPast.parent_id)
        .where(UnionPast.union_id == Union.id, UnionPast.valid_to >= on)
        .order_by(UnionPast.valid_to, UnionPast.id)
        .limit(1)
    )
    had_past = past.with_only_columns(UnionPast.id).correlate(Union).exists()
    return sa.case((had_past, past.correlate(Union).scalar_subquery()), else_=Union.parent_id)


def _below(ids: Collection[int], on: date) -> sa.Select[int]:
    was_below = sa.select(UnionPast.union_id).where(UnionPast.parent_id.in_(ids))
    return sa.select(Union.id).where(
        sa.or_(Union.parent_id.in_(ids), Union.id.in_(was_below)), _parent_on(on).in_(ids)
    )


def _right_below(union: Union, on: date) -> list[int]:
    return list(db.session.scalars(_below([union.id], on).where(_standing(on))))


def _branches(union: Union, on: date) -> int:
    """Level by level: who stood under whom on a day is no chain that an index follows."""
    found: set[int] = set()
    level = {union.id}
    while level:
        level = set(db.session.scalars(_below(level, on))) - found
        found |= level
    query = sa.select(sa.func.count(Union.id)).where(
        Union.id.in_(found), Union.kind == "branch", _standing(on)
    )
    return db.session.scalar(query) or 0
