"""One record of each sheet: found by its code, then created, changed or left as it is.

A row is decided on first, which changes nothing; what is decided is carried out after. So a trial
tells exactly what an import would do.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar, cast

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.imports import rows
from shop_onboard.imports.workbook import SheetRows
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.queries import cooperatives as cooperative_queries
from shop_onboard.queries import imports as queries
from shop_onboard.queries import lots as lot_queries
from shop_onboard.queries import organisations
from shop_onboard.queries.import_doubles import Newcomer
from shop_onboard.services import campaigns, cooperatives, lots, sales, storefronts
from shop_onboard.services.import_run import PlannedLot, Run
from shop_onboard.values.place_search import find_place
from shop_onboard.values.text import N_, Unreadable, fold
from shop_onboard.values.workbook import get_sheet

T = TypeVar("T")

# What a file says by one column, a record keeps under several names.
_SAID_BY = {"commune_id": "commune", "former_place": "commune"}


@dataclass(frozen=True)
class Record:
    """The rows of one sheet that make one record: the pack sizes of a product, else one row."""

    sheet: SheetRows
    rows: tuple[rows.Row, ...]


@dataclass(frozen=True)
class Decision:
    """ "created", "updated" or "unchanged", and what makes it so."""

    outcome: str
    carry_out: Callable[[], object]


def _nothing() -> None:
    """An unchanged record needs nothing."""


UNCHANGED = Decision("unchanged", _nothing)


def as_told(data: T, held: Any, told: frozenset[str]) -> T:
    """The data of a row; columns that the file does not have stay as the record has them."""
    kept = {
        field.name: getattr(held, field.name)
        for field in fields(cast(Any, data))
        if _SAID_BY.get(field.name, field.name) not in told and hasattr(held, field.name)
    }
    return cast(T, replace(cast(Any, data), **kept))


def check_filled(sheet: SheetRows, data: object, keys: Iterable[str]) -> None:
    """Raises DomainError where a new record lacks what only one that is there can do without."""
    for column in get_sheet(sheet.key).columns:
        if column.key in keys and not getattr(data, column.key):
            raise DomainError(
                N_(
                    "Cột «%(column)s» còn trống: hãy ghi %(example)s.",
                    column=sheet.names[column.key],
                    example=column.example,
                ),
                column.key,
            )


def cooperative(run: Run, record: Record) -> Decision:
    """A row of «Hợp tác xã»: registered and handed in for review, or changed."""
    row = _settled(run, record)
    data = _cooperative_data(run, row)
    key, told = _cooperative_key(row, data)
    if run.is_told(key, told):
        return UNCHANGED
    held = (
        cooperative_queries.by_code(run.actor, row.code, run.union.id)
        if row.code
        else queries.cooperative_named(run.actor, run.union.id, row.name, row.phone)
    )
    if held is not None:
        changed = _onto(data, held, record.sheet.filled)
        differs = cooperatives.check_change(run.actor, held, changed)
        run.tell(key, told, row.row)
        if not differs:
            return UNCHANGED
        return Decision("updated", lambda: cooperatives.update(run.actor, held, changed, None))
    if not record.sheet.is_draft:
        check_filled(record.sheet, data, ("representative", "phone"))
    owner = cooperatives.check_new(run.actor, data, run.union)
    run.tell(key, told, row.row)
    if run.is_trial:
        # Two rows of one name and number in one union are one too many.
        run.plan.cooperatives[row.code or "/".join((row.name, row.phone))] = Cooperative(
            id=run.plan.next_id(),
            code=row.code,
            union_id=owner.id,
            commune_id=data.commune_id,
            is_sample=owner.is_sample,
        )
        run.plan.newcomers.append(_newcomer(record, data))
    return Decision("created", lambda: _register(run, data, owner))


def _settled(run: Run, record: Record) -> rows.CooperativeRow:
    row = cast(rows.CooperativeRow, record.rows[0])
    return run.settle(row, run.commune_id(row.commune_code))


def _cooperative_key(
    row: rows.CooperativeRow, data: cooperatives.CooperativeData
) -> tuple[Hashable, Hashable]:
    """Which cooperative a row is of, and what it says, however its name is spelt."""
    told = replace(data, name=fold(data.name), former_district=None, former_place="")
    return ("cooperative", row.code or (told.name, row.phone)), told


def _newcomer(record: Record, data: cooperatives.CooperativeData) -> Newcomer:
    return Newcomer(
        name=data.name,
        name_folded=fold(data.name),
        commune_id=data.commune_id,
        phone=data.phone,
        tax_code=data.tax_code or "",
        bank_account=data.bank_account,
        sheet=record.sheet.name,
        row=record.rows[0].row,
    )


def _register(run: Run, data: cooperatives.CooperativeData, owner: Union) -> None:
    made = cooperatives.register(run.actor, data, run.union, owner)
    if cooperatives.is_whole(data):
        cooperatives.submit(run.actor, made)


def _onto(
    data: cooperatives.CooperativeData, held: Cooperative, told: frozenset[str]
) -> cooperatives.CooperativeData:
    """A list that names nobody does not take away whom somebody has added since."""
    data = as_told(data, held, told)
    return replace(
        data,
        story=held.story,
        representative=data.representative or held.representative,
        phone=data.phone or held.phone,
    )


def _cooperative_data(run: Run, row: rows.CooperativeRow) -> cooperatives.CooperativeData:
    return cooperatives.CooperativeData(
        name=row.name,
        kind=row.kind,
        representative=row.representative,
        phone=row.phone,
        commune_id=run.commune_id(row.commune_code),
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


def _former_place(row: rows.CooperativeRow) -> str:
    """The commune of before the reform by whose name the file calls the place; "" for today's."""
    try:
        return find_place(row.province, row.commune, row.former_district or None).before
    except Unreadable:
        return ""


