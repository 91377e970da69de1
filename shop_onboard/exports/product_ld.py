"""What a code stands for, for machines: schema.org as JSON-LD, and the links of a GS1 resolver."""

from dataclasses import dataclass
from datetime import date
from typing import Any

_VOCABULARY = "https://ref.gs1.org/voc/"
# What the page of a product, lot or item is, by the words of GS1 (https://ref.gs1.org/voc/linkTypes).
PAGE_LINKS = ("defaultLink", "pip", "traceability", "certificationInfo")
LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class LinkedProduct:
    """What machines are told; addresses are whole, "" or None where there is nothing."""

    name: str
    description: str
    address: str
    producer_name: str
    producer_url: str
    image_url: str
    gtin: str | None
    lot: str | None
    produced_on: date | None
    place: str


def product_ld(product: LinkedProduct) -> dict[str, Any]:
    """A schema.org Product; whoever writes it into a page escapes it."""
    held: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": product.address,
        "name": product.name,
        "description": product.description,
        "url": product.address,
        "image": product.image_url,
        "gtin14": product.gtin,
        "productionDate": product.produced_on.isoformat() if product.produced_on else None,
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "manufacturer": {
            "@type": "Organization",
            "name": product.producer_name,
            "url": product.producer_url,
            "address": {"@type": "PostalAddress", "addressLocality": product.place},
        },
    }
    if product.lot:
        held["additionalProperty"] = {
            "@type": "PropertyValue",
            "propertyID": "lot",
            "value": product.lot,
        }
    return {key: value for key, value in held.items() if value}


def linkset(address: str, title: str) -> dict[str, Any]:
    """All links of one code (RFC 9264); the page behind it is all of them, in both languages."""
    links = [
        {"href": f"{address}?lang={lang}", "title": title, "type": "text/html", "hreflang": [lang]}
        for lang in LANGUAGES
    ]
    first = [{"href": address, "title": title, "type": "text/html"}]
    held: dict[str, Any] = {"anchor": address, "description": title}
    for name in PAGE_LINKS:
        held[_VOCABULARY + name] = first if name == "defaultLink" else links
    return {"linkset": [held]}


def resolver(name: str, root: str) -> dict[str, Any]:
    """The description of a GS1-conformant resolver for `/.well-known/gs1resolver`.

    Source: ref.gs1.org/standards/resolver/1.2.0/description-file-schema.
    """
    return {
        "name": name,
        "resolverRoot": root,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": _VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
    }
