"""The ledger of printed labels: runs, their parts, and where a part-used sheet goes on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop_onboard.errors import Gone, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.label_runs import LabelLink, LabelPart, LabelRun
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import label_stocks
from shop_onboard.queries.accounts import token_hash
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.serials import kept_serials
from shop_onboard.values.text import N_


def of_batch(batch_id: int) -> list[LabelRun]:
    """The runs of a batch, the newest first, with parts, links and people."""
    parts = selectinload(LabelRun.parts)
    query = (
        sa.select(LabelRun)
        .where(LabelRun.batch_id == batch_id)
        .order_by(LabelRun.id.desc())
        .options(
            joinedload(LabelRun.asked_by),
            parts.joinedload(LabelPart.marked_by),
            parts.selectinload(LabelPart.links),
        )
    )
    return list(db.session.scalars(query))


def run(run_id: int) -> LabelRun:
    """The run with its parts, for whoever makes its files."""
    query = (
        sa.select(LabelRun)
        .where(LabelRun.id == run_id)
        .options(
            selectinload(LabelRun.parts).joinedload(LabelPart.run),
            joinedload(LabelRun.batch).joinedload(LabelBatch.lot),
        )
    )
    return db.session.scalars(query).one()


def part(actor: Actor, batch_id: int, part_id: int) -> LabelPart:
    """The part with its run, batch, lot, product and cooperative; NotFound unless in sight."""
    query = _with_lot(sa.select(LabelPart)).where(
        LabelPart.id == part_id, LabelRun.batch_id == batch_id, cooperatives_seen(actor)
    )
    found: LabelPart | None = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("Không tìm thấy phần in này."))
    return found


def open_links(part_id: int) -> list[LabelLink]:
    """The links of a part that were not taken back."""
    query = sa.select(LabelLink).where(LabelLink.part_id == part_id, LabelLink.revoked_at.is_(None))
    return list(db.session.scalars(query))


def shared_part(token: str, now: datetime) -> LabelPart:
    """The part that a printer's link opens.

    NotFound for a link that never was; Gone when it ended or was taken back, when its lot was
    recalled, and when the file is not made yet.
    """
    held = db.session.scalar(sa.select(LabelLink).where(LabelLink.token_hash == token_hash(token)))
    if held is None:
        raise NotFound(N_("Đường dẫn này không đúng. Hãy xin lại đường dẫn mới."))
    query = _with_lot(sa.select(LabelPart)).where(LabelPart.id == held.part_id)
    found: LabelPart = db.session.scalars(query).one()
    if held.revoked_at is not None or held.expires_at <= now:
        raise Gone(N_("Đường dẫn này đã hết hạn hoặc đã bị thu lại. Hãy xin đường dẫn mới."))
    if found.run.batch.lot.recalled_at is not None:
        raise Gone(N_("Lô hàng của tem này đã có lệnh thu hồi: không in tem nữa."))
    if found.pdf_key is None:
        raise Gone(N_("Tệp in chưa tạo xong. Hãy mở lại sau ít phút."))
    return found


def next_cells(cooperative_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """(cooperative, paper) → the cell at which its part-used sheet goes on; no full sheets.

    That is behind the last run on this paper. A sheet that was spoilt is not used on.
    """
    last = (
        sa.select(sa.func.max(LabelRun.id))
        .join(LabelRun.batch)
        .join(LabelBatch.lot)
        .join(Lot.product)
        .where(Product.cooperative_id.in_(list(cooperative_ids)))
        .group_by(Product.cooperative_id, LabelRun.stock_key)
    )
    query = (
        sa.select(LabelRun, Product.cooperative_id)
        .join(LabelRun.batch)
        .join(LabelBatch.lot)
        .join(Lot.product)
        .where(LabelRun.id.in_(last))
        .options(selectinload(LabelRun.parts))
    )
    rows = [(row, owner) for row, owner in db.session.execute(query)]
    stocks = label_stocks.printed_on(frozenset(row.stock_key for row, _owner in rows))
    found = {}
    for row, owner in rows:
        tail = row.parts[-1]
        cell = stocks[row.stock_key].next_cell(len(kept_serials(tail.serials)), tail.first_cell)
        if tail.state != "spoilt" and cell > 1:
            found[owner, row.stock_key] = cell
    return found


def next_cell(cooperative_id: int, stock_key: str) -> int:
    """Where the cooperative's part-used sheet of this paper goes on; 1 without one."""
    return next_cells([cooperative_id]).get((cooperative_id, stock_key), 1)


def _with_lot(query: sa.Select[Any]) -> sa.Select[Any]:
    lot = (
        contains_eager(LabelPart.run).contains_eager(LabelRun.batch).contains_eager(LabelBatch.lot)
    )
    return (
        query.join(LabelPart.run)
        .join(LabelRun.batch)
        .join(LabelBatch.lot)
        .join(Lot.product)
        .join(Product.cooperative)
        .options(lot.contains_eager(Lot.product).contains_eager(Product.cooperative))
    )