def lot(run: Run, record: Record) -> Decision:
    """A row of «Lô hàng»; the product is found by its code among the union's."""
    row = cast(rows.LotRow, record.rows[0])
    product, data = _lot(run, row)
    key = _lot_key(product, data)
    lots.check_new(run.actor, product, data)
    if run.is_told(key, data):
        return UNCHANGED
    run.tell(key, data, row.row)
    held = lot_queries.by_code(product.id, row.code)
    if held is not None:
        return _changed_lot(run, held, product, as_told(data, held, record.sheet.filled))
    if run.is_trial:
        planned = PlannedLot(
            run.plan.next_id(), row.code, product.id, row.harvested_on, row.quantity_g
        )
        run.plan.lots.setdefault((product.cooperative_id, row.code), planned)
    return Decision("created", lambda: lots.create(run.actor, product, data))


def _lot(run: Run, row: rows.LotRow) -> tuple[Product, lots.LotData]:
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
    return cast(Product, run.union_product(row.product_code)), data


def _lot_key(product: Product, data: lots.LotData) -> Hashable:
    return "lot", product.id, data.code


def _changed_lot(run: Run, held: Lot, product: Product, data: lots.LotData) -> Decision:
    if not lots.check_change(run.actor, held, product, data):
        return UNCHANGED
    if run.is_trial:
        run.plan.left[held.id] = run.left(held) + data.quantity_g - held.quantity_g
    return Decision("updated", lambda: lots.update(run.actor, held, data, None))


def storefront(run: Run, record: Record) -> Decision:
    """A row of «Gian hàng»."""
    row = cast(rows.StorefrontRow, record.rows[0])
    owner, data = _storefront(run, row)
    key = _storefront_key(owner, data)
    if run.is_told(key, data):
        return UNCHANGED
    told = data
    held = storefronts.held(owner.id, data)
    if held is not None:
        data = as_told(data, held, record.sheet.filled)
    outcome = storefronts.look(run.actor, owner, data)
    run.tell(key, told, row.row)
    return Decision(outcome, lambda: storefronts.save(run.actor, owner, data))


def _storefront(
    run: Run, row: rows.StorefrontRow
) -> tuple[Cooperative, storefronts.StorefrontData]:
    data = storefronts.StorefrontData(
        channel_key=row.channel_key,
        name=row.name,
        url=row.url,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )
    return run.cooperative(row.cooperative_code), data


def _storefront_key(owner: Cooperative, data: storefronts.StorefrontData) -> Hashable:
    return "storefront", owner.id, data.channel_key, data.name


