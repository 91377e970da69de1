"""A director who reads one page knows what to do next for Shopee, TikTok Shop and Postmart."""

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.products import ProductPhoto
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from shop_onboard.queries import listings as queries
from shop_onboard.services import listings, storefronts
from tests import world
from tests.pages import Browser, Page
from tests.shape import objects

PATH = "/listings/week/"


def steps(page: Page, marketplace: str) -> list[str]:
    section = page.soup.find(id=marketplace).parent
    return [" ".join(each.get_text(" ").split()) for each in section.select("ol > li")]


def address(page: Page, marketplace: str, words: str) -> str:
    section = page.soup.find(id=marketplace).parent
    return next(str(a["href"]) for a in section.select("ol a") if a.get_text().strip() == words)


def photograph(app: Flask) -> None:
    with app.app_context(), writing():
        row = products.one(SYSTEM, products.by_code(_a().id, world.PRODUCT_A).slug)
        key = app.extensions["storage"].put(b"picture")
        row.photos.append(
            ProductPhoto(
                storage_key=key,
                file_name="vai.jpg",
                media_type="image/jpeg",
                width_px=900,
                height_px=900,
            )
        )
        db.session.commit()


def _a():
    return cooperatives.one(SYSTEM, world.COOPERATIVE_A)


def test_before_there_is_a_shop_the_way_to_it_comes_first(as_manager: Browser):
    page = as_manager.open(PATH)
    assert page.texts("h2")[:3] == ["Shopee", "TikTok Shop", "Buudien.vn (Postmart)"]
    told = steps(page, "shopee")
    assert "Chuẩn bị: Định danh VNeID" in told[0]
    assert "Mở gian hàng trên Shopee" in told[1]
    assert "ghi tên và đường dẫn" in told[2]
    assert "1 sản phẩm còn thiếu điều Shopee đòi" in told[3]
    assert "ảnh bìa" in told[3]
    assert "Tải tệp mẫu trắng từ gian hàng Shopee" in told[4]
    assert len(told) == 5
    for words in ("Ghi đã có hay chưa", "Thêm gian hàng", "Gửi tệp mẫu"):
        as_manager.open(address(page, "shopee", words))


def test_a_gap_leads_to_its_product_and_only_of_this_cooperative(as_officer: Browser):
    page = as_officer.open(PATH)
    walk = address(page, "shopee", "Sửa tiếp")
    assert f"cooperative={world.COOPERATIVE_A}" in walk
    response = as_officer.client.get(walk)
    shown = as_officer.open(response.headers["Location"])
    assert "Vải thiều Lục Ngạn" in shown.main


def test_a_shop_with_everything_is_led_to_its_files_and_then_to_its_sales(
    app: Flask, as_manager: Browser
):
    photograph(app)
    told = steps(as_manager.open(PATH), "postmart")
    assert "2 quy cách đủ thông tin mà chưa vào tệp" in told[0]
    assert "chưa có đường dẫn" in told[1]
    assert as_manager.open(address(as_manager.open(PATH), "postmart", "Ghi đường dẫn")).soup.find(
        id="url"
    )
    assert "ghi ngay hôm đó" in told[2]
    assert len(told) == 3
    with app.app_context(), writing():
        row = products.one(SYSTEM, products.by_code(_a().id, world.PRODUCT_A).slug)
        made = queries.outlines([row], "https://lensan.example", world.TODAY)
        listings.keep_exported(SYSTEM, "postmart", made)
        db.session.commit()
    page = as_manager.open(PATH)
    told = steps(page, "postmart")
    assert "đã có mọi quy cách với giá hôm nay" in told[0]
    assert "đăng lên Buudien.vn (Postmart) theo tệp, rồi ghi lại: đang bán, bị từ chối" in told[1]
    states = as_manager.open(address(page, "postmart", "Ghi kết quả trên sàn"))
    assert states.texts(".cards .state") == ["đã tạo tệp", "đã tạo tệp"]
    as_manager.open(address(page, "postmart", "Gửi tệp kết quả"))
    with app.app_context(), writing():
        world.product(_a(), "CU-1", "Cà rốt chưa gửi duyệt").state = "draft"
        db.session.commit()
    told = steps(as_manager.open(PATH), "postmart")
    assert any("2 quy cách đủ thông tin, với giá hôm nay; còn 1 sản phẩm" in each for each in told)
    assert not any("mọi quy cách" in each for each in told)
    with app.app_context(), writing():
        products.by_code(_a().id, world.PRODUCT_A).packs[0].price_vnd += 1_000
        db.session.commit()
    told = steps(as_manager.open(PATH), "postmart")
    assert any(each.startswith("1 quy cách đủ thông tin mà chưa vào tệp") for each in told)


