"""What is said of a product, and by whom: never more than a paper that is valid today."""

from dataclasses import dataclass
from datetime import date

from shop_onboard.models.products import Certificate, Product
from shop_onboard.values.text import N_, Message


@dataclass(frozen=True)
class Claim:
    """A statement and its source."""

    text: Message
    source: Message


def valid_ocop(product: Product, today: date) -> Certificate | None:
    """The OCOP certificate with stars, while it holds; the product's certificates are loaded."""
    for paper in product.certificates:
        is_valid = paper.expires_on is None or today <= paper.expires_on
        if paper.kind == "ocop" and paper.stars and paper.number and is_valid:
            return paper
    return None


def of_product(product: Product, today: date) -> list[Claim]:
    """The product's claims today."""
    paper = valid_ocop(product, today)
    if paper is None:
        return []
    return [
        Claim(
            N_("OCOP %(stars)s sao", stars=paper.stars),
            N_("theo giấy chứng nhận số %(number)s", number=paper.number),
        )
    ]
