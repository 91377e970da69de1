"""Unions: founded, described, renamed; the sample's tree and groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.imports.samples import SampleGroup, SampleUnion
from shop_onboard.models.clock import utc_now
from shop_onboard.models.organisations import (
    CommuneGroup,
    CommuneGroupMember,
    Union,
    UnionPast,
    UnionSuccession,
)
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import hierarchy, organisations, places, scope
from shop_onboard.services import audit, changes
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, fold, sort_key
from shop_onboard.values.unions import may_stand_under

# Parts of addresses under /organisations, which a unit's page must not hide.
RESERVED_CODES = frozenset({"new", "import", "groups"})


@dataclass(frozen=True)
class UnionData:
    """What a unit says of itself; `gathered_permille` are thousandths, dates None where open."""

    name: str
    commune_id: int | None = None
    province_id: int | None = None
    valid_from: date | None = None
    declared_unit_count: int | None = None
    declared_branch_count: int | None = None
    declared_member_count: int | None = None
    gathered_permille: int | None = None
    declared_on: date | None = None


def create(actor: Actor, parent: Union | None, code: str, kind: str, data: UnionData) -> Union:
    """A new unit under `parent`. Raises Forbidden, DomainError (code taken, kind out of place)."""
    check_may(actor, parent)
    if code.lower() in RESERVED_CODES or organisations.by_code(code) is not None:
        raise DomainError(N_("Mã «%(code)s» đã dùng cho đơn vị khác.", code=code), "code")
    check_place(kind, parent)
    if parent is not None and parent.valid_to is not None:
        raise DomainError(N_("«%(name)s» đã kết thúc.", name=parent.name), "parent")
    union = Union(
        code=code,
        kind=kind,
        parent_id=parent.id if parent else None,
        is_sample=parent.is_sample if parent else False,
        **named(data.name),
        **columns_of(data),
    )
    db.session.add(union)
    db.session.flush()
    audit.record(actor, "union.created", "union", union.id, code=code, name=data.name)
    return union


def update(
    actor: Actor, union: Union, data: UnionData, version: int, renamed_on: date | None
) -> list[str]:
    """Change what a unit says of itself; returns the names of the changed columns.

    With `renamed_on`, the first day of a new name, the old one is kept; without it the name is
    mended. Raises Forbidden, Conflict, DomainError.
    """
    check_may(actor, union)
    changes.check_version(union, version)
    if data.valid_from and union.valid_to and union.valid_to < data.valid_from:
        raise DomainError(N_("Ngày bắt đầu sau ngày kết thúc."), "valid_from")
    if renamed_on is not None and data.name != union.name:
        _check_past(renamed_on, "renamed_on")
        keep_past(union, renamed_on - timedelta(days=1))
    changed = changes.apply(union, named(data.name) | columns_of(data))
    fields = [field for field in changed if field not in ("name_folded", "name_sort")]
    if fields:
        db.session.flush()
        audit.record(actor, "union.changed", "union", union.id, code=union.code, fields=fields)
    return fields


def check_may(actor: Actor, union: Union | None) -> None:
    """Raises Forbidden unless the actor may change this unit; None is above all units."""
    if not scope.may_for_union(actor, Action.ORGANISATION_EDIT, union.id if union else None):
        raise Forbidden(N_("Bạn chỉ sửa được đơn vị mình phụ trách và các đơn vị cấp dưới."))


def check_may_place(actor: Actor, union: Union) -> None:
    """Raises Forbidden unless the actor stands above this unit: nobody ends or moves their own."""
    check_may(actor, union)
    check_may(actor, hierarchy.parent_of(union))


def check_place(kind: str, parent: Union | None) -> None:
    """Raises DomainError where a unit of this kind cannot stand under that one."""
    if not may_stand_under(kind, parent.kind if parent else None):
        raise DomainError(
            N_(
                "Loại đơn vị này không đặt dưới «%(parent)s» được: hãy chọn loại khác"
                " hoặc cấp trên khác.",
                parent=parent.name if parent else "",
            ),
            "kind",
        )


def keep_past(union: Union, last_day: date) -> None:
    """Keep the name and place that a unit has had until a day, that day included."""
    db.session.add(
        UnionPast(
            union_id=union.id,
            name=union.name,
            name_folded=union.name_folded,
            name_sort=union.name_sort,
            parent_id=union.parent_id,
            valid_to=last_day,
        )
    )


def today() -> date:
    """The day here."""
    return local_date(utc_now())


def _check_past(day: date, field: str) -> None:
    if day > today():
        raise DomainError(N_("Hãy ghi khi việc này đã có hiệu lực: ngày này chưa đến."), field)


def named(name: str) -> dict[str, str]:
    """The columns of a name."""
    return {"name": name, "name_folded": fold(name), "name_sort": sort_key(name)}


def columns_of(data: UnionData) -> dict[str, Any]:
    """The columns of what a unit says of itself, but for its name."""
    return {
        "commune_id": data.commune_id,
        "province_id": data.province_id,
        "valid_from": data.valid_from,
        "declared_unit_count": data.declared_unit_count,
        "declared_branch_count": data.declared_branch_count,
        "declared_member_count": data.declared_member_count,
        "gathered_permille": data.gathered_permille,
        "declared_on": data.declared_on,
    }


def load_tree(actor: Actor, rows: Sequence[SampleUnion], *, is_sample: bool) -> dict[str, Union]:
    """Create the units, parents first, with their successors; code → unit."""
    codes = {row.commune_code for row in rows if row.commune_code}
    communes = places.commune_ids(codes)
    provinces = places.province_ids()
    made: dict[str, Union] = {}
    for row in rows:
        parent = made.get(row.parent_code)
        union = Union(
            code=row.code,
            kind=row.kind,
            **named(row.name),
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
    """Create the groups with their communes; code → group.

    The unit above those of its communes keeps a group.
    """
    made: dict[str, CommuneGroup] = {}
    for row in rows:
        commune_ids = list(places.commune_ids(set(row.commune_codes)).values())
        keeper = sa.select(Union.parent_id).where(
            Union.commune_id.in_(commune_ids), Union.valid_to.is_(None)
        )
        group = CommuneGroup(
            code=row.code,
            **named(row.name),
            union_id=db.session.scalar(keeper.order_by(Union.id).limit(1)),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_sample=is_sample,
        )
        db.session.add(group)
        db.session.flush()
        made[row.code] = group
        for commune_id in commune_ids:
            db.session.add(CommuneGroupMember(group_id=group.id, commune_id=commune_id))
    db.session.flush()
    return made
