"""Making labels: every sticker gets a token of its own that resolves for good."""

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_

MAX_LABELS = 10_000


def make(
    actor: Actor,
    lot: Lot,
    count: int,
    stock: LabelStock,
    *,
    first_cell: int = 1,
    is_trial: bool,
    content: str = "item",
) -> LabelBatch:
    """`count` labels of a lot; of content "item" they are numbered on from the lot's last one.

    Raises DomainError when the product is not approved, the lot is recalled or expired, or the
    number is out of range.
    """
    changes.check_may(actor, Action.LABEL_MAKE, lot.product.cooperative)
    check_lot(lot)
    _check_numbers(count, stock, first_cell)
    batch = LabelBatch(
        lot=lot,
        stock_key=stock.key,
        label_count=count,
        first_cell=first_cell,
        is_trial=is_trial,
        content=content,
        made_by_id=actor.account_id,
        is_sample=lot.is_sample,
    )
    db.session.add(batch)
    db.session.flush()
    if content == "item":
        _number(batch)
    owner_id, facts = lot.product.cooperative_id, {"lot": lot.code, "count": count}
    audit.record(
        actor, "label_batch.made", "label_batch", batch.id, owner_id, **facts, stock=stock.key
    )
    return batch


def _number(batch: LabelBatch) -> None:
    lot_id = batch.lot.id
    last = db.session.scalar(sa.select(sa.func.max(Label.serial)).where(Label.lot_id == lot_id))
    first = (last or 0) + 1
    db.session.execute(
        sa.insert(Label),
        [
            {"token": new_label_token(), "batch_id": batch.id, "lot_id": lot_id, "serial": serial}
            for serial in range(first, first + batch.label_count)
        ],
    )


def check_lot(lot: Lot) -> None:
    """Raises DomainError when no labels may be printed of this lot (any more)."""
    if lot.product.state != "approved":
        raise DomainError(N_("Sản phẩm chưa được duyệt nên chưa in tem được."), "lot")
    if lot.recalled_at is not None:
        raise DomainError(N_("Lô này đã có lệnh thu hồi nên không in tem được."), "lot")
    if lot.expires_on is not None and lot.expires_on < local_date(utc_now()):
        raise DomainError(N_("Lô này đã hết hạn sử dụng nên không in tem được."), "lot")


def check_trial(stock: LabelStock, count: int, first_cell: int) -> None:
    """Raises DomainError when trial labels fill more than one sheet: that is asked about first."""
    sheets = stock.sheets(count, first_cell)
    if sheets > 1:
        raise DomainError(
            N_(
                "Bạn đang in %(sheets)s tờ tem thử. Địa chỉ của Lên Sàn chưa mở được từ điện thoại"
                " của người mua, nên tờ nào cũng mang chữ «TEM THỬ – chưa dùng được». Hãy in một tờ"
                " để xem trước, hoặc đánh dấu vào ô này nếu vẫn muốn in.",
                sheets=sheets,
            ),
            "knows_trial",
        )


def serials_of(batch: LabelBatch) -> list[int]:
    """The numbers of a batch's labels; labels that all say the same count from 1."""
    if batch.content != "item":
        return list(range(1, batch.label_count + 1))
    query = sa.select(Label.serial).where(Label.batch_id == batch.id).order_by(Label.serial)
    return list(db.session.scalars(query))


def _check_numbers(count: int, stock: LabelStock, first_cell: int) -> None:
    if not 1 <= count <= MAX_LABELS:
        raise DomainError(N_("Mỗi lần in từ 1 đến 10.000 tem."), "count")
    check_cell(stock, first_cell)


def check_cell(stock: LabelStock, first_cell: int) -> None:
    """Raises DomainError when the sheet has no such cell, counted from 1."""
    if not 1 <= first_cell <= stock.capacity:
        raise DomainError(
            N_(
                "Tờ này có %(cells)s ô: hãy ghi ô bắt đầu từ 1 đến %(cells)s.",
                cells=stock.capacity,
            ),
            "first_cell",
        )
