"""The JSON-LD of a product's page, judged by a validator of Google's rules."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import schema_org
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee

MODULES = Path(__file__).parents[2] / "build" / "npm" / "node_modules"
VALIDATOR = MODULES / "@adobe" / "structured-data-validator" / "src" / "index.js"
NODE = shutil.which("node") or shutil.which("node", path=".venv-node/bin")

judged = pytest.mark.skipif(
    NODE is None or not VALIDATOR.exists(), reason="Node or the validator is not installed"
)


def errors(document: dict[str, Any]) -> list[str]:
    """What the validator calls an error."""
    script = Path(__file__).with_name("json_ld.mjs")
    told = subprocess.run(
        [str(NODE), script, VALIDATOR.as_uri()],
        input=json.dumps(document), capture_output=True, check=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    return [sentence for severity, sentence in json.loads(told) if severity == "ERROR"]


def document(*listings: Listing) -> dict[str, Any]:
    [file] = schema_org.build(listings, OPTIONS)
    read: dict[str, Any] = json.loads(file.content)
    return read


@judged
@pytest.mark.parametrize(
    "listings",
    [
        (LYCHEE,),
        (LYCHEE, lychee(sku="VT-5", pack_label="Thùng 5 kg", price_vnd=350_000)),
        (lychee(stock=None, gross_mass_g=None, category=None, brand=""),),
    ],
    ids=["one pack", "two packs", "hardly described"],
)
def test_a_product_has_no_error(listings: tuple[Listing, ...]) -> None:
    assert errors(document(*listings)) == []


@judged
@pytest.mark.parametrize("missing", ["name", "offers", "image"])
def test_the_validator_itself_finds_what_is_missing(missing: str) -> None:
    made = document(LYCHEE)
    del made["@graph"][0][missing]
    assert errors(made) != []


def test_money_is_in_dong_and_counted_stock_is_told() -> None:
    offer = document(LYCHEE)["@graph"][0]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == (150_000, "VND")
    assert offer["availability"] == "https://schema.org/InStock"
    sold_out = document(lychee(stock=0))["@graph"][0]["offers"]
    assert sold_out["availability"] == "https://schema.org/OutOfStock"
    assert "availability" not in document(lychee(stock=None))["@graph"][0]["offers"]


def test_each_product_has_a_file_of_its_own_with_all_its_packs() -> None:
    packs = [LYCHEE, lychee(sku="MI", group_code="mi-gao"), lychee(sku="VT-5")]
    made = {file.name: json.loads(file.content) for file in schema_org.build(packs, OPTIONS)}
    assert {name: len(each["@graph"]) for name, each in made.items()} == {
        "mi-gao.jsonld": 1,
        "vai-thieu-hong-giang.jsonld": 2,
    }


def test_no_text_closes_the_script_that_it_stands_in() -> None:
    typed = "</script><script>alert(1)</script>&"
    text = schema_org.document([lychee(description=typed)])
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["description"] == typed
