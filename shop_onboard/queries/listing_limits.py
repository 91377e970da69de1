"""Limits of marketplaces: the program's own, and what an administrator has set instead."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.errors import NotFound
from shop_onboard.exports.listing import Limit
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.readiness import ADDABLE
from shop_onboard.exports.registry import all_marketplaces, get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.listing_limits import ListingLimit
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class HeldLimit:
    """One limit: the program's, and the row that takes its place if there is one.

    `default` is None for a limit that no source tells of: it can be added, and then holds.
    """

    marketplace: Marketplace
    key: str
    default: Limit | None
    row: ListingLimit | None


def set_for(marketplace: Marketplace) -> dict[str, Limit]:
    """Key → limit of those that an administrator has set; what no module knows is left out."""
    return set_for_each([marketplace])[marketplace.key]


def set_for_each(marketplaces: Iterable[Marketplace]) -> dict[str, dict[str, Limit]]:
    """Marketplace key → as `set_for`, of several at once."""
    found: dict[str, dict[str, Limit]] = {each.key: {} for each in marketplaces}
    for row in db.session.scalars(sa.select(ListingLimit)):
        held = found.get(row.marketplace_key)
        if held is not None and row.limit_key in _keys(get_marketplace(row.marketplace_key)):
            held[row.limit_key] = Limit(row.least, row.most, "own", row.source)
    return found


def everything() -> list[HeldLimit]:
    """Every limit there is or could be, by marketplace."""
    rows = {(row.marketplace_key, row.limit_key): row for row in _rows()}
    return [
        HeldLimit(each, key, each.LIMITS.get(key), rows.get((each.key, key)))
        for each in all_marketplaces()
        for key in _keys(each)
    ]


def one(marketplace_key: str, limit_key: str) -> HeldLimit:
    """One limit; NotFound when no module has it and none can be added."""
    for held in everything():
        if (held.marketplace.key, held.key) == (marketplace_key, limit_key):
            return held
    raise NotFound(N_("Lên Sàn chưa biết giới hạn này."))


def _keys(marketplace: Marketplace) -> tuple[str, ...]:
    """What the module knows, then what may be added to it; a closed one learns nothing more."""
    known = tuple(marketplace.LIMITS)
    more = () if marketplace.kind == "archive" else ADDABLE
    return known + tuple(key for key in more if key not in known)


def _rows() -> Iterable[ListingLimit]:
    return db.session.scalars(sa.select(ListingLimit))
