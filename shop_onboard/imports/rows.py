"""The rows of the workbook's sheets, typed: units in the names, texts clean, codes as written.

Optional texts are "" where the cell is blank, everything else optional is None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.imports import cells
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.values.place_names import find_commune
from shop_onboard.values.text import N_, Unreadable

_MOST_COUNT = 1_000_000_000
_MOST_FIGURE = 10**15
_MOST_SHELF_LIFE_DAYS = 36_500


@dataclass(frozen=True)
class CooperativeRow:
    """`kind` is a key of COOPERATIVE_KINDS, `phone` E.164, `commune_code` of a unit of today.

    `province` and `commune` are as the file writes them. `typed_consent` is what the typist says.
    `representative` and `phone` may be "": a record that is there keeps its own. `is_named`: the
    code was made from the name, which another commune may know somebody else by.
    """

    row: int
    code: str | None
    name: str
    kind: str
    tax_code: str | None
    representative: str
    phone: str
    province: str
    former_district: str
    commune: str
    commune_code: str
    address: str
    founded_year: int | None
    member_count: int | None
    is_youth_led: bool
    bank: str
    bank_account: str
    account_holder: str
    typed_consent: str
    is_named: bool = False


@dataclass(frozen=True)
class ProductRow:
    """One pack size of a product. `ocop_set` is 1–26, `gtin` 14 digits, the season "MM-DD".

    Without a pack size `pack_label` is "", `net_mass_g` and `price_vnd` are None: a product that is
    there keeps its own. A layout that lets products wait as drafts gives parts of one too.
    """

    row: int
    code: str
    cooperative_code: str
    name: str
    name_en: str
    ocop_set: int | None
    ocop_stars: int | None
    ocop_decision: str
    ocop_issued_on: date | None
    description: str
    pack_label: str
    net_mass_g: int | None
    gross_mass_g: int | None
    price_vnd: int | None
    stock: int | None
    gtin: str | None
    shelf_life_days: int | None
    storage: str
    season_from: str | None
    season_to: str | None
    photos: tuple[str, ...]


@dataclass(frozen=True)
class LotRow:
    """A lot; it is neither packed nor expired before it is harvested."""

    row: int
    code: str
    product_code: str
    harvested_on: date
    packed_on: date | None
    expires_on: date | None
    quantity_g: int
    growing_area_code: str
    standard: str
    certificate_number: str


@dataclass(frozen=True)
class StorefrontRow:
    """A cooperative's shop on a channel; `url` is http(s) or ""."""

    row: int
    cooperative_code: str
    channel_key: str
    name: str
    url: str
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True)
class SaleRow:
    """What was sold on a day; `certainty` is a key of CERTAINTIES, "declared" where not said."""

    row: int
    sold_on: date
    cooperative_code: str
    product_code: str | None
    lot_code: str | None
    channel_key: str
    mass_g: int
    revenue_vnd: int | None
    campaign_code: str | None
    order_ref: str
    evidence: str
    certainty: str


@dataclass(frozen=True)
class CampaignRow:
    """A programme of the union `union_code`; both days belong to it."""

    row: int
    code: str
    name: str
    union_code: str
    starts_on: date
    ends_on: date
    target_mass_g: int | None


@dataclass(frozen=True)
class FigureRow:
    """A figure that somebody published, never a sale: `value` in `unit` as published.

    `qualifier` is a key of QUALIFIERS, "exactly" where not said.
    """

    row: int
    campaign_code: str
    scope: str
    channel_key: str | None
    value: int
    unit: str
    qualifier: str
    source: str
    published_on: date


Row = CooperativeRow | ProductRow | LotRow | StorefrontRow | SaleRow | CampaignRow | FigureRow


def cooperative_row(row: RowCells) -> CooperativeRow:
    """A row of «Hợp tác xã»."""
    province = row.needed_text("province")
    district = row.text("former_district")
    commune = row.needed_text("commune")
    return CooperativeRow(
        row=row.number,
        code=row.maybe("code", cells.code),
        name=row.needed_text("name"),
        kind=row.need("kind", cells.kind),
        tax_code=row.maybe("tax_code", cells.tax_code),
        representative=row.text("representative"),
        phone=row.maybe("phone", cells.phone) or "",
        province=province,
        former_district=district,
        commune=commune,
        commune_code=_commune_code(row, province, district, commune),
        address=row.text("address"),
        founded_year=row.maybe("founded_year", cells.year),
        member_count=row.maybe("member_count", cells.whole(1, _MOST_COUNT)),
        is_youth_led=row.maybe("is_youth_led", cells.yes_no) or False,
        bank=row.text("bank"),
        bank_account=row.maybe("bank_account", cells.bank_account) or "",
        account_holder=row.text("account_holder"),
        typed_consent=row.text("typed_consent"),
        is_named=row.is_made("code"),
    )


def product_row(row: RowCells) -> ProductRow:
    """A row of «Sản phẩm»."""
    return product_of(row, row.need("code", cells.code), row.need("cooperative_code", cells.code))


