"""What a marketplace needs to know of one pack, and what comes back from making its files."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from shop_onboard.values.text import N_, Message, clean, clean_lines, fold

SAMPLE_MARK = N_("DỮ LIỆU MẪU – minh họa")

# Allowed in a Python string, forbidden in XML 1.0 and therefore in XLSX as well.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
BULLET = re.compile(r"^[-+*•]\s+")
LANGUAGES = ("vi", "en")
# The end of a bound of which only the other end is known.
OPEN_END = 1_000_000_000


@dataclass(frozen=True)
class ListingPhoto:
    """A picture as it lies in storage; `media_type` is "image/jpeg", "image/png", …

    `width_px` and `height_px` are None where nobody noted them.
    """

    file_name: str
    content: bytes
    media_type: str
    width_px: int | None = None
    height_px: int | None = None


@dataclass(frozen=True)
class ListingCertificate:
    """A paper with a number that is valid for the product; `kind` as certificates have it."""

    kind: str
    name: str
    number: str
    expires_on: date | None = None


@dataclass(frozen=True)
class Limit:
    """A bound on one field of a marketplace's format, both ends included.

    `confidence` is a key of `marketplace.CONFIDENCES`, `source` where the bound was read: an
    address or a name as it is, words as a Message.
    """

    least: int
    most: int
    confidence: str
    source: str | Message

    def admits(self, size: int) -> bool:
        """Whether a length or an amount lies within the bound."""
        return self.least <= size <= self.most


Limits = Mapping[str, Limit]


@dataclass(frozen=True)
class PhotoTypes:
    """The kinds of pictures a marketplace takes; `confidence` and `source` as in `Limit`."""

    media_types: tuple[str, ...]
    confidence: str
    source: str | Message


@dataclass(frozen=True)
class Listing:
    """One pack size of one product, in the form from which every marketplace's file is made.

    Texts are made canonical on construction: NFC, no control characters, `description` keeping
    its paragraphs and everything else on one line.

    `sku` is unique on the site, `group_code` the same for all packs of one product and unique on
    the site, `product_code` the cooperative's own. `price_vnd` is for the pack, in whole đồng.
    `gross_mass_g` is the packed parcel; None when nobody weighed it. `stock` is in packs; None
    when nobody counted. `length_mm`, `width_mm` and `height_mm` are the packed parcel's; None when
    nobody measured. `category` is the number of the OCOP set, our own tree, and `ocop_set` its
    official name; `ocop_stars`, `ocop_decision` and `certificates` only while the paper is valid
    for this product and pack. `language` is that of the texts.
    `lot_code` is the lot on sale, `recalled_lot` one that is called back and may still be eaten;
    `has_ended_lots` says that every lot of the product is past its day.
    `is_one_of_several` when other packs of the product stand beside this one.
    `page_url` and `image_urls` are absolute and on the site's own public address; the first
    photo, like the first address, is the cover. Raises ValueError for what no listing can be: a
    price or a mass that is no whole number, a parcel lighter than what is in it.
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
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    category: int | None = None
    ocop_set: str | None = None
    ocop_stars: int | None = None
    ocop_decision: str = ""
    certificates: tuple[ListingCertificate, ...] = ()
    gtin: str | None = None
    shelf_life_days: int | None = None
    storage: str = ""
    origin: str = ""
    cooperative_address: str = ""
    lot_code: str | None = None
    lot_expires_on: date | None = None
    recalled_lot: str | None = None
    has_ended_lots: bool = False
    image_urls: tuple[str, ...] = ()
    images: tuple[ListingPhoto, ...] = ()
    language: str = "vi"
    is_sample: bool = False
    is_one_of_several: bool = False

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str):
                tidy = clean_lines if each.name == "description" else clean
                object.__setattr__(self, each.name, tidy(_NOT_IN_XML.sub("", value)))
        self._check_numbers()
        if self.language not in LANGUAGES:
            raise ValueError(f"{self.sku}: unknown language {self.language!r}")

    def _check_numbers(self) -> None:
        least = {"price_vnd": 0, "stock": 0, "net_mass_g": 1, "gross_mass_g": self.net_mass_g}
        least |= dict.fromkeys(("length_mm", "width_mm", "height_mm"), 1)
        for name, lowest in least.items():
            number = getattr(self, name)
            if number is None and name not in ("price_vnd", "net_mass_g"):
                continue
            if type(number) is not int or number < lowest:
                raise ValueError(f"{self.sku}: {name} is {number!r}")

    @property
    def title(self) -> str:
        """The name with the pack, which tells two listings of one product apart."""
        if fold(self.pack_label) in fold(self.name):
            return self.name
        return f"{self.name} – {self.pack_label}"

    @property
    def shared_title(self) -> str:
        """What a marketplace that groups packs calls all of them; with the pack of a single one."""
        return self.name if self.is_one_of_several else self.title

    @property
    def plain_description(self) -> str:
        """The description, with the mark of sample data in front where it is such."""
        return f"{SAMPLE_MARK}. {self.description}" if self.is_sample else self.description

    @property
    def html_description(self) -> str:
        """The description as HTML of paragraphs and lists: what is typed is text, never a tag."""
        marked = f"{SAMPLE_MARK}\n{self.description}" if self.is_sample else self.description
        return "".join(_blocks(html.escape(marked)))


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and lists of a text that is escaped already."""
    points = ""
    for line in text.split("\n"):
        bullet = BULLET.match(line)
        if bullet:
            points += f"<li>{line[bullet.end() :]}</li>"
        elif line:
            if points:
                yield f"<ul>{points}</ul>"
                points = ""
            yield f"<p>{line}</p>"
    if points:
        yield f"<ul>{points}</ul>"


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
    """What a file says of itself. `made_at` is aware; `site_url` has no final slash.

    `limits` are those that an administrator has set, in place of the module's of the same key.
    """

    made_at: datetime
    site_name: str
    site_url: str
    limits: Limits = field(default_factory=dict)


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
