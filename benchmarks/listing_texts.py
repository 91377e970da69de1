"""Listings by the thousand for the measurements."""

from dataclasses import replace

from shop_onboard.exports.listing import Listing
from tests.exports.listing_samples import LYCHEE


def listings(count: int) -> list[Listing]:
    """Listings that differ in every text, a third of them with something missing."""
    return [
        replace(
            LYCHEE,
            sku=f"VT-{number}",
            group_code=f"vai-{number}",
            name=f"Vải thiều vườn {number}",
            description=f"Vườn {number}. {LYCHEE.description}",
            stock=None if number % 3 == 0 else number,
        )
        for number in range(count)
    ]
