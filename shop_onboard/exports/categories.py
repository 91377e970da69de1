"""Our own tree of goods, the OCOP classification, as marketplaces call its branches."""

from collections.abc import Mapping
from functools import lru_cache

from shop_onboard.exports.listing import Listing
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.ocop import find_ocop_set


def google_category(listing: Listing) -> str:
    """The narrowest branch of Google's taxonomy that holds all of the OCOP set, "" for none.

    Meta takes the same taxonomy.
    """
    return _google().get(listing.category or 0, "")


def own_path(listing: Listing) -> tuple[str, ...]:
    """The branch, the group and the set of our own tree; () for what is not classified."""
    return () if listing.category is None else _path(listing.category)


@lru_cache(maxsize=64)
def _path(category: int) -> tuple[str, ...]:
    found = find_ocop_set(str(category))
    path = (found.branch, found.group, found.name)
    return tuple(step for place, step in enumerate(path) if step and step not in path[:place])


@lru_cache(maxsize=1)
def _google() -> Mapping[int, str]:
    return {int(row["number"]): row["google"] for row in fact_rows("listing_categories")}
