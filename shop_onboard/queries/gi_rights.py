"""The right to a protected geographical indication: held, missing, and what is said instead."""

from datetime import date

from shop_onboard.models.products import Certificate, Product
from shop_onboard.values import gi


def paper(product: Product) -> Certificate | None:
    """The paper of the right, valid or not; the product's certificates are loaded."""
    return next((row for row in product.certificates if row.kind == "gi"), None)


def valid(product: Product, today: date) -> Certificate | None:
    """The paper while it holds; one without a last day holds until it is taken back."""
    held = paper(product)
    if held is None or not held.number:
        return None
    return held if held.expires_on is None or today <= held.expires_on else None


def missing(product: Product, today: date) -> gi.Indication | None:
    """The indication that the product's name bears without a right to it."""
    indication = gi.named_indication(product.name)
    return indication if indication and valid(product, today) is None else None


def unchecked(product: Product, today: date) -> gi.Indication | None:
    """The indication whose paper is there, and that no officer has approved yet."""
    indication = gi.named_indication(product.name)
    held = valid(product, today)
    return indication if held is not None and held.checked_at is None else None


def public_name(product: Product, today: date) -> str:
    """What the product is called wherever shoppers and marketplaces read it.

    A protected name is theirs to read once an officer has approved the paper. Certificates and the
    cooperative's commune are loaded.
    """
    indication = missing(product, today) or unchecked(product, today)
    if indication is None:
        return product.name
    held = paper(product)
    place = held.growing_place if held and held.growing_place else product.cooperative.commune.name
    return gi.plain_name(product.name, indication, place)


def public_name_en(product: Product, today: date) -> str:
    """As `public_name` of the English name; "" where there is none."""
    indication = missing(product, today) or unchecked(product, today)
    if indication is None or not product.name_en:
        return product.name_en
    rest = gi.without_indication(product.name_en, indication)
    return rest[:1].upper() + rest[1:]
