"""Making labels: every sticker gets a token of its own that resolves for good."""

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes, jobs
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
) -> LabelBatch:
    """`count` labels of a lot, numbered on from the last one of that lot.

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
        made_by_id=actor.account_id,
        is_sample=lot.is_sample,
    )
    db.session.add(batch)
    db.session.flush()
    _number(batch)
    audit.record(
        actor,
        "label_batch.made",
        "label_batch",
        batch.id,
        lot.product.cooperative_id,
        lot=lot.code,
        count=count,
        stock=stock.key,
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


def ask_sheet(actor: Actor, batch: LabelBatch, title: str, lang: str, public_url: str) -> Job:
    """The job that makes the PDF of a batch: its first sheet, or the same labels once more.

    `batch` comes with its lot, product and cooperative. Raises DomainError as `make`.
    """
    changes.check_may(actor, Action.LABEL_MAKE, batch.lot.product.cooperative)
    check_lot(batch.lot)
    params = {"batch_id": batch.id, "lang": lang, "public_url": public_url}
    return jobs.ask(actor, "labels", title, params, f"labels:{batch.id}:{lang}:{actor.account_id}")


def _check_numbers(count: int, stock: LabelStock, first_cell: int) -> None:
    if not 1 <= count <= MAX_LABELS:
        raise DomainError(N_("Mỗi lần in từ 1 đến 10.000 tem."), "count")
    if not 1 <= first_cell <= stock.capacity:
        raise DomainError(
            N_(
                "Tờ này có %(cells)s ô: hãy ghi ô bắt đầu từ 1 đến %(cells)s.",
                cells=stock.capacity,
            ),
            "first_cell",
        )
