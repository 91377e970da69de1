"""An officer confirms many sales at once: chosen, looked through, confirmed."""

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM
from shop_onboard.services import sales
from tests import world
from tests.pages import Browser


def sell(app: Flask, *masses_g: int, slug: str = "") -> list[str]:
    """Sales that nobody has compared with papers; their codes."""
    with app.app_context(), writing():
        cooperative = db.session.scalars(
            db.select(Cooperative).where(Cooperative.code == (slug or world.COOPERATIVE_A))
        ).one()
        kept = [
            sales.record(SYSTEM, cooperative, sales.SaleData(world.TODAY, "shopee", mass_g))
            for mass_g in masses_g
        ]
        codes = [row.code for row in kept]
        db.session.commit()
    return codes


def confirmed(app: Flask) -> set[str]:
    with app.app_context():
        rows = db.session.scalars(db.select(Sale).where(Sale.confirmed_by_id.is_not(None)))
        return {row.code for row in rows}


def events(app: Flask) -> int:
    with app.app_context():
        query = db.select(db.func.count(AuditEvent.id)).where(AuditEvent.event == "sale.confirmed")
        return db.session.scalar(query) or 0


def test_the_ticked_sales_are_looked_through_and_confirmed_each_with_its_event(
    app: Flask, as_officer: Browser
):
    first, second, third = sell(app, 1_000_000, 2_000_000, 4_000_000)
    before = confirmed(app), events(app)
    review = as_officer.open(f"/sales/review/?sale={first}&sale={third}")
    assert "5.000 kg" in review.main
    assert world.NAME_A in review.main
    assert confirmed(app) == before[0]
    done = as_officer.submit(review, "Xác nhận 2 lần bán", lands="/sales/")
    assert "Đã đối chiếu 2 lần bán." in str(done.soup)
    assert confirmed(app) - before[0] == {first, third}
    assert events(app) == before[1] + 2
    assert second not in confirmed(app)


def test_the_whole_page_is_chosen_without_script(app: Flask, as_officer: Browser):
    codes = sell(app, 1_000_000, 2_000_000)
    page = as_officer.open("/sales/?unconfirmed=1")
    assert {box["value"] for box in page.soup.select("input[type=checkbox][name=sale]")} >= set(
        codes
    )
    review = as_officer.submit(page, "Chọn cả trang")
    button = next(text for text in review.texts("button") if text.startswith("Xác nhận "))
    as_officer.submit(review, button, lands="/sales/")
    assert set(codes) <= confirmed(app)


def test_what_may_not_be_confirmed_is_left_out_with_its_reason(app: Flask, as_officer: Browser):
    page = as_officer.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    typed = {"sold_on": world.TODAY.strftime("%d/%m/%Y"), "channel_key": "shopee", "mass_g": "7 kg"}
    own = as_officer.submit(page, "Lưu", lands="/sales/", **typed).path.rpartition("/")[2]
    twins = sell(app, 3_000_000, 3_000_000)
    [foreign] = sell(app, 9_000_000, slug=world.COOPERATIVE_B)
    address = "&".join(f"sale={code}" for code in [own, *twins, foreign])
    review = as_officer.open(f"/sales/review/?{address}")
    assert "Bạn đã ghi hoặc sửa lần bán này" in review.main
    assert review.main.count("Nghi ghi trùng") == 2
    assert "9 tấn" not in review.main
    assert not [text for text in review.texts("button") if text.startswith("Xác nhận ")]


def test_what_somebody_changed_meanwhile_is_not_confirmed(app: Flask, as_officer: Browser):
    code, other = sell(app, 1_000_000, 2_000_000)
    review = as_officer.open(f"/sales/review/?sale={code}&sale={other}")
    with app.app_context(), writing():
        db.session.scalars(db.select(Sale).where(Sale.code == code)).one().evidence = "sổ trang 2"
        db.session.commit()
    done = as_officer.submit(review, "Xác nhận 2 lần bán", lands="/sales/")
    assert "1 lần bán chưa xác nhận vì vừa thay đổi" in str(done.soup)
    assert code not in confirmed(app)
    assert other in confirmed(app)


def test_choosing_nothing_says_what_to_do(as_officer: Browser):
    assert "Bạn chưa chọn lần bán nào" in as_officer.open("/sales/review/").main


def test_only_officers_confirm(app: Flask, as_manager: Browser, as_volunteer: Browser):
    sell(app, 1_000_000)
    for person in (as_manager, as_volunteer):
        person.open("/sales/review/", status=403)
        assert "Chọn cả trang" not in person.open("/sales/?unconfirmed=1").main


def test_the_list_is_narrowed_to_a_cooperative_and_a_programme(app: Flask, as_province: Browser):
    sell(app, 8_000_000)
    sell(app, 9_000_000, slug=world.COOPERATIVE_B)
    page = as_province.open("/sales/?unconfirmed=1")
    assert {"8 tấn · Shopee", "9 tấn · Shopee"} <= set(page.texts("h2"))
    slug = next(
        str(row["value"])
        for row in page.soup.select("#cooperative option")
        if row.get_text() == world.NAME_B
    )
    found = as_province.submit(page, "Tìm", cooperative=slug).texts("h2")
    assert "9 tấn · Shopee" in found
    assert "8 tấn · Shopee" not in found
    none = as_province.open(f"/sales/?unconfirmed=1&campaign={world.CAMPAIGN}").texts("h2")
    assert "9 tấn · Shopee" not in none
