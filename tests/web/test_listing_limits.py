"""An administrator sets a marketplace's limit, and checks and files follow it."""

from shop_onboard.exports.marketplace import LIMIT_NAMES
from shop_onboard.exports.registry import all_marketplaces
from tests import world
from tests.pages import Browser
from tests.web.test_marketplaces import with_photo

TITLE = "/admin/limits/google/title"
NEW = {"least": "1", "most": "10", "source": "support.google.com", "seen_on": "20/11/2026"}


def test_every_limit_is_shown_with_its_source(as_admin: Browser):
    page = as_admin.open("/admin/limits/")
    for marketplace in all_marketplaces():
        for key, limit in marketplace.LIMITS.items():
            assert str(LIMIT_NAMES[key]) in page.main
            assert str(limit.source) in page.main
    assert "the limit was" not in page.main
    assert "Giới hạn của dạng tệp, không phải của sàn" in page.main


def test_a_limit_that_the_program_does_not_know_is_added_and_taken_back(
    as_admin: Browser, as_manager: Browser
):
    page = as_admin.open("/admin/limits/")
    link = page.soup.find("a", attrs={"aria-label": "Thêm Tên đăng bán (ký tự) của Shopee"})
    form = as_admin.open(str(link["href"]))
    assert "Lên Sàn chưa biết giới hạn này của Shopee" in form.main
    as_admin.submit(form, "Lưu", lands="/admin/limits/", **NEW)
    assert "Shopee nhận nhiều nhất 10" in as_manager.open("/marketplaces/shopee").main
    assert "Shopee nhận nhiều nhất" not in as_manager.open("/marketplaces/tiktok_shop").main
    as_admin.submit(as_admin.open(form.path), "Bỏ giới hạn này", lands="/admin/limits/")
    assert "Shopee nhận nhiều nhất" not in as_manager.open("/marketplaces/shopee").main


def test_a_limit_that_is_set_is_what_products_are_checked_by(
    as_admin: Browser, as_manager: Browser
):
    assert "Google nhận nhiều nhất" not in as_manager.open("/marketplaces/google").main
    as_admin.submit(as_admin.open(TITLE), "Lưu", lands="/admin/limits/", **NEW)
    page = as_admin.open("/admin/limits/")
    assert "20/11/2026: support.google.com" in page.main
    assert "Google nhận nhiều nhất 10" in as_manager.open("/marketplaces/google").main
    assert "Đặt giới hạn của sàn" in as_admin.open("/audit/").main


def test_what_search_engines_read_follows_a_limit_too(as_admin: Browser, as_manager: Browser):
    with_photo(as_manager)
    page = f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}"
    assert "application/ld+json" in as_manager.client.get(page).get_data(as_text=True)
    short = "/admin/limits/schema_org/image_url"
    as_admin.submit(as_admin.open(short), "Lưu", lands="/admin/limits/", **NEW)
    assert "application/ld+json" not in as_manager.client.get(page).get_data(as_text=True)


def test_taking_it_back_leaves_the_programs_own(as_admin: Browser, as_manager: Browser):
    as_admin.submit(as_admin.open(TITLE), "Lưu", lands="/admin/limits/", **NEW)
    as_admin.submit(as_admin.open(TITLE), "Trở lại giới hạn có sẵn", lands="/admin/limits/")
    assert "đặt tay" not in as_admin.open("/admin/limits/").main
    assert "Google nhận nhiều nhất" not in as_manager.open("/marketplaces/google").main


def test_ends_out_of_order_and_gaps_are_asked_back(as_admin: Browser):
    page = as_admin.open(TITLE)
    wrong = as_admin.submit(page, "Lưu", status=422, **{**NEW, "least": "11"})
    assert "Số nhiều nhất phải bằng hoặc lớn hơn số ít nhất." in wrong.main
    wrong = as_admin.submit(page, "Lưu", status=422, **{**NEW, "least": "0", "most": "0"})
    assert "không cho thứ gì qua" in wrong.main
    wrong = as_admin.submit(page, "Lưu", status=422, **{**NEW, "source": ""})
    assert "Hãy ghi nơi đọc được" in wrong.main


def test_who_was_slower_sees_both_limits(as_admin: Browser):
    first, second = as_admin.open(TITLE), as_admin.open(TITLE)
    as_admin.submit(first, "Lưu", lands="/admin/limits/", **NEW)
    lost = as_admin.submit(second, "Lưu", status=409, **{**NEW, "most": "12"})
    assert "Nhiều nhất 10 12" in lost.main


def test_a_limit_that_no_marketplace_has_is_not_found(as_admin: Browser):
    as_admin.open("/admin/limits/google/colour", status=404)
    as_admin.open("/admin/limits/nowhere/title", status=404)


def test_only_administrators_set_limits(as_officer: Browser):
    as_officer.open(TITLE, status=403)
