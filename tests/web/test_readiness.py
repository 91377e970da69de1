"""How ready products are for each marketplace, and the walk from gap to gap."""

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from tests import world
from tests.pages import Browser

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
    link = next(a for a in page.soup.select("main a") if "đường dẫn" in a.get("aria-label", ""))
    assert as_volunteer.open(link["href"]).soup.find(id="description")


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
    assert "Mỳ Chũ" not in mine.main
    one = as_province.open(f"{PAGE}?channel=shopee")
    assert one.texts("thead th") == ["Sản phẩm", "Shopee"]


def test_products_of_others_are_not_there(as_foreigner: Browser, as_manager: Browser):
    assert "Vải thiều" not in as_foreigner.open(PAGE).main
    link = as_manager.open(PAGE).link("Vải thiều Lục Ngạn")
    as_foreigner.open(link, status=404)
    as_foreigner.open(f"{PAGE}/next?after={link.rpartition('/')[2]}", status=404)
