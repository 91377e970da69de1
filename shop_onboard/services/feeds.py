"""Opening and ending addresses that a marketplace's machine fetches by itself."""

import secrets
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.exports.registry import feeds_of, get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.feeds import Feed
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import feeds as queries
from shop_onboard.queries.accounts import token_hash
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_

# 256 bits: nobody guesses an address, and one that is lost is made anew rather than kept.
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class FeedData:
    """Which marketplace's machine, in which of its formats (`registry.feeds_of`)."""

    marketplace_key: str
    file_format: str


def make(actor: Actor, owner: Cooperative | Union, data: FeedData) -> tuple[Feed, str]:
    """The new address and its token, which nobody can ask for again.

    Its pictures are made by a job (`channel_photos.ask`); until then those of the public page are
    told of. Raises Forbidden; DomainError for a producer that is not public yet.
    """
    is_cooperative = isinstance(owner, Cooperative)
    feed = Feed(
        marketplace_key=data.marketplace_key,
        file_format=data.file_format,
        cooperative=owner if is_cooperative else None,
        union=None if is_cooperative else owner,
        cooperative_id=owner.id if is_cooperative else None,
        union_id=None if is_cooperative else owner.id,
        is_sample=owner.is_sample and (is_cooperative or not queries.has_real(owner.id)),
        made_by_id=actor.account_id,
    )
    _check_may(actor, Action.FEED_MAKE, feed)
    _check(feed)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    feed.token_hash = token_hash(token)
    db.session.add(feed)
    db.session.flush()
    _note(actor, "feed.made", feed)
    return feed, token


def renew(actor: Actor, feed: Feed) -> tuple[Feed, str]:
    """Another address in place of one that was lost or shown to the wrong eyes, which ends."""
    owner = feed.cooperative or feed.union
    if feed.revoked_at is not None or owner is None:
        raise DomainError(N_("Đường dẫn này đã được thu lại. Hãy tạo đường dẫn mới."))
    revoke(actor, feed)
    return make(actor, owner, FeedData(feed.marketplace_key, feed.file_format))


def revoke(actor: Actor, feed: Feed) -> None:
    """End an address at once. Raises Forbidden."""
    _check_may(actor, Action.FEED_REVOKE, feed)
    if feed.revoked_at is not None:
        return
    feed.revoked_at, feed.revoked_by_id = utc_now(), actor.account_id
    db.session.flush()
    _note(actor, "feed.revoked", feed)


def note_fetched(feed_id: int, day: date) -> bool:
    """Keep the day on which it was last fetched, no hour and no address; False when it was kept."""
    statement = (
        sa.update(Feed)
        .where(Feed.id == feed_id, sa.or_(Feed.fetched_on.is_(None), Feed.fetched_on < day))
        .values(fetched_on=day)
    )
    return bool(changes.count_changed(statement))


def _check_may(actor: Actor, action: Action, feed: Feed) -> None:
    if not queries.may(actor, action, feed):
        raise Forbidden(N_("Bạn không có quyền làm việc này với đường dẫn này."))


def _check(feed: Feed) -> None:
    if feed.file_format not in feeds_of(get_marketplace(feed.marketplace_key)):
        raise DomainError(N_("Hãy chọn sàn và kiểu tệp."), "kind")
    if feed.cooperative is not None and feed.cooperative.state != "approved":
        raise DomainError(
            N_("Hợp tác xã này chưa được duyệt nên chưa có gì để công khai."), "owner"
        )


def _note(actor: Actor, event: str, feed: Feed) -> None:
    audit.record(
        actor,
        event,
        "feed",
        feed.id,
        feed.cooperative_id,
        marketplace=feed.marketplace_key,
        format=feed.file_format,
    )
