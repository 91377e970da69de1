"""Keeping what was put into a marketplace's file, and at what price."""

from collections.abc import Sequence

from shop_onboard.errors import DomainError
from shop_onboard.exports.listing import Listing as ListingData
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.listings import Listing
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listings as queries
from shop_onboard.services import audit
from shop_onboard.values.text import N_


def check_may_export(actor: Actor) -> None:
    """Raises DomainError when the actor may not make listing files at all."""
    if not actor.may(Action.LISTING_EXPORT):
        raise DomainError(N_("Bạn không có quyền tạo tệp đăng sàn."))


def keep_exported(actor: Actor, marketplace_key: str, exported: Sequence[ListingData]) -> None:
    """Remember each pack that went into a file, with its price then."""
    skus = [listing.sku for listing in exported]
    held = queries.made(marketplace_key, skus)
    pack_ids = queries.pack_ids(skus)
    now = utc_now()
    for listing in exported:
        row = held.get(listing.sku)
        if row is None:
            row = Listing(
                pack_size_id=pack_ids[listing.sku],
                marketplace_key=marketplace_key,
                is_sample=listing.is_sample,
            )
            db.session.add(row)
        row.price_vnd = listing.price_vnd
        row.exported_at = now
    db.session.flush()
    audit.record(
        actor,
        "listing.exported",
        "marketplace",
        None,
        marketplace=marketplace_key,
        listings=len(exported),
    )
