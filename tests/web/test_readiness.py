"""How ready products are for each marketplace, and the walk from gap to gap."""

import pytest
from bs4 import Tag
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from shop_onboard.services import listing_states
from tests import world
from tests.pages import Browser, Page

PAGE = "/listings/products"


@pytest.fixture
def faulty(app: Flask) -> None:
    """A second product of A, by name after the first, with much that is wrong."""
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        row = world.product(owner, "ZZ-1", "Vải sấy số 1 Bắc Ninh")
        row.description = "Chữa bệnh mất ngủ. Gọi 0912 345 678 hoặc mở vuonvai.vn."
        row.packs[0].gross_mass_g = None
        row.packs[1].stock = None
        db.session.commit()


def slug_of(person: Browser, code: str) -> str:
    with person.app.app_context():
        return products.by_code(cooperatives.one(SYSTEM, world.COOPERATIVE_A).id, code).slug


def card_of(page: Page, field: str) -> Tag:
    return next(each for each in page.soup.select("ul.cards > li") if each.h3.get_text() == field)


def reject(row: Product, marketplace: str, reason: str) -> None:
    wanted = [listing_states.Wanted(pack, "rejected", reason) for pack in row.packs]
    listing_states.set_states(SYSTEM, marketplace, wanted)
    db.session.commit()


def test_every_product_has_a_score_for_every_marketplace(as_volunteer: Browser):
    page = as_volunteer.open(PAGE)
    row = page.texts("main tbody tr")[0]
    assert "Vải thiều Lục Ngạn" in row
    assert "✓ 100%" in row
    assert "đã đóng 15/04/2025" in row
    assert "83%" in page.texts("td[data-label=Shopee]")[0]
    shown = as_volunteer.open(page.soup.select_one("td[data-label=Shopee] a")["href"])
    assert "Shopee bắt buộc có ảnh bìa" in shown.main
    assert as_volunteer.open(shown.link("Thêm ảnh")).soup.find(id="photo")


@pytest.mark.usefixtures("faulty")
def test_a_product_with_every_fault_shows_every_fault_once(as_volunteer: Browser):
    with as_volunteer.app.app_context():
        slug = products.by_code(cooperatives.one(SYSTEM, world.COOPERATIVE_A).id, "ZZ-1").slug
    page = as_volunteer.open(f"{PAGE}/{slug}")
    for said in (
        "Hộp 2 kg: Shopee bắt buộc có cân nặng",
        "Thùng 10 kg: Shopee bắt buộc có tồn kho",
        "Shopee không nhận số điện thoại",
        "«0912 345 678»",
        "Shopee không nhận đường dẫn: «vuonvai.vn»",
        "Lưu ý lời nói chữa bệnh: «Chữa bệnh»",
        "Lưu ý lời nói số 1: «số 1»",
    ):
        assert said in page.main, said
    assert page.main.count("«Chữa bệnh»") == 1
    card = card_of(page, "Mô tả")
    assert "Shopee không nhận đường dẫn" in card.get_text()
    assert "«Chữa bệnh»" in card.get_text()
    assert as_volunteer.open(card.a["href"]).soup.find(id="description")


@pytest.mark.usefixtures("faulty")
def test_a_field_is_one_card_with_what_each_marketplace_says_of_it(as_volunteer: Browser):
    page = as_volunteer.open(f"{PAGE}/{slug_of(as_volunteer, 'ZZ-1')}")
    fields = page.texts("ul.cards h3")
    assert len(fields) == len(set(fields))
    stock = " ".join(card_of(page, "Tồn kho").get_text(" ").split())
    # One sentence of three marketplaces, not three sentences.
    assert stock.count("Hãy ghi tồn kho; nếu đang hết hàng thì ghi 0.") == 1
    assert "Google Merchant Center, Meta" in stock
    assert "Thùng 10 kg: Shopee bắt buộc có tồn kho" in stock
    assert [a.get_text() for a in card_of(page, "Tồn kho")("a")] == ["Sửa sản phẩm"]


def test_what_concerns_the_site_is_said_once_a_page(as_volunteer: Browser):
    page = as_volunteer.open(f"{PAGE}/{slug_of(as_volunteer, world.PRODUCT_A)}")
    assert page.main.count("chưa có tên miền công khai") == 1
    assert "máy tìm kiếm chưa mở được trang và ảnh" in page.main
    google = as_volunteer.open("/marketplaces/google")
    assert google.main.count("chưa có tên miền công khai") == 1
    assert "chưa mở được từ Internet" not in google.main


def test_sendo_says_what_it_has_no_unit_for_once_a_product(as_officer: Browser, app: Flask):
    with app.app_context(), writing():
        row = products.by_code(cooperatives.one(SYSTEM, world.COOPERATIVE_A).id, world.PRODUCT_A)
        for pack, label in zip(row.packs, ("Gói 500 g", "Gói 1 kg"), strict=True):
            pack.label = label
        db.session.commit()
    assert as_officer.open("/marketplaces/sendo?q=luc+ngan").main.count("unit_id") == 1