def product_of(row: RowCells, code: str, cooperative_code: str) -> ProductRow:
    """A row of a product whose codes are known."""
    has_pack = not row.is_blank("pack_label", "net_mass_g", "price_vnd")
    net_mass_g = row.need("net_mass_g", cells.mass) if has_pack else None
    gross_mass_g = row.maybe("gross_mass_g", cells.mass)
    if net_mass_g and gross_mass_g and gross_mass_g < net_mass_g:
        row.refuse(
            "gross_mass_g",
            N_("Khối lượng cả bì nhỏ hơn khối lượng tịnh: hãy xem lại hai cột này."),
        )
    return ProductRow(
        row=row.number,
        code=code,
        cooperative_code=cooperative_code,
        name=row.needed_text("name"),
        name_en=row.text("name_en"),
        ocop_set=row.maybe("ocop_set", cells.ocop_set),
        ocop_stars=row.maybe("ocop_stars", cells.stars),
        ocop_decision=row.text("ocop_decision"),
        ocop_issued_on=row.maybe("ocop_issued_on", cells.day),
        description=row.paragraphs("description"),
        pack_label=row.needed_text("pack_label") if has_pack else "",
        net_mass_g=net_mass_g,
        gross_mass_g=gross_mass_g,
        price_vnd=row.need("price_vnd", cells.money) if has_pack else None,
        stock=row.maybe("stock", cells.whole(0, _MOST_COUNT)),
        gtin=row.maybe("gtin", cells.gtin),
        shelf_life_days=row.maybe("shelf_life_days", cells.whole(1, _MOST_SHELF_LIFE_DAYS)),
        storage=row.text("storage"),
        season_from=row.maybe("season_from", cells.season_start),
        season_to=row.maybe("season_to", cells.season_end),
        photos=row.maybe("photos", cells.photos) or (),
    )


def lot_row(row: RowCells) -> LotRow:
    """A row of «Lô hàng»."""
    harvested_on = row.need("harvested_on", cells.day)
    packed_on = row.maybe("packed_on", cells.day)
    expires_on = row.maybe("expires_on", cells.day)
    for key, later in (("packed_on", packed_on), ("expires_on", expires_on)):
        _in_order(row, key, harvested_on, later, "harvested_on")
    return LotRow(
        row=row.number,
        code=row.need("code", cells.code),
        product_code=row.need("product_code", cells.code),
        harvested_on=harvested_on,
        packed_on=packed_on,
        expires_on=expires_on,
        quantity_g=row.need("quantity_g", cells.mass_kg),
        growing_area_code=row.text("growing_area_code"),
        standard=row.text("standard"),
        certificate_number=row.text("certificate_number"),
    )


def storefront_row(row: RowCells) -> StorefrontRow:
    """A row of «Gian hàng»."""
    opened_on = row.maybe("opened_on", cells.day)
    closed_on = row.maybe("closed_on", cells.day)
    _in_order(row, "closed_on", opened_on, closed_on, "opened_on")
    return StorefrontRow(
        row=row.number,
        cooperative_code=row.need("cooperative_code", cells.code),
        channel_key=row.need("channel_key", cells.channel),
        name=row.needed_text("name"),
        url=row.maybe("url", cells.link) or "",
        opened_on=opened_on,
        closed_on=closed_on,
    )


def sale_row(row: RowCells) -> SaleRow:
    """A row of «Tiêu thụ»."""
    return SaleRow(
        row=row.number,
        sold_on=row.need("sold_on", cells.day),
        cooperative_code=row.need("cooperative_code", cells.code),
        product_code=row.maybe("product_code", cells.code),
        lot_code=row.maybe("lot_code", cells.code),
        channel_key=row.need("channel_key", cells.channel),
        mass_g=row.need("mass_g", cells.mass_kg),
        revenue_vnd=row.maybe("revenue_vnd", cells.money),
        campaign_code=row.maybe("campaign_code", cells.code),
        order_ref=row.text("order_ref"),
        evidence=row.text("evidence"),
        certainty=row.maybe("certainty", cells.certainty) or "declared",
    )


def campaign_row(row: RowCells) -> CampaignRow:
    """A row of «Chương trình»."""
    starts_on = row.need("starts_on", cells.day)
    ends_on = row.need("ends_on", cells.day)
    _in_order(row, "ends_on", starts_on, ends_on, "starts_on")
    return CampaignRow(
        row=row.number,
        code=row.need("code", cells.code),
        name=row.needed_text("name"),
        union_code=row.need("union_code", cells.code),
        starts_on=starts_on,
        ends_on=ends_on,
        target_mass_g=row.maybe("target_mass_g", cells.mass),
    )


def figure_row(row: RowCells) -> FigureRow:
    """A row of «Số công bố»."""
    return FigureRow(
        row=row.number,
        campaign_code=row.need("campaign_code", cells.code),
        scope=row.needed_text("scope"),
        channel_key=row.maybe("channel_key", cells.channel),
        value=row.need("value", cells.whole(0, _MOST_FIGURE)),
        unit=row.needed_text("unit"),
        qualifier=row.maybe("qualifier", cells.qualifier) or "exactly",
        source=row.needed_text("source"),
        published_on=row.need("published_on", cells.day),
    )


def _commune_code(row: RowCells, province: str, district: str, commune: str) -> str:
    """The code of the unit of today that the three columns mean."""
    if not province or not commune:
        return ""
    try:
        return _find_code(province, commune, district)
    except Unreadable as unreadable:
        # The sentence quotes the cell that is not understood.
        quoted = unreadable.message.params.get("text")
        key = {province: "province", district: "former_district"}.get(str(quoted), "commune")
        row.refuse("commune" if quoted == commune else key, unreadable.message)
        return ""


@lru_cache(maxsize=2_000)
def _find_code(province: str, commune: str, district: str) -> str:
    return find_commune(province, commune, district or None).code


def _in_order(row: RowCells, key: str, first: date | None, later: date | None, other: str) -> None:
    """Refuse a day in column `key` that lies before the day in column `other`."""
    if first is not None and later is not None and later < first:
        row.refuse(
            key,
            N_("Ngày này sớm hơn cột «%(other)s»: hãy xem lại hai ngày.", other=row.name_of(other)),
        )


READERS: Mapping[str, Callable[[RowCells], Row]] = {
    "cooperatives": cooperative_row,
    "products": product_row,
    "lots": lot_row,
    "storefronts": storefront_row,
    "sales": sale_row,
    "campaigns": campaign_row,
    "figures": figure_row,
}
