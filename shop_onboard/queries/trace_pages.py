"""Everything the page behind a code says, and whose word each of it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune, CommuneSuccession
from shop_onboard.models.products import Product
from shop_onboard.models.recalls import Recall
from shop_onboard.queries import claims, growers, lot_events, lot_tree, recalls, scans, shops
from shop_onboard.queries.claims import Claim
from shop_onboard.queries.codes import Found
from shop_onboard.queries.growers import PublicGrowers
from shop_onboard.queries.lot_tree import Link, Past
from shop_onboard.values.lot_events import EVENT_WORDS
from shop_onboard.values.text import Message

# What a lot passed through is told; how much of it was sold when is nobody's business.
_TOLD = tuple(kind for kind in EVENT_WORDS if kind != "selling")
_MOST_STEPS = 40


@dataclass(frozen=True)
class Step:
    """One step that anybody may know of: what, when, and in which commune if somebody said.

    `lot_code` is that of an earlier lot which it happened to, "" of the lot itself.
    """

    words: Message
    day: date
    place: str
    lot_code: str


@dataclass(frozen=True)
class TracePage:
    """What is shown of `found`; nothing personal without consent, no tonnage, no person's name.

    `is_reviewed` says that the union has seen the words as they are now: without it, description,
    papers and shops are left out. `first_scan` is None unless the sticker is on goods.
    """

    found: Found
    is_reviewed: bool
    is_trial: bool
    is_waiting: bool
    is_expired: bool
    is_copied: bool
    recall: Recall | None
    # Of a product's own code: who holds a box compares the code of its lot.
    recalled_lots: Sequence[Lot]
    first_scan: date | None
    union: str
    former_places: str
    claims: Sequence[Claim]
    steps: Sequence[Step]
    # Of a lot that was merged many times, the first steps are left out: the page has to stay light.
    untold_count: int
    made_of: Sequence[Link]
    growers: PublicGrowers
    storefronts: Sequence[Storefront]

    @property
    def product(self) -> Product:
        return self.found.product

    @property
    def cooperative(self) -> Cooperative:
        return self.found.product.cooperative

    @property
    def lot(self) -> Lot | None:
        return self.found.lot


def page_of(found: Found, today: date) -> TracePage:
    """What the page of a code shows today."""
    product, lot, label = found.product, found.lot, found.label
    cooperative = product.cooperative
    past = lot_tree.past([lot.id]) if lot is not None else []
    every = [] if lot is None else [lot.id, *(each.earlier_id for each in past)]
    steps = _steps(lot, past) if lot is not None else []
    is_reviewed = product.state == "approved" and cooperative.state == "approved"
    is_waiting = label is not None and label.activated_at is None
    is_trial = label is not None and label.batch.is_trial
    is_counted = label is not None and not is_waiting and not is_trial
    return TracePage(
        found,
        is_reviewed=is_reviewed,
        is_trial=is_trial,
        is_waiting=is_waiting and not is_trial,
        is_expired=lot is not None and lot.expires_on is not None and lot.expires_on < today,
        is_copied=label is not None and scans.is_known_copy(label.id),
        recall=recalls.touching(lot.id) if lot is not None and lot.recalled_at else None,
        recalled_lots=_recalled(product) if lot is None else [],
        first_scan=scans.first_day(label.id) if label is not None and is_counted else None,
        union=_union_name(cooperative),
        former_places=_former_places(cooperative),
        claims=_claims(found, today) if is_reviewed else [],
        steps=steps[-_MOST_STEPS:],
        untold_count=max(0, len(steps) - _MOST_STEPS),
        made_of=lot_tree.parents(lot.id) if lot is not None else [],
        growers=growers.public_of_lots(every),
        storefronts=shops.storefronts(cooperative.id, today) if is_reviewed else [],
    )


def _claims(found: Found, today: date) -> list[Claim]:
    of_product = [*claims.of_product(found.product, today), *claims.of_papers(found.product, today)]
    return [*of_product, *(claims.of_lot(found.lot) if found.lot is not None else [])]


def _steps(lot: Lot, past: Sequence[Past]) -> list[Step]:
    return [
        Step(
            EVENT_WORDS[step.kind],
            step.day,
            step.event.commune.name if step.event is not None and step.event.commune else "",
            step.earlier.code if step.earlier is not None else "",
        )
        for step in lot_events.standing(lot_events.journey(lot, past))
        if step.kind in _TOLD
    ]


def _recalled(product: Product) -> Sequence[Lot]:
    query = sa.select(Lot).where(Lot.product_id == product.id, Lot.recalled_at.is_not(None))
    return db.session.scalars(query.order_by(Lot.recalled_at.desc())).all()


def _union_name(cooperative: Cooperative) -> str:
    return db.session.scalar(sa.select(Union.name).where(Union.id == cooperative.union_id)) or ""


def _former_places(cooperative: Cooperative) -> str:
    """The commune before July 2025 that the address names, else those that became today's."""
    if cooperative.former_place:
        return cooperative.former_place
    query = (
        sa.select(Commune.name)
        .join(CommuneSuccession, CommuneSuccession.predecessor_id == Commune.id)
        .where(CommuneSuccession.successor_id == cooperative.commune_id)
        .order_by(Commune.name_sort)
    )
    # Communes of two districts may have had one name.
    return ", ".join(dict.fromkeys(db.session.scalars(query)))
