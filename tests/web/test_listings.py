"""Storefronts as people keep them."""

from tests import world
from tests.pages import Browser


def test_a_manager_records_a_storefront_and_mends_it(as_manager: Browser):
    page = as_manager.open("/listings/new")
    assert world.NAME_A in page.main
    shown = as_manager.submit(
        page,
        "Lưu",
        lands="/listings/",
        channel_key="shopee",
        name="Vải Giáp Sơn chính gốc",
        url="https://shopee.vn/vai-giap-son",
        opened_on="05/06/2026",
    )
    assert "Vải Giáp Sơn chính gốc" in shown.main
    assert shown.link("https://shopee.vn/vai-giap-son")
    found = as_manager.open("/listings/?q=vai+giap+son+chinh+goc")
    edit = as_manager.open(found.link("Sửa"))
    assert edit.soup.find(id="opened_on")["value"] == "05/06/2026"
    after = as_manager.submit(edit, "Lưu", closed_on="01/08/2026", lands="/listings/")
    assert "đóng 01/08/2026" in after.main


def test_nothing_new_is_opened_on_a_closed_marketplace(as_manager: Browser):
    page = as_manager.open("/listings/new")
    assert "Sendo – đã dừng ngày 15/04/2025" in page.texts("#channel_key option")
    refused = as_manager.submit(page, "Lưu", channel_key="sendo", name="Gian mới")
    assert "đã dừng ngày 15/04/2025" in refused.error_beside("channel_key")
    past = as_manager.submit(
        refused, "Lưu", opened_on="01/06/2022", closed_on="01/08/2022", lands="/listings/"
    )
    assert "Gian mới" in past.main


def test_a_marketplace_that_is_only_said_to_have_closed_takes_none_either(as_manager: Browser):
    page = as_manager.open("/listings/new")
    refused = as_manager.submit(page, "Lưu", channel_key="voso", name="Gian mới")
    assert "được cho là đã dừng" in refused.error_beside("channel_key")


def test_wrong_values_stand_beside_their_fields_and_stay(as_manager: Browser):
    page = as_manager.open("/listings/new")
    answer = as_manager.submit(
        page, "Lưu", name="", url="javascript:alert(1)", opened_on="31/02/2026"
    )
    for field in ("name", "url", "opened_on"):
        assert answer.error_beside(field)
    assert answer.soup.find(id="opened_on")["value"] == "31/02/2026"
    backwards = as_manager.submit(
        answer, "Lưu", name="Gian", url="", opened_on="02/02/2026", closed_on="01/02/2026"
    )
    assert "không thể trước ngày mở" in backwards.error_beside("closed_on")


def test_the_same_shop_is_recorded_once(as_manager: Browser):
    page = as_manager.open("/listings/new")
    answer = as_manager.submit(page, "Lưu", channel_key="postmart", name="Vải Giáp Sơn")
    assert "đã có gian hàng tên này" in answer.error_beside("name")


def test_two_people_editing_a_shop_see_both_versions(as_manager: Browser, as_officer: Browser):
    path = as_manager.open("/listings/").link("Sửa")
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", name="Tên của cán bộ", lands="/listings/")
    page = as_manager.submit(mine, "Lưu", name="Tên của HTX", status=409)
    assert "Tên của cán bộ" in page.main
    assert "Tên của HTX" in page.main


def test_shops_are_found_by_channel_and_without_marks(as_province: Browser):
    assert "Vải Giáp Sơn" in as_province.open("/listings/?q=vai+giap").main
    assert "Vải Giáp Sơn" in as_province.open("/listings/?channel=postmart").main
    assert "Không có gian hàng nào khớp" in as_province.open("/listings/?channel=tiki").main
    assert "Không có gian hàng nào khớp" in as_province.open("/listings/?q=%25").main
    assert "Vải Giáp Sơn" in as_province.open("/listings/?channel=khong-co").main


def test_what_is_not_mine_does_not_exist(as_foreigner: Browser, as_manager: Browser):
    path = as_manager.open("/listings/").link("Sửa")
    page = as_foreigner.open("/listings/")
    assert "Vải Giáp Sơn" not in page.main
    as_foreigner.open(path, status=404)
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "name": "Của tôi", "channel_key": "postmart"}
    assert as_foreigner.client.post(path, data=sent).status_code == 404
    as_foreigner.open(f"/listings/new?cooperative={world.COOPERATIVE_A}", status=404)


def test_an_administrator_looks_and_changes_nothing(as_admin: Browser):
    page = as_admin.open("/listings/")
    assert "Vải Giáp Sơn" in page.main
    assert "Thêm gian hàng" not in page.main
    as_admin.open("/listings/new", status=403)


def test_the_next_step_of_a_listed_storefront_opens_the_field_it_names(as_manager: Browser):
    listed = as_manager.open("/listings/")
    address = listed.link("Ghi đường dẫn")
    assert address == f"{listed.link('Sửa')}#url"
    assert as_manager.open(address).soup.find(id="url")
