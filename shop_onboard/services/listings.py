"""Asking for a marketplace's files, and keeping what was put into them and at what price."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop_onboard.exports.differences import Held, is_mended
from shop_onboard.exports.listing import Listing as ListingData
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.listings import Listing
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listing_exports
from shop_onboard.queries import listings as queries
from shop_onboard.queries.listing_states import channel_of, mended_since
from shop_onboard.services import audit, changes, jobs, listing_states
from shop_onboard.values.dates import local_date

KIND = "listings"


@dataclass(frozen=True)
class FilesOrder:
    """How files are wanted: `title` names the job, addresses in them begin with `public_url`.

    `scope` is one of `models.listing_exports.EXPORT_SCOPES`: everything on sale, the products of
    these addresses, or what has changed since the last file.
    """

    title: str
    lang: str
    public_url: str
    scope: str = "all"
    products: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """The order as a job keeps it."""
        return {
            "lang": self.lang,
            "public_url": self.public_url,
            "scope": self.scope,
            "products": list(self.products),
        }

    @property
    def mark(self) -> str:
        """The same for the same order: what tells two jobs for one marketplace apart."""
        told = "\n".join((self.lang, self.scope, *sorted(self.products)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def ask_files(
    actor: Actor, marketplace_key: str, cooperative: Cooperative, order: FilesOrder
) -> Job:
    """The job that makes a marketplace's files of one cooperative. Raises Forbidden."""
    check_may_export(actor, cooperative)
    params = {"marketplace": marketplace_key, "cooperative": cooperative.slug, **order.told}
    key = ":".join((KIND, marketplace_key, cooperative.slug, order.mark, str(actor.account_id)))
    return jobs.ask(actor, KIND, order.title, params, key)


def check_may_export(actor: Actor, cooperative: Cooperative) -> None:
    """Raises Forbidden unless the actor may make listing files of this cooperative."""
    changes.check_may(actor, Action.LISTING_EXPORT, cooperative)


def keep_exported(
    actor: Actor,
    marketplace_key: str,
    exported: Sequence[ListingData],
    held: Sequence[Held] = (),
) -> None:
    """Remember each pack that went into a file, with its price then; a draft is exported now.

    So is a rejected one, if what the file holds of it (`held`; that file is not kept yet) is not
    what the last one held. Files of a marketplace that has ended are an archive: they list
    nothing there.
    """
    now = utc_now()
    if queries.takes_listings(channel_of(marketplace_key), local_date(now)):
        rows = _keep_listed(marketplace_key, exported, now)
        listing_states.mark_exported(actor, rows.values(), _mended(marketplace_key, rows, held))
    audit.record(
        actor,
        "listing.exported",
        "marketplace",
        None,
        marketplace=marketplace_key,
        listings=len(exported),
    )


def _keep_listed(
    marketplace_key: str, exported: Sequence[ListingData], now: datetime
) -> dict[str, Listing]:
    """SKU → its row, of what was exported."""
    skus = [listing.sku for listing in exported]
    held = queries.made(marketplace_key, skus)
    pack_ids = queries.pack_ids(skus)
    for listing in exported:
        row = held.get(listing.sku)
        if row is None:
            row = held[listing.sku] = Listing(
                pack_size_id=pack_ids[listing.sku],
                marketplace_key=marketplace_key,
                state="draft",
                reason="",
                is_sample=listing.is_sample,
            )
            db.session.add(row)
        row.price_vnd = listing.price_vnd
        row.exported_at = now
    db.session.flush()
    return {sku: held[sku] for sku in skus}


def _mended(
    marketplace_key: str, rows: Mapping[str, Listing], held: Sequence[Held]
) -> frozenset[int]:
    """Numbers of the rejected ones that are not as they were when they were rejected.

    What never went into a file here, so that nothing tells what it held, is judged by its
    product's history.
    """
    rejected = {sku: row for sku, row in rows.items() if row.state == "rejected"}
    if not rejected:
        return frozenset()
    last = listing_exports.last_facts(marketplace_key, rejected)
    now = {each.sku: each.facts for each in held if each.sku in last}
    by_file = {rejected[sku].id for sku in now.keys() & last if is_mended(last[sku], now[sku])}
    unheld = [row for sku, row in rejected.items() if sku not in last]
    return frozenset(by_file | mended_since(unheld))
