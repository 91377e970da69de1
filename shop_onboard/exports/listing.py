"""What a marketplace needs to know of one pack, and what comes back from making its files."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime

from shop_onboard.values.text import N_, Message, clean, clean_lines, fold

SAMPLE_MARK = N_("DỮ LIỆU MẪU – minh họa")

# Allowed in a Python string, forbidden in XML 1.0 and therefore in XLSX as well.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ListingPhoto:
    """A picture as it lies in storage; `media_type` is "image/jpeg", "image/png", …"""

    file_name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Listing:
    """One pack size of one product, in the form from which every marketplace's file is made.

    Texts are made canonical on construction: NFC, no control characters, `description` keeping
    its paragraphs and everything else on one line.

    `sku` is unique on the site, `group_code` the same for all packs of one product and unique on
    the site, `product_code` the cooperative's own. `price_vnd` is for the pack, in whole đồng.
    `gross_mass_g` is the packed parcel; None when nobody weighed it. `stock` is in packs; None
    when nobody counted. `ocop_set` is the official name of the OCOP group; `ocop_stars` and
    `ocop_decision` only while that certificate is valid for this product and pack.
    `page_url` and `image_urls` are absolute and on the site's own public address; the first
    photo, like the first address, is the cover.
    """

    sku: str
    product_code: str
    group_code: str
    name: str
    description: str
    cooperative_name: str
    pack_label: str
    price_vnd: int
    net_mass_g: int
    page_url: str
    name_en: str = ""
    brand: str = ""
    stock: int | None = None
    gross_mass_g: int | None = None
    ocop_set: str | None = None
    ocop_stars: int | None = None
    ocop_decision: str = ""
    gtin: str | None = None
    shelf_life_days: int | None = None
    storage: str = ""
    origin: str = ""
    cooperative_address: str = ""
    lot_code: str | None = None
    lot_expires_on: date | None = None
    image_urls: tuple[str, ...] = ()
    images: tuple[ListingPhoto, ...] = ()
    is_sample: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                tidy = clean_lines if field.name == "description" else clean
                object.__setattr__(self, field.name, tidy(_NOT_IN_XML.sub("", value)))

    @property
    def title(self) -> str:
        """The name with the pack, which tells two listings of one product apart."""
        if fold(self.pack_label) in fold(self.name):
            return self.name
        return f"{self.name} – {self.pack_label}"


@dataclass(frozen=True)
class Problem:
    """What a person has to mend, or should know; `field` is a field of `Listing`.

    A blocking problem keeps the listing out of the file; another one is said beside it.
    """

    field: str
    message: Message
    blocking: bool = True


@dataclass(frozen=True)
class ExportOptions:
    """What a file says of itself. `made_at` is aware; `site_url` has no final slash."""

    made_at: datetime
    site_name: str
    site_url: str


@dataclass(frozen=True)
class ExportFile:
    """A file to hand over; `name` is unique within the export and safe on every system.

    A slash in it parts a folder from the file in it.
    """

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class CheckedListing:
    """A listing of which a marketplace had something to say."""

    listing: Listing
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ExportResult:
    """The files, the listings in them, those left out with the reasons, and the remarks.

    `files` is empty when nothing could be exported.
    """

    files: tuple[ExportFile, ...]
    exported: tuple[Listing, ...]
    skipped: tuple[CheckedListing, ...]
    remarks: tuple[CheckedListing, ...]
