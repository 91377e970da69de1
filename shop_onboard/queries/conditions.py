"""What cooperatives have of what a shop takes, and which of their papers end soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.extensions import db
from shop_onboard.models.conditions import ShopPaper
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.conditions import Condition, all_papers, conditions
from shop_onboard.values.text import N_, Message, fold

# Time enough to have a paper made anew.
REMINDED_DAYS = 60
EXPIRING = "expiring"


@dataclass(frozen=True)
class HeldPaper:
    """What is known of one paper; `why` says how, where nobody has said so by hand."""

    kind: str
    state: str
    row: ShopPaper | None = None
    why: Message | None = None

    def is_ending(self, today: date) -> bool:
        """Whether it has ended or ends within `REMINDED_DAYS`."""
        ends_on = self.row.expires_on if self.row else None
        return ends_on is not None and ends_on <= today + timedelta(days=REMINDED_DAYS)

    def has_ended(self, today: date) -> bool:
        """Whether its last day is past."""
        return bool(self.row and self.row.expires_on and self.row.expires_on < today)


@dataclass(frozen=True)
class CheckedCondition:
    """A condition and what the cooperative has of it."""

    condition: Condition
    held: HeldPaper

    @property
    def is_open(self) -> bool:
        """Whether something sure is still lacking; what has to be asked is not."""
        return self.condition.need in ("law", "needed") and self.held.state != "have"


def papers(cooperative_id: int) -> dict[str, ShopPaper]:
    """Kind → paper, of those that somebody has said something about."""
    query = sa.select(ShopPaper).where(ShopPaper.cooperative_id == cooperative_id)
    return {row.kind: row for row in db.session.scalars(query)}


def folder(cooperative: Cooperative, today: date) -> dict[str, HeldPaper]:
    """Every kind of paper: as somebody said, else as the records show, else not known.

    A paper that has ended is missing, whatever was said of it.
    """
    said, shown = papers(cooperative.id), _shown(cooperative, today)
    found = {}
    for kind in all_papers():
        held = shown.get(kind, HeldPaper(kind, "unknown"))
        if kind in said:
            held = HeldPaper(kind, said[kind].state, said[kind])
        if held.has_ended(today):
            held = HeldPaper(kind, "missing", held.row, N_("đã hết hạn"))
        found[kind] = held
    return found


def checklist(
    cooperative: Cooperative, marketplace: str, held: Mapping[str, HeldPaper]
) -> list[CheckedCondition]:
    """The conditions of a marketplace for this cooperative."""
    return [
        CheckedCondition(each, held[each.paper.key])
        for each in conditions(marketplace, cooperative.kind)
    ]


def lacks_tax_code(cooperative: Cooperative) -> bool:
    """Whether this is a group without a tax code, which has a choice to make first."""
    return cooperative.kind == "cooperative_group" and not cooperative.tax_code


def ending_count(actor: Actor, today: date) -> int:
    """How many papers in sight have ended or end soon."""
    query = (
        sa.select(sa.func.count(ShopPaper.id))
        .join(ShopPaper.cooperative)
        .where(cooperatives_seen(actor), _ending(today))
    )
    return db.session.scalar(query) or 0


def page(
    actor: Actor, today: date, *, search: str = "", need: str = "", number: int = 1
) -> Page[Cooperative]:
    """The cooperatives in sight by name; with `EXPIRING` those with a paper that ends soon."""
    query: sa.Select[Any] = (
        sa.select(Cooperative)
        .where(cooperatives_seen(actor))
        .order_by(Cooperative.name_sort, Cooperative.id)
    )
    if search:
        query = query.where(matches(Cooperative.name_folded, search))
    if need == EXPIRING:
        own = ShopPaper.cooperative_id == Cooperative.id
        query = query.where(sa.exists().where(own, _ending(today)))
    return page_of(query, number)


def ending(rows: Sequence[Cooperative], today: date) -> dict[int, list[ShopPaper]]:
    """Cooperative id → its papers that have ended or end soon, the first to end first."""
    query = (
        sa.select(ShopPaper)
        .join(ShopPaper.cooperative)
        .where(ShopPaper.cooperative_id.in_([row.id for row in rows]), _ending(today))
        .options(contains_eager(ShopPaper.cooperative))
        .order_by(ShopPaper.expires_on, ShopPaper.id)
    )
    found: dict[int, list[ShopPaper]] = {row.id: [] for row in rows}
    for row in db.session.scalars(query):
        found[row.cooperative_id].append(row)
    return found


def _ending(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        ShopPaper.state == "have", ShopPaper.expires_on <= today + timedelta(days=REMINDED_DAYS)
    )


def _shown(cooperative: Cooperative, today: date) -> dict[str, HeldPaper]:
    """What the cooperative's own records show without anybody saying so."""
    in_record = N_("theo hồ sơ hợp tác xã")
    found = []
    if cooperative.tax_code:
        found.append(HeldPaper("tax-code", "have", why=in_record))
    if cooperative.address:
        found.append(HeldPaper("pickup", "have", why=in_record))
    if cooperative.bank_account:
        found.append(_bank(cooperative))
    why = N_("theo giấy chứng nhận của sản phẩm")
    found += [HeldPaper(kind, "have", why=why) for kind in _certified(cooperative.id, today)]
    return {held.kind: held for held in found}


def _bank(cooperative: Cooperative) -> HeldPaper:
    holder = fold(cooperative.account_holder)
    if holder and holder in (fold(cooperative.name), fold(cooperative.representative)):
        return HeldPaper("bank", "have", why=N_("theo hồ sơ hợp tác xã"))
    return HeldPaper("bank", "unknown", why=N_("tên chủ tài khoản khác tên trong hồ sơ"))


def _certified(cooperative_id: int, today: date) -> list[str]:
    query = (
        sa.select(Certificate.kind)
        .distinct()
        .join(Product, Product.id == Certificate.product_id)
        .where(
            Product.cooperative_id == cooperative_id,
            Certificate.kind.in_(("ocop", "gi")),
            Certificate.number != "",
            sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= today),
        )
        .order_by(Certificate.kind)
    )
    return list(db.session.scalars(query))
