"""How complete a record is, and which single step helps it most."""

import pytest

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Certificate, PackSize, Product, ProductPhoto
from shop_onboard.queries import completeness


def product(**columns: object) -> Product:
    held = {"name": "Cam ngọt", "slug": "CAM", "description": "", "storage": "", "name_en": ""}
    parts = {"packs": [PackSize(label="Túi", net_mass_g=1, price_vnd=1)], "photos": []}
    return Product(**(held | parts | {"certificates": []} | columns))


def whole() -> Product:
    return product(
        packs=[PackSize(label="Túi", net_mass_g=1, price_vnd=1, gtin="08938505974194")],
        photos=[ProductPhoto()],
        description="a" * 100,
        ocop_set=1,
        shelf_life_days=3,
        storage="Nơi mát",
        season_from="05-01",
        season_to="06-30",
        name_en="Sweet orange",
    )


def test_a_picture_is_the_best_next_step_of_a_fresh_product():
    found = completeness.of_product(product())
    assert found.next is not None
    assert (str(found.next.message), found.next.gain) == ("Thêm ảnh sản phẩm", 20)
    assert (found.next.page, found.next.field) == ("show", "photo")
    assert found.percent == 30


def test_every_step_taken_makes_it_whole_though_an_ocop_paper_may_still_come():
    found = completeness.of_product(whole())
    assert found.percent == 100
    assert found.next is None
    assert [gap.gain for gap in found.gaps] == [0]


def test_gains_add_up_to_what_is_missing():
    found = completeness.of_product(product())
    assert found.percent + sum(gap.gain for gap in found.gaps) == 100


def test_a_protected_name_misses_its_paper():
    row = whole()
    row.name = "Vải thiều Lục Ngạn"
    found = completeness.of_product(row)
    assert found.next is not None
    assert found.next.page == "gi"
    row.certificates.append(Certificate(kind="gi", number="1"))
    assert completeness.of_product(row).percent == 100


@pytest.mark.parametrize(
    ("kind", "asked"), [("cooperative", True), ("enterprise", True), ("household", False)]
)
def test_who_has_no_tax_code_is_not_asked_for_one(kind: str, asked: bool):
    row = Cooperative(slug="A", kind=kind, address="", story="", bank="", bank_account="")
    fields = [gap.field for gap in completeness.of_cooperative(row).gaps]
    assert ("tax_code" in fields) is asked
