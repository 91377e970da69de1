"""Whose paper a report is, and what is said of its split."""

from datetime import date

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.organisations import Union
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import campaigns, reports
from shop_onboard.queries.accounts import account_by_phone, actor_of
from tests import world


def person(name: str) -> Actor:
    account = account_by_phone(world.PHONES[name])
    assert account is not None
    found = actor_of(account.id, world.TODAY)
    assert found is not None
    return found


def test_a_report_is_issued_by_the_union_whose_figures_it_holds(app: Flask):
    with app.app_context():
        campaign = campaigns.one(world.CAMPAIGN)
        ours = reports.report(person("officer"), campaign, world.TODAY)
        assert (ours.parent_body, ours.issuing_body) == (
            "Tỉnh đoàn Bắc Ninh",
            "BCH Đoàn xã Lục Ngạn",
        )
        assert ours.total_mass_g == 500_000
        assert [row.label for row in ours.by_cooperative] == [world.NAME_A]
        whole = reports.report(person("province"), campaign, world.TODAY)
        assert whole.issuing_body == "BCH Tỉnh đoàn Bắc Ninh"
        assert whole.total_mass_g == 800_000
        assert whole.split_note is None


def test_a_union_that_has_ended_issues_nothing_any_more(app: Flask):
    with app.app_context(), writing():
        campaign = campaigns.one(world.CAMPAIGN)
        district = db.session.query(Union).filter_by(code="DX-A").one()
        district.valid_to = date(2025, 6, 30)
        campaign.union = district
        campaign.union_id = district.id
        db.session.flush()
        before = reports.report(SYSTEM, campaign, date(2025, 6, 30))
        assert before.issuing_body == "BCH Đoàn xã Lục Ngạn"
        after = reports.report(SYSTEM, campaign, date(2025, 7, 1))
        assert (after.parent_body, after.issuing_body) == (
            "Trung ương Đoàn",
            "BCH Tỉnh đoàn Bắc Ninh",
        )
