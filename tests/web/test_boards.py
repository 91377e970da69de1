"""The public board: everything of a programme in sum, nobody by name."""

from flask import Flask

from tests import world
from tests.pages import Browser
from tests.web.test_tonnage import publish


def test_anybody_reads_the_sums_and_the_published_figures(app: Flask, browser: Browser):
    publish(app, world.CAMPAIGN, 900, None)
    page = browser.open(f"/board/{world.CAMPAIGN}")
    assert "2 HTX/mô hình · 1 gian hàng · 1 sàn · 800 kg" in page.main
    assert page.texts("tfoot tr")[0].startswith("Tổng cộng 800 kg")
    assert page.soup.select_one(".chart svg")
    assert "không cộng vào số bán" in page.main
    assert "hơn 900 tấn" in page.main
    assert "DỮ LIỆU MẪU" not in page.main


def test_nobody_is_named(browser: Browser):
    page = browser.open(f"/board/{world.CAMPAIGN}").response.get_data(as_text=True)
    for secret in (
        world.NAME_A, world.NAME_B, "Nguyễn Đại Diện", "Thôn Bí Mật", "257678859", "510000060"
    ):  # fmt: skip
        assert secret not in page


def test_the_figures_are_kept_for_a_minute(browser: Browser, as_manager: Browser):
    path = f"/board/{world.CAMPAIGN}"
    first = browser.open(path)
    assert "max-age=60" in first.response.headers["Cache-Control"]
    page = as_manager.open("/sales/new")
    as_manager.submit(
        page,
        "Lưu",
        lands="/sales/",
        channel_key="shopee",
        mass_g="100 kg",
        campaign_code=world.CAMPAIGN,
    )
    assert "800 kg" in browser.open(path).texts("tfoot tr")[0]


def test_an_unknown_programme_is_not_found(browser: Browser):
    browser.open("/board/KHONG-CO", status=404)
