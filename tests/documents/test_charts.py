"""Charts: what they say, what they may not contain, and that the picture is a picture."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from shop_onboard.documents.charts import (
    BarChart,
    TargetChart,
    bar_chart,
    chart_png,
    mass_chart,
    stacked_chart,
    target_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
SEASONS = mass_chart(
    "Khối lượng đã bán theo sàn và mùa vụ",
    "Năm 2021 chỉ có Sendo; năm 2022 có Postmart, Sendo và Vỏ Sò.",
    ("2021", "2022"),
    (
        ("Postmart/Buudien.vn", (None, 412_500_000)),
        ("Sendo", (300_000_000, 210_000_000)),
        ("Vỏ Sò", (None, 177_500_000)),
    ),
)
TARGET = TargetChart("Chỉ tiêu", "Đã bán 300 tấn", 300, 800, "300 tấn", "Chỉ tiêu 800 tấn", "37,5%")


def _tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own output


def _texts(svg: str) -> list[str]:
    return [node.text or "" for node in _tree(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "svg", [bar_chart(SEASONS), stacked_chart(SEASONS), target_chart(TARGET)], ids=str.__len__
)
def test_a_chart_passes_a_policy_without_inline_style_or_script(svg: str) -> None:
    tree = _tree(svg)
    assert {node.tag.removeprefix(SVG) for node in tree.iter()} <= {
        "svg", "title", "desc", "rect", "text",
    }  # fmt: skip
    names = {name for node in tree.iter() for name in node.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on")}


def test_a_chart_is_an_image_with_a_name_and_a_description() -> None:
    tree = _tree(bar_chart(SEASONS))
    assert tree.get("role") == "img"
    assert [child.tag for child in tree][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert tree.findtext(f"{SVG}title") == SEASONS.title
    assert tree.findtext(f"{SVG}desc") == SEASONS.description


def test_every_bar_says_its_series_and_its_value_in_words() -> None:
    texts = _texts(bar_chart(SEASONS))
    for words in ("Postmart/Buudien.vn", "Sendo", "Vỏ Sò", "2021", "2022", "300 tấn", "412,5 tấn"):
        assert words in texts
    assert texts.count("2021") == 1, "a season without a figure has no bar"


def test_bars_are_as_long_as_their_values() -> None:
    tree = _tree(bar_chart(SEASONS))
    lengths = [
        float(node.get("width", "0"))
        for node in tree.iter(f"{SVG}rect")
        if node.get("fill") != "currentColor"
    ]
    postmart, sendo_2021, sendo_2022, voso = lengths
    assert sendo_2021 / postmart == pytest.approx(300 / 412.5, abs=0.01)
    assert sendo_2022 / postmart == pytest.approx(210 / 412.5, abs=0.01)
    assert voso / postmart == pytest.approx(177.5 / 412.5, abs=0.01)


def test_nothing_is_drawn_outside_a_phone_screen() -> None:
    for svg in (bar_chart(SEASONS, 360), stacked_chart(SEASONS, 360), target_chart(TARGET, 360)):
        for node in _tree(svg).iter():
            if node.tag in (f"{SVG}rect", f"{SVG}text") and node.get("text-anchor") != "end":
                width = float(node.get("width", len(node.text or "") * 6.5))
                assert float(node.get("x", "0")) + width <= 360.5


def test_strange_names_stay_text() -> None:
    chart = mass_chart("<b>&", "\"'", ("2022",), (("<script>alert(1)</script>", (1_000,)),))
    tree = _tree(bar_chart(chart))
    assert tree.findtext(f"{SVG}title") == "<b>&"
    assert "<script>alert(1)</script>" in " ".join(_texts(bar_chart(chart)))


def test_a_target_chart_says_the_share_and_passes_a_hundred_percent() -> None:
    assert "300 tấn · 37,5%" in _texts(target_chart(TARGET))
    over = TargetChart("", "", 900, 800, "900 tấn", "Chỉ tiêu 800 tấn", "112,5%")
    assert "900 tấn · 112,5%" in _texts(target_chart(over))


def test_a_target_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        target_chart(TargetChart("", "", 5, 0, "", "", ""))


def test_a_chart_of_nothing_is_nothing() -> None:
    nothing = BarChart("", "", (), ())
    assert bar_chart(nothing) == ""
    with pytest.raises(ValueError, match="without groups"):
        chart_png(nothing)


def test_a_chart_of_zeros_is_drawn() -> None:
    assert "0 kg" in _texts(bar_chart(mass_chart("", "", ("2022",), (("Sendo", (0,)),))))


def test_the_picture_is_sharp_enough_for_print_and_the_same_every_time() -> None:
    picture = chart_png(SEASONS)
    image = Image.open(io.BytesIO(picture))
    assert image.width == 1800
    assert len(picture) < 100_000
    assert picture == chart_png(SEASONS)
    assert Image.open(io.BytesIO(chart_png(TARGET))).width == 1800
