"""What an import has made and changed, what later imports built on it, and what it doubles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import KeptApart, RecordVersion
from shop_onboard.models.imports import Import
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries.import_doubles import Doubles, Newcomer, doubles
from shop_onboard.queries.scope import cooperatives_seen

_MOST_COMPARED = 2_000
# Of these the page names the new records; each has an address of its own.
_NAMED: dict[str, Any] = {"cooperative": Cooperative, "product": Product}
_WHOSE: dict[str, Any] = {"cooperative": Commune, "product": Cooperative}


@dataclass(frozen=True)
class Made:
    """Records of one kind that an import made: how many, and the first (name, whose, slug).

    `whose` tells two of one name apart: a cooperative's commune, a product's cooperative.
    """

    kind: str
    count: int
    first: tuple[tuple[str, str, str], ...]


def made(actor: Actor, row: Import, most: int) -> list[Made]:
    """The new cooperatives and products that are still there and in sight, in their order."""
    found = []
    for kind, table in _NAMED.items():
        theirs = table.id.in_(_holding(row, kind, "created"))
        query = sa.select(table.name, _WHOSE[kind].name, table.slug).select_from(table)
        if table is not Cooperative:
            query = query.join(Cooperative, Cooperative.id == table.cooperative_id)
        else:
            query = query.join(Commune, Commune.id == Cooperative.commune_id)
        query = query.where(theirs, cooperatives_seen(actor)).order_by(table.id)
        count = db.session.scalar(sa.select(sa.func.count(table.id)).where(theirs)) or 0
        first = [tuple(row) for row in db.session.execute(query.limit(most))]
        if first:
            found.append(Made(kind, count, tuple(first)))
    return found


def new_doubles(actor: Actor, row: Import) -> list[Doubles]:
    """Who of the new cooperatives may be the same as another; told apart by an officer: not."""
    theirs = Cooperative.id.in_(_holding(row, "cooperative", "created"))
    query = sa.select(Cooperative).where(theirs, cooperatives_seen(actor)).order_by(Cooperative.id)
    found = [
        Newcomer(
            each.name,
            each.name_folded,
            each.commune_id,
            each.phone,
            each.tax_code or "",
            each.bank_account,
            slug=each.slug,
            id=each.id,
        )
        for each in db.session.scalars(query.limit(_MOST_COMPARED))
    ]
    apart = _kept_apart({each.slug for each in found}) if found else set()
    return [
        each
        for each in doubles(actor, found, is_sample=row.is_sample)
        if frozenset(member.slug for member in each.members) not in apart
    ]


def _kept_apart(slugs: set[str]) -> set[frozenset[str]]:
    one, two = aliased(Cooperative), aliased(Cooperative)
    query = (
        sa.select(one.slug, two.slug)
        .select_from(KeptApart)
        .join(one, one.id == KeptApart.first_id)
        .join(two, two.id == KeptApart.second_id)
        .where(KeptApart.settled_at.is_not(None))
    )
    pairs = {frozenset(pair) for pair in db.session.execute(query)}
    return {pair for pair in pairs if pair & slugs}


def undoable(row: Import) -> Counter[tuple[str, str]]:
    """(subject type, kind of version) → how many changes of an import still hold."""
    query = (
        sa.select(RecordVersion.subject_type, RecordVersion.kind, sa.func.count())
        .where(*_holds(RecordVersion), RecordVersion.import_id == row.id)
        .group_by(RecordVersion.subject_type, RecordVersion.kind)
    )
    return Counter({(subject, kind): n for subject, kind, n in db.session.execute(query)})


def built_on(row: Import) -> Sequence[Import]:
    """The later imports that changed, or added to, what this one brought; latest first."""
    own, later = aliased(RecordVersion), aliased(RecordVersion)
    query = (
        sa.select(later.import_id)
        .join(own, _is_built_on(later, own))
        .where(own.import_id == row.id, later.import_id != row.id, *_holds(own), *_holds(later))
    )
    imports = sa.select(Import).where(Import.id.in_(query)).order_by(Import.id.desc())
    return db.session.scalars(imports).all()


def holder(version: RecordVersion) -> Import | None:
    """The latest other import that changed the record of a version, or added to it, since."""
    own, later = aliased(RecordVersion), aliased(RecordVersion)
    query = (
        sa.select(Import)
        .join(later, later.import_id == Import.id)
        .join(own, _is_built_on(later, own))
        .where(own.id == version.id, later.import_id != version.import_id, *_holds(later))
        .order_by(later.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _is_built_on(later: Any, own: Any) -> sa.ColumnElement[bool]:
    is_same = sa.and_(
        later.subject_type == own.subject_type,
        later.subject_id == own.subject_id,
        later.kind == "changed",
    )
    return sa.and_(later.id > own.id, sa.or_(is_same, _is_below(later, own)))


def _is_below(later: Any, own: Any) -> sa.ColumnElement[bool]:
    """Whether one version made something for the record that the other had made."""
    lots = sa.select(Lot.id).where(Lot.product_id == own.subject_id).correlate(own)
    return sa.and_(
        own.kind == "created",
        later.kind == "created",
        sa.or_(
            sa.and_(
                own.subject_type == "cooperative",
                later.subject_type != "cooperative",
                later.cooperative_id == own.subject_id,
            ),
            sa.and_(
                own.subject_type == "product",
                later.subject_type == "lot",
                later.subject_id.in_(lots),
            ),
        ),
    )


def _holds(version: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return version.is_undone.is_(False), version.undoes_id.is_(None)


def _holding(row: Import, subject: str, kind: str) -> sa.Select[Any]:
    return sa.select(RecordVersion.subject_id).where(
        RecordVersion.import_id == row.id,
        RecordVersion.subject_type == subject,
        RecordVersion.kind == kind,
        *_holds(RecordVersion),
    )
