"""Storefronts: a cooperative's shops on channels."""

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.channels import Channel, get_channel, is_open
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.text import N_, Figure, Message, fold, sort_key


@dataclass(frozen=True)
class StorefrontData:
    """One shop; `channel_key` as in `values.channels`."""

    channel_key: str
    name: str
    url: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


def open_new(actor: Actor, cooperative: Cooperative, data: StorefrontData) -> Storefront:
    """A shop that somebody types in.

    Raises Forbidden; DomainError where the channel takes no new shops (one of the past is recorded
    with the day on which it closed), and for a shop that is there already.
    """
    _check(actor, cooperative, data)
    _check_takes_more(data)
    _check_free(cooperative.id, data, None)
    return _add(actor, cooperative, data)


def update(actor: Actor, storefront: Storefront, data: StorefrontData, version: int) -> list[str]:
    """Change what differs; the cooperative comes loaded. Returns the fields.

    Raises Conflict; Forbidden and DomainError as `open_new`.
    """
    _check(actor, storefront.cooperative, data)
    changes.check_version(storefront, version)
    if data.channel_key != storefront.channel_key:
        _check_takes_more(data)
    _check_free(storefront.cooperative_id, data, storefront.id)
    return _change(actor, storefront, data)


def save(actor: Actor, cooperative: Cooperative, data: StorefrontData) -> str:
    """Create or change the shop of this channel and name: "created", "updated" or "unchanged".

    A file tells of the past: a shop on a channel that has ended is taken unless its dates are
    later than that end.
    """
    _check(actor, cooperative, data)
    row = held(cooperative.id, data)
    if row is None:
        _add(actor, cooperative, data)
        return "created"
    return "updated" if _change(actor, row, data) else "unchanged"


def look(actor: Actor, cooperative: Cooperative, data: StorefrontData) -> str:
    """What `save` would say; raises what it raises, and changes nothing."""
    _check(actor, cooperative, data)
    row = held(cooperative.id, data)
    if row is None:
        return "created"
    return "updated" if changes.differs(row, asdict(data)) else "unchanged"


def _check_takes_more(data: StorefrontData) -> None:
    channel = get_channel(data.channel_key)
    if data.closed_on is None and not is_open(channel, local_date(utc_now())):
        raise DomainError(_takes_no_more(channel), "channel_key")


def _takes_no_more(channel: Channel) -> Message:
    if channel.closed_on is None:
        return N_(
            "%(channel)s được cho là đã dừng nên không mở gian hàng mới ở đó được. Nếu ghi lại gian"
            " hàng cũ, hãy ghi cả ngày đóng.",
            channel=Figure(Channel.name_in, channel),
        )
    return N_(
        "%(channel)s đã dừng ngày %(day)s nên không mở gian hàng mới ở đó được. Nếu ghi lại gian"
        " hàng cũ, hãy ghi cả ngày đóng.",
        channel=Figure(Channel.name_in, channel),
        day=Figure(format_date, channel.closed_on),
    )


def _ended(name: str, ended_on: date) -> Message:
    return N_(
        "%(channel)s đã dừng ngày %(day)s: gian hàng ở đó không thể mở hay đóng sau ngày này.",
        channel=name,
        day=Figure(format_date, ended_on),
    )


def _add(actor: Actor, cooperative: Cooperative, data: StorefrontData) -> Storefront:
    storefront = Storefront(
        cooperative_id=cooperative.id,
        name_folded=fold(data.name),
        name_sort=sort_key(data.name),
        is_sample=cooperative.is_sample,
        **asdict(data),
    )
    db.session.add(storefront)
    db.session.flush()
    versions.created(actor, storefront)
    audit.record(
        actor,
        "storefront.created",
        "storefront",
        storefront.id,
        cooperative.id,
        channel=data.channel_key,
        name=data.name,
    )
    return storefront


def _change(actor: Actor, storefront: Storefront, data: StorefrontData) -> list[str]:
    before = snapshot(storefront)
    fields = changes.apply(
        storefront,
        asdict(data) | {"name_folded": fold(data.name), "name_sort": sort_key(data.name)},
    )
    if fields:
        db.session.flush()
        versions.changed(actor, storefront, before)
        audit.record(
            actor,
            "storefront.changed",
            "storefront",
            storefront.id,
            storefront.cooperative_id,
            fields=fields,
        )
    return fields


def _check(actor: Actor, cooperative: Cooperative, data: StorefrontData) -> None:
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if data.opened_on and data.closed_on and data.closed_on < data.opened_on:
        raise DomainError(N_("Ngày đóng gian hàng không thể trước ngày mở."), "closed_on")
    channel = get_channel(data.channel_key)
    if channel.closed_on is not None:
        for name in ("opened_on", "closed_on"):
            day = getattr(data, name)
            if day is not None and day > channel.closed_on:
                raise DomainError(_ended(channel.name, channel.closed_on), name)


def _check_free(cooperative_id: int, data: StorefrontData, own_id: int | None) -> None:
    row = held(cooperative_id, data)
    if row is not None and row.id != own_id:
        raise DomainError(N_("Hợp tác xã đã có gian hàng tên này trên kênh này."), "name")


def held(cooperative_id: int, data: StorefrontData) -> Storefront | None:
    """The cooperative's shop of this name on this channel."""
    return db.session.scalar(
        sa.select(Storefront).where(
            Storefront.cooperative_id == cooperative_id,
            Storefront.channel_key == data.channel_key,
            Storefront.name == data.name,
        )
    )
