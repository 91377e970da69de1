"""Every change is kept, can be taken back, and is refused with what stands in the way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.history import RecordVersion
from shop_onboard.models.imports import Import
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import campaigns as campaign_queries
from shop_onboard.queries import cooperatives, lots, products
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import campaigns, history, recycling
from shop_onboard.services import cooperatives as services
from shop_onboard.services import lots as lot_services
from shop_onboard.services import products as product_services
from shop_onboard.services import sales as sale_services
from shop_onboard.services.snapshots import snapshot
from tests import world
from tests.imports.files import COOPERATIVES, PRODUCTS, xlsx
from tests.services.test_imports import bring_in


@pytest.fixture
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _person(name: str) -> Actor:
    account = account_by_phone(world.PHONES[name])
    assert account is not None
    actor = actor_of(account.id, world.TODAY)
    assert actor is not None
    return actor


def _a():
    return cooperatives.one(SYSTEM, world.COOPERATIVE_A)


def _lychee():
    return products.one(SYSTEM, world.PRODUCT_A)


def _told(row, **more) -> services.CooperativeData:
    names = services.CooperativeData.__dataclass_fields__
    return services.CooperativeData(**({name: getattr(row, name) for name in names} | more))


def _versions(row, subject: str) -> list[RecordVersion]:
    query = sa.select(RecordVersion).where(
        RecordVersion.subject_type == subject, RecordVersion.subject_id == row.id
    )
    return list(db.session.scalars(query.order_by(RecordVersion.id)))


@pytest.mark.usefixtures("at_work")
def test_a_change_is_kept_with_who_made_it_and_both_values():
    a, volunteer = _a(), _person("volunteer")
    services.update(volunteer, a, _told(a, address="Thôn Mới 2"), None)
    version = _versions(a, "cooperative")[-1]
    assert version.actor_name == "Lê Tình Nguyện"
    assert version.before["address"] == "Thôn Bí Mật 7"
    assert version.after["address"] == "Thôn Mới 2"
    assert set(version.after) == {"address", "state"}
    assert version.number == a.version


@pytest.mark.usefixtures("at_work")
def test_what_was_approved_is_approved_again_when_the_only_change_is_taken_back():
    a, volunteer = _a(), _person("volunteer")
    before = snapshot(a)
    services.update(volunteer, a, _told(a, name="Tên gõ nhầm"), None)
    assert a.state == "submitted"
    history.undo(volunteer, _versions(a, "cooperative")[-1])
    assert snapshot(a) == before
    assert a.name_folded == "hop tac xa vai thieu giap son"
    history.undo(volunteer, _versions(a, "cooperative")[-1])
    assert (a.name, a.state) == ("Tên gõ nhầm", "submitted")


@pytest.mark.usefixtures("at_work")
def test_a_later_change_of_the_same_field_stands_in_the_way_and_is_named():
    a, volunteer, officer = _a(), _person("volunteer"), _person("officer")
    services.update(volunteer, a, _told(a, address="Thôn 2"), None)
    first = _versions(a, "cooperative")[-1]
    services.update(officer, a, _told(a, address="Thôn 3", story="Mới"), None)
    second = _versions(a, "cooperative")[-1]
    with pytest.raises(DomainError, match="Cán Bộ Xã đã sửa tiếp lúc"):
        history.undo(volunteer, first)
    history.undo(volunteer, second)
    history.undo(volunteer, first)
    assert a.address == "Thôn Bí Mật 7"
    with pytest.raises(DomainError, match="đã được hoàn tác rồi"):
        history.undo(volunteer, first)


@pytest.mark.usefixtures("at_work")
def test_changes_of_different_fields_do_not_disturb_each_other():
    a, volunteer = _a(), _person("volunteer")
    services.update(volunteer, a, _told(a, address="Thôn 2"), None)
    first = _versions(a, "cooperative")[-1]
    services.update(volunteer, a, _told(a, story="Chuyện của chúng tôi"), None)
    history.undo(volunteer, first)
    assert (a.address, a.story) == ("Thôn Bí Mật 7", "Chuyện của chúng tôi")
    assert a.state == "submitted"


def _product_data(product, *packs) -> product_services.ProductData:
    return product_services.ProductData(
        name=product.name,
        packs=packs,
        ocop_set=product.ocop_set,
        description=product.description,
        shelf_life_days=product.shelf_life_days,
        storage=product.storage,
    )


@pytest.mark.usefixtures("at_work")
def test_a_pack_that_went_comes_back_with_its_stock_number():
    product, manager = _lychee(), _person("manager")
    before = snapshot(product)
    dearer = product_services.PackData("Hộp 2 kg", 2_000, 75_000, gross_mass_g=2_200, stock=50)
    product_services.update(manager, product, _product_data(product, dearer), None)
    assert [pack.price_vnd for pack in product.packs] == [75_000]
    history.undo(manager, _versions(product, "product")[-1])
    assert snapshot(product) == before
    assert {pack.label for pack in product.packs} == {"Hộp 2 kg", "Thùng 10 kg"}


def _priced(product, *, price_vnd: int, stock: int = 50) -> product_services.ProductData:
    box = product_services.PackData("Hộp 2 kg", 2_000, price_vnd, gross_mass_g=2_200, stock=stock)
    crate = next(pack for pack in product.packs if pack.label == "Thùng 10 kg")
    kept = product_services.PackData(
        crate.label, crate.net_mass_g, crate.price_vnd, crate.gross_mass_g, crate.stock
    )
    return _product_data(product, box, kept)


@pytest.mark.usefixtures("at_work")
def test_a_price_that_moves_and_moves_back_leaves_an_approval_as_it_is():
    product, manager = _lychee(), _person("manager")
    product_services.update(manager, product, _priced(product, price_vnd=75_000, stock=9), None)
    dearer = _versions(product, "product")[-1]
    assert product.state == "approved"
    assert set(dearer.after) == {"packs/Hộp 2 kg"}
    product_services.update(
        manager, product, replace(_priced(product, price_vnd=75_000, stock=9), storage="Mát"), None
    )
    assert product.state == "submitted"
    product_services.approve(_person("officer"), product)
    # Something was done and said since, but of nothing that goes back now.
    assert history.state_undone(dearer, product, is_latest=False) is None
    history.undo(manager, dearer)
    assert (product.state, product.packs[0].price_vnd, product.storage) == (
        "approved",
        70_000,
        "Mát",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"net_mass_g": 2_100},
        {"gtin": "4006381333931"},
        {"length_mm": 300},
        {"gross_mass_g": 2_300},
    ],
)
@pytest.mark.usefixtures("at_work")
def test_whatever_else_changes_with_a_price_is_for_the_reviewer(change: dict[str, Any]):
    product, manager = _lychee(), _person("manager")
    data = _priced(product, price_vnd=75_000)
    packs = (replace(data.packs[0], **change), data.packs[1])
    product_services.update(manager, product, replace(data, packs=packs), None)
    assert product.state == "submitted"


@pytest.mark.usefixtures("at_work")
def test_a_pack_more_and_a_pack_less_are_for_the_reviewer():
    product, manager = _lychee(), _person("manager")
    data = _priced(product, price_vnd=70_000)
    more = product_services.PackData("Túi 1 kg", 1_000, 40_000)
    product_services.update(manager, product, replace(data, packs=(*data.packs, more)), None)
    assert product.state == "submitted"
    product_services.approve(_person("officer"), product)
    product_services.update(manager, product, data, None)
    assert product.state == "submitted"


@pytest.mark.usefixtures("at_work")
def test_a_lots_dates_come_back_as_dates():
    lot = lots.called(SYSTEM, world.LOT_A)[0]
    held = (lot.harvested_on, lot.packed_on, lot.quantity_g)
    data = lot_services.LotData(world.TODAY - timedelta(days=2), 5_000)
    lot_services.update(_person("manager"), lot, data, None)
    history.undo(_person("manager"), _versions(lot, "lot")[-1])
    assert (lot.harvested_on, lot.packed_on, lot.quantity_g) == held


@pytest.mark.usefixtures("at_work")
def test_a_confirmed_sale_is_confirmed_again_only_with_what_was_confirmed():
    sale = db.session.scalars(sa.select(Sale).where(Sale.cooperative_id == _a().id)).one()
    officer, manager = _person("officer"), _person("manager")
    sale_services.confirm(officer, sale, _a())
    names = sale_services.SaleData.__dataclass_fields__
    data = sale_services.SaleData(**{name: getattr(sale, name) for name in names})
    sale_services.update(manager, sale, _a(), replace(data, mass_g=1), None)
    assert sale.confirmed_at is None
    history.undo(manager, _versions(sale, "sale")[-1])
    assert sale.confirmed_by_id == officer.account_id
    with pytest.raises(DomainError, match="không hoàn tác được"):
        history.undo(officer, _versions(sale, "sale")[1])


@pytest.mark.usefixtures("at_work")
def test_a_programmes_target_comes_back():
    campaign, province = campaign_queries.one(world.CAMPAIGN), _person("province")
    data = campaigns.CampaignData(
        campaign.code, campaign.name, campaign.starts_on, campaign.ends_on, 9_000_000
    )
    campaigns.update(province, campaign, data, campaign.version)
    history.undo(province, _versions(campaign, "campaign")[-1])
    assert [target.value for target in campaign.targets] == [2_000_000]


@pytest.mark.usefixtures("at_work")
def test_what_is_somebody_elses_is_not_undone():
    a = _a()
    services.update(_person("officer"), a, _told(a, address="Thôn 2"), None)
    version = _versions(a, "cooperative")[-1]
    for stranger in ("foreigner", "manager_b", "admin"):
        with pytest.raises(Forbidden):
            history.undo(_person(stranger), version)


@pytest.mark.usefixtures("at_work")
def test_what_others_depend_on_does_not_come_undone():
    a = _a()
    with pytest.raises(DomainError, match="hồ sơ khác gắn với"):
        history.undo(SYSTEM, _versions(a, "cooperative")[0])
    lot = lots.called(SYSTEM, world.LOT_A)[0]
    history.undo(SYSTEM, _versions(lot, "lot")[0])
    assert lots.called(SYSTEM, world.LOT_A) == []
    pack = product_services.PackData("Hộp", 500, 10_000)
    sold = product_services.create(SYSTEM, a, product_services.ProductData("Cam", (pack,)))
    world.sale(a, sold, 1_000)
    with pytest.raises(DomainError, match="Đã có lần bán"):
        history.undo(SYSTEM, _versions(sold, "product")[0])


@pytest.mark.usefixtures("at_work")
def test_what_is_thrown_away_is_hidden_and_comes_back_with_what_is_below_it():
    a, officer = _a(), _person("officer")
    product = world.product(a, "CAM-A", "Cam Giáp Sơn")
    world.lot(product, "LO-CAM")
    recycling.throw_away(officer, product)
    assert products.by_code(a.id, "CAM-A") is None
    assert lots.called(SYSTEM, "LO-CAM") == []
    history.fetch_back(officer, "product", product.id)
    assert products.by_code(a.id, "CAM-A") is product
    assert len(lots.called(SYSTEM, "LO-CAM")) == 1
    with pytest.raises(DomainError, match="Đã có lần bán"):
        recycling.throw_away(officer, _lychee())


@pytest.mark.usefixtures("at_work")
def test_the_code_of_what_was_thrown_away_is_free_until_it_comes_back():
    a, officer = _a(), _person("officer")
    first = world.product(a, "CAM-A", "Cam Giáp Sơn")
    recycling.throw_away(officer, first)
    second = world.product(a, "CAM-A", "Cam khác")
    assert second.slug != first.slug
    with pytest.raises(DomainError, match="đã có hồ sơ khác dùng"):
        history.fetch_back(officer, "product", first.id)
    recycling.throw_away(officer, second)
    history.fetch_back(officer, "product", first.id)
    assert products.by_code(a.id, "CAM-A") is first


_ROWS = {
    "Hợp tác xã": [
        COOPERATIVES,
        [
            "HTX-N",
            "HTX Mới",
            "HTX",
            None,
            "Nguyễn Văn A",
            "0510000071",
            "Bắc Ninh",
            None,
            "xã Lục Ngạn",
        ],
    ],
    "Sản phẩm": [
        PRODUCTS,
        ["SP-N", "HTX-N", "Mật ong", "Chai 1 lít", "1 kg", 200000],
        [world.PRODUCT_A, world.COOPERATIVE_A, "Vải sớm", "Hộp 2 kg", "2 kg", 80000],
    ],
}


def _undo_whole(actor: Actor, row: Import) -> tuple[int, list[str]]:
    undone, kept, below = 0, [], None
    while True:
        batch = history.undo_import_batch(actor, row.id, below, limit=2)
        db.session.commit()
        undone += batch.undone
        kept += [str(each.reason) for each in batch.kept]
        below = batch.last_id
        if below is None:
            return undone, kept


def test_an_import_comes_undone_as_a_whole_and_goes_in_again(app: Flask):
    row = bring_in(app, xlsx(_ROWS))
    assert (row.created_count, row.updated_count, row.failed_count) == (2, 1, 0)
    with app.app_context(), writing():
        officer = _person("officer")
        assert _undo_whole(officer, row) == (3, [])
        assert cooperatives.by_code(SYSTEM, "HTX-N") is None
        assert _lychee().name == "Vải thiều Lục Ngạn"
        assert _lychee().state == "approved"
        assert _undo_whole(officer, row) == (0, [])
    again = bring_in(app, xlsx(_ROWS))
    assert (again.created_count, again.updated_count, again.failed_count) == (2, 1, 0)


def test_what_an_import_made_and_others_built_on_stays_and_is_named(app: Flask):
    row = bring_in(app, xlsx(_ROWS))
    with app.app_context(), writing():
        made = cooperatives.by_code(SYSTEM, "HTX-N")
        assert made is not None
        pack = product_services.PackData("Hộp", 500, 10_000)
        data = product_services.ProductData("Thêm bằng tay", (pack,))
        product_services.create(SYSTEM, made, data)
        undone, kept = _undo_whole(_person("officer"), row)
    assert undone == 2
    assert kept == ["Đã có hồ sơ khác gắn với hồ sơ này nên không hoàn tác được."]
