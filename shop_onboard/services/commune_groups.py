"""Named groups of communes: set up, changed, ended by a date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.organisations import CommuneGroup, CommuneGroupMember, Union
from shop_onboard.models.places import Commune
from shop_onboard.policy import Actor
from shop_onboard.queries import commune_groups as queries
from shop_onboard.queries import organisations
from shop_onboard.services import audit, changes
from shop_onboard.services.organisations import RESERVED_CODES, check_may, named
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class GroupData:
    """A group; dates are None where open."""

    name: str
    commune_ids: frozenset[int]
    valid_from: date | None = None
    valid_to: date | None = None


def create(actor: Actor, keeper: Union, code: str, data: GroupData) -> CommuneGroup:
    """A new group kept by a union. Raises Forbidden, DomainError."""
    check_may(actor, keeper)
    if code.lower() in RESERVED_CODES or organisations.group_by_code(code) is not None:
        raise DomainError(N_("Mã «%(code)s» đã dùng cho nhóm khác.", code=code), "code")
    _check(actor, data, frozenset())
    group = CommuneGroup(
        code=code,
        union_id=keeper.id,
        is_sample=keeper.is_sample,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        **named(data.name),
    )
    db.session.add(group)
    db.session.flush()
    _set_communes(group, data.commune_ids)
    audit.record(
        actor,
        "commune_group.created",
        "commune_group",
        group.id,
        code=code,
        name=data.name,
        communes=len(data.commune_ids),
    )
    return group


def update(actor: Actor, group: CommuneGroup, data: GroupData, version: int) -> list[str]:
    """Change a group; returns what changed. Raises Forbidden, Conflict, DomainError."""
    check_may_change(actor, group)
    changes.check_version(group, version)
    held = frozenset(commune.id for commune in queries.communes(group))
    _check(actor, data, held)
    columns = named(data.name) | {"valid_from": data.valid_from, "valid_to": data.valid_to}
    fields = [name for name in changes.apply(group, columns) if not name.startswith("name_")]
    if data.commune_ids != held:
        _set_communes(group, data.commune_ids)
        # The row itself counts the change, so that two people's lists do not mix.
        sa.orm.attributes.flag_modified(group, "name")
        fields.append("communes")
    if fields:
        db.session.flush()
        audit.record(
            actor,
            "commune_group.changed",
            "commune_group",
            group.id,
            code=group.code,
            fields=fields,
        )
    return fields


def check_may_change(actor: Actor, group: CommuneGroup) -> None:
    """Raises Forbidden unless the actor keeps the group; working in it is not enough."""
    check_may(actor, db.session.get(Union, group.union_id) if group.union_id else None)


def _check(actor: Actor, data: GroupData, held: Collection[int]) -> None:
    if not data.commune_ids:
        raise DomainError(N_("Hãy chọn ít nhất một xã, phường."), "communes")
    if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
        raise DomainError(N_("Ngày kết thúc sớm hơn ngày bắt đầu."), "valid_to")
    within = {commune.id for commune in queries.within_reach(actor)}
    foreign = data.commune_ids - within - frozenset(held)
    if foreign and not actor.sees_everything:
        names = db.session.scalars(sa.select(Commune.name).where(Commune.id.in_(foreign)))
        raise DomainError(
            N_("Ngoài địa bàn bạn phụ trách: %(names)s.", names=", ".join(sorted(names))),
            "communes",
        )


def _set_communes(group: CommuneGroup, commune_ids: Collection[int]) -> None:
    db.session.execute(sa.delete(CommuneGroupMember).where(CommuneGroupMember.group_id == group.id))
    db.session.add_all(
        CommuneGroupMember(group_id=group.id, commune_id=commune_id)
        for commune_id in sorted(commune_ids)
    )
    db.session.flush()
