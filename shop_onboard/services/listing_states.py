"""How far listings have come on their marketplaces: set by hand, by an export, by a file."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Listing, ListingChange
from shop_onboard.models.products import PackSize
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listing_states as queries
from shop_onboard.queries import listings
from shop_onboard.services import audit, changes
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_

_LONGEST = 500


@dataclass(frozen=True)
class Wanted:
    """The state a pack is to have; `seen` is what the person saw, None when a file says so."""

    pack: PackSize
    state: str
    reason: str = ""
    seen: str | None = None


@dataclass(frozen=True)
class Done:
    """What changed at once: the code that undoes it ("" for nothing), how many, and the packs
    that somebody else had changed meanwhile."""

    batch: str
    count: int
    overtaken: tuple[PackSize, ...] = ()


@dataclass(frozen=True)
class TakenBack:
    """How many changes were taken back, and how many stay because of later ones."""

    count: int
    kept: int


def set_states(
    actor: Actor, marketplace_key: str, wanted: Sequence[Wanted], how: str = "hand"
) -> Done:
    """Give each pack its state; those that have it already are passed over.

    Packs come with product and cooperative. Raises Forbidden; DomainError for a rejection without
    a reason typed by hand, and for a marketplace that takes nothing any more.
    """
    owners = {each.pack.product.cooperative for each in wanted}
    for owner in sorted(owners, key=lambda each: each.id):
        changes.check_may(actor, Action.LISTING_EXPORT, owner)
    if not listings.takes_listings(queries.channel_of(marketplace_key), local_date(utc_now())):
        raise DomainError(N_("Sàn này đã dừng nên không đổi trạng thái được nữa."), "state")
    if how == "hand" and any(each.state == "rejected" and not each.reason for each in wanted):
        raise DomainError(N_("Hãy ghi lý do sàn từ chối, để biết phải sửa gì."), "reason")
    return _set(actor, marketplace_key, wanted, how)


def mark_exported(
    actor: Actor, rows: Iterable[Listing], mended: Collection[int] = frozenset()
) -> None:
    """A draft that went into a file is exported now; the rows have been flushed.

    So is what was rejected and has been `mended` (numbers of listings) since. What is rejected
    and still the same stays so, as does what is live or paused: a file alone mends nothing.
    """
    batch = secrets.token_hex(8)
    for row in rows:
        if row.state == "draft" or (row.state == "rejected" and row.id in mended):
            _step(actor, row, "exported", "", "export", batch)
    db.session.flush()


def undo(actor: Actor, batch: str) -> TakenBack:
    """Take back what was changed at once, where nothing was changed since.

    Raises NotFound, Forbidden.
    """
    found = [each for each in queries.batch(actor, batch) if not each.is_undone]
    for owner in {each.listing.pack.product.cooperative for each in found}:
        changes.check_may(actor, Action.LISTING_EXPORT, owner)
    last = queries.last_changes([each.listing_id for each in found])
    taken = [each for each in found if last[each.listing_id] == each.id]
    code = secrets.token_hex(8)
    for each in taken:
        _step(actor, each.listing, each.before, each.reason_before, "undo", code)
        each.is_undone = True
    db.session.flush()
    if taken:
        audit.record(
            actor,
            "listing.states_undone",
            "marketplace",
            None,
            _only({each.listing.pack.product.cooperative for each in taken}),
            marketplace=taken[0].listing.marketplace_key,
            listings=len(taken),
        )
    return TakenBack(len(taken), len(found) - len(taken))


def _set(actor: Actor, marketplace_key: str, wanted: Sequence[Wanted], how: str) -> Done:
    held = queries.of_packs(marketplace_key, [each.pack.id for each in wanted])
    batch, count, overtaken = secrets.token_hex(8), 0, []
    for each in wanted:
        row = held.get(each.pack.id)
        if each.seen is not None and each.seen != (row.state if row else "draft"):
            overtaken.append(each.pack)
            continue
        reason = each.reason[:_LONGEST] if each.state == "rejected" else ""
        if (each.state, reason) == ((row.state, row.reason) if row else ("draft", "")):
            continue
        if row is None:
            row = _new(each.pack, marketplace_key)
        _step(actor, row, each.state, reason, how, batch)
        count += 1
    db.session.flush()
    if count:
        audit.record(
            actor,
            "listing.states_set",
            "marketplace",
            None,
            _only({each.pack.product.cooperative for each in wanted}),
            marketplace=marketplace_key,
            how=how,
            listings=count,
        )
    return Done(batch if count else "", count, tuple(overtaken))


def _new(pack: PackSize, marketplace_key: str) -> Listing:
    row = Listing(
        pack_size_id=pack.id,
        marketplace_key=marketplace_key,
        state="draft",
        reason="",
        is_sample=pack.product.is_sample,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _step(actor: Actor, row: Listing, state: str, reason: str, how: str, batch: str) -> None:
    now = utc_now()
    step: Mapping[str, object] = {
        "listing_id": row.id,
        "batch": batch,
        "at": now,
        "account_id": actor.account_id,
        "actor_name": actor.name,
        "how": how,
        "before": row.state,
        "after": state,
        "reason_before": row.reason,
        "reason_after": reason,
    }
    db.session.add(ListingChange(**step))
    row.state, row.reason, row.state_at = state, reason, now


def _only(owners: set[Cooperative]) -> int | None:
    """The cooperative that an event is about, where it is about one."""
    return next(iter(owners)).id if len(owners) == 1 else None
