"""The picture of one step back and one step forward."""

from dataclasses import replace

from bs4 import BeautifulSoup

from shop_onboard.documents.lot_chart import MOST_BOXES, Box, StepsChart, steps_svg

CHART = StepsChart(
    "Một bước về trước",
    "Từ: 3 hộ trồng. Đến: Kho.",
    Box("Lô VT-01", "900 kg"),
    (Box("3 hộ trồng"),),
    (Box("Kho & <b>", "200 kg"),),
    "Chưa ghi từ đâu",
    "Chưa ghi đi đâu",
    "và %d nơi nữa",
)


def _texts(chart: StepsChart) -> list[str]:
    return [found.get_text() for found in BeautifulSoup(steps_svg(chart), "xml").find_all("text")]


def test_sources_stand_above_the_lot_and_what_became_of_it_below():
    assert _texts(CHART) == ["3 hộ trồng", "Lô VT-01", "900 kg", "Kho & <b>", "200 kg"]


def test_it_is_read_aloud():
    svg = BeautifulSoup(steps_svg(CHART), "xml")
    assert svg.find("svg")["role"] == "img"
    assert svg.find("title").get_text() == CHART.title
    assert svg.find("desc").get_text() == CHART.description


def test_what_is_not_known_is_said():
    assert _texts(replace(CHART, back=(), forward=())) == [
        "Chưa ghi từ đâu",
        "Lô VT-01",
        "900 kg",
        "Chưa ghi đi đâu",
    ]


def test_many_neighbours_are_counted():
    many = tuple(Box(f"Kho {number}") for number in range(MOST_BOXES + 4))
    assert _texts(replace(CHART, forward=many))[-1] == "và 4 nơi nữa"


def test_every_word_stays_inside_its_box():
    long = Box("Cửa hàng Nông sản sạch Hương Quê phố cổ " * 3)
    assert all(len(text) <= 34 for text in _texts(replace(CHART, forward=(long,))))
