"""Products and what each marketplace still misses in them: all of them, one, and the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import LISTING_STATES, Listing
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import products, readiness
from shop_onboard.queries.next_steps import goods
from shop_onboard.queries.next_steps.step import NextStep
from shop_onboard.queries.paging import PAGE_SIZE, Page, matches, page_of
from shop_onboard.queries.scope import may_for
from shop_onboard.values.text import N_, Message

_LONG_ENOUGH = 100
# What volunteers look for by itself: a box of scales, a day of taking pictures.
NEEDS: dict[str, tuple[Message, sa.ColumnElement[bool]]] = {
    "photo": (N_("chưa có ảnh"), ~Product.photos.any()),
    "description": (
        N_("mô tả dưới 100 ký tự"),
        sa.func.length(Product.description) < _LONG_ENOUGH,
    ),
    "gross": (
        N_("chưa cân cả bì"),
        Product.packs.any(PackSize.gross_mass_g.is_(None)),
    ),
    "stock": (N_("chưa ghi tồn kho"), Product.packs.any(PackSize.stock.is_(None))),
    "packs": (N_("chưa có quy cách"), ~Product.packs.any()),
    "review": (N_("chưa được duyệt"), Product.state != "approved"),
}

# What a product can be found by: a draft is whatever has no other state.
LISTED = tuple(each for each in LISTING_STATES if each != "draft")
_ELSE = "else"
# What a field of a listing is called where a person mends it.
FIELD_WORDS: dict[str, Message] = {
    "images": N_("Ảnh"),
    "name": N_("Tên sản phẩm"),
    "description": N_("Mô tả"),
    "pack_label": N_("Quy cách"),
    "price_vnd": N_("Giá bán"),
    "stock": N_("Tồn kho"),
    "net_mass_g": N_("Khối lượng tịnh"),
    "gross_mass_g": N_("Khối lượng cả bì"),
    "gtin": N_("Mã vạch (GTIN)"),
    "sku": N_("Mã hàng"),
    "brand": N_("Thương hiệu"),
    "cooperative_name": N_("Nơi sản xuất"),
    _ELSE: N_("Thông tin khác"),
}
_Seen = tuple[readiness.CheckedProduct, readiness.Finding]


@dataclass(frozen=True)
class Wanted:
    """Which products: words in the name, a cooperative's address, a key of `NEEDS`, a state.

    `state` is one of `LISTED` of any pack, on the marketplace `channel` or, without one, on any.
    """

    search: str = ""
    cooperative: str = ""
    need: str = ""
    state: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Gap:
    """One problem of a product, where it is mended, and the marketplaces that have it."""

    finding: readiness.Finding
    mend: NextStep | None
    marketplaces: tuple[Marketplace, ...]


@dataclass(frozen=True)
class FieldGaps:
    """What is wrong with one field of a product: each sentence once, the blocking ones first."""

    words: Message
    gaps: tuple[Gap, ...]

    @property
    def is_blocking(self) -> bool:
        """Whether any of it keeps the product out."""
        return any(gap.finding.problem.blocking for gap in self.gaps)

    @property
    def mend(self) -> NextStep | None:
        """Where it is mended, the first place of several."""
        return next((gap.mend for gap in self.gaps if gap.mend), None)


def page(actor: Actor, wanted: Wanted, number: int = 1) -> Page[Product]:
    """The products in sight, by name, with everything that a check reads."""
    query = _select(actor, wanted).order_by(Product.name_sort, Product.id)
    return page_of(query, number)


def of_product(actor: Actor, found: readiness.Readiness) -> list[Gap]:
    """Every problem once, with the marketplaces that see it; what keeps it out comes first."""
    said: dict[str, list[_Seen]] = {}
    for check in found.checks:
        for finding in () if check.is_ended else check.findings:
            said.setdefault(str(finding.problem.message), []).append((check, finding))
    gaps = [_gap(actor, seen) for seen in said.values()]
    return sorted(gaps, key=lambda gap: (not gap.finding.problem.blocking, gap.mend is None))


def _gap(actor: Actor, seen: Sequence[_Seen]) -> Gap:
    """One sentence of several marketplaces: of all the packs of which any of them says it."""
    check, first = min(seen, key=lambda each: not each[1].problem.blocking)
    named = {label for _check, each in seen for label in each.labels}
    is_of_all = not all(each.labels for _check, each in seen)
    labels = [pack.label for pack in check.packs if pack.label in named]
    whole = replace(
        first,
        labels=() if is_of_all or len(labels) == len(check.packs) else tuple(labels),
        pack=min(each.pack for _check, each in seen),
    )
    marketplaces = tuple(each.marketplace for each, _finding in seen)
    return Gap(whole, goods.mending(actor, check, whole), marketplaces)


def by_field(gaps: Sequence[Gap]) -> list[FieldGaps]:
    """The problems under the names of their fields, in the order in which they are given."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        field = gap.finding.problem.field
        found.setdefault(field if field in FIELD_WORDS else _ELSE, []).append(gap)
    return [FieldGaps(FIELD_WORDS[field], tuple(own)) for field, own in found.items()]


def next_product(
    actor: Actor,
    wanted: Wanted,
    marketplaces: Sequence[Marketplace],
    where: tuple[str, date],
    after: Product | None = None,
) -> Product | None:
    """The next product by name with something to mend that the actor may mend; None when done.

    `where` is the public address and today, as a check takes them.
    """
    place = sa.tuple_(Product.name_sort, Product.id)
    while True:
        query = _select(actor, wanted).order_by(Product.name_sort, Product.id)
        if after is not None:
            query = query.where(place > sa.tuple_(after.name_sort, after.id))
        rows = list(db.session.scalars(query.limit(PAGE_SIZE)).unique())
        own = [row for row in rows if may_for(actor, Action.PRODUCT_EDIT, row.cooperative)]
        for found in readiness.everywhere(own, *where, marketplaces):
            if any(gap.mend and gap.finding.problem.blocking for gap in of_product(actor, found)):
                return found.product
        if len(rows) < PAGE_SIZE:
            return None
        after = rows[-1]


def _select(actor: Actor, wanted: Wanted) -> sa.Select[Any]:
    query = products.visible(actor)
    if wanted.search:
        query = query.where(
            sa.or_(
                matches(Product.name_folded, wanted.search),
                matches(Cooperative.name_folded, wanted.search),
            )
        )
    if wanted.cooperative:
        query = query.where(Cooperative.slug == wanted.cooperative)
    if wanted.state:
        query = query.where(_listed(wanted.state, wanted.channel))
    return query.where(NEEDS[wanted.need][1]) if wanted.need in NEEDS else query


def _listed(state: str, channel: str) -> sa.ColumnElement[bool]:
    held = (
        sa.select(Listing.id)
        .join(PackSize, PackSize.id == Listing.pack_size_id)
        .where(PackSize.product_id == Product.id, Listing.state == state)
        .correlate(Product)
    )
    return (held.where(Listing.marketplace_key == channel) if channel else held).exists()
