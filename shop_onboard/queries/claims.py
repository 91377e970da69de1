"""What is said of a product, and by whom: never more than a paper that is valid today."""

from dataclasses import dataclass
from datetime import date

from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Certificate, Product
from shop_onboard.values.text import N_, Message

PAPER_WORDS: dict[str, Message] = {
    "vietgap": N_("VietGAP"),
    "globalgap": N_("GlobalG.A.P."),
    "organic": N_("Hữu cơ"),
    "gi": N_("Chỉ dẫn địa lý"),
    "food_safety": N_("An toàn thực phẩm"),
}


@dataclass(frozen=True)
class Claim:
    """A statement and its source; a plain string is somebody's own words."""

    text: Message | str
    source: Message
    until: date | None = None


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
            paper.expires_on,
        )
    ]


def of_papers(product: Product, today: date) -> list[Claim]:
    """The product's other papers while they hold; the certificates are loaded."""
    return [
        Claim(
            PAPER_WORDS[paper.kind],
            N_("theo giấy chứng nhận số %(number)s", number=paper.number),
            paper.expires_on,
        )
        for paper in product.certificates
        if paper.kind in PAPER_WORDS
        and paper.number
        and (paper.expires_on is None or today <= paper.expires_on)
    ]


def of_lot(lot: Lot) -> list[Claim]:
    """What the cooperative states of a lot: its standard, in its own words, as its own word."""
    if not lot.standard:
        return []
    source = N_("HTX khai")
    if lot.certificate_number:
        source = N_("HTX khai, giấy chứng nhận số %(number)s", number=lot.certificate_number)
    return [Claim(lot.standard, source)]
