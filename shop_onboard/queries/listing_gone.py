"""Why packs that an earlier file held are not in one made now, and what to do about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shop_onboard.exports.differences import Held
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import PackSize, Product
from shop_onboard.values.text import N_, Message

# Reason → what it is, and what is to be done on the marketplace.
WHY: Mapping[str, tuple[Message, Message]] = {
    "waiting": (
        N_("đang chờ cán bộ Đoàn duyệt"),
        N_("Cứ để nguyên trên sàn; duyệt xong thì tạo tệp lại."),
    ),
    "returned": (
        N_("chưa gửi duyệt hoặc cần sửa theo lời cán bộ Đoàn"),
        N_("Sửa rồi gửi duyệt; trên sàn cứ để nguyên nếu hàng vẫn bán."),
    ),
    "lacking": (
        N_("nay thiếu thông tin hoặc vượt giới hạn của sàn"),
        N_("Bổ sung rồi tạo tệp lại; trên sàn cứ để nguyên nếu hàng vẫn bán."),
    ),
    "season": (N_("hết mùa"), N_("Ẩn trên sàn cho đến mùa sau.")),
    "removed": (N_("đã bỏ khỏi Lên Sàn"), N_("Ẩn hoặc xóa trên sàn.")),
}
# What is to be hidden is no longer held there; the rest still stands on the marketplace.
HIDDEN = ("season", "removed")


@dataclass(frozen=True)
class Gone:
    """A pack that was in an earlier file; `why` is a key of `WHY`."""

    sku: str
    title: str
    why: str

    @property
    def told(self) -> dict[str, str]:
        """As a file that is kept says it."""
        return {"sku": self.sku, "title": self.title, "why": self.why}


def reasons(gone: Sequence[Held], going: Sequence[Product]) -> tuple[Gone, ...]:
    """Why each is not in a file of the products `going`, which come with their packs."""
    if not gone:
        return ()
    query = (
        sa.select(PackSize.sku, Product.id, Product.state, Cooperative.state)
        .join(Product, Product.id == PackSize.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(PackSize.sku.in_([each.sku for each in gone]))
    )
    found = {row[0]: row for row in db.session.execute(query)}
    ids = {row.id for row in going}
    return tuple(Gone(each.sku, each.title, _why(found.get(each.sku), ids)) for each in gone)


def _why(row: Any, going: set[int]) -> str:
    if row is None:
        return "removed"
    _sku, product_id, state, owner_state = row
    if product_id in going:
        return "lacking"
    if state in ("draft", "returned"):
        return "returned"
    return "waiting" if (state, owner_state) != ("approved", "approved") else "season"
