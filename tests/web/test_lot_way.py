"""The way through a lot's page: what to do next, and where each thing of it is found."""

from flask import Flask

from tests import world
from tests.pages import Browser
from tests.web.test_codes import GTIN, change, own, printed
from tests.web.test_recalls import begin

PATH = f"/lots/{world.LOT_A}"


def test_a_lot_asks_for_what_tracing_needs_before_its_labels(as_manager: Browser):
    page = as_manager.open(PATH)
    assert "Còn thiếu để truy xuất: Hình ảnh sản phẩm" in page.texts(".next-step")[0]
    assert page.link("Xem mục còn thiếu") == "#items"
    as_manager.open(page.link("In tem"))


def test_taking_goods_back_stands_at_the_foot(as_manager: Browser):
    page = as_manager.open(PATH)
    links = [link.get_text() for link in page.soup.select("main a")]
    assert links.index("Thu hồi lô hàng này") == links.index("Lịch sử") - 1


def test_a_lot_leads_to_the_ledger_of_its_labels(app: Flask, as_manager: Browser):
    printed(app)
    ledger = as_manager.open(as_manager.open(PATH).link("Sổ in và tệp"))
    assert "Sổ in tem lô" in ledger.main
    assert ledger.link(f"Về lô {world.LOT_A}") == PATH


def test_a_sale_from_a_lot_is_of_that_lot(app: Flask, as_manager: Browser, as_foreigner: Browser):
    printed(app)
    for page, mass in ((PATH, "10 kg"), (f"{PATH}/events/new", "11 kg")):
        form = as_manager.open(as_manager.open(page).link("Ghi lần bán"))
        assert form.soup.select("#lot_code option[selected]")[0]["value"] == world.LOT_A
        as_manager.submit(form, "Lưu", lands="/sales/", channel_key="direct", mass_g=mass)
    assert "Đã bán 21 kg" in as_manager.open(PATH).main
    as_foreigner.open(f"/sales/new?lot={world.LOT_A}", status=404)


def test_a_recalled_lot_leads_to_who_has_to_be_told_and_its_labels_lead_back(as_manager: Browser):
    recall = begin(as_manager)
    assert as_manager.open(PATH).link("Xem nơi cần báo") == recall.path
    blocked = as_manager.open(f"/labels/new?lot={world.LOT_A}", status=422)
    assert blocked.link("Về lô hàng") == PATH


def test_a_product_says_what_a_change_costs_and_whose_its_number_is(
    app: Flask, as_manager: Browser
):
    path = f"/products/{world.PRODUCT_A}"
    assert "chờ cán bộ Đoàn duyệt lại" in as_manager.open(f"{path}/edit").main
    change(app, own(GTIN))
    assert f"Mã vạch {GTIN}, cấp cho HTX Giáp Sơn" in as_manager.open(path).main
    page = as_manager.open(f"{path}/edit")
    as_manager.submit(page, "Lưu", lands="/products/", storage="Ngăn mát")
    assert "chờ cán bộ Đoàn duyệt lại" not in as_manager.open(f"{path}/edit").main


def test_a_grower_who_is_missing_is_added_on_the_way(as_manager: Browser):
    page = as_manager.open(f"{PATH}/growers")
    form = as_manager.open(page.link("Thêm người trồng"))
    back = as_manager.submit(form, "Lưu", lands=f"{PATH}/growers", name="Giáp Văn Cam")
    assert "Giáp Văn Cam" in back.main


def test_all_that_is_missing_where_goods_are_handed_on_is_said_at_once(as_manager: Browser):
    page = as_manager.open(f"{PATH}/events/new")
    refused = as_manager.submit(page, "Lưu", kind="shipping")
    assert "giao hàng cho ai" in refused.error_beside("partner")
    assert "đã xuất bao nhiêu" in refused.error_beside("mass_g")


def test_the_brand_is_filled_in_where_a_lot_says(app: Flask, as_manager: Browser):
    change(app, lambda lot: lot.product.certificates.clear())
    page = as_manager.open(PATH)
    links = {each.get_text(" ", strip=True): each.a for each in page.soup.select("details ol li")}
    [brand] = [link for words, link in links.items() if words.startswith("Thương hiệu")]
    form, _hash, field = brand["href"].partition("#")
    assert as_manager.open(form).soup.find(id=field) is not None


def test_an_english_shopper_is_told_why_some_of_it_is_vietnamese(app: Flask, browser: Browser):
    address = printed(app)
    assert browser.open(address).soup.find(id="own-words") is None
    assert browser.open(f"{address}?lang=en").soup.find(id="own-words") is not None
