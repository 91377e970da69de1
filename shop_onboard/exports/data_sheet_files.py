"""The data sheet with its photos beside it, for channels whose own template is not at hand."""

from collections.abc import Sequence

from shop_onboard.exports.data_sheet import workbook
from shop_onboard.exports.data_sheet_lines import PHOTO_FOLDER, photo_names
from shop_onboard.exports.listing import ExportFile, ExportOptions, Listing
from shop_onboard.exports.names import safe_stems
from shop_onboard.exports.photos import PhotoRules, fitted

_NAME = "phieu-thong-tin-dang-ban"
# Each has a page of its own: more than this nobody prints or leafs through at one go.
_MOST_IN_ONE = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_and_photos(
    listings: Sequence[Listing],
    marketplace_name: str,
    options: ExportOptions,
    rules: PhotoRules,
) -> list[ExportFile]:
    """`phieu-thong-tin-dang-ban.xlsx`, and the photos as `anh-san-pham/<sku>-1.jpg`, …

    More listings than one workbook takes are in `…-1.xlsx`, `…-2.xlsx` and so on. A photo that is
    too small for the channel stays out.
    """
    stems = safe_stems(listing.sku for listing in listings)
    listings = fitted(listings, rules)
    parts = [
        listings[start : start + _MOST_IN_ONE] for start in range(0, len(listings), _MOST_IN_ONE)
    ]
    sheets = [
        ExportFile(
            f"{_NAME}{f'-{number}' if len(parts) > 1 else ''}.xlsx",
            XLSX,
            workbook(part, stems, marketplace_name, options),
        )
        for number, part in enumerate(parts, 1)
    ]
    photos = [
        ExportFile(f"{PHOTO_FOLDER}/{name}", photo.media_type, photo.content)
        for listing in listings
        for name, photo in zip(
            photo_names(listing, stems[listing.sku]), listing.images, strict=True
        )
    ]
    return [*sheets, *photos]
