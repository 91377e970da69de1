"""What is done with a marketplace's file once it is made, and with what the marketplace answers."""

from datetime import date

import sqlalchemy as sa

from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.listing_exports import ExportItem, ExportRun
from shop_onboard.models.listings import Listing
from shop_onboard.models.products import PackSize
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listing_states, listings
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_STILL = N_(
    "%(count)s quy cách trong tệp vẫn «bị từ chối», vì ngoài giá và tồn kho chưa thấy sửa gì."
    " Đã sửa ngay trên sàn thì ghi lại trạng thái."
)
_SINCE = N_("%(count)s quy cách trong tệp đã bị sàn từ chối: xem lý do, sửa rồi tạo tệp lại.")


def of_run(actor: Actor, run: ExportRun, today: date) -> list[NextStep]:
    """What follows a file with its cooperative loaded, in this order; for people who make them."""
    if not actor.may(Action.LISTING_EXPORT):
        return []
    key, name, slug = run.marketplace_key, run.marketplace_name, run.cooperative.slug
    known = next((each for each in all_marketplaces() if each.key == key), None)
    steps = []
    if not listings.takes_listings(listing_states.channel_of(key), today):
        steps.append(wait(N_("Sàn đã dừng: tệp này để lưu trữ, không tải lên đâu nữa.")))
    else:
        if run.scope != "all" and known is not None and known.kind == "feed":
            steps.append(wait(partial_warning(name)))
        exported, still, since = _counts(run)
        steps += to_record(key, name, slug, exported)
        steps += _rejected(_STILL, key, slug, still)
        steps += _rejected(_SINCE, key, slug, since)
    if known is not None:
        ask = N_("Cách dùng tệp này, và điều chưa biết chắc, ở trang của sàn.")
        steps.append(act(ask, N_("Mở trang %(name)s", name=name), Goal.MARKETPLACE, key))
    return steps


def partial_warning(name: str) -> Message:
    """Of a file that holds a part of the goods, where the whole file is a machine's source."""
    return N_(
        "Tệp này chỉ có một phần sản phẩm. Đừng nộp thay tệp nguồn chính ở %(name)s: những sản"
        " phẩm không có trong tệp có thể bị gỡ.",
        name=name,
    )


def to_record(key: str, name: str, slug: str, count: int) -> list[NextStep]:
    """What `count` packs in a file of a cooperative wait for; nothing where there is none."""
    if not count:
        return []
    ask = N_(
        "%(count)s quy cách «đã tạo tệp»: đăng lên %(name)s theo tệp, rồi ghi lại: đang bán, bị"
        " từ chối hay tạm dừng.",
        count=Figure(format_number, count),
        name=name,
    )
    filters = (("cooperative", slug), ("state", "exported"))
    by_file = N_("%(name)s có tệp kết quả thì gửi lên đây, khỏi ghi từng quy cách.", name=name)
    return [
        NextStep(ask, N_("Ghi kết quả trên sàn"), Goal.LISTING_STATES, key, filters=filters),
        act(by_file, N_("Gửi tệp kết quả"), Goal.LISTING_RESULT, key),
    ]


def _rejected(ask: Message, key: str, slug: str, count: int) -> list[NextStep]:
    if not count:
        return []
    asked = Message(ask.msgid, {"count": Figure(format_number, count)})
    filters = (("cooperative", slug), ("state", "rejected"))
    return [NextStep(asked, N_("Xem lý do"), Goal.LISTING_STATES, key, filters=filters)]


def _counts(run: ExportRun) -> tuple[int, int, int]:
    """Packs of the file that are exported; rejected since before it; rejected after it."""
    is_since = Listing.state_at > run.created_at
    query = (
        sa.select(Listing.state, is_since, sa.func.count(Listing.id))
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .join(ExportItem, ExportItem.sku == PackSize.sku)
        .where(ExportItem.run_id == run.id, Listing.marketplace_key == run.marketplace_key)
        .group_by(Listing.state, is_since)
    )
    found = {(state, bool(since)): count for state, since, count in db.session.execute(query)}
    exported = found.get(("exported", False), 0) + found.get(("exported", True), 0)
    return exported, found.get(("rejected", False), 0), found.get(("rejected", True), 0)
