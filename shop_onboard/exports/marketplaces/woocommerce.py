"""WooCommerce: the CSV that its own importer takes, for a shop on the seller's own site."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from shop_onboard.exports import checks
from shop_onboard.exports.categories import own_path
from shop_onboard.exports.listing import (
    ExportFile,
    ExportOptions,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.tables import Cell, csv_bytes
from shop_onboard.values.text import N_

key = "woocommerce"
name = "WooCommerce"
kind = "feed"
channel_key: str | None = None
status = N_("Phần mềm mã nguồn mở; nhập tệp vào trang bán hàng riêng của hợp tác xã.")
source = N_("Mã nguồn bộ nhập CSV của WooCommerce, xem ngày 22/11/2026.")
confidence = "official"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = True

# The importer sets no bounds of its own.
LIMITS: Limits = {}
# What pictures it takes is not known: ours follow our own default.
PHOTO_TYPES: PhotoTypes | None = None

_ATTRIBUTE = "Quy cách"
COLUMNS = (
    "Type",
    "SKU",
    "Name",
    "Published",
    "Visibility in catalog",
    "Description",
    "In stock?",
    "Stock",
    "Backorders allowed?",
    "Weight (kg)",
    "Length (cm)",
    "Width (cm)",
    "Height (cm)",
    "Regular price",
    "Categories",
    "Images",
    "Parent",
    "Position",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Attribute 1 visible",
    "Attribute 1 global",
)
# The importer takes a leading `'` off an attribute's values, so that one which begins so would lose
# it. It takes none off names and codes: there the guard of a table would be seen in the shop.
_UNQUOTED = re.compile(r"'[=+\-@]")


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """What a shop needs of every product, and texts that the importer would change."""
    problems = [*checks.check_price(listing), *checks.check_gtin(listing)]
    problems += [
        Problem(field, N_("Hãy bắt đầu bằng chữ hoặc số, không phải dấu = + - @."))
        for field, text in {"name": listing.name, "sku": listing.sku}.items()
        if checks.starts_as_formula(text)
    ]
    if _UNQUOTED.match(listing.pack_label):
        sentence = N_("Hãy bắt đầu bằng chữ hoặc số, không phải dấu nháy.")
        problems.append(Problem("pack_label", sentence))
    if {"|", "\\"} & set(listing.pack_label):
        sentence = N_("Quy cách không được có dấu «|» hoặc «\\». Hãy ghi cách khác.")
        problems.append(Problem("pack_label", sentence))
    if not listing.image_urls:
        sentence = N_("Chưa có ảnh. Nên chụp ít nhất một ảnh rõ sản phẩm.")
        problems.append(Problem("images", sentence, blocking=False))
    return [*problems, *checks.check_picture_addresses(listing, name)]


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`woocommerce.csv`: a simple product, or a variable one with a row a pack size after it."""
    rows = (
        row
        for _code, packs in groupby(
            sorted(listings, key=lambda listing: listing.group_code),
            key=lambda listing: listing.group_code,
        )
        for row in _rows(list(packs))
    )
    content = csv_bytes(COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows))
    return [ExportFile("woocommerce.csv", "text/csv; charset=utf-8", content)]


def _rows(packs: list[Listing]) -> Iterator[dict[str, Cell]]:
    first = packs[0]
    if len(packs) == 1:
        yield {**_shown(first, first.title), **_sold(first), "Type": "simple", "SKU": first.sku}
        return
    labels = ", ".join(_escaped(pack.pack_label) for pack in packs)
    parent = _parent_sku(packs)
    yield {
        **_shown(first, first.name),
        "Type": "variable",
        "SKU": parent,
        "In stock?": int(any(pack.stock != 0 for pack in packs)),
        **_attribute(labels),
    }
    for position, pack in enumerate(packs, start=1):
        yield {
            **_sold(pack),
            "Type": "variation",
            "SKU": pack.sku,
            "Name": pack.title,
            "Published": 1,
            "Parent": parent,
            "Position": position,
            **_attribute(_escaped(pack.pack_label)),
        }


def _parent_sku(packs: list[Listing]) -> str:
    """The code of the group, which is no code of a pack."""
    code = packs[0].group_code
    return f"{code}-nhom" if code in {pack.sku for pack in packs} else code


def _shown(listing: Listing, name: str) -> dict[str, Cell]:
    """What a shopper sees of the product; sample data is brought in as a draft."""
    return {
        "Name": name,
        "Published": -1 if listing.is_sample else 1,
        "Visibility in catalog": "visible",
        # The importer reads a typed backslash and n as a new line.
        "Description": listing.html_description.replace("\\", "&#92;"),
        "Categories": " > ".join(_escaped(step) for step in own_path(listing)),
        "Images": ", ".join(url.replace(",", "%2C") for url in listing.image_urls),
    }


def _sold(listing: Listing) -> dict[str, Cell]:
    return {
        "In stock?": int(listing.stock != 0),
        "Stock": listing.stock,
        "Backorders allowed?": 0,
        "Weight (kg)": _exact(listing.gross_mass_g, 3),
        "Length (cm)": _exact(listing.length_mm, 1),
        "Width (cm)": _exact(listing.width_mm, 1),
        "Height (cm)": _exact(listing.height_mm, 1),
        "Regular price": listing.price_vnd,
    }


def _attribute(values: str) -> dict[str, Cell]:
    return {
        "Attribute 1 name": _ATTRIBUTE,
        "Attribute 1 value(s)": values,
        "Attribute 1 visible": 1,
        "Attribute 1 global": 0,
    }


def _escaped(text: str) -> str:
    return text.replace(",", "\\,")


def _exact(amount: int | None, places: int) -> str | None:
    """The amount divided by ten to the power of `places`, without a rounding: 2350, 3 → 2.35."""
    if amount is None:
        return None
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}}".rstrip("0").rstrip(".")
