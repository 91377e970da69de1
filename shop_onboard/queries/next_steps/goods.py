"""The next step on lots, their labels, storefronts and marketplaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shop_onboard.exports.listing import Problem
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.listings import DEAD_LINKS, LinkCheck, Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.lots import EXPIRING_DAYS
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.queries.readiness import CheckedProduct, Finding
from shop_onboard.queries.scope import may_for
from shop_onboard.values.channels import get_channel
from shop_onboard.values.dates import format_date
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure

# Fields of a listing that are fields of a pack in the product's form.
_OF_PACK = {"pack_label": "label", "sku": "label"} | {
    name: name for name in ("price_vnd", "stock", "gross_mass_g", "net_mass_g", "gtin")
}
_OF_PRODUCT = ("name", "name_en", "description", "storage", "ocop_set", "shelf_life_days")


@dataclass(frozen=True)
class _Fault:
    """The first thing to mend: the product, what a marketplace says, and which pack it is of."""

    checked: CheckedProduct
    problem: Problem
    pack: int


@dataclass(frozen=True)
class LotFacts:
    """What is known of a lot beside itself: the labels printed for it, what the circular still
    asks for (in words, "" for nothing), and the recall that touches it."""

    batches: Sequence[LabelBatch]
    missing: str = ""
    recall_id: int | None = None


def of_lot(actor: Actor, lot: Lot, facts: LotFacts, today: date) -> NextStep:
    """Of a lot with its product and cooperative loaded."""
    product = lot.product
    if lot.recalled_at is not None:
        return _of_recalled(lot, facts.recall_id)
    if not may_for(actor, Action.LOT_EDIT, product.cooperative):
        return wait(N_("Không có việc nào chờ bạn: hợp tác xã ghi lô và in tem."))
    if product.state != "approved":
        ask = N_("Sản phẩm chưa được duyệt nên lô này chưa in tem được.")
        return act(ask, N_("Xem sản phẩm này"), Goal.PRODUCT, product.slug)
    if lot.expires_on is None:
        ask = N_("Ghi hạn sử dụng, để tem và trang của tem có ngày hết hạn.")
        return act(ask, N_("Ghi hạn sử dụng"), Goal.LOT_EDIT, lot.slug, "expires_on")
    if lot.expires_on < today:
        ask = N_(
            "Lô đã hết hạn ngày %(day)s, không bán nữa.", day=Figure(format_date, lot.expires_on)
        )
        return act(ask, N_("Ghi lô mới"), Goal.LOT_NEW, product.slug)
    if not facts.batches and facts.missing:
        ask = N_("Còn thiếu để truy xuất: %(items)s. Bổ sung rồi hãy in tem.", items=facts.missing)
        return act(ask, N_("Xem mục còn thiếu"), Goal.HERE, anchor="items")
    if not facts.batches:
        ask = N_("In tem truy xuất để dán lên từng gói của lô này.")
        return act(ask, N_("In tem"), Goal.LABELS_NEW, lot.slug)
    if lot.expires_on <= today + timedelta(days=EXPIRING_DAYS):
        days = (lot.expires_on - today).days
        ask = N_("Lô này còn %(days)s ngày là hết hạn: bán trước các lô khác.", days=days)
    else:
        ask = N_("Dán tem xong thì bán; bán được bao nhiêu, ghi ngay hôm đó.")
    return act(ask, N_("Ghi lần bán"), Goal.SALE_OF_LOT, lot.slug)


def _of_recalled(lot: Lot, recall_id: int | None) -> NextStep:
    ask = N_("Gỡ tem khỏi hàng còn lại và báo từng nơi đã nhận lô này.")
    if recall_id is None:
        return act(ask, N_("Xem trang người mua thấy"), Goal.LOT_PAGE, lot.token)
    return act(ask, N_("Xem nơi cần báo"), Goal.RECALL, str(recall_id))


def of_batch(batch: LabelBatch, *, can_be_sold: bool) -> NextStep:
    """Of labels printed in one go, for people who may print them."""
    if batch.lot.recalled_at is not None:
        return wait(N_("Lô đã thu hồi: gỡ những tem này khỏi hàng còn lại."))
    if not can_be_sold:
        return wait(N_("Lô này không còn bán nên không in thêm tem."))
    if batch.is_trial:
        return wait(N_("Tem thử để xem cách in, chưa dán lên hàng bán."))
    ask = N_("Dán tem xong thì bán; bán được bao nhiêu, ghi ngay hôm đó.")
    return act(ask, N_("Ghi lần bán"), Goal.SALE_OF_LOT, batch.lot.slug)


def of_storefront(storefront: Storefront, today: date, link: LinkCheck | None = None) -> NextStep:
    """Of a storefront with its cooperative, for people who may change it: its page is its form.

    `link` is what its address answered, where it was opened.
    """
    channel = get_channel(storefront.channel_key)
    slug = storefront.cooperative.slug
    if channel.state != "open" and storefront.closed_on is None:
        ask = N_("%(channel)s đã dừng: ghi ngày gian hàng đóng.", channel=channel.name)
        return act(ask, N_("Ghi ngày đóng"), Goal.HERE, anchor="closed_on")
    if storefront.closed_on is not None and storefront.closed_on <= today:
        return wait(N_("Gian hàng này đã đóng."))
    if channel.kind == "marketplace" and not storefront.url:
        ask = N_("Dán đường dẫn gian hàng để người mua và cán bộ Đoàn mở được.")
        return act(ask, N_("Ghi đường dẫn"), Goal.HERE, anchor="url")
    if link is not None and link.outcome in DEAD_LINKS:
        ask = N_("Đường dẫn không mở được: mở gian hàng trên sàn rồi dán lại đường dẫn đúng.")
        return act(ask, N_("Sửa đường dẫn"), Goal.HERE, anchor="url")
    if storefront.opened_on is None:
        ask = N_("Ghi ngày mở để gian hàng được tính vào đúng mùa vụ.")
        return act(ask, N_("Ghi ngày mở"), Goal.HERE, anchor="opened_on")
    marketplace = _open_marketplace(storefront.channel_key)
    if marketplace is not None:
        ask = N_("Xem sản phẩm nào đã đủ thông tin, rồi tạo tệp để đăng.")
        return act(ask, N_("Tạo tệp đăng sàn"), Goal.MARKETPLACE, marketplace.key)
    ask = N_("Bán được bao nhiêu qua kênh này, ghi ngay hôm đó.")
    return act(ask, N_("Ghi lần bán"), Goal.SALE_NEW, slug)


def of_marketplace(
    actor: Actor, marketplace: Marketplace, rows: Sequence[CheckedProduct], *, may_make: bool
) -> NextStep:
    """Of a marketplace and the products that its page shows; `may_make`: files of some of them."""
    if marketplace.kind == "archive":
        ask = N_("Sàn này đã dừng, không đăng hàng mới. Hãy chọn một sàn đang hoạt động.")
        return act(ask, N_("Xem các sàn khác"), Goal.MARKETPLACES)
    ready = sum(1 for row in rows if row.is_ready)
    if ready and may_make:
        ask = N_(
            "%(count)s sản phẩm dưới đây sẵn sàng vào tệp.", count=Figure(format_number, ready)
        )
        return act(ask, N_("Chọn hợp tác xã"), Goal.HERE, anchor="cooperative")
    fault = _first_fault(actor, rows)
    if fault is not None:
        return _mend(fault)
    if not rows and actor.may(Action.PRODUCT_EDIT):
        ask = N_("Thêm sản phẩm đầu tiên: tên, quy cách và giá là đủ để bắt đầu.")
        return act(ask, N_("Thêm sản phẩm"), Goal.PRODUCT_NEW)
    if ready:
        return wait(
            N_("%(count)s sản phẩm dưới đây sẵn sàng vào tệp.", count=Figure(format_number, ready))
        )
    return wait(N_("Chưa sản phẩm nào vào tệp được: xem lý do ở từng sản phẩm dưới đây."))


def mending(actor: Actor, checked: CheckedProduct, finding: Finding) -> NextStep | None:
    """Where the actor mends this; None for what no form mends, or not theirs to mend."""
    may_edit = may_for(actor, Action.PRODUCT_EDIT, checked.product.cooperative)
    if not may_edit or _field(finding.problem, finding.pack) is None:
        return None
    return _mend(_Fault(checked, finding.problem, finding.pack))


def open_marketplaces() -> list[Marketplace]:
    """Those where something new can still be put."""
    return [each for each in all_marketplaces() if each.kind != "archive"]


def _open_marketplace(channel_key: str) -> Marketplace | None:
    return next((each for each in open_marketplaces() if each.channel_key == channel_key), None)


def _first_fault(actor: Actor, rows: Sequence[CheckedProduct]) -> _Fault | None:
    """The first blocking problem of a product that the actor may mend."""
    for row in rows:
        if may_for(actor, Action.PRODUCT_EDIT, row.product.cooperative):
            for number, pack in enumerate(row.packs):
                for problem in pack.problems:
                    if problem.blocking and _field(problem, number) is not None:
                        return _Fault(row, problem, number)
    return None


def _mend(fault: _Fault) -> NextStep:
    product, field = fault.checked.product, _field(fault.problem, fault.pack)
    ask = N_(
        "Bổ sung cho «%(name)s»: %(problem)s", name=product.name, problem=fault.problem.message
    )
    if field == "photo":
        return act(ask, N_("Thêm ảnh"), Goal.PRODUCT, product.slug, "photo")
    return act(ask, N_("Sửa sản phẩm"), Goal.PRODUCT_EDIT, product.slug, field or "")


def _field(problem: Problem, pack: int) -> str | None:
    """Where a person mends it; None for what no form can mend."""
    if problem.field == "images":
        return "photo"
    if problem.field in _OF_PACK:
        return f"packs-{pack}-{_OF_PACK[problem.field]}"
    return problem.field if problem.field in _OF_PRODUCT else None
