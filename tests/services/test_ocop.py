"""Scores, papers and renewals beneath the pages: versions, rights, sample records, queries."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import Conflict, DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.ocop import OcopDossier, OcopEvidence, OcopScore, OcopSheet
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import SYSTEM, Actor, Grant, Role
from shop_onboard.queries import ocop as queries
from shop_onboard.queries import ocop_dossier, products
from shop_onboard.services import ocop, samples
from shop_onboard.values.text import N_
from tests import world

TODAY = date(2026, 11, 22)


@pytest.fixture
def product(app: Flask) -> Iterator[Product]:
    with app.app_context(), writing():
        yield products.one(SYSTEM, world.PRODUCT_A)


def _stranger(product: Product) -> Actor:
    return Actor(
        None, "Người lạ", (Grant(Role.MANAGER, cooperative_id=product.cooperative_id + 1),)
    )


def test_saving_the_same_again_changes_nothing_and_records_nothing(product: Product):
    assert ocop.save_part(SYSTEM, product, "A", {"1.1": 3, "1.2": None}, 0) == ["1.1"]
    assert ocop.save_part(SYSTEM, product, "A", {"1.1": 3, "1.2": None}, 1) == []
    sheet = queries.sheets(product.id, 1)["A"]
    assert sheet.version == 1
    events = sa.select(sa.func.count()).where(AuditEvent.event == "ocop.scored")
    assert db.session.scalar(events) == 1


def test_an_older_page_is_a_conflict_and_another_page_is_not(product: Product):
    ocop.save_part(SYSTEM, product, "A", {"1.1": 3}, 0)
    with pytest.raises(Conflict):
        ocop.save_part(SYSTEM, product, "A", {"1.1": 2}, 0)
    ocop.save_part(SYSTEM, product, "B", {"4.1": 2}, 0)
    ocop.save_part(SYSTEM, product, "A", {"1.1": 2}, 1)
    assert queries.sheets(product.id, 1)["A"].version == 2


def test_points_and_codes_that_are_not_on_the_page_are_refused(product: Product):
    for points in ({"1.1": 0}, {"1.1": 4}, {"4.1": 2}, {"13": 1}):
        with pytest.raises(DomainError):
            ocop.save_part(SYSTEM, product, "A", points, 0)


def test_who_may_not_edit_the_product_may_not_score_it(product: Product):
    stranger = _stranger(product)
    with pytest.raises(Forbidden):
        ocop.save_part(stranger, product, "A", {"1.1": 3}, 0)
    with pytest.raises(Forbidden):
        ocop.save_dossier(stranger, product, ocop.DossierData("first"), 0)
    with pytest.raises(Forbidden):
        ocop.save_evidence(stranger, product, "story", ocop.EvidenceData("have"), 0)
    with pytest.raises(Forbidden):
        ocop.set_certificate_end(stranger, product, TODAY, product.version)


def test_each_set_keeps_its_own_sheet(product: Product):
    ocop.save_part(SYSTEM, product, "A", {"1.1": 3}, 0)
    product.ocop_set = 7
    ocop.save_totals(SYSTEM, product, {"A": Decimal("32.5"), "B": None, "C": Decimal(30)}, 0)
    result = queries.assessment(product)
    assert result is not None
    assert (result.total, result.stars, result.is_by_criteria) == (Decimal("62.5"), 3, False)
    with pytest.raises(DomainError):
        ocop.save_part(SYSTEM, product, "A", {"1.1": 3}, 1)
    product.ocop_set = 1
    result = queries.assessment(product)
    assert result is not None
    assert result.total == 3


def test_a_note_that_somebody_wrote_is_not_overwritten(product: Product):
    own = ocop.EvidenceData("have", "Bản giấy ở nhà cô Hoa")
    ocop.save_evidence(SYSTEM, product, "story", own, 0)
    seen = queries.Sighting("5.1", (N_("câu chuyện"),), (), N_("tờ rơi"), 5, "story")
    ocop.use_sighting(SYSTEM, product, seen)
    assert queries.evidence(product.id)["story"].note == "Bản giấy ở nhà cô Hoa"
    assert queries.points_of(queries.sheets(product.id, 1)["B"]) == {"5.1": Decimal(5)}


def test_the_code_of_a_product_is_told_only_when_it_is_known(product: Product):
    assert ocop_dossier.sheet(product, TODAY).product_code is None
    ocop.save_dossier(
        SYSTEM, product, ocop.DossierData("first", commune_number=1, commune_year=2026), 0
    )
    assert ocop_dossier.sheet(product, TODAY).product_code == "24-07582-01-2026"


def test_renewals_are_those_in_sight_and_cost_the_same_for_many(app: Flask, product: Product):
    ends = {0: 250, 1: 269, 2: 271, 3: 130, 4: -89, 5: -91}
    for number, days in ends.items():
        made = world.product(product.cooperative, f"SP-{number}", f"Vải {number}")
        paper = Certificate(
            product_id=made.id, kind="ocop", stars=3, expires_on=TODAY + timedelta(days=days)
        )
        db.session.add(paper)
    db.session.flush()
    db.session.expunge_all()
    statements: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = queries.renewals(SYSTEM, TODAY).items
    assert [(row.product.code, row.renewal.state) for row in found] == [
        ("SP-4", "expired"), ("SP-3", "open"), ("SP-0", "soon"), ("SP-1", "soon")
    ]  # fmt: skip
    assert len(statements) <= 6, "a count, a page of keys, the rows and what belongs to them"
    assert found[0].product.cooperative.name == world.NAME_A
    stranger = Actor(None, "", (Grant(Role.MANAGER, cooperative_id=-1),))
    assert queries.renewals(stranger, TODAY).items == []


def test_sample_products_take_their_scores_and_papers_with_them(app: Flask, product: Product):
    ocop.save_part(SYSTEM, product, "A", {"1.1": 3}, 0)
    ocop.save_dossier(SYSTEM, product, ocop.DossierData("first"), 0)
    ocop.save_evidence(SYSTEM, product, "story", ocop.EvidenceData("have"), 0)
    product.cooperative.is_sample = True
    db.session.flush()
    samples.remove(SYSTEM)
    for model in (OcopSheet, OcopScore, OcopDossier, OcopEvidence):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
