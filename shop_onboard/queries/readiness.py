"""What still keeps products out of a marketplace's files."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shop_onboard.exports.listing import Limits, Listing, Problem
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.readiness import percent, problems_of
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.models.products import Product
from shop_onboard.queries import catalogues, listing_limits, listings
from shop_onboard.values.channels import get_channel, is_open
from shop_onboard.values.dates import format_date
from shop_onboard.values.text import N_, Figure, Message

# Faults of the site's own address: the same for every product, and no product mends them.
_OF_SITE = frozenset({"page_url"})


@dataclass(frozen=True)
class CheckedPack:
    """One pack size and what a marketplace says of it."""

    label: str
    problems: tuple[Problem, ...]

    @property
    def is_ready(self) -> bool:
        return not any(problem.blocking for problem in self.problems)


@dataclass(frozen=True)
class Finding:
    """A problem and the packs that have it; `labels` is empty where all of them do.

    `pack` counts from 0: the first pack that has it.
    """

    problem: Problem
    labels: tuple[str, ...]
    pack: int


@dataclass(frozen=True)
class CheckedProduct:
    """A product as one marketplace sees it; `is_in_season` is true without a season too.

    `percent` is what is right of what the marketplace asks, 100 when nothing keeps a pack out.
    `is_taken` says whether its files hold the product today: of a marketplace that has ended they
    hold what was sold there, and `closed_on` is its last day.
    """

    product: Product
    marketplace: Marketplace
    packs: tuple[CheckedPack, ...]
    percent: int
    is_in_season: bool
    is_taken: bool
    closed_on: date | None = None

    @property
    def waits_for(self) -> Message | None:
        """Why a product with all its facts still goes into no file today."""
        if self.closed_on is not None:
            return N_("đã đóng %(day)s", day=Figure(format_date, self.closed_on))
        if self.is_ended:
            return N_("được cho là đã dừng")
        if self.is_ready or self.ready_count < len(self.packs):
            return None
        if self.product.state != "approved":
            return N_("đủ thông tin, chưa duyệt")
        return N_("đủ thông tin, đang ngoài mùa")

    @property
    def is_ended(self) -> bool:
        """Whether nothing new is put on this marketplace, so that nothing need be mended for it."""
        return self.marketplace.kind == "archive"

    @property
    def ready_count(self) -> int:
        return sum(pack.is_ready for pack in self.packs)

    @property
    def is_ready(self) -> bool:
        """Whether every pack goes into a file that is made today."""
        is_sellable = self.product.state == "approved" and self.is_taken
        return is_sellable and self.ready_count == len(self.packs)

    @property
    def is_resting(self) -> bool:
        """Whether nothing but its season keeps the product out of a file that is made today."""
        is_whole = bool(self.packs) and self.ready_count == len(self.packs)
        return is_whole and self.product.state == "approved" and not self.is_in_season

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the marketplace cannot open the site's address yet, whatever the product."""
        return any(problem.field in _OF_SITE for pack in self.packs for problem in pack.problems)

    @property
    def findings(self) -> list[Finding]:
        """Every problem of the product once; what keeps it out comes before the remarks."""
        labels: dict[str, list[str]] = {}
        first: dict[str, tuple[Problem, int]] = {}
        for number, pack in enumerate(self.packs):
            for problem in pack.problems:
                if problem.field in _OF_SITE:
                    continue
                labels.setdefault(str(problem.message), []).append(pack.label)
                first.setdefault(str(problem.message), (problem, number))
        return [
            Finding(
                problem, tuple(labels[said]) if len(labels[said]) < len(self.packs) else (), number
            )
            for said, (problem, number) in sorted(
                first.items(), key=lambda item: not item[1][0].blocking
            )
        ]


@dataclass(frozen=True)
class Readiness:
    """A product as each marketplace sees it, in the order in which they were asked."""

    product: Product
    checks: tuple[CheckedProduct, ...]


def out_of_reach(checks: Iterable[CheckedProduct]) -> tuple[Marketplace, ...]:
    """The open marketplaces among these that cannot open the site's address yet."""
    found = {
        each.marketplace.key: each.marketplace
        for each in checks
        if each.is_out_of_reach and not each.is_ended
    }
    return tuple(found.values())


def checked(
    products: Sequence[Product], marketplace: Marketplace, public_url: str, today: date
) -> list[CheckedProduct]:
    """The products as a marketplace sees them today; packs, pictures and places are loaded."""
    return by_marketplace(products, [marketplace], public_url, today)[marketplace.key]


def by_marketplace(
    products: Sequence[Product],
    marketplaces: Sequence[Marketplace],
    public_url: str,
    today: date,
) -> dict[str, list[CheckedProduct]]:
    """Marketplace key → the products, in their order, as that marketplace sees them today."""
    limits = listing_limits.set_for_each(marketplaces)
    outlines = listings.outlines(products, public_url, today)
    in_season = {product.id for product in catalogues.on_sale(list(products), today)}
    return {
        each.key: _column(products, each, outlines, limits[each.key], in_season, today)
        for each in marketplaces
    }


def _column(
    products: Sequence[Product],
    marketplace: Marketplace,
    outlines: Sequence[Listing],
    limits: Limits,
    in_season: Set[int],
    today: date,
) -> list[CheckedProduct]:
    bounds = {**marketplace.LIMITS, **limits}
    packs = {
        slug: tuple(
            CheckedPack(outline.pack_label, problems_of(marketplace, outline, bounds))
            for outline in own
        )
        for slug, own in groupby(outlines, key=lambda outline: outline.group_code)
    }
    chosen = listings.to_export(products, marketplace.channel_key, today)
    taken = {product.id for product in chosen}
    closed_on = _closed_on(marketplace, today)
    return [
        CheckedProduct(
            product,
            marketplace,
            packs.get(product.slug, ()),
            percent(marketplace, [pack.problems for pack in packs.get(product.slug, ())]),
            product.id in in_season,
            product.id in taken,
            closed_on,
        )
        for product in products
    ]


def _closed_on(marketplace: Marketplace, today: date) -> date | None:
    if marketplace.channel_key is None or is_open(get_channel(marketplace.channel_key), today):
        return None
    return get_channel(marketplace.channel_key).closed_on


def everywhere(
    products: Sequence[Product],
    public_url: str,
    today: date,
    marketplaces: Sequence[Marketplace] = (),
) -> list[Readiness]:
    """The products as these marketplaces see them, or all there are."""
    columns = by_marketplace(products, marketplaces or all_marketplaces(), public_url, today)
    return [
        Readiness(product, tuple(column[place] for column in columns.values()))
        for place, product in enumerate(products)
    ]
