"""What still keeps products out of a marketplace's files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shop_onboard.exports.listing import Problem
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.models.products import Product
from shop_onboard.queries import catalogues, listings


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
    """A problem and the packs that have it; `labels` is empty where all of them do."""

    problem: Problem
    labels: tuple[str, ...]


@dataclass(frozen=True)
class CheckedProduct:
    """A product as one marketplace sees it; `is_in_season` is true without a season too.

    `is_taken` says whether its files hold the product today: of a marketplace that has ended they
    hold what was sold there.
    """

    product: Product
    packs: tuple[CheckedPack, ...]
    is_in_season: bool
    is_taken: bool

    @property
    def ready_count(self) -> int:
        return sum(pack.is_ready for pack in self.packs)

    @property
    def is_ready(self) -> bool:
        """Whether every pack goes into a file that is made today."""
        is_sellable = self.product.state == "approved" and self.is_taken
        return is_sellable and self.ready_count == len(self.packs)

    @property
    def findings(self) -> list[Finding]:
        """Every problem once, in the order in which the marketplace names them."""
        labels: dict[str, list[str]] = {}
        problems: dict[str, Problem] = {}
        for pack in self.packs:
            for problem in pack.problems:
                labels.setdefault(str(problem.message), []).append(pack.label)
                problems[str(problem.message)] = problem
        return [
            Finding(problem, tuple(labels[said]) if len(labels[said]) < len(self.packs) else ())
            for said, problem in problems.items()
        ]


@dataclass(frozen=True)
class Readiness:
    """A product as every marketplace sees it, in the order of `all_marketplaces`."""

    product: Product
    checks: tuple[CheckedProduct, ...]


def checked(
    products: Sequence[Product], marketplace: Marketplace, public_url: str, today: date
) -> list[CheckedProduct]:
    """The products as a marketplace sees them today; packs, pictures and places are loaded."""
    outlines = listings.outlines(products, public_url, today)
    packs = {
        slug: tuple(
            CheckedPack(outline.pack_label, tuple(marketplace.check(outline))) for outline in own
        )
        for slug, own in groupby(outlines, key=lambda outline: outline.group_code)
    }
    in_season = {product.id for product in catalogues.on_sale(list(products), today)}
    chosen = listings.to_export(products, marketplace.channel_key, today)
    taken = {product.id for product in chosen}
    return [
        CheckedProduct(
            product, packs.get(product.slug, ()), product.id in in_season, product.id in taken
        )
        for product in products
    ]


def everywhere(products: Sequence[Product], public_url: str, today: date) -> list[Readiness]:
    """The products as all marketplaces see them."""
    columns = [
        checked(products, marketplace, public_url, today) for marketplace in all_marketplaces()
    ]
    return [
        Readiness(product, tuple(column[place] for column in columns))
        for place, product in enumerate(products)
    ]
