"""«Lên sàn tuần này»: for each marketplace the next steps of a cooperative, in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import defer

from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.readiness import WHOLE
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listing_exports import ExportRun
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import Listing
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import Actor
from shop_onboard.queries import conditions, gaps, products, readiness, storefronts
from shop_onboard.queries.next_steps.files import to_record
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.values.conditions import MARKETPLACES
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message


@dataclass(frozen=True)
class ChannelWeek:
    """One marketplace: how many of the products are ready for it, and what to do in this order.

    Ready is what goes into a file today, `packs` counts its pack sizes; `resting` products lack
    nothing and are out of season. Of `unclear` papers nobody has said whether they are there.
    """

    marketplace: Marketplace
    ready: int
    packs: int
    resting: int
    total: int
    unclear: int
    steps: tuple[NextStep, ...]


@dataclass(frozen=True)
class _Stock:
    """What the steps of every marketplace are decided from, read once."""

    actor: Actor
    cooperative: Cooperative
    products: Sequence[Product]
    found: Sequence[readiness.Readiness]
    papers: dict[str, conditions.HeldPaper]
    channels: dict[str, int | None]
    templates: dict[str, ListingTemplate]
    listed: dict[tuple[str, int], int]
    states: dict[tuple[str, str], int]
    filled: frozenset[str]


@dataclass(frozen=True)
class _Names:
    """Names in a sentence, at most three of them."""

    names: tuple[tuple[str, str], ...]

    def said(self, lang: str) -> str:
        """The names in a language, and how many more there are."""
        shown = ", ".join(each[lang == "en"] for each in self.names[:3])
        return shown if len(self.names) <= 3 else f"{shown}…"


def of_cooperative(
    actor: Actor, cooperative: Cooperative, public_url: str, today: date
) -> list[ChannelWeek]:
    """The week of a cooperative in sight, marketplace by marketplace."""
    marketplaces = [get_marketplace(key) for key in MARKETPLACES]
    query = products.visible(actor).where(Product.cooperative_id == cooperative.id)
    rows = list(db.session.scalars(query.order_by(Product.name_sort, Product.id)).unique())
    stock = _Stock(
        actor,
        cooperative,
        rows,
        readiness.everywhere(rows, public_url, today, marketplaces),
        conditions.folder(cooperative, today),
        _open_channels(cooperative, today),
        _templates(cooperative),
        _listed(cooperative),
        _states(cooperative),
        _filled(cooperative),
    )
    return [
        _week(stock, marketplace, [found.checks[place] for found in stock.found])
        for place, marketplace in enumerate(marketplaces)
    ]


def _week(
    stock: _Stock, marketplace: Marketplace, checks: Sequence[readiness.CheckedProduct]
) -> ChannelWeek:
    ready = [check for check in checks if check.is_ready]
    papers = conditions.checklist(stock.cooperative, marketplace.key, stock.papers)
    return ChannelWeek(
        marketplace,
        ready=len(ready),
        packs=sum(len(check.packs) for check in ready),
        resting=sum(check.is_resting for check in checks),
        total=len(checks),
        unclear=sum(each.held.state == "unknown" for each in papers),
        steps=tuple(_steps(stock, marketplace, checks)),
    )


def _steps(
    stock: _Stock, marketplace: Marketplace, checks: Sequence[readiness.CheckedProduct]
) -> Iterator[NextStep]:
    has_shop = marketplace.channel_key in stock.channels
    if not has_shop:
        yield from _before_the_shop(stock, marketplace)
    rejected = stock.states.get((marketplace.key, "rejected"), 0)
    if rejected:
        ask = N_(
            "%(name)s từ chối %(count)s quy cách: xem lý do, sửa rồi tạo tệp lại.",
            name=marketplace.name,
            count=Figure(format_number, rejected),
        )
        filters = (("cooperative", stock.cooperative.slug), ("state", "rejected"))
        key = marketplace.key
        yield NextStep(ask, N_("Xem lý do"), Goal.LISTING_STATES, key, filters=filters)
    yield from _goods(stock, marketplace, checks)
    ready = [check for check in checks if check.is_ready]
    yield from _files(stock, marketplace, ready)
    exported = stock.states.get((marketplace.key, "exported"), 0)
    yield from to_record(marketplace.key, marketplace.name, stock.cooperative.slug, exported)
    number = stock.channels.get(marketplace.channel_key or "")
    if number is not None:
        ask = N_(
            "Gian hàng trên %(name)s chưa có đường dẫn: ghi để người mua và Đoàn mở được.",
            name=marketplace.name,
        )
        yield act(ask, N_("Ghi đường dẫn"), Goal.STOREFRONT_EDIT, str(number), "url")
    if has_shop:
        ask = N_("Bán được bao nhiêu trên %(name)s, ghi ngay hôm đó.", name=marketplace.name)
        yield act(ask, N_("Ghi lần bán"), Goal.SALE_NEW, stock.cooperative.slug)


def _before_the_shop(stock: _Stock, marketplace: Marketplace) -> Iterator[NextStep]:
    slug = stock.cooperative.slug
    if conditions.lacks_tax_code(stock.cooperative):
        ask = N_("Tổ hợp tác chưa có mã số thuế: chọn một cách bán trước, có bốn cách.")
        yield act(ask, N_("Xem các cách"), Goal.CONDITIONS, slug, "choices")
    checks = conditions.checklist(stock.cooperative, marketplace.key, stock.papers)
    lacking = tuple(each.condition.paper.names for each in checks if each.is_open)
    if lacking:
        ask = N_(
            "Chuẩn bị: %(papers)s. Thiếu thì không mở được gian hàng hoặc sàn không nhận tệp.",
            papers=Figure(_said, _Names(lacking)),
        )
        yield act(ask, N_("Ghi đã có hay chưa"), Goal.CONDITIONS, slug, marketplace.key)
    ask = N_(
        "Mở gian hàng trên %(name)s theo các bước, hỏi sàn những điều chưa có tài liệu.",
        name=marketplace.name,
    )
    yield act(ask, N_("Xem các bước"), Goal.CONDITIONS, slug, marketplace.key)
    ask = N_("Mở xong thì ghi tên và đường dẫn, để Đoàn đếm được gian hàng và theo dõi tiêu thụ.")
    yield act(ask, N_("Thêm gian hàng"), Goal.STOREFRONT_NEW, slug)


def _goods(
    stock: _Stock, marketplace: Marketplace, checks: Sequence[readiness.CheckedProduct]
) -> Iterator[NextStep]:
    slug = stock.cooperative.slug
    if not stock.products:
        ask = N_("Thêm sản phẩm đầu tiên: tên, quy cách và giá là đủ để bắt đầu.")
        yield act(ask, N_("Thêm sản phẩm"), Goal.PRODUCT_NEW, slug)
        return
    lacking = [check for check in checks if check.percent < WHOLE]
    if lacking:
        ask = N_(
            "%(count)s sản phẩm còn thiếu điều %(name)s đòi, trước hết «%(product)s»: %(problem)s",
            count=_number(lacking),
            name=marketplace.name,
            product=lacking[0].product.name,
            problem=_first(stock.actor, lacking[0]),
        )
        filters = (("channel", marketplace.key), ("cooperative", slug))
        yield NextStep(ask, N_("Sửa tiếp"), Goal.GAPS, filters=filters)
    unsent = [row for row in stock.products if row.state in ("draft", "returned")]
    if unsent:
        ask = N_("%(count)s sản phẩm chưa gửi duyệt: duyệt rồi mới vào tệp.", count=_number(unsent))
        yield act(ask, N_("Mở sản phẩm"), Goal.PRODUCT, unsent[0].slug)
    sent = [row for row in stock.products if row.state == "submitted"]
    if sent:
        yield wait(N_("%(count)s sản phẩm đang chờ cán bộ Đoàn duyệt.", count=_number(sent)))


def _files(
    stock: _Stock, marketplace: Marketplace, ready: Sequence[readiness.CheckedProduct]
) -> Iterator[NextStep]:
    template = stock.templates.get(marketplace.key)
    name = marketplace.name
    if template is None and marketplace.kind == "template":
        ask = N_(
            "Tải tệp mẫu trắng từ gian hàng %(name)s rồi gửi lên: Lên Sàn điền sẵn, bạn không gõ"
            " lại.",
            name=name,
        )
        yield act(ask, N_("Gửi tệp mẫu"), Goal.TEMPLATE_NEW, marketplace.key)
        return
    if template is not None and template.state != "ready":
        ask = N_("Tệp mẫu %(name)s đã gửi còn phải chọn cột, chỉ làm một lần.", name=name)
        yield act(ask, N_("Chọn cột"), Goal.TEMPLATE, template.code)
        return
    packs = [pack for check in ready for pack in check.product.packs]
    fresh = [pack for pack in packs if _is_fresh(stock, marketplace, pack)]
    if fresh:
        ask = N_(
            "%(count)s quy cách đủ thông tin mà chưa vào tệp, hoặc đã đổi giá: tạo tệp rồi đăng"
            " lên %(name)s.",
            count=_number(fresh),
            name=name,
        )
        if template is not None:
            yield act(ask, N_("Điền tệp mẫu"), Goal.TEMPLATE, template.code)
        else:
            yield act(ask, N_("Tạo tệp đăng sàn"), Goal.MARKETPLACE, marketplace.key)
    elif packs:
        yield wait(_all_told(name, packs, len(stock.products) - len(ready)))


def _all_told(name: str, packs: Sequence[PackSize], left: int) -> Message:
    """`left` products are in no file: they lack something, wait for approval or are not sold."""
    if not left:
        return N_("Tệp %(name)s đã có mọi quy cách với giá hôm nay.", name=name)
    return N_(
        "Tệp %(name)s đã có %(count)s quy cách đủ thông tin, với giá hôm nay; còn %(left)s sản"
        " phẩm chưa vào tệp.",
        name=name,
        count=_number(packs),
        left=Figure(format_number, left),
    )


def _is_fresh(stock: _Stock, marketplace: Marketplace, pack: PackSize) -> bool:
    if marketplace.key in stock.templates and marketplace.key not in stock.filled:
        # Our own sheet is no file that the marketplace takes.
        return True
    return stock.listed.get((marketplace.key, pack.id)) != pack.price_vnd


def _first(actor: Actor, check: readiness.CheckedProduct) -> Message:
    found = gaps.of_product(actor, readiness.Readiness(check.product, (check,)))
    return found[0].finding.problem.message if found else N_("Thêm quy cách và giá")


def _number(rows: Sequence[object]) -> Figure:
    return Figure(format_number, len(rows))


def _said(names: _Names, lang: str = "vi") -> str:
    return names.said(lang)


def _open_channels(cooperative: Cooperative, today: date) -> dict[str, int | None]:
    """Channel with a storefront of theirs → the number of one there that has no address yet."""
    found: dict[str, int | None] = {}
    for key, rows in storefronts.of_cooperative(cooperative, today).items():
        found[key] = next((row.id for row in rows if not row.url), None)
    return found


def _templates(cooperative: Cooperative) -> dict[str, ListingTemplate]:
    """Marketplace key → the newest template of this cooperative."""
    query = (
        sa.select(ListingTemplate)
        .where(ListingTemplate.cooperative_id == cooperative.id)
        .options(defer(ListingTemplate.sketch), defer(ListingTemplate.layout))
        .order_by(ListingTemplate.id)
    )
    return {row.marketplace_key: row for row in db.session.scalars(query)}


def _listed(cooperative: Cooperative) -> dict[tuple[str, int], int]:
    """(marketplace key, pack) → the price with which it last went into a file."""
    query = (
        sa.select(Listing.marketplace_key, Listing.pack_size_id, Listing.price_vnd)
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .join(Product, Product.id == PackSize.product_id)
        .where(Product.cooperative_id == cooperative.id, Listing.price_vnd.is_not(None))
    )
    return {(key, pack): price or 0 for key, pack, price in db.session.execute(query)}


def _filled(cooperative: Cooperative) -> frozenset[str]:
    """Keys of the marketplaces whose own template was filled once."""
    query = sa.select(ExportRun.marketplace_key).where(
        ExportRun.cooperative_id == cooperative.id, ExportRun.rules_on.is_(None)
    )
    return frozenset(db.session.scalars(query))


def _states(cooperative: Cooperative) -> dict[tuple[str, str], int]:
    """(marketplace key, state) → how many packs stand so, of those that somebody must look at."""
    query = (
        sa.select(Listing.marketplace_key, Listing.state, sa.func.count(Listing.id))
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .join(Product, Product.id == PackSize.product_id)
        .where(
            Product.cooperative_id == cooperative.id,
            Listing.state.in_(("rejected", "exported")),
        )
        .group_by(Listing.marketplace_key, Listing.state)
    )
    return {(key, state): count for key, state, count in db.session.execute(query)}
