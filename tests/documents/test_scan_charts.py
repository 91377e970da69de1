"""Charts of scans: what they draw of days without any."""

from datetime import date, timedelta

from bs4 import BeautifulSoup

from shop_onboard.documents.scan_charts import days_svg

FIRST = date(2026, 6, 1)


def drawn(*counts: int) -> list[str]:
    days = [(FIRST + timedelta(days=number), count) for number, count in enumerate(counts)]
    picture = BeautifulSoup(days_svg("Theo ngày", "lượt quét", days), "html.parser")
    return [text.get_text() for text in picture.find_all("text")]


def test_days_without_scans_between_others_are_drawn_with_0():
    assert drawn(0, 3, 0, 0, 5, 0) == [
        "02/06/2026",
        "3",
        "03/06/2026",
        "0",
        "04/06/2026",
        "0",
        "05/06/2026",
        "5",
    ]


def test_without_a_scan_there_is_no_picture():
    assert drawn(0, 0) == []
