"""What lies in the recycle bin, and what keeps a record out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from shop_onboard.errors import Gone, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.listings import Listing, Storefront
from shop_onboard.models.lot_events import LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.payments import Order, OrderLine
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recalls import RecalledLot
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.scope import cooperatives_seen, may_for_union
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_, Message

CLASSES: dict[str, type[Any]] = {
    "cooperative": Cooperative,
    "product": Product,
    "lot": Lot,
    "storefront": Storefront,
    "sale": Sale,
    "campaign": Campaign,
    "published_figure": PublishedFigure,
}
# Whoever throws one away throws away what is below it; they come back together.
BINNED: tuple[type[Any], ...] = (Sale, Storefront, Lot, Product, Cooperative)
_MOST_SHOWN = 200
GONE = N_(
    "Nơi bán này đã rút khỏi Lên Sàn hoặc mã này đã bị hủy. Nếu bạn vừa quét tem trên "
    "hàng đang bán, hãy hỏi người bán trước khi mua."
)


@dataclass(frozen=True)
class Thrown:
    """A record in the bin: what it is called, whose it is, who threw it away and when.

    `merged_into` is the cooperative that a merged one is part of now, else "".
    """

    subject_type: str
    subject_id: int
    name: str
    cooperative: str
    deleted_at: datetime
    deleted_by: str
    is_sample: bool
    merged_into: str


def record(subject_type: str, subject_id: int) -> Any | None:
    """A record with all that history reads of it, from the bin too; None when gone for good."""
    row_class = CLASSES[subject_type]
    query = sa.select(row_class).where(row_class.id == subject_id)
    return db.session.scalar(query.options(*_loads(row_class)).execution_options(**WITH_BIN))


def _loads(row_class: type[Any]) -> list[Any]:
    if row_class is Product:
        return [
            joinedload(Product.cooperative),
            selectinload(Product.packs),
            selectinload(Product.certificates),
            selectinload(Product.photos),
        ]
    if row_class is Lot:
        return [joinedload(Lot.product).joinedload(Product.cooperative)]
    if row_class is Campaign:
        return [selectinload(Campaign.targets), joinedload(Campaign.union)]
    if row_class in (Storefront, Sale):
        return [joinedload(row_class.cooperative)]
    return []


def owner(row: Any) -> Cooperative | None:
    """The cooperative of a record loaded by `record`; None for a programme."""
    if isinstance(row, Cooperative):
        return row
    if isinstance(row, Lot):
        return row.product.cooperative
    found: Cooperative | None = getattr(row, "cooperative", None)
    return found


def find(actor: Actor, subject_type: str, code: str) -> Any:
    """The record of this address, from the bin too; NotFound when not for the actor's eyes."""
    row_class = CLASSES.get(subject_type)
    if row_class in BINNED:
        if row_class is Storefront:
            is_it = Storefront.id == row_number(code)
        else:
            is_it = (Sale.code if row_class is Sale else row_class.slug) == code
        owned = sa.select(row_class.id).where(is_it, cooperatives_seen(actor))
        found = db.session.scalar(_joined(owned, row_class).execution_options(**WITH_BIN))
        if found is not None:
            return record(subject_type, found)
    elif row_class is Campaign:
        found = db.session.scalar(sa.select(Campaign.id).where(Campaign.code == code))
        row = record(subject_type, found) if found else None
        if row is not None and may_for_union(actor, Action.CAMPAIGN_EDIT, row.union_id):
            return row
    raise NotFound(N_("Không tìm thấy hồ sơ này."))


def address_of(row: Any) -> str:
    """The part of its own address by which `find` finds a record."""
    if isinstance(row, Storefront):
        return str(row.id)
    found: str = getattr(row, "slug", None) or row.code
    return found


def _joined(query: sa.Select[Any], row_class: type[Any]) -> sa.Select[Any]:
    """The query joined to the cooperative that a record belongs to."""
    if row_class is Lot:
        return query.join(Product, Product.id == Lot.product_id).join(
            Cooperative, Cooperative.id == Product.cooperative_id
        )
    if row_class is Cooperative:
        return query
    return query.join(Cooperative, Cooperative.id == row_class.cooperative_id)


