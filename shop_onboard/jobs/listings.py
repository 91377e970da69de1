"""The files of one marketplace as a ZIP, and what had to be left out."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.exports.archive import pack
from shop_onboard.exports.listing import CheckedListing, ExportOptions, ExportResult, Limits
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import export_listings, get_marketplace
from shop_onboard.jobs import channel_photos as photos
from shop_onboard.jobs.runner import Work
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.queries import (
    catalogues,
    channel_photos,
    cooperatives,
    listing_exports,
    listing_limits,
    listings,
)
from shop_onboard.services import listing_exports as export_services
from shop_onboard.services import listings as services
from shop_onboard.services.jobs import Result
from shop_onboard.values.dates import TIMEZONE
from shop_onboard.values.text import N_

KIND = services.KIND
_PARTS = {"changes": "-phan-doi", "chosen": "-da-chon"}
_OUT_OF_SEASON = N_("Đang ngoài mùa vụ.")
_NEVER_SOLD = N_("Sàn đã dừng và sản phẩm này chưa từng bán ở đó, nên không vào tệp lưu trữ.")


def handle(work: Work) -> Result:
    """Of `marketplace` (a key): the approved products of `cooperative` (a slug) that are on sale.

    Of a marketplace that has ended: what was sold there (`queries.listings.to_export`). `scope`
    says how much of that: all, the products in `products` (slugs), or what changed.

    Without any sound listing there is no file, only the reasons.
    """
    marketplace = get_marketplace(str(work.params["marketplace"]))
    if marketplace.hosts_photos:
        photos.prepare(work, chosen(work, _approved(work)), marketplace.key)
    cooperative = cooperatives.one(work.actor, str(work.params["cooperative"]))
    approved = _approved(work)
    if not approved:
        raise DomainError(N_("Hợp tác xã này chưa có sản phẩm nào đã duyệt để đăng sàn."))
    target = listing_exports.Target(marketplace.key, marketplace.name, marketplace)
    draft = listing_exports.draft(work.actor, target, cooperative, work.public_url, work.today)
    wanted = chosen(work, approved)
    products = [row for row in of_scope(work, draft) if row in wanted]
    limits = listing_limits.set_for(marketplace)
    hosted = channel_photos.of_files(products, marketplace, work.public_url)
    made = export_listings(
        marketplace,
        listings.listings(products, work.storage, work.public_url, work.today, hosted),
        ExportOptions(_day(work), "Lên Sàn", work.public_url, limits),
    )
    resting = [row for row in wanted if row not in draft.products]
    note = {"exported": len(made.exported), "skipped": _skipped(work, made, resting)}
    if not made.exported:
        return Result("", "", "", note)
    return _stored(work, marketplace, cooperative, draft, made, note, limits)


def scope_of(work: Work) -> str:
    """How much was asked for; older jobs asked for all."""
    return str(work.params.get("scope", "all"))


def chosen(work: Work, products: Sequence[Product]) -> list[Product]:
    """Those that the person chose, where they chose any."""
    slugs = set(work.params.get("products") or ())
    return [row for row in products if scope_of(work) != "chosen" or row.slug in slugs]


def of_scope(work: Work, draft: listing_exports.Draft) -> Sequence[Product]:
    """What goes into the file of this scope, before choosing. DomainError when nothing changed."""
    if scope_of(work) != "changes":
        return draft.products
    if not draft.difference.skus:
        raise DomainError(N_("Không có gì mới hay đổi từ lần tạo tệp trước nên không cần tệp mới."))
    return draft.changed_products


def gone_of(work: Work, draft: listing_exports.Draft) -> list[dict[str, str]]:
    """What an earlier file held and this one does not; a choice says nothing of that."""
    if scope_of(work) == "chosen":
        return []
    return [each.told for each in draft.gone]


def part_of(work: Work) -> str:
    """What the name of a file says that holds a part of the goods alone."""
    return _PARTS.get(scope_of(work), "")


def _day(work: Work) -> datetime:
    """When a file says that it was made: the same goods on one day make the same bytes."""
    return datetime.combine(work.today, time.min, TIMEZONE)


def _stored(
    work: Work,
    marketplace: Marketplace,
    cooperative: Cooperative,
    draft: listing_exports.Draft,
    made: ExportResult,
    note: dict[str, Any],
    limits: Limits,
) -> Result:
    content = pack(made.files)
    skus = {each.sku for each in made.exported}
    kept = export_services.Made(
        marketplace.key,
        marketplace.name,
        scope_of(work),
        export_services.rules_of(marketplace, {**marketplace.LIMITS, **limits}),
        len(content),
        [each for each in draft.sound if each.sku in skus],
        note["skipped"],
        gone_of(work, draft),
    )
    name = f"{marketplace.key}-{cooperative.slug}{part_of(work)}.zip"
    result = work.store(content, name, "application/zip", note)
    work.begin_writing()
    services.keep_exported(work.actor, marketplace.key, made.exported, kept.held)
    owner = cooperatives.one(work.actor, cooperative.slug)
    run = export_services.keep(work.actor, owner, kept, result)
    return Result(result.storage_key, result.name, result.media_type, note | {"run": run.code})


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
