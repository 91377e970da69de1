"""Readiness of many products for every marketplace, and the page that shows it.

`python -m benchmarks.readiness [--listings 20000] [--products 2000]` checks and scores that many
different listings for every channel, then opens the table as an officer over that many products,
and prints both beside their limits.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.listing_texts import listings
from benchmarks.many_cooperatives import PHONE, make
from shop_onboard.exports.listing import Listing
from shop_onboard.exports.readiness import percent, problems_of
from shop_onboard.exports.registry import all_marketplaces
from tests.pages import Browser

ROUNDS = 9
CHECK_LIMIT_S = 5.0
PAGE_LIMIT_MS = 200
PAGE = "/listings/products"


def check_seconds(of: Sequence[Listing]) -> float:
    """Seconds to check and score them for every marketplace."""
    started = time.perf_counter()
    for listing in of:
        for marketplace in all_marketplaces():
            percent(marketplace, [problems_of(marketplace, listing, marketplace.LIMITS)])
    return time.perf_counter() - started


def page_ms(products: int) -> float:
    """Median milliseconds of the table over that many products."""
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(make(Path(folder), products)).signed_in_as(PHONE)
        times = []
        for _round in range(ROUNDS):
            started = time.perf_counter()
            status = browser.client.get(PAGE).status_code
            times.append((time.perf_counter() - started) * 1_000)
            if status != 200:
                raise SystemExit(f"{PAGE} answered {status}")
        return statistics.median(times)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--products", type=int, default=2_000)
    chosen = parser.parse_args(arguments)
    seconds = check_seconds(listings(chosen.listings))
    print(
        f"{chosen.listings} listings x {len(all_marketplaces())} marketplaces: {seconds:.2f} s, "
        f"{seconds / CHECK_LIMIT_S:.2f} of the limit"
    )
    shown_ms = page_ms(chosen.products)
    print(
        f"{PAGE} over {chosen.products} products: {shown_ms:.0f} ms, "
        f"{shown_ms / PAGE_LIMIT_MS:.2f} of the limit"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
