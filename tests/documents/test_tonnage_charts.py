"""The pictures of tonnage pages say their numbers in words and are safe to put on a page."""

from xml.etree import ElementTree

from shop_onboard.documents.tonnage_charts import MOST_BARS, grouped_svg, masses_svg, towards_svg

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def test_each_season_has_its_channels_in_the_order_of_the_rows() -> None:
    rows = [
        ("2021", "Sendo", 300_000_000),
        ("2022", "Postmart", 400_000_000),
        ("2022", "Sendo", 240_000_000),
    ]
    shown = texts(grouped_svg("Theo mùa vụ", rows))
    assert shown == [
        "2021", "Sendo", "300 tấn", "2022", "Postmart", "400 tấn", "Sendo", "240 tấn",
    ]  # fmt: skip


def test_only_the_first_bars_are_drawn() -> None:
    rows = [(f"Nhóm {number}", 1_000) for number in range(MOST_BARS + 5)]
    shown = texts(masses_svg("Theo nhóm", "Khối lượng", rows))
    assert f"Nhóm {MOST_BARS - 1}" in shown
    assert f"Nhóm {MOST_BARS}" not in shown


def test_a_name_never_becomes_markup() -> None:
    svg = masses_svg("<b>", "x", [("<script>alert(1)</script>", 1_000)])
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_nothing_is_no_picture_and_a_target_is_said_in_words() -> None:
    assert masses_svg("Trống", "x", []) == ""
    assert grouped_svg("Trống", []) == ""
    shown = texts(towards_svg("So", 800_000, 2_000_000, "Đã bán", "Chỉ tiêu"))
    assert shown == ["Đã bán 0,8 tấn · 40%", "Chỉ tiêu 2 tấn"]