def test_saving_leads_back_to_where_the_gap_was_seen(as_manager: Browser):
    slug = slug_of(as_manager, world.PRODUCT_A)
    page = as_manager.open(f"{PAGE}/{slug}?channel=shopee")
    photo = as_manager.open(page.link("Thêm ảnh"))
    assert photo.link("Quay lại chỗ đang làm") == page.path
    edit = as_manager.open(f"/products/{slug}/edit?next={PAGE}/{slug}%3Fchannel%3Dshopee")
    assert edit.link("Quay lại, không sửa") == page.path
    wrong = as_manager.submit(edit, "Lưu", name="")
    saved = as_manager.submit(wrong, "Lưu", name="Vải thiều", lands=f"{PAGE}/{slug}")
    assert saved.path == page.path
    assert "Đã lưu." in saved.main


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example/", "/%5Cevil.example"])
def test_saving_leads_nowhere_off_this_site(as_manager: Browser, address: str):
    slug = slug_of(as_manager, world.PRODUCT_A)
    edit = as_manager.open(f"/products/{slug}/edit?next={address}")
    assert "evil" not in str(edit.soup.main)
    edit.form("Lưu")["action"] = f"/products/{slug}/edit?next={address}"
    as_manager.submit(edit, "Lưu", name="Vải thiều", lands=f"/products/{slug}")


def test_a_rejection_stands_beside_the_way_to_mend_it(as_manager: Browser, app: Flask):
    slug = slug_of(as_manager, world.PRODUCT_A)
    with app.app_context(), writing():
        reject(products.one(SYSTEM, slug), "postmart", "Tên thiếu thương hiệu.")
    page = as_manager.open(f"{PAGE}/{slug}?channel=postmart")
    assert "Tên thiếu thương hiệu." in page.main
    assert "Không còn chỗ nào phải sửa" not in page.main
    assert "Buudien.vn (Postmart) đã từ chối: hãy sửa theo lý do ở trên" in page.main
    edit = as_manager.open(page.link("Sửa sản phẩm"))
    assert edit.soup.find(id="name")
    assert edit.link("Quay lại, không sửa") == page.path


@pytest.mark.usefixtures("faulty")
def test_what_a_marketplace_refuses_is_not_refused_by_the_others(as_volunteer: Browser):
    page = as_volunteer.open(f"{PAGE}?q=vai+say")
    shopee = as_volunteer.open(page.soup.select_one("td[data-label=Shopee] a")["href"])
    tiktok = as_volunteer.open(page.soup.select_one("td[data-label='TikTok Shop'] a")["href"])
    assert "Shopee không nhận số điện thoại" in shopee.main
    assert "không nhận số điện thoại" not in tiktok.main
    assert "Lưu ý số điện thoại" in tiktok.main


@pytest.mark.usefixtures("faulty")
def test_the_walk_leads_from_product_to_product_and_ends(as_manager: Browser):
    def follow(path: str) -> str:
        response = as_manager.client.get(path)
        assert response.status_code == 302
        return str(response.headers["Location"])

    first = as_manager.open(follow(as_manager.open(PAGE).link("Sửa tiếp")))
    assert "Vải sấy số 1 Bắc Ninh" in first.main
    second = as_manager.open(follow(first.link("Sửa tiếp sản phẩm sau")))
    assert "Vải thiều Lục Ngạn" in second.main
    end = as_manager.open(follow(second.link("Sửa tiếp sản phẩm sau")))
    assert "Từ đây đã hết chỗ phải sửa." in end.text


@pytest.mark.usefixtures("faulty")
def test_products_are_found_by_what_they_lack(as_province: Browser):
    assert "Vải sấy" in as_province.open(f"{PAGE}?need=gross").main
    assert "Vải thiều Lục Ngạn" not in as_province.open(f"{PAGE}?need=gross").main
    assert "Vải thiều" in as_province.open(f"{PAGE}?need=photo").main
    assert "Không có sản phẩm nào khớp" in as_province.open(f"{PAGE}?need=packs").main
    assert "Vải thiều" in as_province.open(f"{PAGE}?need=khong-co&channel=khong-co").main
    mine = as_province.open(f"{PAGE}?cooperative={world.COOPERATIVE_A}")
    assert "Mỳ Chũ" not in " ".join(mine.texts("tbody"))
    one = as_province.open(f"{PAGE}?channel=shopee")
    assert one.texts("thead th") == ["Sản phẩm", "Shopee"]


def test_products_are_found_by_how_far_they_are_listed(as_province: Browser, app: Flask):
    with app.app_context(), writing():
        row = products.by_code(cooperatives.one(SYSTEM, world.COOPERATIVE_A).id, world.PRODUCT_A)
        reject(row, "postmart", "Ảnh mờ")
    shown = as_province.open(f"{PAGE}?state=rejected")
    assert "Vải thiều Lục Ngạn" in shown.main
    assert "Mỳ Chũ Nam Dương" not in " ".join(shown.texts("tbody th"))
    assert shown.soup.select_one("#state option[selected]")["value"] == "rejected"
    assert "Vải thiều" in as_province.open(f"{PAGE}?state=rejected&channel=postmart").main
    for other in ("state=rejected&channel=shopee", "state=live"):
        assert "Không có sản phẩm nào khớp" in as_province.open(f"{PAGE}?{other}").main
    assert "Vải thiều" in as_province.open(f"{PAGE}?state=khong-co").main


def test_an_officer_chooses_a_cooperative_and_a_manager_has_one(
    as_province: Browser, as_manager: Browser
):
    page = as_province.open(PAGE)
    chosen = as_province.submit(page, "Tìm", cooperative=world.COOPERATIVE_B)
    assert "Mỳ Chũ Nam Dương" in " ".join(chosen.texts("tbody th"))
    assert "Vải thiều" not in " ".join(chosen.texts("tbody th"))
    assert as_manager.open(PAGE).soup.find(id="cooperative") is None


def test_products_of_others_are_not_there(as_foreigner: Browser, as_manager: Browser):
    assert "Vải thiều" not in as_foreigner.open(PAGE).main
    link = as_manager.open(PAGE).link("Vải thiều Lục Ngạn")
    as_foreigner.open(link, status=404)
    as_foreigner.open(f"{PAGE}/next?after={link.rpartition('/')[2]}", status=404)
