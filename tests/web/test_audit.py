"""The log of what was done, for those who answer for it."""

from shop_onboard.services.audit import EVENTS
from shop_onboard.web.audit import EVENT_WORDS
from tests import world
from tests.pages import Browser


def test_a_change_stands_on_top_with_who_and_when(as_volunteer: Browser, as_officer: Browser):
    page = as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}/edit")
    as_volunteer.submit(page, "Lưu", representative="Người Mới", lands="/cooperatives/")
    log = as_officer.open("/audit/")
    rows = [row for row in log.texts(".log li") if world.NAME_A in row]
    assert "Sửa thông tin hợp tác xã" in rows[0]
    assert "Lê Tình Nguyện" in rows[0]
    assert "1 mục" in rows[0]


def test_officers_see_what_happened_in_their_reach_and_what_they_did(
    as_officer: Browser, as_foreigner: Browser, as_admin: Browser
):
    assert world.NAME_B not in as_officer.open("/audit/").main
    foreign = as_foreigner.open("/audit/")
    assert world.NAME_A not in foreign.main
    assert "Cán Bộ Trấn Yên" in foreign.main
    everything = as_admin.open("/audit/?subject=cooperative")
    assert world.NAME_A in everything.main
    assert world.NAME_B in everything.main


def test_the_log_is_filtered_without_marks_and_paged(as_admin: Browser):
    page = as_admin.open("/audit/")
    assert "Trang 1/" in page.main
    older = as_admin.open(page.link("Sau →"))
    assert "Trang 2/" in older.main
    found = as_admin.open("/audit/?q=giap+son&subject=product")
    assert found.texts(".log strong")
    assert all("sản phẩm" in text.lower() for text in found.texts(".log strong"))
    assert world.NAME_B not in found.main
    assert "Không có việc nào khớp" in as_admin.open("/audit/?q=%25").main
    as_admin.open("/audit/?subject=%27%20OR%201%3D1&page=99999999")


def test_volunteers_and_managers_have_no_log(as_volunteer: Browser, as_manager: Browser):
    as_volunteer.open("/audit/", status=403)
    as_manager.open("/audit/", status=403)


def test_every_event_has_words():
    assert set(EVENT_WORDS) == set(EVENTS)
