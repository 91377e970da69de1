"""Storefronts: a cooperative's shops on channels."""

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class StorefrontData:
    """One shop; `channel_key` as in `values.channels`."""

    channel_key: str
    name: str
    url: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


def save(
    actor: Actor, cooperative: Cooperative, data: StorefrontData, *, is_sample: bool = False
) -> str:
    """Create or change the shop of this channel and name: "created", "updated" or "unchanged"."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if data.opened_on and data.closed_on and data.closed_on < data.opened_on:
        raise DomainError(N_("Ngày đóng gian hàng không thể trước ngày mở."), "closed_on")
    held = db.session.scalar(
        sa.select(Storefront).where(
            Storefront.cooperative_id == cooperative.id,
            Storefront.channel_key == data.channel_key,
            Storefront.name == data.name,
        )
    )
    if held is None:
        held = Storefront(cooperative_id=cooperative.id, is_sample=is_sample, **asdict(data))
        db.session.add(held)
        db.session.flush()
        audit.record(
            actor,
            "storefront.created",
            "storefront",
            held.id,
            cooperative.id,
            channel=data.channel_key,
            name=data.name,
        )
        return "created"
    fields = changes.apply(held, asdict(data))
    if not fields:
        return "unchanged"
    db.session.flush()
    audit.record(actor, "storefront.changed", "storefront", held.id, cooperative.id, fields=fields)
    return "updated"
