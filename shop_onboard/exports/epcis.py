"""A lot's journey as EPCIS 2.0 JSON-LD (GS1).

The schema lets unknown bare words through, so steps and dispositions are checked here against
the Core Business Vocabulary 2.0 (`data/epcis_vocabulary.csv`). Nothing carries a GS1 identifier
unless the product has a real GTIN: everything else is named by addresses of this site.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit

from stdnum import ean

from shop_onboard.exports.listing import SAMPLE_MARK
from shop_onboard.values.codes import digital_link
from shop_onboard.values.dates import TIMEZONE
from shop_onboard.values.facts import fact_rows

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

_VOCABULARY = {
    kind: frozenset(row["word"] for row in fact_rows("epcis_vocabulary") if row["kind"] == kind)
    for kind in ("bizStep", "disposition", "errorReason")
}
# The steps as people call them (values.lot_events) in the words of GS1, and what comes of them.
_STEPS = {
    "harvesting": ("commissioning", "active"),
    "processing": ("creating_class_instance", "in_progress"),
    "packing": ("packing", "in_progress"),
    "inspecting": ("inspecting", "in_progress"),
    "storing": ("storing", "in_progress"),
    "shipping": ("shipping", "in_transit"),
    "receiving": ("receiving", "in_progress"),
    "selling": ("retail_selling", "retail_sold"),
}
# A day without an hour is written as its noon: the same day in UTC as in Vietnam.
_NOON = time(12, tzinfo=TIMEZONE)


@dataclass(frozen=True)
class TracedError:
    """A step was wrong: said at `declared_at` (aware); `reference` is the step that says better.

    Without a reference it did not happen at all.
    """

    declared_at: datetime
    reference: str = ""


@dataclass(frozen=True)
class TracedStep:
    """One step of a lot. `reference` is unique in the lot; `kind` as in `values.lot_events`.

    `at` (aware) is the hour where it is known. `mass_g` is None where nobody weighed.
    """

    reference: str
    kind: str
    day: date
    mass_g: int | None = None
    at: datetime | None = None
    place: str = ""
    partner: str = ""
    error: TracedError | None = None


@dataclass(frozen=True)
class TracedPart:
    """So much of a lot, named as `TracedLot` names it.

    `gs1_lot` is what its GS1 addresses call the lot, "" for the token that ends its `trace_url`.
    """

    code: str
    product_name: str
    trace_url: str
    mass_g: int
    gtin: str | None = None
    gs1_lot: str = ""


@dataclass(frozen=True)
class TracedMaking:
    """Parts of lots became `made`, by a split, merge, process or pack (`how`)."""

    how: str
    day: date
    parts: tuple[TracedPart, ...]
    made: TracedPart
    harvested_on: date
    expires_on: date | None = None


@dataclass(frozen=True)
class TracedLot:
    """A lot and what happened to it.

    `site_url` is this installation's public address without a final slash, `trace_url` the lot's
    public page on it (`…/t/…`), `place_url` the cooperative's. `gtin` is the real one of the only
    pack size that the lot is sold in, else None, and `gs1_lot` what its labels call the lot under
    it. `mass_g` is what the lot held when it came to be.
    `standard`, `growing_area_code` and `certificate_number` are what the cooperative states.
    `steps` are all of them, the harvest too; a lot made of others has its making instead of a
    harvest, and `makings` also has those of the lots made of it. `recalled_at` is aware.
    """

    code: str
    product_name: str
    cooperative_name: str
    site_url: str
    trace_url: str
    place_url: str
    mass_g: int
    harvested_on: date
    expires_on: date | None = None
    gtin: str | None = None
    gs1_lot: str = ""
    origin: str = ""
    growing_area_code: str = ""
    standard: str = ""
    certificate_number: str = ""
    steps: tuple[TracedStep, ...] = ()
    makings: tuple[TracedMaking, ...] = ()
    recalled_at: datetime | None = None
    is_sample: bool = False
    # The lots that it was made of, with what happened to each before that.
    earlier: tuple["TracedLot", ...] = ()


def build(lot: TracedLot, created_at: datetime) -> bytes:
    """An EPCISDocument in UTF-8: steps, makings and recall, in the order of their times.

    The steps of earlier lots are events about those lots, the same as in their own files.

    `created_at` is aware. The same lot always gives the same event ids. Raises ValueError for a
    false GTIN, a step that nobody knows, or an address that is not absolute.
    """
    events = [event for each in (*lot.earlier, lot) for event in _events(each)]
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


def _events(lot: TracedLot) -> Iterator[dict[str, Any]]:
    for address in (lot.site_url, lot.trace_url, lot.place_url):
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"not an absolute address: {address!r}")
    for making in lot.makings:
        yield from _making(lot, making)
    for step in lot.steps:
        yield _step(lot, step)
    yield from _recall(lot)


def class_uri(lot: TracedLot) -> str:
    """The lot as a class: a GS1 Digital Link where there is a GTIN, else the lot's own page."""
    return _class(lot.site_url, _own(lot))


def _own(lot: TracedLot) -> TracedPart:
    return TracedPart(lot.code, lot.product_name, lot.trace_url, lot.mass_g, lot.gtin, lot.gs1_lot)


def _class(site_url: str, part: TracedPart) -> str:
    if part.gtin is None:
        return part.trace_url
    if not ean.is_valid(part.gtin):
        raise ValueError(f"not a GTIN: {part.gtin!r}")
    # As on its labels: who scans one finds the lot of this file.
    lot = part.gs1_lot or part.trace_url.rpartition("/")[2]
    return digital_link(site_url, part.gtin.zfill(14), lot)


