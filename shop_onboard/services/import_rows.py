"""One record of each sheet: found by its code, then created, changed or left as it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shop_onboard.errors import DomainError, Forbidden, NotFound
from shop_onboard.imports import rows
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import campaigns as campaign_queries
from shop_onboard.queries import cooperatives as cooperative_queries
from shop_onboard.queries import imports as import_queries
from shop_onboard.queries import lots as lot_queries
from shop_onboard.queries import organisations, places
from shop_onboard.queries import products as product_queries
from shop_onboard.services import campaigns, cooperatives, lots, products, sales, storefronts
from shop_onboard.values.place_search import find_place
from shop_onboard.values.text import N_, Unreadable


@dataclass
class Run:
    """One import: who, for which union, and what was looked up so far."""

    actor: Actor
    union: Union
    import_id: int
    photos: Mapping[str, products.StoredPhoto] = field(default_factory=dict)
    _cooperatives: dict[str, Cooperative] = field(default_factory=dict)
    _products: dict[tuple[int, str], Product] = field(default_factory=dict)
    _union_products: dict[str, Product] = field(default_factory=dict)
    _lots: dict[tuple[int, str], Lot] = field(default_factory=dict)
    _campaigns: dict[str, Campaign] = field(default_factory=dict)
    _sale_keys: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Drop what was looked up: a rollback, or somebody else, may have changed it."""
        self._cooperatives.clear()
        self._products.clear()
        self._union_products.clear()
        self._lots.clear()
        self._campaigns.clear()

    def cooperative(self, code: str) -> Cooperative:
        """The union's cooperative of this code; DomainError when there is none in reach."""
        if code not in self._cooperatives:
            found = cooperative_queries.by_code(self.actor, code, self.union.id)
            if found is None:
                raise DomainError(
                    N_(
                        "Không có HTX mã «%(code)s»: hãy thêm dòng cho HTX này ở trang Hợp tác xã.",
                        code=code,
                    ),
                    "cooperative_code",
                )
            self._cooperatives[code] = found
        return self._cooperatives[code]

    def product(self, cooperative: Cooperative, code: str) -> Product:
        """The cooperative's product of this code; DomainError when there is none."""
        key = (cooperative.id, code)
        if key not in self._products:
            found = import_queries.product(cooperative.id, code)
            if found is None:
                raise DomainError(
                    N_("Không có sản phẩm mã «%(code)s» của HTX này.", code=code), "product_code"
                )
            self._products[key] = found
        return self._products[key]

    def union_product(self, code: str) -> Product:
        """The one product of this code among the union's cooperatives; DomainError otherwise."""
        if code not in self._union_products:
            self._union_products[code] = _union_product(self, code)
        return self._union_products[code]

    def lot(self, cooperative: Cooperative, code: str) -> Lot:
        """The cooperative's lot of this code; DomainError when there is none."""
        key = (cooperative.id, code)
        if key not in self._lots:
            found = lot_queries.of_cooperative(cooperative.id, code)
            if found is None:
                raise DomainError(
                    N_("Không có lô mã «%(code)s» của HTX này.", code=code), "lot_code"
                )
            self._lots[key] = found
        return self._lots[key]

    def campaign(self, code: str) -> Campaign:
        """The programme of this code; DomainError when there is none."""
        if code not in self._campaigns:
            try:
                self._campaigns[code] = campaign_queries.one(code)
            except NotFound as refusal:
                raise DomainError(refusal.message, "campaign_code") from refusal
        return self._campaigns[code]

    def number_of(self, told: str) -> int:
        """How often this very sale has come in this file: two alike are two sales."""
        self._sale_keys[told] = self._sale_keys.get(told, 0) + 1
        return self._sale_keys[told]


def put_cooperative(run: Run, group: Sequence[Any]) -> str:
    """A row of «Hợp tác xã»: registered and handed in for review, or changed."""
    row: rows.CooperativeRow = group[0]
    commune_id = places.commune_id(row.commune_code)
    if commune_id is None:
        raise DomainError(N_("Không có xã này."), "commune")
    data = cooperatives.CooperativeData(
        name=row.name,
        kind=row.kind,
        representative=row.representative,
        phone=row.phone,
        commune_id=commune_id,
        code=row.code or "",
        tax_code=row.tax_code,
        former_district=row.former_district or None,
        former_place=_former_place(row),
        address=row.address,
        founded_year=row.founded_year,
        member_count=row.member_count,
        is_youth_led=row.is_youth_led,
        bank=row.bank,
        bank_account=row.bank_account,
        account_holder=row.account_holder,
        typed_consent=row.typed_consent,
    )
    held = (
        cooperative_queries.by_code(run.actor, row.code, run.union.id)
        if row.code
        else import_queries.cooperative_named(run.actor, run.union.id, row.name, row.phone)
    )
    if held is not None:
        data = cooperatives.with_story(data, held.story)
        return "updated" if cooperatives.update(run.actor, held, data, None) else "unchanged"
    made = cooperatives.create(run.actor, data, run.union)
    cooperatives.submit(run.actor, made)
    return "created"


def _former_place(row: rows.CooperativeRow) -> str:
    """The commune of before the reform by whose name the file calls the place; "" for today's."""
    try:
        return find_place(row.province, row.commune, row.former_district or None).before
    except Unreadable:
        return ""


