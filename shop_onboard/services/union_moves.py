"""A unit moves to another unit above it, ends, or is merged; nothing of it is deleted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.accounts import RoleGrant
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.invitations import Invitation
from shop_onboard.models.organisations import CommuneGroup, Union, UnionPast, UnionSuccession
from shop_onboard.policy import Actor
from shop_onboard.queries import hierarchy
from shop_onboard.queries.accounts import subtree
from shop_onboard.services import audit, changes
from shop_onboard.services.organisations import (
    check_may,
    check_may_place,
    check_place,
    keep_past,
    today,
)
from shop_onboard.values.dates import format_date
from shop_onboard.values.text import N_
from shop_onboard.values.unions import may_stand_under

_DAY = timedelta(days=1)
_MOST_NAMED = 3
# The table itself: what lies in the recycle bin changes its owner too.
_SHOPS = cast("sa.Table", Cooperative.__table__)


@dataclass(frozen=True)
class Ended:
    """How many cooperatives and people went on to the successors."""

    cooperatives: int
    people: int


def move(actor: Actor, union: Union, parent: Union, first_day: date, version: int) -> None:
    """Put a unit under another from a day on; where it stood before is kept.

    Raises Forbidden, Conflict, DomainError (kind out of place, a circle, a day to come).
    """
    check_may_place(actor, union)
    check_may(actor, parent)
    changes.check_version(union, version)
    if parent.id in subtree(union.id):
        raise DomainError(N_("Một đơn vị không đặt dưới chính nó được."), "parent")
    if parent.id == union.parent_id:
        raise DomainError(N_("Đơn vị này đang ở dưới «%(name)s».", name=parent.name), "parent")
    _check_carries_on(union, parent, "parent")
    check_place(union.kind, parent)
    _check_day(union, first_day, "first_day")
    before = hierarchy.parent_of(union)
    _put_under(union, parent.id, first_day - _DAY)
    db.session.flush()
    audit.record(
        actor,
        "union.moved",
        "union",
        union.id,
        code=union.code,
        before=before.code if before else None,
        after=parent.code,
    )


def end(
    actor: Actor,
    union: Union,
    last_day: date,
    successors: Sequence[Union],
    version: int,
    *,
    carries_people: bool = False,
) -> Ended:
    """End a unit; its cooperatives go to the one successor, or to that of their commune.

    Its units go along to the one successor; of several, those that carry on themselves rise to
    the unit above. Roles in the unit end with it; with `carries_people` they go on in the one
    successor. Raises Forbidden, Conflict, DomainError where somebody would be left without a unit.
    """
    check_may_place(actor, union)
    changes.check_version(union, version)
    _check_end(actor, union, last_day, successors)
    cooperatives = _hand_over_cooperatives(union, successors)
    _hand_over_units(union, successors, last_day)
    heir = successors[0] if len(successors) == 1 else None
    people = _end_roles(union, last_day, heir if carries_people else None)
    _hand_over_groups(union, heir)
    union.valid_to = last_day
    db.session.add_all(
        UnionSuccession(predecessor_id=union.id, successor_id=successor.id)
        for successor in successors
    )
    db.session.flush()
    done = Ended(cooperatives, people)
    _record_end(actor, union, successors, done)
    return done


def _record_end(actor: Actor, union: Union, successors: Sequence[Union], done: Ended) -> None:
    audit.record(
        actor,
        "union.ended",
        "union",
        union.id,
        code=union.code,
        last_day=str(union.valid_to),
        successors=[successor.code for successor in successors],
        cooperatives=done.cooperatives,
        people=done.people,
    )


def _check_end(actor: Actor, union: Union, last_day: date, successors: Sequence[Union]) -> None:
    if union.valid_to is not None:
        day = format_date(union.valid_to)
        raise DomainError(N_("Đơn vị này đã kết thúc ngày %(day)s.", day=day))
    for successor in successors:
        check_may(actor, successor)
        _check_carries_on(union, successor, "successors")
    _check_day(union, last_day + _DAY, "last_day")


def _check_carries_on(union: Union, other: Union, field: str) -> None:
    if other.id == union.id:
        raise DomainError(N_("Hãy chọn một đơn vị khác, không phải chính đơn vị này."), field)
    if other.valid_to is not None:
        raise DomainError(N_("«%(name)s» đã kết thúc.", name=other.name), field)
    if other.is_sample != union.is_sample:
        raise DomainError(N_("Đơn vị mẫu và đơn vị thật không gộp với nhau được."), field)


def _check_day(union: Union, first_day: date, field: str) -> None:
    """The first day of the new state lies in the unit's life, after its last change, not ahead."""
    if first_day - _DAY > today():
        raise DomainError(N_("Hãy ghi khi việc này đã có hiệu lực: ngày này chưa đến."), field)
    if union.valid_from is not None and first_day <= union.valid_from:
        raise DomainError(
            N_("Đơn vị này mới có từ %(day)s.", day=format_date(union.valid_from)), field
        )
    latest = sa.select(sa.func.max(UnionPast.valid_to)).where(UnionPast.union_id == union.id)
    changed_on = db.session.scalar(latest)
    if changed_on is not None and first_day - _DAY < changed_on:
        raise DomainError(
            N_(
                "Ngày này sớm hơn lần thay đổi trước (%(day)s) của đơn vị.",
                day=format_date(changed_on + _DAY),
            ),
            field,
        )


