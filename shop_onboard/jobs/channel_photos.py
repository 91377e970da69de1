"""Pictures made for a marketplace in short steps, so that no lock is held while one is drawn."""

from collections.abc import Sequence

from shop_onboard.jobs.runner import Work
from shop_onboard.models.products import Product
from shop_onboard.queries import channel_photos as queries
from shop_onboard.queries import feeds
from shop_onboard.services import channel_photos as services

KIND = services.KIND
_AT_ONCE = 20


def handle(work: Work) -> None:
    """Of `feed_id`: the pictures of what the feed tells of."""
    feed = feeds.by_id(int(work.params["feed_id"]))
    prepare(work, feeds.products(feed), feed.marketplace_key)


def prepare(work: Work, products: Sequence[Product], marketplace_key: str) -> None:
    """Make what is missing. What was read before is read anew after this."""
    rules = queries.rules_for(marketplace_key)
    wanted = queries.missing(products, marketplace_key, rules)
    for start in range(0, len(wanted), _AT_ONCE):
        made = services.draw(wanted[start : start + _AT_ONCE], rules, work.storage)
        work.begin_writing()
        services.keep(made, marketplace_key, rules)
        work.glance(min(start + _AT_ONCE, len(wanted)), len(wanted))
