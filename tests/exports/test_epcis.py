"""A lot's journey in EPCIS 2.0, judged by GS1's own schema."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.exports.epcis import (
    TracedError,
    TracedLot,
    TracedMaking,
    TracedPart,
    TracedStep,
    build,
)
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.lot_events import EVENT_WORDS

SCHEMA_FILE = Path(__file__).parents[3] / "shared" / "samples" / "EPCIS-JSON-Schema.json"
MADE_AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
LOT = TracedLot(
    code="VT-0606/A",
    product_name="Vải thiều Hồng Giang",
    cooperative_name="Hợp tác xã Hồng Giang",
    site_url="https://lensan.example.vn",
    trace_url="https://lensan.example.vn/t/vt-0606-a",
    place_url="https://lensan.example.vn/shop/hong-giang",
    mass_g=1_500_500,
    harvested_on=date(2026, 6, 6),
    expires_on=date(2026, 6, 13),
    standard="VietGAP",
    steps=(
        TracedStep("", "harvesting", date(2026, 6, 6), 1_500_500),
        TracedStep("", "packing", date(2026, 6, 6), 1_500_500),
        TracedStep("DH-2", "selling", date(2026, 6, 8), 40_000, partner="Buudien.vn (Postmart)"),
        TracedStep(
            "event/1", "shipping", date(2026, 6, 7), 500_250, partner="Kho Hà Nội", place="Kho A"
        ),
    ),
    recalled_at=datetime(2026, 6, 9, 2, 0, tzinfo=UTC),
)

EVERY_STEP = tuple(
    TracedStep(f"event/{number}", kind, date(2026, 6, 6), 1_000 if number % 2 else None)
    for number, kind in enumerate(EVENT_WORDS)
)
OTHER = TracedPart("VT-B", "Vải thiều", "https://lensan.example.vn/t/b", 700_000)
MADE = TracedPart("VT-C", "Vải hộp", "https://lensan.example.vn/t/c", 690_000)
SPLIT = TracedMaking("split", date(2026, 6, 7), (OTHER,), MADE, date(2026, 6, 6))
PACK = replace(SPLIT, how="pack", expires_on=date(2026, 6, 20))
EARLIER = replace(
    LOT,
    code="VT-B",
    trace_url=OTHER.trace_url,
    steps=(TracedStep("event/9", "inspecting", date(2026, 6, 6)), *LOT.steps[:1]),
    makings=(),
    recalled_at=None,
)
CORRECTED = (
    TracedStep("event/3", "storing", date(2026, 6, 8), 900),
    TracedStep(
        "event/1",
        "storing",
        date(2026, 6, 7),
        800,
        error=TracedError(datetime(2026, 6, 9, 2, tzinfo=UTC), "event/3"),
    ),
    TracedStep(
        "event/2",
        "inspecting",
        date(2026, 6, 7),
        error=TracedError(datetime(2026, 6, 9, 2, tzinfo=UTC)),
    ),
)


def document(lot: TracedLot = LOT) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(build(lot, MADE_AT), parse_float=Decimal)
    return made


def events(lot: TracedLot = LOT) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = document(lot)["epcisBody"]["eventList"]
    return listed


def schema() -> dict[str, Any]:
    if not SCHEMA_FILE.is_file():
        pytest.skip(f"GS1's schema is not at {SCHEMA_FILE}")
    read: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize(
    "lot",
    [
        LOT,
        replace(LOT, gtin="9521234543213", code="VT-0606"),
        replace(LOT, expires_on=None, steps=LOT.steps[:1], recalled_at=None, standard=""),
        replace(LOT, is_sample=True),
        replace(LOT, steps=EVERY_STEP),
        replace(LOT, steps=(), makings=(SPLIT, PACK)),
        replace(LOT, steps=CORRECTED),
        replace(LOT, makings=(SPLIT,), earlier=(EARLIER,)),
    ],
    ids=[
        "without a GTIN",
        "with a GTIN",
        "only harvested",
        "sample",
        "every step",
        "made of others",
        "corrected",
        "with its past",
    ],
)
def test_gs1s_schema_accepts_the_document(lot: TracedLot) -> None:
    validator = jsonschema.Draft7Validator(schema(), format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(build(lot, MADE_AT)))) == []


def test_our_vocabulary_is_gs1s() -> None:
    definitions = schema()["definitions"]
    errors = {row["word"] for row in fact_rows("epcis_vocabulary") if row["kind"] == "errorReason"}
    assert errors == set(definitions["error-reason"]["anyOf"][1]["enum"])
    for kind in ("bizStep", "disposition"):
        words = {row["word"] for row in fact_rows("epcis_vocabulary") if row["kind"] == kind}
        assert words == set(definitions[kind]["anyOf"][1]["enum"])


def test_the_journey_is_told_in_the_order_of_its_times() -> None:
    assert [(event["bizStep"], event["disposition"]) for event in events()] == [
        ("commissioning", "active"),
        ("packing", "in_progress"),
        ("shipping", "in_transit"),
        ("retail_selling", "retail_sold"),
        ("holding", "recalled"),
    ]


def test_the_harvest_adds_the_lot_with_what_the_cooperative_states() -> None:
    harvest = events()[0]
    assert harvest["action"] == "ADD"
    assert harvest["eventTime"] == "2026-06-06T12:00:00+07:00"
    assert harvest["eventTimeZoneOffset"] == "+07:00"
    assert harvest["ilmd"]["lensan:harvestDate"] == "2026-06-06"
    assert harvest["ilmd"]["lensan:standard"] == "VietGAP"
    assert harvest["ilmd"]["lensan:statedBy"] == "Hợp tác xã Hồng Giang"
    assert "lensan:growingAreaCode" not in harvest["ilmd"]


def test_own_words_are_declared_in_the_context() -> None:
    made = document(replace(LOT, is_sample=True))
    prefixes = made["@context"][1]
    own = {key for event in events() for key in (*event, *event.get("ilmd", {})) if ":" in key}
    assert {key.partition(":")[0] for key in own} <= set(prefixes)
    assert made["lensan:sampleData"] == "DỮ LIỆU MẪU – minh họa"


def test_without_a_gtin_the_lot_is_named_by_its_own_page() -> None:
    [quantity] = events()[0]["quantityList"]
    assert quantity["epcClass"] == "https://lensan.example.vn/t/vt-0606-a"
    assert "/01/" not in build(LOT, MADE_AT).decode()


@pytest.mark.parametrize(("called", "step"), [("VT-0606-A", "VT-0606-A"), ("A+B:1", "A%2BB%3A1")])
def test_with_a_gtin_the_lot_is_a_digital_link_as_on_its_labels(called: str, step: str) -> None:
    lot = replace(LOT, gtin="9521234543213", gs1_lot=called)
    [quantity] = events(lot)[0]["quantityList"]
    assert quantity["epcClass"] == f"https://lensan.example.vn/01/09521234543213/10/{step}"


def test_a_recall_has_its_own_hour() -> None:
    recall = events()[-1]
    assert recall["eventTime"] == "2026-06-09T09:00:00+07:00"
    assert "lensan:timeIsKnownToTheDay" not in recall


def test_the_same_lot_gives_the_same_bytes_and_every_event_its_own_id() -> None:
    assert build(LOT, MADE_AT) == build(replace(LOT), MADE_AT)
    ids = [event["eventID"] for event in events()]
    assert len(set(ids)) == len(ids)
    assert ids == [event["eventID"] for event in events(replace(LOT, product_name="Vải sớm"))]


def test_every_address_is_absolute_and_ascii() -> None:
    for event in events(replace(LOT, gtin="9521234543213")):
        places = [event["readPoint"]["id"]] if "readPoint" in event else []
        for address in (*places, event["quantityList"][0]["epcClass"]):
            assert urlsplit(address).netloc == "lensan.example.vn"
            assert address.isascii()


@pytest.mark.parametrize(
    "wrong",
    [
        {"gtin": "8930000000001"},
        {"trace_url": "/t/vt"},
        {"steps": (TracedStep("A", "flying", date(2026, 6, 7)),)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_would_be_false_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not a"):
        build(replace(LOT, **wrong), MADE_AT)


def test_a_step_elsewhere_does_not_claim_to_be_at_the_cooperative() -> None:
    shipped = next(event for event in events() if event["bizStep"] == "shipping")
    assert "readPoint" not in shipped
    assert shipped["lensan:place"] == "Kho A"
    assert shipped["lensan:handedTo"] == "Kho Hà Nội"


def test_a_split_turns_parts_of_lots_into_another() -> None:
    [split] = events(replace(LOT, steps=(), makings=(SPLIT,), recalled_at=None))
    assert (split["type"], split["bizStep"]) == ("TransformationEvent", "creating_class_instance")
    assert split["inputQuantityList"] == [
        {"epcClass": OTHER.trace_url, "quantity": 700, "uom": "KGM"}
    ]
    assert split["outputQuantityList"] == [
        {"epcClass": MADE.trace_url, "quantity": 690, "uom": "KGM"}
    ]
    assert split["ilmd"]["lensan:lotCode"] == "VT-C"


def test_a_packed_lot_comes_to_be_and_holds_what_was_packed() -> None:
    born, packed = events(replace(LOT, steps=(), makings=(PACK,), recalled_at=None))
    assert (born["type"], born["bizStep"], born["action"]) == (
        "ObjectEvent",
        "commissioning",
        "ADD",
    )
    assert (packed["type"], packed["action"]) == ("AggregationEvent", "ADD")
    assert packed["parentID"] == MADE.trace_url
    assert packed["childQuantityList"][0]["epcClass"] == OTHER.trace_url


def test_a_making_is_the_same_event_in_the_files_of_all_its_lots() -> None:
    lots = (LOT, replace(LOT, code="KHAC", trace_url="https://lensan.example.vn/t/khac"))
    ids = [events(replace(lot, steps=(), makings=(SPLIT,)))[0]["eventID"] for lot in lots]
    assert ids[0] == ids[1]


def test_what_happened_to_an_earlier_lot_is_an_event_about_that_lot() -> None:
    child = replace(LOT, steps=LOT.steps[2:], makings=(SPLIT,), earlier=(EARLIER,))
    told = {event["eventID"]: event for event in events(child)}
    for event in events(EARLIER):
        assert told[event["eventID"]] == event
        assert event["quantityList"][0]["epcClass"] == OTHER.trace_url


def test_a_corrected_step_is_declared_wrong_and_names_the_right_one() -> None:
    told = {
        (event["bizStep"], event["eventTime"][:10]): event
        for event in events(replace(LOT, steps=CORRECTED, recalled_at=None))
    }
    right, wrong = told["storing", "2026-06-08"], told["storing", "2026-06-07"]
    assert "errorDeclaration" not in right
    assert wrong["errorDeclaration"] == {
        "declarationTime": "2026-06-09T09:00:00+07:00",
        "reason": "incorrect_data",
        "correctiveEventIDs": [right["eventID"]],
    }
    never = told["inspecting", "2026-06-07"]["errorDeclaration"]
    assert never["reason"] == "did_not_occur"
    assert "correctiveEventIDs" not in never


@given(mass_g=st.integers(1, 10**12))
def test_grams_come_back_from_kilograms(mass_g: int) -> None:
    [quantity] = events(replace(LOT, steps=(replace(LOT.steps[0], mass_g=mass_g),)))[0][
        "quantityList"
    ]
    assert quantity["uom"] == "KGM"
    assert Decimal(quantity["quantity"]) * 1000 == mass_g
