"""A lot's journey as EPCIS 2.0 JSON-LD (GS1).

The schema lets unknown bare words through, so steps and dispositions are checked here against
the Core Business Vocabulary 2.0 (`data/epcis_vocabulary.csv`). Nothing carries a GS1 identifier
unless the product has a real GTIN: everything else is named by addresses of this site.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit

from stdnum import ean

from shop_onboard.exports.listing import SAMPLE_MARK
from shop_onboard.values.dates import TIMEZONE
from shop_onboard.values.facts import fact_rows

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

_VOCABULARY = {
    kind: frozenset(row["word"] for row in fact_rows("epcis_vocabulary") if row["kind"] == kind)
    for kind in ("bizStep", "disposition")
}
_AFTER_SALE = {"shipping": "in_transit", "retail_selling": "retail_sold"}
_LONGEST_GS1_LOT = 20
# A day without an hour is written as its noon: the same day in UTC as in Vietnam.
_NOON = time(12, tzinfo=TIMEZONE)


@dataclass(frozen=True)
class TracedSale:
    """What left a lot. `reference` is unique in the lot; `step` is shipping or retail_selling."""

    reference: str
    sold_on: date
    mass_g: int
    channel_name: str
    step: str = "retail_selling"


@dataclass(frozen=True)
class TracedLot:
    """A lot and what happened to it.

    `site_url` is this installation's public address without a final slash, `trace_url` the lot's
    public page on it (`…/t/…`), `place_url` the cooperative's. `gtin` is the real one of the only
    pack size that the lot is sold in, else None. `mass_g` is what was harvested.
    `standard`, `growing_area_code` and `certificate_number` are what the cooperative states.
    `recalled_at` is aware.
    """

    code: str
    product_name: str
    cooperative_name: str
    site_url: str
    trace_url: str
    place_url: str
    mass_g: int
    harvested_on: date
    packed_on: date | None = None
    expires_on: date | None = None
    gtin: str | None = None
    origin: str = ""
    growing_area_code: str = ""
    standard: str = ""
    certificate_number: str = ""
    sales: tuple[TracedSale, ...] = ()
    recalled_at: datetime | None = None
    is_sample: bool = False


def build(lot: TracedLot, created_at: datetime) -> bytes:
    """An EPCISDocument in UTF-8: harvest, packing, sales and recall, in the order of their times.

    `created_at` is aware. The same lot always gives the same event ids. Raises ValueError for a
    false GTIN, a sale that is no shipping or retail_selling, or an address that is not absolute.
    """
    for address in (lot.site_url, lot.trace_url, lot.place_url):
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"not an absolute address: {address!r}")
    events = [_harvest(lot), *_packing(lot), *(_sale(lot, sale) for sale in lot.sales)]
    events += _recall(lot)
    events.sort(key=lambda event: str(event["eventTime"]))
    document = {
        "@context": [CONTEXT, {"lensan": f"{lot.site_url}/about#"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": created_at.astimezone(TIMEZONE).isoformat(timespec="seconds"),
        **({"lensan:sampleData": str(SAMPLE_MARK)} if lot.is_sample else {}),
        "epcisBody": {"eventList": events},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def class_uri(lot: TracedLot) -> str:
    """The lot as a class: a GS1 Digital Link where there is a GTIN, else the lot's own page."""
    if lot.gtin is None:
        return lot.trace_url
    if not ean.is_valid(lot.gtin):
        raise ValueError(f"not a GTIN: {lot.gtin!r}")
    if len(lot.code) > _LONGEST_GS1_LOT or not lot.code.isascii():
        return lot.trace_url
    return f"{lot.site_url}/01/{lot.gtin.zfill(14)}/10/{quote(lot.code, safe='')}"


def _harvest(lot: TracedLot) -> dict[str, Any]:
    stated = {
        "lensan:lotCode": lot.code,
        "lensan:productName": lot.product_name,
        "lensan:producerName": lot.cooperative_name,
        "lensan:harvestDate": lot.harvested_on.isoformat(),
        "lensan:expiryDate": lot.expires_on.isoformat() if lot.expires_on else "",
        "lensan:origin": lot.origin,
        "lensan:growingAreaCode": lot.growing_area_code,
        "lensan:standard": lot.standard,
        "lensan:certificateNumber": lot.certificate_number,
        "lensan:statedBy": lot.cooperative_name,
    }
    event = _event(lot, "commissioning", "active", lot.harvested_on, lot.mass_g)
    return {
        **event,
        "action": "ADD",
        "ilmd": {name: value for name, value in stated.items() if value},
    }


def _packing(lot: TracedLot) -> list[dict[str, Any]]:
    if lot.packed_on is None:
        return []
    return [_event(lot, "packing", "in_progress", lot.packed_on, lot.mass_g)]


def _sale(lot: TracedLot, sale: TracedSale) -> dict[str, Any]:
    if sale.step not in _AFTER_SALE:
        raise ValueError(f"not a step of a sale: {sale.step!r}")
    disposition = _AFTER_SALE[sale.step]
    event = _event(lot, sale.step, disposition, sale.sold_on, sale.mass_g, sale.reference)
    return {**event, "lensan:channel": sale.channel_name}


def _recall(lot: TracedLot) -> list[dict[str, Any]]:
    if lot.recalled_at is None:
        return []
    moment = lot.recalled_at.astimezone(TIMEZONE)
    event = _event(lot, "holding", "recalled", moment.date(), lot.mass_g)
    del event["lensan:timeIsKnownToTheDay"]
    return [{**event, "eventTime": moment.isoformat(timespec="seconds")}]


def _event(
    lot: TracedLot, step: str, disposition: str, day: date, mass_g: int, reference: str = ""
) -> dict[str, Any]:
    for kind, word in (("bizStep", step), ("disposition", disposition)):
        if word not in _VOCABULARY[kind]:
            raise ValueError(f"no {kind} of the Core Business Vocabulary: {word!r}")
    lot_class = class_uri(lot)
    identity = f"{lot_class}#{step}/{day.isoformat()}/{quote(reference, safe='')}"
    return {
        "type": "ObjectEvent",
        "eventID": uuid.uuid5(uuid.NAMESPACE_URL, identity).urn,
        "eventTime": datetime.combine(day, _NOON).isoformat(),
        "eventTimeZoneOffset": "+07:00",
        "lensan:timeIsKnownToTheDay": True,
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        "readPoint": {"id": lot.place_url},
        "bizLocation": {"id": lot.place_url},
        "quantityList": [{"epcClass": lot_class, "quantity": _kilograms(mass_g), "uom": "KGM"}],
    }


def _kilograms(mass_g: int) -> int | float:
    """A JSON number with the exact thousandths: json writes the shortest text that reads back."""
    return mass_g / 1000 if mass_g % 1000 else mass_g // 1000