def _step(lot: TracedLot, step: TracedStep) -> dict[str, Any]:
    if step.kind not in _STEPS:
        raise ValueError(f"not a step of a lot: {step.kind!r}")
    held = [_quantity(class_uri(lot), step.mass_g)]
    event = _event(lot, *_STEPS[step.kind], step.day, step.reference, step.at)
    if step.place:
        # Somewhere that has no page: said in words instead of naming the cooperative's.
        del event["readPoint"], event["bizLocation"]
        event["lensan:place"] = step.place
    if step.partner:
        event[_partner_word(step.kind)] = step.partner
    if step.error is not None:
        event["errorDeclaration"] = _error(lot, step.error)
    if step.kind == "processing":
        listed = {"inputQuantityList": held, "outputQuantityList": held}
        return {**event, "type": "TransformationEvent", **listed}
    action = "ADD" if step.kind == "harvesting" else "OBSERVE"
    ilmd = {"ilmd": _stated(lot)} if step.kind == "harvesting" else {}
    return {**event, "type": "ObjectEvent", "action": action, "quantityList": held, **ilmd}


def _partner_word(kind: str) -> str:
    words = {"selling": "lensan:channel", "receiving": "lensan:receivedFrom"}
    return words.get(kind, "lensan:handedTo")


def _error(lot: TracedLot, error: TracedError) -> dict[str, Any]:
    told = error.declared_at.astimezone(TIMEZONE).isoformat(timespec="seconds")
    if not error.reference:
        return {"declarationTime": told, "reason": _known("errorReason", "did_not_occur")}
    better = next(each for each in lot.steps if each.reference == error.reference)
    return {
        "declarationTime": told,
        "reason": _known("errorReason", "incorrect_data"),
        "correctiveEventIDs": [
            _event_id(lot, _STEPS[better.kind][0], better.day, better.reference)
        ],
    }


def _stated(lot: TracedLot) -> dict[str, str]:
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
    return {name: value for name, value in stated.items() if value}


def _making(lot: TracedLot, making: TracedMaking) -> Iterator[dict[str, Any]]:
    """A packed lot comes to be and holds the others; any other is what the others turned into."""
    made = _class(lot.site_url, making.made)
    taken = [_quantity(_class(lot.site_url, part), part.mass_g) for part in making.parts]
    came_out = [_quantity(made, making.made.mass_g)]
    ilmd = {
        "lensan:lotCode": making.made.code,
        "lensan:productName": making.made.product_name,
        "lensan:harvestDate": making.harvested_on.isoformat(),
        **({"lensan:expiryDate": making.expires_on.isoformat()} if making.expires_on else {}),
    }
    reference = f"made/{making.made.trace_url}"
    if making.how != "pack":
        event = _event(lot, "creating_class_instance", "active", making.day, reference)
        lists = {"inputQuantityList": taken, "outputQuantityList": came_out, "ilmd": ilmd}
        yield {**event, "type": "TransformationEvent", **lists, "lensan:how": making.how}
        return
    born = _event(lot, "commissioning", "active", making.day, reference)
    adds = {"action": "ADD", "quantityList": came_out, "ilmd": ilmd}
    yield {**born, "type": "ObjectEvent", **adds}
    packed = _event(lot, "packing", "in_progress", making.day, reference)
    holds = {"action": "ADD", "parentID": making.made.trace_url, "childQuantityList": taken}
    yield {**packed, "type": "AggregationEvent", **holds}


def _recall(lot: TracedLot) -> Iterator[dict[str, Any]]:
    if lot.recalled_at is None:
        return
    day = lot.recalled_at.astimezone(TIMEZONE).date()
    event = _event(lot, "holding", "recalled", day, "", lot.recalled_at)
    held = {"action": "OBSERVE", "quantityList": [_quantity(class_uri(lot), lot.mass_g)]}
    yield {**event, "type": "ObjectEvent", **held}


def _event(
    lot: TracedLot,
    step: str,
    disposition: str,
    day: date,
    reference: str,
    at: datetime | None = None,
) -> dict[str, Any]:
    moment = at.astimezone(TIMEZONE) if at else datetime.combine(day, _NOON)
    return {
        "type": "",
        "eventID": _event_id(lot, step, day, reference),
        "eventTime": moment.isoformat(timespec="seconds"),
        "eventTimeZoneOffset": "+07:00",
        **({} if at else {"lensan:timeIsKnownToTheDay": True}),
        "bizStep": _known("bizStep", step),
        "disposition": _known("disposition", disposition),
        "readPoint": {"id": lot.place_url},
        "bizLocation": {"id": lot.place_url},
    }


def _event_id(lot: TracedLot, step: str, day: date, reference: str) -> str:
    # A making is told in the files of all its lots, and is the same event in each.
    subject = lot.site_url if reference.startswith("made/") else class_uri(lot)
    identity = f"{subject}#{step}/{day.isoformat()}/{quote(reference, safe='')}"
    return uuid.uuid5(uuid.NAMESPACE_URL, identity).urn


def _known(kind: str, word: str) -> str:
    if word not in _VOCABULARY[kind]:
        raise ValueError(f"no {kind} of the Core Business Vocabulary: {word!r}")
    return word


def _quantity(lot_class: str, mass_g: int | None) -> dict[str, Any]:
    if mass_g is None:
        return {"epcClass": lot_class}
    return {"epcClass": lot_class, "quantity": _kilograms(mass_g), "uom": "KGM"}


def _kilograms(mass_g: int) -> int | float:
    """A JSON number with the exact thousandths: json writes the shortest text that reads back."""
    return mass_g / 1000 if mass_g % 1000 else mass_g // 1000
