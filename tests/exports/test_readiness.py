"""The score of a listing: 100 when it goes into the file, and never higher for one more fault."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.readiness import asked_fields, percent, problems_of
from shop_onboard.exports.registry import all_marketplaces, get_marketplace
from tests.exports.listing_samples import LYCHEE

FAULTS = {
    "description": "",
    "gross_mass_g": None,
    "stock": None,
    "image_urls": (),
    "price_vnd": 0,
}
every = pytest.mark.parametrize("marketplace", all_marketplaces(), ids=lambda each: each.key)


def score(marketplace: Marketplace, *listings: Listing) -> int:
    return percent(
        marketplace, [problems_of(marketplace, each, marketplace.LIMITS) for each in listings]
    )


@every
def test_a_score_is_whole_exactly_when_nothing_keeps_the_listing_out(marketplace: Marketplace):
    bare = replace(LYCHEE, **FAULTS)
    for listing in (LYCHEE, bare):
        is_out = any(
            problem.blocking for problem in problems_of(marketplace, listing, marketplace.LIMITS)
        )
        assert (score(marketplace, listing) < 100) == is_out
    assert 0 <= score(marketplace, bare) <= score(marketplace, LYCHEE)
    assert score(marketplace) == 0


@every
@given(
    st.sets(st.sampled_from(sorted(FAULTS))),
    st.sets(st.sampled_from(sorted(FAULTS))),
)
def test_more_faults_never_score_higher(marketplace: Marketplace, few: set[str], more: set[str]):
    def listing(names: set[str]) -> Listing:
        return replace(LYCHEE, **{name: FAULTS[name] for name in names})

    assert score(marketplace, listing(few | more)) <= score(marketplace, listing(few))


def test_what_shopee_asks_for_is_known_without_a_product():
    asked = asked_fields(get_marketplace("shopee"))
    assert {"description", "gross_mass_g", "images", "stock", "price_vnd"} <= asked


def test_packs_count_alike():
    shopee = get_marketplace("shopee")
    bare = replace(LYCHEE, **FAULTS)
    assert score(shopee, bare) < score(shopee, LYCHEE, bare) < 100
