"""Tonnage: exact sums of what one may see, and published figures that never enter them."""

import csv
import io
from datetime import date

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.campaigns import Campaign
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import campaigns as campaign_queries
from shop_onboard.queries import organisations
from shop_onboard.services import campaigns
from tests import world
from tests.pages import Browser, Page

POSTMART = "Buudien.vn (Postmart)"


def publish(app: Flask, code: str, value: int, channel: str | None) -> None:
    """A figure in tonnes about a programme, made with the programme where there is none."""
    with app.app_context(), writing():
        held = db.session.query(Campaign).filter_by(code=code).first()
        if held is None:
            union = organisations.required("TD-BN")
            data = campaigns.CampaignData(code, code, date(2021, 5, 1), date(2021, 8, 1))
            campaigns.save(SYSTEM, union, data)
        figure = campaigns.FigureData(
            f"Tiêu thụ {code}", value, "tấn", "more_than", "Báo X", date(2021, 8, 1), channel
        )
        campaigns.record_figure(SYSTEM, campaign_queries.one(code), figure)
        db.session.commit()


def total(page: Page) -> str:
    return page.texts("tfoot tr")[0]


def test_each_sees_the_sum_of_their_own(
    as_province: Browser, as_officer: Browser, as_manager_b: Browser, as_foreigner: Browser
):
    for person, mass in ((as_province, "800 kg"), (as_officer, "500 kg"), (as_manager_b, "300 kg")):
        page = person.open("/tonnage/")
        assert total(page).startswith(f"Tổng cộng {mass} 0 kg")
        assert page.texts("main .chart svg title") == ["Khối lượng đã bán theo mùa vụ và sàn"]
        assert f"{world.TODAY.year}" in page.texts("tbody tr")[0]
        assert f"{POSTMART}" in page.texts("tbody tr")[0]
    empty = as_foreigner.open("/tonnage/")
    assert "chưa có sản lượng" in empty.main
    assert world.NAME_A not in empty.text


def test_every_dimension_adds_up_to_the_same(as_province: Browser):
    for name in ("marketplace", "season", "month", "product", "cooperative", "commune", "union"):
        page = as_province.open(f"/tonnage/?by={name}")
        assert total(page).startswith("Tổng cộng 800 kg"), name
        assert page.soup.select_one(".chart svg"), name
    rows = as_province.open("/tonnage/?by=cooperative").texts("tbody tr")
    assert [row.split(" 0 kg")[0] for row in rows] == [
        f"{world.NAME_A} 500 kg",
        f"{world.NAME_B} 300 kg",
    ]


def test_filters_stay_in_the_form_and_days_count_both_ends(as_province: Browser):
    day = (world.TODAY.toordinal() - 3, world.TODAY.toordinal() - 2)
    first, second = (date.fromordinal(value).strftime("%d/%m/%Y") for value in day)
    page = as_province.open("/tonnage/")
    both = as_province.submit(page, "Xem", **{"from": first, "to": first, "by": "product"})
    assert total(both).startswith("Tổng cộng 800 kg")
    assert both.soup.find(id="from_day")["value"] == first
    assert "Không có lần bán nào khớp" in as_province.open(f"/tonnage/?from={second}").main
    chosen = as_province.open(f"/tonnage/?campaign={world.CAMPAIGN}")
    assert total(chosen).startswith("Tổng cộng 800 kg")


def test_what_cannot_be_read_is_asked_back(as_province: Browser):
    page = as_province.open("/tonnage/?from=31/02/2026", status=422)
    assert page.error_beside("from_day")
    assert page.soup.find(id="from_day")["value"] == "31/02/2026"
    turned = as_province.open("/tonnage/?from=05/06/2026&to=01/06/2026", status=422)
    assert turned.error_beside("to_day")
    as_province.open("/tonnage/?by=phone", status=422)
    as_province.open("/tonnage/?campaign=KHONG-CO", status=422)


def test_a_published_figure_is_quoted_and_never_added(app: Flask, as_province: Browser):
    publish(app, world.CAMPAIGN, 900, "digital")
    page = as_province.open(f"/tonnage/?campaign={world.CAMPAIGN}")
    assert total(page).startswith("Tổng cộng 800 kg")
    assert "Số đã công bố – không cộng vào số bán" in page.main
    assert "hơn 900 tấn" in page.main
    assert "Báo X" in page.main


def test_figures_on_different_bases_are_compared_only_with_a_warning(
    app: Flask, as_province: Browser
):
    publish(app, "LN-2021", 1_000, "digital")
    publish(app, world.CAMPAIGN, 800, None)
    page = as_province.open("/tonnage/")
    assert "800 so với 1.000 tấn, −20,0%" in page.main
    assert "khác cơ sở" in page.main


def test_the_table_comes_as_a_file(as_officer: Browser):
    page = as_officer.open("/tonnage/?by=cooperative")
    response = as_officer.download(page.link("Tải bảng (CSV)"))
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows[1:] == [[world.NAME_A, "500", "0", "10000000"]]
    assert "DỮ LIỆU MẪU" not in str(rows)
