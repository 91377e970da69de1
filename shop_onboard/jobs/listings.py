"""The files of one marketplace as a ZIP, and what had to be left out."""

from typing import Any

from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.exports.archive import pack
from shop_onboard.exports.listing import CheckedListing, ExportOptions, ExportResult
from shop_onboard.exports.registry import export_listings, get_marketplace
from shop_onboard.jobs import channel_photos as photos
from shop_onboard.jobs.runner import Work
from shop_onboard.models.clock import utc_now
from shop_onboard.models.products import Product
from shop_onboard.queries import (
    catalogues,
    channel_photos,
    cooperatives,
    listing_limits,
    listings,
)
from shop_onboard.services import listings as services
from shop_onboard.services.jobs import Result
from shop_onboard.values.text import N_

KIND = services.KIND
_OUT_OF_SEASON = N_("Đang ngoài mùa vụ.")
_NEVER_SOLD = N_("Sàn đã dừng và sản phẩm này chưa từng bán ở đó, nên không vào tệp lưu trữ.")


def handle(work: Work) -> Result:
    """Of `marketplace` (a key): the approved products of `cooperative` (a slug) that are on sale.

    Of a marketplace that has ended: what was sold there (`queries.listings.to_export`).

    Without any sound listing there is no file, only the reasons.
    """
    marketplace = get_marketplace(str(work.params["marketplace"]))
    if marketplace.hosts_photos:
        photos.prepare(work, _approved(work), marketplace.key)
    cooperative = cooperatives.one(work.actor, str(work.params["cooperative"]))
    approved = _approved(work)
    if not approved:
        raise DomainError(N_("Hợp tác xã này chưa có sản phẩm nào đã duyệt để đăng sàn."))
    products = listings.to_export(approved, marketplace.channel_key, work.today)
    hosted = channel_photos.of_files(products, marketplace, work.public_url)
    made = export_listings(
        marketplace,
        listings.listings(products, work.storage, work.public_url, work.today, hosted),
        ExportOptions(utc_now(), "Lên Sàn", work.public_url, listing_limits.set_for(marketplace)),
    )
    resting = [product for product in approved if product not in products]
    note = {"exported": len(made.exported), "skipped": _skipped(work, made, resting)}
    if not made.exported:
        return Result("", "", "", note)
    name = f"{marketplace.key}-{cooperative.slug}.zip"
    result = work.store(pack(made.files), name, "application/zip", note)
    work.begin_writing()
    services.keep_exported(work.actor, marketplace.key, made.exported)
    return result


def _approved(work: Work) -> list[Product]:
    cooperative = cooperatives.one(work.actor, str(work.params["cooperative"]))
    services.check_may_export(work.actor, cooperative)
    return catalogues.of_cooperative(work.actor, cooperative)


def _skipped(work: Work, made: ExportResult, resting: list[Product]) -> list[dict[str, Any]]:
    found = [
        {"product": checked.listing.title, "problems": _sentences(work, checked)}
        for checked in made.skipped
    ]
    channel_key = get_marketplace(str(work.params["marketplace"])).channel_key
    is_live = listings.takes_listings(channel_key, work.today)
    reason = say(_OUT_OF_SEASON if is_live else _NEVER_SOLD, work.translations)
    return found + [{"product": product.name, "problems": [reason]} for product in resting]


def _sentences(work: Work, checked: CheckedListing) -> list[str]:
    return [say(each.message, work.translations) for each in checked.problems if each.blocking]
