"""Products and what each marketplace still misses in them: all of them, one, and the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
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


@dataclass(frozen=True)
class Wanted:
    """Which products: words in the name, a cooperative's address, a key of `NEEDS`."""

    search: str = ""
    cooperative: str = ""
    need: str = ""


@dataclass(frozen=True)
class Gap:
    """One problem of a product, where it is mended, and the marketplaces that have it."""

    finding: readiness.Finding
    mend: NextStep | None
    marketplaces: tuple[Marketplace, ...]


def page(actor: Actor, wanted: Wanted, number: int = 1) -> Page[Product]:
    """The products in sight, by name, with everything that a check reads."""
    query = _select(actor, wanted).order_by(Product.name_sort, Product.id)
    return page_of(query, number)


def of_product(actor: Actor, found: readiness.Readiness) -> list[Gap]:
    """Every problem once, with the marketplaces that see it; what keeps it out comes first."""
    seen: dict[str, tuple[readiness.CheckedProduct, readiness.Finding]] = {}
    who: dict[str, list[Marketplace]] = {}
    for check in found.checks:
        for finding in () if check.is_ended else check.findings:
            said = str(finding.problem.message)
            seen.setdefault(said, (check, finding))
            who.setdefault(said, []).append(check.marketplace)
    gaps = [
        Gap(finding, goods.mending(actor, check, finding), tuple(who[said]))
        for said, (check, finding) in seen.items()
    ]
    return sorted(gaps, key=lambda gap: (not gap.finding.problem.blocking, gap.mend is None))


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
    return query.where(NEEDS[wanted.need][1]) if wanted.need in NEEDS else query
