"""Recording, changing and comparing sales, as people do it on the pages."""

from tests import world
from tests.pages import Browser, Page

DAY = world.TODAY.strftime("%d/%m/%Y")
TYPED = {"sold_on": DAY, "channel_key": "shopee", "mass_g": "12 tạ", "revenue_vnd": "25k"}


def option(page: Page, field: str, words: str) -> str:
    """The value of the choice with these words in a list."""
    for found in page.soup.select(f"#{field} option"):
        if words in found.get_text():
            return str(found["value"])
    raise AssertionError(f"no choice «{words}» in {field}")


def record(person: Browser, **typed: str) -> Page:
    """A sale of the person's own cooperative, shown."""
    page = person.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    return person.submit(page, "Lưu", lands="/sales/", **(TYPED | typed))


def test_a_manager_records_a_sale_and_sees_how_it_was_read(as_manager: Browser):
    page = as_manager.open("/sales/new")
    shown = as_manager.submit(
        page,
        "Lưu",
        lands="/sales/",
        **TYPED,
        lot_code=option(page, "lot_code", world.LOT_A),
        campaign_code=world.CAMPAIGN,
    )
    assert "bán 1.200 kg qua Shopee" in shown.main
    assert "25.000 đ" in shown.main
    assert "Vải thiều Lục Ngạn" in shown.main, "a lot names its product"
    assert "Lên sàn thử" in shown.main
    assert "chưa đối chiếu" in shown.main
    assert "Chủ Nhiệm Giáp Sơn" in shown.main


def test_a_bare_number_is_kilograms(as_manager: Browser):
    assert "bán 1.200 kg" in record(as_manager, mass_g="1.200").main


def test_what_was_understood_is_filled_out_and_nothing_typed_is_lost(as_manager: Browser):
    page = as_manager.open("/sales/new")
    wrong = TYPED | {"mass_g": "1,200 tấn", "evidence": "Sổ trang 3", "channel_key": ""}
    answer = as_manager.submit(page, "Lưu", **wrong)
    assert answer.error_beside("mass_g")
    assert answer.error_beside("channel_key")
    assert answer.soup.find(id="mass_g")["value"] == "1,200 tấn"
    assert answer.soup.find(id="revenue_vnd")["value"] == "25.000"
    assert answer.soup.find(id="evidence")["value"] == "Sổ trang 3"
    assert as_manager.submit(answer, "Lưu", mass_g="1,2 tấn", channel_key="zalo", lands="/sales/")


def test_nothing_is_sold_tomorrow_or_on_a_channel_that_has_ended(as_manager: Browser):
    page = as_manager.open("/sales/new")
    assert "chưa tới" in as_manager.submit(
        page, "Lưu", **(TYPED | {"sold_on": "01/01/2099"})
    ).error_beside("sold_on")
    ended = TYPED | {"channel_key": "sendo", "sold_on": "16/04/2025"}
    assert "15/04/2025" in as_manager.submit(page, "Lưu", **ended).error_beside("channel_key")
    ended["sold_on"] = "15/04/2025"
    assert "Sendo" in as_manager.submit(page, "Lưu", lands="/sales/", **ended).main


def test_a_lot_of_another_product_is_refused(as_manager: Browser):
    made = as_manager.submit(
        as_manager.open("/products/new"),
        "Lưu",
        lands="/products/",
        name="Vải sấy",
        packs__0__label="Túi",
        packs__0__net_mass_g="500 g",
        packs__0__price_vnd="90.000",
    )
    assert "Vải sấy" in made.main
    page = as_manager.open("/sales/new")
    answer = as_manager.submit(
        page,
        "Lưu",
        **TYPED,
        product_code=option(page, "product_code", "Vải sấy"),
        lot_code=option(page, "lot_code", world.LOT_A),
    )
    assert "không phải của sản phẩm" in answer.error_beside("lot_code")


def test_another_cooperatives_goods_cannot_be_named(as_manager: Browser, as_manager_b: Browser):
    theirs = option(as_manager_b.open("/sales/new"), "lot_code", world.LOT_B)
    page = as_manager.open("/sales/new")
    assert as_manager.submit(page, "Lưu", **TYPED, lot_code=theirs).error_beside("lot_code")


def test_another_officer_compares_than_who_recorded(as_officer: Browser, as_province: Browser):
    shown = record(as_officer)
    assert "một cán bộ khác" in shown.main
    code = shown.path.rsplit("/", 1)[1]
    theirs = as_province.open(shown.path)
    done = as_province.submit(theirs, "Đã đối chiếu chứng từ", lands="/sales/")
    assert "Cán Bộ Tỉnh" in done.main
    assert f"/sales/{code}" not in str(as_province.open("/sales/?unconfirmed=1").soup.main)


def test_a_confirmed_sale_that_changes_is_compared_again(as_manager: Browser, as_officer: Browser):
    shown = record(as_manager)
    as_officer.submit(as_officer.open(shown.path), "Đã đối chiếu chứng từ", lands="/sales/")
    page = as_manager.open(f"{shown.path}/edit")
    assert "cần đối chiếu lại" in page.main
    assert page.soup.find(id="mass_g")["value"] == "1,2 tấn"
    changed = as_manager.submit(page, "Lưu", mass_g="1.300", lands="/sales/")
    assert "1.300 kg" in changed.main
    assert "chưa đối chiếu" in changed.main


def test_two_people_editing_see_both_versions(as_manager: Browser, as_officer: Browser):
    path = record(as_manager).path + "/edit"
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", evidence="Bảng đối soát", lands="/sales/")
    page = as_manager.submit(mine, "Lưu", evidence="Sổ tay", status=409)
    assert "Bảng đối soát" in page.main
    assert "Sổ tay" in page.main


def test_search_needs_no_marks(as_province: Browser):
    page = as_province.open("/sales/?q=my+chu")
    assert page.texts("main li h2") == ["300 kg · Buudien.vn (Postmart)"]
    assert as_province.open("/sales/?q=%25").texts("main li h2") == []


def test_what_is_not_mine_does_not_exist(
    as_foreigner: Browser, as_manager_b: Browser, as_manager: Browser
):
    path = record(as_manager).path
    for person in (as_foreigner, as_manager_b):
        for address in (path, f"{path}/edit", f"/sales/new?cooperative={world.COOPERATIVE_A}"):
            person.open(address, status=404)
        assert world.NAME_A not in person.open("/sales/").text


def test_a_manager_compares_nothing_and_an_administrator_records_nothing(
    as_manager: Browser, as_admin: Browser
):
    shown = record(as_manager)
    assert "Đã đối chiếu chứng từ" not in shown.main
    edit = as_manager.open(f"{shown.path}/edit")
    token = edit.form("Lưu").find("input", {"name": "csrf_token"})["value"]
    answer = as_manager.client.post(f"{shown.path}/confirm", data={"csrf_token": token})
    assert answer.status_code == 403
    as_admin.open("/sales/new", status=403)
