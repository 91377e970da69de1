"""What waits for whom: every figure of the first page counts the list that it leads to."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.lots import Lot
from shop_onboard.models.payments import Order
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from shop_onboard.queries.feedback import Subject
from shop_onboard.services import feedback
from tests import world
from tests.pages import Browser, Page

_CARD = "main li h2"


def figures(page: Page) -> dict[str, tuple[int, str]]:
    """Words of a figure → its number and where it leads."""
    found = {}
    for link in page.soup.select(".figures.desk a"):
        count, words = " ".join(link.get_text(" ").split()).split(" ", 1)
        found[words] = (int(count.replace(".", "")), str(link["href"]))
    return found


def test_a_manager_finds_what_is_late_behind_its_figure(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        lot.expires_on = world.TODAY + timedelta(days=14)
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        for number, state in enumerate(("awaiting", "awaiting", "needs_review", "paid")):
            code = f"DH-{number}"
            db.session.add(
                Order(code=code, cooperative_id=owner.id, amount_vnd=70_000, state=state)
            )
        db.session.commit()
    found = figures(as_manager.open("/"))
    for words, count in (
        ("lô sắp hết hạn", 1),
        ("đơn chờ thanh toán", 2),
        ("đơn cần xem lại", 1),
    ):
        number, address = found[words]
        assert number == count, words
        assert len(as_manager.open(address).texts(_CARD)) == count, words
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        lot.expires_on = world.TODAY + timedelta(days=15)
        db.session.commit()
    assert figures(as_manager.open("/"))["lô sắp hết hạn"][0] == 0


def test_a_manager_sees_sales_by_channel_and_products_by_marketplace(
    as_manager: Browser, as_manager_b: Browser
):
    page = as_manager.open("/")
    assert "sản phẩm sẵn sàng cho Buudien.vn (Postmart)" in figures(page)
    assert not any("Sendo" in words for words in figures(page)), "nothing new is put on it"
    if world.TODAY.timetuple().tm_yday > 3:
        assert "Buudien.vn (Postmart)" in page.texts("figure.chart svg")[0]
    assert "Vải thiều" not in as_manager_b.open("/").main


def test_a_certificate_in_its_renewal_window_is_counted_where_it_is_answered_for(
    app: Flask, as_manager: Browser, as_officer: Browser, as_officer_b: Browser
):
    words = "giấy OCOP cần làm lại"
    assert words not in figures(as_manager.open("/"))
    with app.app_context(), writing():
        product = products.one(SYSTEM, world.PRODUCT_A)
        ends_on = utc_now().date() + timedelta(days=150)
        product.certificates.append(Certificate(kind="ocop", stars=4, expires_on=ends_on))
        db.session.commit()
    for person in (as_manager, as_officer):
        count, address = figures(person.open("/"))[words]
        assert count == 1
        assert person.open(address).texts(_CARD) == ["Vải thiều Lục Ngạn"]
    assert words not in figures(as_officer_b.open("/"))
    with app.app_context(), writing():
        product = products.one(SYSTEM, world.PRODUCT_A)
        ends_on = utc_now().date() + timedelta(days=900)
        product.certificates.append(Certificate(kind="ocop", stars=4, expires_on=ends_on))
        db.session.commit()
    assert words not in figures(as_manager.open("/")), "it has been renewed already"


def test_an_officer_finds_recalled_lots_and_sales_recorded_twice(
    app: Flask, as_officer: Browser, as_foreigner: Browser
):
    before = figures(as_officer.open("/"))
    assert "lô đã thu hồi" not in before
    assert "chỗ nghi ghi trùng" not in before
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        lot.recalled_at, lot.recall_reason = utc_now(), "Nắp chưa kín"
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        product = db.session.scalars(sa.select(Product).where(Product.slug == "VAI-A")).one()
        world.sale(owner, product, 45_000)
        world.sale(owner, product, 45_000)
        db.session.commit()
    found = figures(as_officer.open("/"))
    recalled = as_officer.open(found["lô đã thu hồi"][1])
    assert recalled.texts(_CARD) == [world.LOT_A]
    assert found["chỗ nghi ghi trùng"][0] == 1
    doubles = as_officer.open(found["chỗ nghi ghi trùng"][1])
    assert doubles.texts(_CARD) == ["45 kg · Buudien.vn (Postmart)"] * 2
    one = as_officer.open(doubles.soup.select_one(f"{_CARD} a")["href"])
    other = as_officer.open(one.link("Xem lần bán kia"))
    assert other.path != one.path
    as_officer.submit(other, "Đã đối chiếu chứng từ", lands="/sales/")
    foreign = figures(as_foreigner.open("/"))
    assert "lô đã thu hồi" not in foreign
    assert "chỗ nghi ghi trùng" not in foreign
    assert as_foreigner.open("/sales/?doubles=1").texts(_CARD) == []


def test_what_buyers_report_waits_on_the_desks_of_its_cooperative_and_union(
    app: Flask, as_manager: Browser, as_officer: Browser, as_manager_b: Browser
):
    words = "phản ánh chưa trả lời"
    assert words not in figures(as_manager.open("/"))
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        subject = Subject(lot.token, owner.id, lot.product_id, lot.id)
        for told in ("Tem nhòe", "Hộp bị móp"):
            last = feedback.send(subject, feedback.FeedbackData("label", told)).reference
        db.session.commit()
    for person in (as_manager, as_officer):
        count, address = figures(person.open("/"))[words]
        assert count == len(person.open(address).texts(_CARD)) == 2
    assert words not in figures(as_manager_b.open("/"))
    page = as_manager.open(f"/feedback/{last}")
    as_manager.submit(page, "Gửi trả lời", words="Đã đổi hộp.", state="answered", lands="/feedback")
    assert figures(as_manager.open("/"))[words][0] == 1


def test_a_manager_sees_what_is_recalled(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        lot = db.session.scalars(sa.select(Lot).where(Lot.slug == world.LOT_A)).one()
        lot.recalled_at, lot.recall_reason = utc_now(), "Nắp chưa kín"
        db.session.commit()
    count, address = figures(as_manager.open("/"))["lô đã thu hồi"]
    assert count == len(as_manager.open(address).texts(_CARD)) == 1


def test_an_officer_goes_from_the_running_programme_straight_to_its_report(as_officer: Browser):
    page = as_officer.open("/")
    assert "trong đó đã đối chiếu 0 kg (0%)" in page.main
    address = page.link("Báo cáo chiều nay")
    assert address == f"/campaigns/{world.CAMPAIGN}#report"
    assert as_officer.open(address).soup.find(id="report")


def test_a_volunteer_goes_from_an_unfinished_record_to_what_it_lacks(
    as_volunteer: Browser, as_officer: Browser
):
    shown = as_volunteer.submit(
        as_volunteer.open(f"/products/new?cooperative={world.COOPERATIVE_A}"),
        "Lưu",
        lands="/products/",
        name="Vải sấy",
        packs__0__label="Túi",
        packs__0__net_mass_g="500 g",
        packs__0__price_vnd="90.000",
    )
    card = as_volunteer.open("/").soup.find("a", attrs={"aria-label": "Thêm ảnh: Vải sấy"})
    assert card["href"] == f"{shown.path}#photo"
    as_volunteer.submit(shown, "Gửi để duyệt", lands="/products/")
    waiting = figures(as_volunteer.open("/"))
    assert waiting["sản phẩm"][0] == 1
    count, address = figures(as_officer.open("/"))["sản phẩm chờ duyệt"]
    assert count == 1
    assert as_officer.open(address).texts(_CARD) == ["Vải sấy"]


def test_an_administrator_sees_what_the_server_needs(app: Flask, as_admin: Browser):
    page = as_admin.open("/")
    assert "shop-onboard backup lensan.zip" in page.main
    assert "Dữ liệu mẫu không còn" in page.main
    assert "Phiên bản Lên Sàn" in page.main
    assert page.link("Ai được làm gì") == "/admin/roles"
    with app.app_context(), writing():
        db.session.add(Job(code="hong", kind="labels", title="Tem hỏng", params={}, state="failed"))
        db.session.add(Job(code="xong", kind="labels", title="Tem tốt", params={}, state="done"))
        db.session.add(
            AuditEvent(
                at=utc_now(),
                actor_name="system",
                event="backup.made",
                subject_type="installation",
                data={"bytes": 1},
            )
        )
        cooperatives.one(SYSTEM, world.COOPERATIVE_B).is_sample = True
        db.session.commit()
    page = as_admin.open("/")
    count, address = figures(page)["việc chưa làm được"]
    assert count == 1
    assert as_admin.open(address).texts("tbody th") == ["Tem hỏng"]
    assert as_admin.open("/jobs/?state=nonsense").texts("tbody th") == ["Tem tốt", "Tem hỏng"]
    assert "backup lensan.zip" not in page.main
    assert "đang có 1 hợp tác xã mẫu" in page.main
    assert "shop-onboard sample remove" in page.main
