"""The data sheet with its photos beside it, for channels whose own template is not at hand."""

from collections.abc import Sequence

from shop_onboard.exports.data_sheet import workbook
from shop_onboard.exports.data_sheet_lines import PHOTO_FOLDER, photo_names
from shop_onboard.exports.listing import ExportFile, ExportOptions, Listing
from shop_onboard.exports.names import safe_stems
from shop_onboard.exports.photos import PhotoRules, fitted

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_and_photos(
    listings: Sequence[Listing],
    marketplace_name: str,
    options: ExportOptions,
    rules: PhotoRules,
) -> list[ExportFile]:
    """`phieu-thong-tin-dang-ban.xlsx`, and the photos as `anh-san-pham/<sku>-1.jpg`, …

    A photo that is too small for the channel stays out.
    """
    stems = safe_stems(listing.sku for listing in listings)
    listings = fitted(listings, rules)
    sheet = workbook(listings, stems, marketplace_name, options)
    photos = [
        ExportFile(f"{PHOTO_FOLDER}/{name}", photo.media_type, photo.content)
        for listing in listings
        for name, photo in zip(
            photo_names(listing, stems[listing.sku]), listing.images, strict=True
        )
    ]
    return [ExportFile("phieu-thong-tin-dang-ban.xlsx", XLSX, sheet), *photos]