def code_address(code_union_id: int, code: str) -> str:
    """Under which a code stays known that a union's spreadsheets name, after a merge."""
    return f"code/{code_union_id}/{code}"


def taken_over_by(address: str) -> Cooperative | None:
    """The cooperative that a merged one's address or code stands for now."""
    query = sa.select(Cooperative).join(
        FormerAddress, FormerAddress.cooperative_id == Cooperative.id
    )
    return db.session.scalar(query.where(FormerAddress.address == address))


def former(address: str) -> str:
    """The slug of the cooperative that a shop's address of before («shop/…») leads to now.

    Raises Gone where a record in the bin, or one removed for good, had the address; NotFound else.
    """
    now = taken_over_by(address)
    if now is not None:
        return now.slug
    is_held = _any(sa.select(FormerAddress.id).where(FormerAddress.address == address))
    # What was never approved was never public.
    query = sa.select(Cooperative.id).where(
        Cooperative.slug == address.removeprefix("shop/"),
        Cooperative.state == "approved",
        Cooperative.deleted_at.is_not(None),
    )
    if is_held or _any(query.execution_options(**WITH_BIN)):
        raise Gone(GONE)
    raise NotFound(N_("Không tìm thấy trang này."))


def tie(row: Any) -> Message | None:
    """Why a record cannot be thrown away: it was printed, sold, recalled, or stands for money."""
    if isinstance(row, Sale):
        if (row.row_key or "").startswith("order:"):
            return N_("Lần bán này thuộc đơn hàng đã thanh toán. Hãy hoàn tiền ở đơn hàng.")
        if row.confirmed_at is not None:
            return N_("Lần bán này đã được đối chiếu chứng từ nên không xóa được.")
        return None
    if isinstance(row, Storefront | Campaign | PublishedFigure):
        return None
    sold, printed, ordered = _uses(row)
    if ordered is not None and _any(ordered):
        return N_("Đã có đơn hàng liên quan nên không xóa được.")
    if _any(sold):
        return N_("Đã có lần bán được ghi cho hồ sơ này nên không xóa được.")
    if _any(printed):
        return N_("Đã in tem cho hồ sơ này nên không xóa được: tem ngoài chợ phải quét ra được.")
    if _any(_recalled(row)):
        return N_("Đã có lệnh thu hồi liên quan nên không xóa được: hồ sơ thu hồi phải giữ lại.")
    if not isinstance(row, Cooperative) and _any(_made_of(row)):
        return N_("Đã có lô khác làm từ lô này nên không xóa được. Hãy xóa lô đó trước.")
    return None


def _made_of(row: Lot | Product) -> sa.Select[Any]:
    """The live lots that hold something of a lot, or of a product's lots and are not its own."""
    child = aliased(Lot)
    query = (
        sa.select(LotInput.child_id)
        .join(Lot, Lot.id == LotInput.parent_id)
        .join(child, child.id == LotInput.child_id)
        .where(child.deleted_at.is_(None))
    )
    if isinstance(row, Lot):
        return query.where(LotInput.parent_id == row.id)
    return query.where(Lot.product_id == row.id, child.product_id != row.id)


def _recalled(row: Lot | Product | Cooperative) -> sa.Select[Any]:
    """The lots, the record itself or below it, that a recall touches or once touched."""
    query = sa.select(RecalledLot.lot_id).join(Lot, Lot.id == RecalledLot.lot_id)
    if isinstance(row, Lot):
        return query.where(Lot.id == row.id)
    if isinstance(row, Product):
        return query.where(Lot.product_id == row.id)
    return query.join(Product, Product.id == Lot.product_id).where(Product.cooperative_id == row.id)


