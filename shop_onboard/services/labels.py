"""Making labels: every sticker gets a token of its own that resolves for good."""

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_, fold

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
    pack_label: str = "",
) -> LabelBatch:
    """`count` labels of a lot; of content "item" they are numbered on from the lot's last one.

    `pack_label` may be "" when the product has one pack size. Raises DomainError when the product
    is not approved, the lot is recalled or expired, the number is out of range, or the product has
    several pack sizes and none of them is named.
    """
    changes.check_may(actor, Action.LABEL_MAKE, lot.product.cooperative)
    check_lot(lot)
    pack = _pack(lot, pack_label)
    _check_numbers(count, stock, first_cell)
    batch = LabelBatch(
        lot=lot,
        stock_key=stock.key,
        label_count=count,
        first_cell=first_cell,
        is_trial=is_trial,
        content=content,
        pack_label=pack.label if pack else "",
        net_mass_g=pack.net_mass_g if pack else None,
        made_by_id=actor.account_id,
        is_sample=lot.is_sample,
    )
    db.session.add(batch)
    db.session.flush()
    if content == "item":
        _number(batch)
    _note(actor, batch)
    return batch


def _note(actor: Actor, batch: LabelBatch) -> None:
    audit.record(
        actor,
        "label_batch.made",
        "label_batch",
        batch.id,
        batch.lot.product.cooperative_id,
        lot=batch.lot.code,
        count=batch.label_count,
        stock=batch.stock_key,
        pack=batch.pack_label,
    )


def _pack(lot: Lot, label: str) -> PackSize | None:
    """The pack that was named, in small or large letters, or the only one; None without packs."""
    query = sa.select(PackSize).where(PackSize.product_id == lot.product_id)
    packs = list(db.session.scalars(query.order_by(PackSize.position, PackSize.id)))
    if not label and len(packs) < 2:
        return packs[0] if packs else None
    named = [pack for pack in packs if pack.label == label]
    named = named or [pack for pack in packs if label and fold(pack.label) == fold(label)]
    if len(named) == 1:
        return named[0]
    raise DomainError(
        N_(
            "Tem phải ghi khối lượng, nên cần biết quy cách: hãy chọn một quy cách của"
            " «%(product)s» (%(packs)s).",
            product=lot.product.name,
            packs="; ".join(pack.label for pack in packs) or "–",
        ),
        "pack",
    )


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
    check_recall(lot)
    if lot.expires_on is not None and lot.expires_on < local_date(utc_now()):
        raise DomainError(N_("Lô này đã hết hạn sử dụng nên không in tem được."), "lot")


def check_recall(lot: Lot) -> None:
    """Raises DomainError when the lot was recalled: nothing more of it is printed."""
    if lot.recalled_at is not None:
        raise DomainError(N_("Lô này đã có lệnh thu hồi nên không in tem được."), "lot")


def check_trial(stock: LabelStock, count: int, first_cell: int) -> None:
    """Raises DomainError for more trial labels than one looks at: that is asked about first."""
    sheets = stock.sheets(count, first_cell)
    if sheets <= stock.trial_sheets:
        return
    if stock.kind == "roll":
        raise DomainError(
            N_(
                "Bạn đang in %(count)s tem thử. Địa chỉ của Lên Sàn chưa mở được từ điện thoại của"
                " người mua, nên tem nào cũng mang chữ «TEM THỬ – chưa dùng được». Hãy in nhiều"
                " nhất %(most)s tem để xem trước, hoặc đánh dấu vào ô này nếu vẫn muốn in.",
                count=count,
                most=stock.trial_sheets,
            ),
            "knows_trial",
        )
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