def _put_under(union: Union, parent_id: int | None, last_day: date) -> None:
    keep_past(union, last_day)
    union.parent_id = parent_id


def _hand_over_cooperatives(union: Union, successors: Sequence[Union]) -> int:
    """Give every cooperative of the unit exactly one new owner; how many there were."""
    query = sa.select(_SHOPS.c.id, _SHOPS.c.commune_id, _SHOPS.c.name)
    held = db.session.execute(query.where(_SHOPS.c.union_id == union.id)).all()
    by_commune = {successor.commune_id: successor.id for successor in successors}
    owners: dict[int, list[int]] = defaultdict(list)
    left = []
    for cooperative_id, commune_id, name in held:
        owner = successors[0].id if len(successors) == 1 else by_commune.get(commune_id)
        if owner is None:
            left.append(name)
        else:
            owners[owner].append(cooperative_id)
    if left:
        raise DomainError(
            N_(
                "Còn %(count)s hợp tác xã chưa có đơn vị tiếp nhận (%(names)s):"
                " hãy chọn đơn vị tiếp nhận của xã đó.",
                count=len(left),
                names=", ".join(left[:_MOST_NAMED]) + ("…" if len(left) > _MOST_NAMED else ""),
            ),
            "successors",
        )
    for owner, ids in owners.items():
        _give(union.id, owner, ids)
    return len(held)


def _give(union_id: int, owner: int, ids: Sequence[int]) -> None:
    """The union that remembers their codes changes too, where no code of the new one is taken."""
    given = sa.update(_SHOPS).where(_SHOPS.c.id.in_(ids))
    db.session.execute(given.values(union_id=owner))
    own = _SHOPS.alias()
    taken = sa.select(own.c.code).where(own.c.code_union_id == owner)
    free = given.where(_SHOPS.c.code_union_id == union_id, _SHOPS.c.code.not_in(taken))
    db.session.execute(free.values(code_union_id=owner))
    # Rows that were read before still name their earlier owner.
    db.session.expire_all()


def _hand_over_groups(union: Union, heir: Union | None) -> None:
    kept = sa.update(CommuneGroup).where(CommuneGroup.union_id == union.id)
    db.session.execute(kept.values(union_id=heir.id if heir else union.parent_id))


def _hand_over_units(union: Union, successors: Sequence[Union], last_day: date) -> None:
    below = sa.select(Union).where(Union.parent_id == union.id, Union.valid_to.is_(None))
    heirs = {successor.id for successor in successors}
    heir = successors[0] if len(successors) == 1 else None
    left = []
    for child in db.session.scalars(below.order_by(Union.name_sort)).all():
        if child.id in heirs:
            _put_under(child, union.parent_id, last_day)
        elif heir is not None and may_stand_under(child.kind, heir.kind):
            _put_under(child, heir.id, last_day)
        else:
            left.append(child.name)
    if left:
        raise DomainError(
            N_(
                "Còn %(count)s đơn vị cấp dưới chưa có nơi về (%(names)s): hãy chuyển hoặc kết"
                " thúc các đơn vị này trước.",
                count=len(left),
                names=", ".join(left[:_MOST_NAMED]) + ("…" if len(left) > _MOST_NAMED else ""),
            ),
            "successors",
        )


def _end_roles(union: Union, last_day: date, heir: Union | None) -> int:
    """End the roles held in the unit, or carry them on; how many were carried on."""
    grants = db.session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.union_id == union.id,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > last_day),
        )
    ).all()
    # The cooperatives go over at once, so nobody waits a day for them.
    first_day = min(last_day + _DAY, today())
    for grant in grants:
        if heir is not None:
            db.session.add(
                RoleGrant(
                    account_id=grant.account_id,
                    role=grant.role,
                    union_id=heir.id,
                    valid_from=max(grant.valid_from or first_day, first_day),
                    valid_to=grant.valid_to,
                )
            )
        grant.valid_to = last_day
    open_invitations = sa.update(Invitation).where(
        Invitation.union_id == union.id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    if heir is not None:
        db.session.execute(open_invitations.values(union_id=heir.id))
    else:
        db.session.execute(open_invitations.values(revoked_at=utc_now()))
    return len(grants) if heir is not None else 0
