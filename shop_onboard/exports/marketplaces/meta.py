"""Meta (Facebook, Instagram): a catalogue feed as CSV."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from shop_onboard.exports import checks
from shop_onboard.exports.categories import google_category, own_path
from shop_onboard.exports.listing import (
    OPEN_END,
    ExportFile,
    ExportOptions,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.tables import Cell, feed_csv_bytes
from shop_onboard.values.text import N_

key = "meta"
name = "Meta (Facebook, Instagram)"
kind = "feed"
channel_key: str | None = None
status = N_("Đang nhận; người mua được dẫn về trang công khai của chính hợp tác xã.")
source = N_(
    "Tài liệu danh mục của Meta (developers.facebook.com) và bộ công cụ facebook_business 26.0.3, "
    "xem ngày 22/11/2026."
)
confidence = "official"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = True

_MIRROR = "productfeedspec.com/platforms/meta-catalog"
LIMITS = {
    "sku": Limit(1, 100, "third_party", _MIRROR),
    "title": Limit(1, 200, "third_party", _MIRROR),
    "description": Limit(1, 9_999, "third_party", _MIRROR),
    "brand": Limit(1, 100, "third_party", _MIRROR),
    "image_url": Limit(1, 2_000, "third_party", _MIRROR),
    "more_images": Limit(0, 20, "third_party", _MIRROR),
    "photo_advised_px": Limit(500, OPEN_END, "third_party", _MIRROR),
}
# What pictures it takes is not known: ours follow our own default.
PHOTO_TYPES: PhotoTypes | None = None
FEEDS = {"csv": "meta.csv"}

COLUMNS = (
    "id",
    "title",
    "description",
    "availability",
    "condition",
    "price",
    "link",
    "image_link",
    "brand",
    "additional_image_link",
    "gtin",
    "item_group_id",
    "size",
    "product_type",
    "google_product_category",
    "origin_country",
)


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """Meta's required columns and lengths; a private address is a remark, not a refusal."""
    text = listing.plain_description
    problems = [
        *checks.check_sku(listing, limits["sku"]),
        *checks.check_title(listing, limits["title"], "Meta"),
        *checks.check_starts(listing),
        *checks.check_description(listing, text, limits["description"], "Meta"),
        *checks.check_price(listing),
        *checks.check_stock(listing),
        *checks.check_gtin(listing),
        *checks.check_pictures(listing, limits["image_url"], "Meta"),
        *checks.check_page(listing, "Meta"),
    ]
    if not listing.gtin and not limits["brand"].admits(len(listing.brand)):
        sentence = N_(
            "Thương hiệu dài %(length)s ký tự; Meta cần từ %(least)s đến %(most)s, hoặc mã vạch.",
            length=len(listing.brand),
            least=limits["brand"].least,
            most=limits["brand"].most,
        )
        problems.append(Problem("brand", sentence))
    return problems


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`meta.csv`, one row a pack size."""
    limits = {**LIMITS, **options.limits}
    packs = Counter(listing.group_code for listing in listings)
    rows = (_row(listing, packs[listing.group_code] > 1, limits) for listing in listings)
    return [ExportFile("meta.csv", "text/csv; charset=utf-8", feed_csv_bytes(COLUMNS, rows))]


def _row(listing: Listing, is_one_of_several: bool, limits: Limits) -> list[Cell]:
    more = listing.image_urls[1 : 1 + limits["more_images"].most]
    return [
        listing.sku,
        listing.title,
        listing.plain_description,
        "in stock" if listing.stock else "out of stock",
        "new",
        f"{listing.price_vnd} VND",
        listing.page_url,
        listing.image_urls[0],
        listing.brand,
        ",".join(url.replace(",", "%2C") for url in more),
        listing.gtin,
        listing.group_code if is_one_of_several else None,
        listing.pack_label if is_one_of_several else None,
        " > ".join(own_path(listing)),
        google_category(listing),
        "VN",
    ]
