"""How long an OCOP certificate lasts: by the rule of its day, else as is printed on it."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.services import ocop, products
from tests import world

DATA = products.ProductData(
    name="Vải sấy",
    code="VAI-SAY",
    packs=(products.PackData("Túi 500 g", 500, 95_000),),
)
BEFORE_THE_RULE, PRINTED = date(2024, 4, 20), date(2027, 4, 20)


@pytest.fixture(autouse=True)
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _told(issued_on: date) -> products.ProductData:
    return replace(DATA, ocop=products.OcopData(4, "QĐ-MẪU-01", issued_on))


def _made(issued_on: date) -> Product:
    own = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    assert own is not None
    return products.create(SYSTEM, own, _told(issued_on))


def test_the_rule_of_2026_dates_a_certificate_itself():
    made = _made(date(2026, 6, 1))
    assert made.certificates[0].expires_on == date(2029, 6, 1)
    with pytest.raises(DomainError, match="theo quy định"):
        ocop.set_certificate_end(SYSTEM, made, PRINTED, made.version)


def test_an_older_one_keeps_the_day_that_is_printed_on_it():
    made = _made(BEFORE_THE_RULE)
    assert made.certificates[0].expires_on is None
    ocop.set_certificate_end(SYSTEM, made, PRINTED, made.version)
    assert made.certificates[0].expires_on == PRINTED
    assert products.update(SYSTEM, made, _told(BEFORE_THE_RULE), None) == []
    assert made.certificates[0].expires_on == PRINTED


def test_another_certificate_has_another_term():
    made = _made(BEFORE_THE_RULE)
    ocop.set_certificate_end(SYSTEM, made, PRINTED, made.version)
    products.update(SYSTEM, made, _told(date(2023, 1, 1)), None)
    assert made.certificates[0].expires_on is None


def test_a_product_without_a_certificate_has_no_term():
    own = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    assert own is not None
    made = products.create(SYSTEM, own, DATA)
    with pytest.raises(DomainError):
        ocop.set_certificate_end(SYSTEM, made, PRINTED, made.version)
