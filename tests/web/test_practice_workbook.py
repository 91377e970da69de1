"""The small spreadsheet to try with, among sample records alone."""

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from tests.pages import Browser
from tests.web.spreadsheets import bring_in, counts, look, told
from tests.web.test_sample_doors import make_sample


@pytest.fixture
def as_sample_volunteer(app: Flask, as_volunteer: Browser) -> Browser:
    """The volunteer, when all of the small world is a sample."""
    make_sample(app)
    return as_volunteer


def test_the_file_to_try_does_what_its_link_promises(app: Flask, as_sample_volunteer: Browser):
    page = as_sample_volunteer.open("/imports/new")
    file = as_sample_volunteer.download(page.link("Tải tệp thử (6 dòng đúng, 2 dòng sai)"))
    content = file.get_data()
    first = bring_in(app, as_sample_volunteer, content, "thử.xlsx")
    assert counts(first) == [6, 0, 0, 2]
    assert "hãy ghi 25.000" in first.main
    assert "OI-KHONG-CO" in first.main
    assert len(first.soup.select("main ul.cards li")) == 2
    assert "Tập nhập xã Lục Ngạn (mẫu)" in as_sample_volunteer.open("/cooperatives/").main
    assert told(look(app, as_sample_volunteer, content, "lại.xlsx")) == [0, 0, 6, 2]
    with app.app_context():
        made = db.session.query(Cooperative).filter_by(code="HTX-THU").one()
        assert made.is_sample


def test_the_province_tries_it_in_one_of_its_communes(app: Flask, as_province: Browser):
    make_sample(app)
    content = as_province.download("/imports/practice").get_data()
    assert counts(bring_in(app, as_province, content, "thử.xlsx")) == [6, 0, 0, 2]


def test_nobody_practises_among_real_records(app: Flask, as_volunteer: Browser):
    assert "Tải tệp thử" not in as_volunteer.open("/imports/new").main
    as_volunteer.open("/imports/practice", status=302)
    assert "chỉ có khi dùng dữ liệu mẫu" in as_volunteer.open("/imports/new").main
    make_sample(app)
    app.config["ENVIRONMENT"] = "production"
    assert "Tải tệp thử" not in as_volunteer.open("/imports/new").main
    as_volunteer.open("/imports/practice", status=302)