def campaign(run: Run, record: Record) -> Decision:
    """A row of «Chương trình»."""
    row = cast(rows.CampaignRow, record.rows[0])
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
    if run.is_told(("campaign", row.code), (union.id, data)):
        return UNCHANGED
    outcome = campaigns.look(run.actor, union, data)
    run.tell(("campaign", row.code), (union.id, data), row.row)
    if run.is_trial and outcome == "created":
        run.plan.campaigns[row.code] = Campaign(
            id=run.plan.next_id(), code=row.code, union_id=union.id
        )
    return Decision(outcome, lambda: campaigns.save(run.actor, union, data))


def figure(run: Run, record: Record) -> Decision:
    """A row of «Số công bố»: quoted, never a sale."""
    row = cast(rows.FigureRow, record.rows[0])
    of = run.campaign(row.campaign_code)
    data = campaigns.FigureData(
        scope=row.scope,
        channel_key=row.channel_key,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        source=row.source,
        published_on=row.published_on,
    )
    # Where it was published, and when, does not make it another figure.
    key = ("figure", of.id, replace(data, source="", published_on=row.published_on.min))
    if run.is_told(key, None):
        return UNCHANGED
    try:
        outcome = campaigns.look_figure(run.actor, of, data)
    except Forbidden as refusal:
        raise Forbidden(refusal.message, "campaign_code") from refusal
    run.tell(key, None, row.row)
    return Decision(outcome, lambda: campaigns.record_figure(run.actor, of, data))


def sale(run: Run, record: Record) -> Decision:
    """A row of «Tiêu thụ»; the same row of the same file twice is one sale.

    So is a row that tells of a sale somebody has typed in already.
    """
    owner, data, of = _sale(run, cast(rows.SaleRow, record.rows[0]))
    told = sales.told(owner.id, data)
    number = run.number_of(told)
    key = sales.row_key(told, number)
    if owner.id > 0 and queries.has_sale(owner.id, key, number, asdict(data)):
        return UNCHANGED
    sales.check_row(run.actor, owner, data, of)
    if run.is_trial and of is not None:
        run.take(of, data.mass_g)
    return Decision("created", lambda: sales.record(run.actor, owner, data, row_key=key))


def recall(run: Run, record: Record) -> None:
    """Remember a row that went in before this run began, where later rows depend on it.

    Of two rows that say different things of one record the later one is refused, after a break too.
    """
    row = record.rows[0]
    try:
        if isinstance(row, rows.SaleRow):
            maker, sold, _ = _sale(run, row)
            run.number_of(sales.told(maker.id, sold))
        elif isinstance(row, rows.CooperativeRow):
            settled = _settled(run, record)
            run.tell(*_cooperative_key(settled, _cooperative_data(run, settled)), row.row)
        elif isinstance(row, rows.LotRow):
            product, harvest = _lot(run, row)
            lots.check_new(run.actor, product, harvest)
            run.tell(_lot_key(product, harvest), harvest, row.row)
        elif isinstance(row, rows.StorefrontRow):
            owner, shop = _storefront(run, row)
            storefronts.look(run.actor, owner, shop)
            run.tell(_storefront_key(owner, shop), shop, row.row)
    except DomainError:
        return


def _sale(
    run: Run, row: rows.SaleRow
) -> tuple[Cooperative, sales.SaleData, Lot | PlannedLot | None]:
    owner = run.cooperative(row.cooperative_code)
    product = run.product(owner, row.product_code) if row.product_code else None
    of = run.lot(owner, row.lot_code) if row.lot_code else None
    if of is not None and product is not None and of.product_id != product.id:
        raise DomainError(N_("Lô hàng này không phải của sản phẩm đã chọn."), "lot_code")
    data = sales.SaleData(
        sold_on=row.sold_on,
        channel_key=row.channel_key,
        mass_g=row.mass_g,
        product_id=product.id if product else (of.product_id if of else None),
        lot_id=of.id if of else None,
        campaign_id=run.campaign(row.campaign_code).id if row.campaign_code else None,
        revenue_vnd=row.revenue_vnd,
        order_ref=row.order_ref,
        evidence=row.evidence,
        certainty=row.certainty,
    )
    return owner, data, of


Decide = Callable[[Run, Record], Decision]

DECIDE: Mapping[str, Decide] = {
    "cooperatives": cooperative,
    "lots": lot,
    "storefronts": storefront,
    "campaigns": campaign,
    "figures": figure,
    "sales": sale,
}