def test_a_template_that_nobody_has_mapped_is_to_be_mapped(app: Flask, as_manager: Browser):
    photograph(app)
    with app.app_context(), writing():
        objects.template(app, _a())
        storefronts.save(SYSTEM, _a(), storefronts.StorefrontData("shopee", "Vải A"))
        db.session.commit()
    page = as_manager.open(PATH)
    assert "còn phải chọn cột" in steps(page, "postmart")[0]
    response = as_manager.client.get(address(page, "postmart", "Chọn cột"))
    assert response.headers["Location"].endswith("/columns")
    assert "Tải tệp mẫu trắng" in steps(page, "shopee")[0]


def test_a_group_without_a_tax_code_chooses_first(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        _a().kind = "cooperative_group"
        db.session.commit()
    page = as_manager.open(PATH)
    assert "chọn một cách bán trước" in steps(page, "tiktok_shop")[0]
    path = address(page, "tiktok_shop", "Xem các cách")
    assert as_manager.open(path).soup.find(id=path.partition("#")[2])


def test_the_week_of_others_is_not_there(as_foreigner: Browser, as_admin: Browser):
    assert "Chưa có hợp tác xã nào" in as_foreigner.open(PATH).main
    as_foreigner.open(f"{PATH}?cooperative={world.COOPERATIVE_A}", status=404)
    as_admin.open(PATH, status=403)


def test_ready_means_the_same_on_the_first_page_the_week_and_the_marketplace(
    app: Flask, as_manager: Browser
):
    photograph(app)

    def said() -> tuple[str, str, str]:
        home = next(
            each for each in as_manager.open("/").texts(".figures li") if "Postmart" in each
        )
        week = as_manager.open(PATH).soup.find(id="postmart").find_next("p").get_text(" ")
        return home, " ".join(week.split()), as_manager.open("/marketplaces/postmart").main

    home, week, marketplace = said()
    assert home == "1 sản phẩm sẵn sàng cho Buudien.vn (Postmart)"
    assert week.startswith("1/1 sản phẩm sẵn sàng cho Buudien.vn (Postmart)")
    assert "Tất cả 2 quy cách." in week
    assert "1 sản phẩm dưới đây sẵn sàng vào tệp." in marketplace
    with app.app_context(), writing():
        row, month = products.by_code(_a().id, world.PRODUCT_A), world.TODAY.month
        row.season_from = row.season_to = f"{month % 12 + 1:02}-15"
        db.session.commit()
    home, week, marketplace = said()
    assert home == "0 sản phẩm sẵn sàng cho Buudien.vn (Postmart)"
    assert week.startswith("0/1 sản phẩm sẵn sàng")
    assert "1 sản phẩm khác đủ thông tin nhưng đang ngoài mùa." in week
    assert "sẵn sàng vào tệp." not in marketplace


def test_papers_of_which_nobody_has_said_anything_are_counted(as_manager: Browser):
    page = as_manager.open(PATH)
    link = next(a for a in page.soup.select("main a") if "«chưa rõ» cho Shopee" in a.get_text())
    section = as_manager.open(str(link["href"])).soup.find(id="shopee").parent
    unclear = [each for each in section.select("tbody tr") if "chưa rõ" in each.get_text()]
    assert link.get_text().startswith(f"{len(unclear)} giấy tờ")