def put_product(run: Run, group: Sequence[Any]) -> str:
    """The rows of one «Mã SP»: a product with its pack sizes, handed in for review."""
    row: rows.ProductRow = group[0]
    cooperative = run.cooperative(row.cooperative_code)
    data = products.ProductData(
        name=row.name,
        code=row.code,
        name_en=row.name_en,
        ocop_set=row.ocop_set,
        description=row.description,
        shelf_life_days=row.shelf_life_days,
        storage=row.storage,
        season_from=row.season_from,
        season_to=row.season_to,
        ocop=products.OcopData(row.ocop_stars, row.ocop_decision, row.ocop_issued_on)
        if row.ocop_stars or row.ocop_decision
        else None,
        packs=tuple(
            products.PackData(
                label=pack.pack_label,
                net_mass_g=pack.net_mass_g,
                price_vnd=pack.price_vnd,
                gross_mass_g=pack.gross_mass_g,
                stock=pack.stock,
                gtin=pack.gtin,
            )
            for pack in group
        ),
    )
    held = product_queries.by_code(cooperative.id, row.code)
    if held is not None:
        outcome = "updated" if products.update(run.actor, held, data, None) else "unchanged"
    else:
        held = products.create(run.actor, cooperative, data)
        products.submit(run.actor, held)
        outcome = "created"
    for name in dict.fromkeys(name for pack in group for name in pack.photos):
        if name in run.photos:
            products.add_photo(run.actor, held, run.photos[name])
    return outcome


def put_lot(run: Run, group: Sequence[Any]) -> str:
    """A row of «Lô hàng»; the product is found by its code among the union's."""
    row: rows.LotRow = group[0]
    product = run.union_product(row.product_code)
    data = lots.LotData(
        code=row.code,
        harvested_on=row.harvested_on,
        packed_on=row.packed_on,
        expires_on=row.expires_on,
        quantity_g=row.quantity_g,
        growing_area_code=row.growing_area_code,
        standard=row.standard,
        certificate_number=row.certificate_number,
    )
    held = lot_queries.by_code(product.id, row.code)
    if held is None:
        lots.create(run.actor, product, data)
        return "created"
    return "updated" if lots.update(run.actor, held, data, None) else "unchanged"


def put_storefront(run: Run, group: Sequence[Any]) -> str:
    """A row of «Gian hàng»."""
    row: rows.StorefrontRow = group[0]
    data = storefronts.StorefrontData(
        channel_key=row.channel_key,
        name=row.name,
        url=row.url,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )
    cooperative = run.cooperative(row.cooperative_code)
    return storefronts.save(run.actor, cooperative, data)


def put_campaign(run: Run, group: Sequence[Any]) -> str:
    """A row of «Chương trình»."""
    row: rows.CampaignRow = group[0]
    union = organisations.by_code(row.union_code)
    if union is None:
        raise DomainError(N_("Không có đơn vị mã «%(code)s».", code=row.union_code), "union_code")
    data = campaigns.CampaignData(
        code=row.code,
        name=row.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        target_mass_g=row.target_mass_g,
    )
    return campaigns.save(run.actor, union, data)[1]


def put_figure(run: Run, group: Sequence[Any]) -> str:
    """A row of «Số công bố»: quoted, never a sale."""
    row: rows.FigureRow = group[0]
    campaign = run.campaign(row.campaign_code)
    data = campaigns.FigureData(
        scope=row.scope,
        channel_key=row.channel_key,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        source=row.source,
        published_on=row.published_on,
    )
    try:
        return campaigns.record_figure(run.actor, campaign, data)
    except Forbidden as refusal:
        raise Forbidden(refusal.message, "campaign_code") from refusal


def put_sale(run: Run, group: Sequence[Any]) -> str:
    """A row of «Tiêu thụ»; the same row of the same file twice is one sale.

    So is a row that tells of a sale somebody has typed in already.
    """
    row: rows.SaleRow = group[0]
    cooperative, data = _sale(run, row)
    told = sales.told(cooperative.id, data)
    number = run.number_of(told)
    key = sales.row_key(told, number)
    if import_queries.has_sale(cooperative.id, key, number, asdict(data)):
        return "unchanged"
    sales.record(run.actor, cooperative, data, row_key=key)
    return "created"


def recall(run: Run, sheet_key: str, group: Sequence[Any]) -> None:
    """Remember a row that went in before this run began, where later rows depend on it."""
    if sheet_key != "sales":
        return
    try:
        cooperative, data = _sale(run, group[0])
    except DomainError:
        return
    run.number_of(sales.told(cooperative.id, data))


def _sale(run: Run, row: rows.SaleRow) -> tuple[Cooperative, sales.SaleData]:
    cooperative = run.cooperative(row.cooperative_code)
    product = run.product(cooperative, row.product_code) if row.product_code else None
    lot = run.lot(cooperative, row.lot_code) if row.lot_code else None
    data = sales.SaleData(
        sold_on=row.sold_on,
        channel_key=row.channel_key,
        mass_g=row.mass_g,
        product_id=product.id if product else (lot.product_id if lot else None),
        lot_id=lot.id if lot else None,
        campaign_id=run.campaign(row.campaign_code).id if row.campaign_code else None,
        revenue_vnd=row.revenue_vnd,
        order_ref=row.order_ref,
        evidence=row.evidence,
        certainty=row.certainty,
    )
    return cooperative, data


PUT: dict[str, Callable[[Run, Sequence[Any]], str]] = {
    "cooperatives": put_cooperative,
    "products": put_product,
    "lots": put_lot,
    "storefronts": put_storefront,
    "campaigns": put_campaign,
    "figures": put_figure,
    "sales": put_sale,
}


def _union_product(run: Run, code: str) -> Product:
    found = product_queries.of_union(run.actor, run.union.id, code)
    if len(found) == 1:
        return found[0]
    if found:
        raise DomainError(
            N_("Có nhiều sản phẩm mã «%(code)s»: hãy đặt mã riêng cho từng HTX.", code=code),
            "product_code",
        )
    raise DomainError(
        N_("Không có sản phẩm mã «%(code)s»: hãy thêm dòng ở trang Sản phẩm.", code=code),
        "product_code",
    )
