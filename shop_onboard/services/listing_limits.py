"""Setting a marketplace's limit by hand, when its rules have changed, and taking that back."""

from dataclasses import asdict, dataclass
from datetime import date

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.listing_limits import ListingLimit
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.listing_limits import HeldLimit
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class LimitData:
    """The bound, both ends included, and where and when it was read."""

    least: int
    most: int
    source: str
    seen_on: date


def keep(actor: Actor, held: HeldLimit, data: LimitData, version: int) -> ListingLimit:
    """Set the limit from now on; `version` is 0 where none was set yet.

    Raises Forbidden, Conflict when somebody was faster, DomainError for ends out of order or a
    bound that lets nothing through.
    """
    _check_may(actor)
    if data.most < data.least:
        raise DomainError(N_("Số nhiều nhất phải bằng hoặc lớn hơn số ít nhất."), "most")
    if data.most == 0:
        raise DomainError(N_("Giới hạn này không cho thứ gì qua. Hãy ghi số lớn hơn 0."), "most")
    row = held.row
    if row is None:
        row = ListingLimit(marketplace_key=held.marketplace.key, limit_key=held.key, **asdict(data))
        db.session.add(row)
    else:
        changes.check_version(row, version)
        if not changes.apply(row, asdict(data)):
            return row
    db.session.flush()
    audit.record(
        actor,
        "listing_limit.set",
        "listing_limit",
        row.id,
        marketplace=held.marketplace.key,
        limit=held.key,
        least=data.least,
        most=data.most,
    )
    return row


def drop(actor: Actor, held: HeldLimit) -> None:
    """Go back to the program's own limit. Raises Forbidden."""
    _check_may(actor)
    if held.row is None:
        return
    audit.record(
        actor,
        "listing_limit.dropped",
        "listing_limit",
        held.row.id,
        marketplace=held.marketplace.key,
        limit=held.key,
    )
    db.session.delete(held.row)
    db.session.flush()


def _check_may(actor: Actor) -> None:
    if not actor.may(Action.ADMINISTER):
        raise Forbidden(N_("Chỉ quản trị viên đổi được giới hạn của sàn."))