def _uses(row: Any) -> tuple[Any, Any, Any]:
    """EXISTS of sales, printed labels and orders that name the record or what is below it."""
    labels = sa.select(LabelBatch.id).join(Lot, Lot.id == LabelBatch.lot_id)
    if isinstance(row, Lot):
        printed = labels.where(LabelBatch.lot_id == row.id)
        return sa.select(Sale.id).where(Sale.lot_id == row.id), printed, None
    if isinstance(row, Product):
        lines = sa.select(OrderLine.id).join(PackSize, PackSize.id == OrderLine.pack_size_id)
        return (
            sa.select(Sale.id).where(Sale.product_id == row.id),
            labels.where(Lot.product_id == row.id),
            lines.where(PackSize.product_id == row.id),
        )
    return (
        sa.select(Sale.id).where(Sale.cooperative_id == row.id),
        labels.join(Product, Product.id == Lot.product_id).where(Product.cooperative_id == row.id),
        sa.select(Order.id).where(Order.cooperative_id == row.id),
    )


def dependent(row: Any) -> Message | None:
    """Why a record's coming to be cannot be undone: others were made for it since."""
    children: list[Any] = []
    if isinstance(row, Cooperative):
        children = [
            sa.select(table.id).where(table.cooperative_id == row.id)
            for table in (Product, Storefront)
        ]
    elif isinstance(row, Product):
        children = [sa.select(Lot.id).where(Lot.product_id == row.id)]
    elif isinstance(row, Campaign):
        children = [
            sa.select(table.id).where(table.campaign_id == row.id).execution_options(**WITH_BIN)
            for table in (Sale, PublishedFigure)
        ]
    if any(_any(each) for each in children):
        return N_("Đã có hồ sơ khác gắn với hồ sơ này nên không hoàn tác được.")
    return None


def pack_is_used(pack: PackSize) -> bool:
    """Whether an order or a file for a marketplace names the pack size."""
    return _any(sa.select(OrderLine.id).where(OrderLine.pack_size_id == pack.id)) or _any(
        sa.select(Listing.id).where(Listing.pack_size_id == pack.id)
    )


def _any(query: sa.Select[Any]) -> bool:
    return db.session.scalar(query.limit(1)) is not None


def thrown(actor: Actor) -> Sequence[Thrown]:
    """What lies in the bin and the actor may see, the latest first; what fell with it is not told.

    A cooperative's products are not named when they went with the cooperative, and so on.
    """
    found = [row for row_class in BINNED for row in _thrown(actor, row_class)]
    return sorted(found, key=lambda row: row.deleted_at, reverse=True)[:_MOST_SHOWN]


def _thrown(actor: Actor, row_class: type[Any]) -> list[Thrown]:
    subject = next(name for name, each in CLASSES.items() if each is row_class)
    deleter = aliased(Account)
    name = row_class.name if hasattr(row_class, "name") else row_class.code
    query = (
        sa.select(
            row_class.id,
            name,
            Cooperative.name,
            row_class.deleted_at,
            deleter.name,
            row_class.is_sample,
        )
        .outerjoin(deleter, deleter.id == row_class.deleted_by_id)
        .where(row_class.deleted_at.is_not(None), cooperatives_seen(actor))
        .order_by(row_class.deleted_at.desc())
        .limit(_MOST_SHOWN)
        .execution_options(**WITH_BIN)
    )
    query = _joined(query, row_class)
    if row_class is not Cooperative:
        query = query.where(_fell_alone(row_class, Cooperative))
    if row_class is Lot:
        query = query.where(_fell_alone(row_class, Product))
    merged = _merged() if row_class is Cooperative else {}
    return [
        Thrown(subject, row_id, called, owned_by, at, who or "", is_sample, merged.get(row_id, ""))
        for row_id, called, owned_by, at, who, is_sample in db.session.execute(query)
    ]


def _merged() -> dict[int, str]:
    """Merged cooperative in the bin → the one that its address leads to."""
    stays = aliased(Cooperative)
    query = (
        sa.select(Cooperative.id, stays.name)
        .join(FormerAddress, FormerAddress.address == sa.literal("shop/") + Cooperative.slug)
        .join(stays, stays.id == FormerAddress.cooperative_id)
        .where(Cooperative.deleted_at.is_not(None))
        .execution_options(**WITH_BIN)
    )
    return dict(db.session.execute(query).all())


def _fell_alone(row_class: type[Any], parent: type[Any]) -> sa.ColumnElement[bool]:
    is_alone: sa.ColumnElement[bool] = parent.deleted_at.is_distinct_from(row_class.deleted_at)
    return is_alone
