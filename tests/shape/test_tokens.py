"""The identity is one file: every colour is taken from there and can be read in the sun."""

import re
from pathlib import Path

import pytest

from shop_onboard.documents.rendering import layout
from shop_onboard.values import palette
from tests.shape.source import ROOT

CSS = ROOT / "static" / "css"
TOKENS = CSS / "tokens.css"
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_WORDS = ("ink", "soft", "lychee", "leaf", "honey", "good", "bad", "warn")
_ON_THEIR_GROUND = ("lychee", "leaf", "good", "bad", "warn")


def _themes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split("@media")
    first = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return {"light": first, "dark": first | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


def _luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_in_the_sun(theme: str):
    tokens = _themes()[theme]
    for word in _WORDS:
        for ground in ("ground", "panel"):
            assert _contrast(tokens[word], tokens[ground]) >= 7, (word, ground)
    for word in _ON_THEIR_GROUND:
        assert _contrast(tokens[word], tokens[f"{word}-ground"]) >= 7, word
        assert _contrast(tokens["ink"], tokens[f"{word}-ground"]) >= 7, word
    assert _contrast(tokens["honey-ink"], tokens["honey-ground"]) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_buttons_edges_focus_and_bars_stand_out(theme: str):
    tokens = _themes()[theme]
    for button in ("button", "button-hover"):
        assert _contrast(tokens[button], tokens["button-ink"]) >= 4.5, button
    for ground in ("ground", "panel"):
        for edge in ("edge", "focus", *(f"chart-{number}" for number in range(1, 7))):
            assert _contrast(tokens[edge], tokens[ground]) >= 3, (edge, ground)


def test_the_palette_of_charts_and_spreadsheets_is_the_one_of_the_pages():
    tokens = _themes()["light"]
    named = {name: value for name, value in vars(palette).items() if name.isupper()}
    charts = named.pop("CHART")
    for name, value in named.items():
        assert tokens[name.lower().replace("_", "-")] == value, name
    assert charts == tuple(tokens[f"chart-{number}"] for number in range(1, len(charts) + 1))


@pytest.mark.parametrize(
    "path", sorted(path for path in CSS.glob("*.css") if path != TOKENS), ids=lambda p: p.name
)
def test_no_other_style_sheet_has_a_colour_or_an_unknown_name(path: Path):
    text = path.read_text()
    values = re.findall(r":([^;{}]*)[;}]", text)
    assert not [value for value in values if _COLOUR.search(value)]
    known = set(re.findall(r"--([\w-]+):", TOKENS.read_text() + text))
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    assert {name for name in used - known if not name.startswith("pico-")} == set()


def test_a_document_is_printed_in_the_light_values():
    page = layout(
        '<link rel="stylesheet" href="static/css/tokens.css">'
        "<style>p { color: var(--leaf); border-top: 1px solid var(--bad) }</style><p>x</p>"
    ).pages[0]
    style = next(box for box in page._page_box.descendants() if box.element_tag == "p").style
    tokens = _themes()["light"]
    for key, name in (("color", "leaf"), ("border_top_color", "bad")):
        red, green, blue = (round(part * 255) for part in style[key].coordinates)
        assert f"#{red:02x}{green:02x}{blue:02x}" == tokens[name]
