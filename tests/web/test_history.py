"""Who changed what, taking it back, the recycle bin, and codes that were printed."""

import io
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.jobs import sweeper
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.sales import Sale
from shop_onboard.services.recycling import KEPT_FOR
from tests import world
from tests.pages import Browser, Page
from tests.web.registering import registered
from tests.web.test_consents import agree, link_for

_PATH = f"/cooperatives/{world.COOPERATIVE_A}"
_HISTORY = f"/history/cooperative/{world.COOPERATIVE_A}"


def _change(person: Browser, **typed: str) -> Page:
    return person.submit(person.open(f"{_PATH}/edit"), "Lưu", lands="/cooperatives/", **typed)


def test_history_says_who_changed_what_from_what_to_what(as_manager: Browser, as_officer: Browser):
    _change(as_manager, phone="051 000 0099", is_youth_led="y")
    page = as_officer.open(as_officer.open(_PATH).link("Lịch sử"))
    assert "Chủ Nhiệm Giáp Sơn" in page.main
    assert "Điện thoại 0510 000 060 → 0510 000 099" in page.main
    assert "Thanh niên làm chủ không → có" in page.main
    assert "Việc duyệt đã duyệt → chờ duyệt" in page.main


def test_a_change_is_taken_back_and_made_again_by_one_button_each(as_manager: Browser):
    _change(as_manager, address="Thôn Gõ Nhầm")
    page = as_manager.open(_HISTORY)
    done = as_manager.submit(page, "Hoàn tác", lands=_HISTORY)
    assert "Đã hoàn tác." in done.main
    assert "Thôn Bí Mật 7" in as_manager.open(_PATH).main
    assert "đã duyệt" in as_manager.open(_PATH).main
    as_manager.submit(done, "Hoàn tác", lands=_HISTORY)
    assert "Thôn Gõ Nhầm" in as_manager.open(_PATH).main


def test_what_a_later_change_touched_is_not_offered_and_refused_with_its_name(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    _change(as_manager, address="Thôn 2")
    page = as_manager.open(_HISTORY)
    _change(as_officer, address="Thôn 3")
    answer = as_manager.submit(page, "Hoàn tác", lands=_HISTORY)
    assert "Cán Bộ Xã đã sửa tiếp" in answer.main
    assert len(as_manager.open(_HISTORY).texts("main li form")) == 1


def test_deleting_asks_nothing_and_can_be_undone_at_once(as_volunteer: Browser):
    shown = registered(as_volunteer)
    thrown = as_volunteer.submit(shown, "Xóa", lands="/bin/")
    assert "Hợp tác xã Cam Đồng Cốc" in thrown.main
    as_volunteer.open(shown.path, status=404)
    assert as_volunteer.open("/cooperatives/?q=cam+dong").texts("main li h2") == []
    as_volunteer.submit(thrown, "Hoàn tác", lands="/history/cooperative/")
    as_volunteer.open(shown.path)


def test_what_was_thrown_away_is_restored_from_the_bin(
    as_manager: Browser, as_officer: Browser, as_foreigner: Browser
):
    lot = f"/lots/{world.LOT_A}"
    as_manager.submit(as_manager.open(lot), "Xóa", lands="/bin/")
    as_manager.open(lot, status=404)
    page = as_officer.open("/bin/")
    assert world.LOT_A in page.main
    assert "Chủ Nhiệm Giáp Sơn" in page.main
    assert world.LOT_A not in as_foreigner.open("/bin/").main
    restored = as_officer.submit(page, "Khôi phục", lands="/history/lot/")
    assert "Đã khôi phục" in restored.main
    as_manager.open(lot)


def test_what_was_sold_or_printed_stays(as_manager: Browser):
    for path in (_PATH, f"/products/{world.PRODUCT_A}"):
        refused = as_manager.submit(as_manager.open(path), "Xóa", status=422)
        assert "không xóa được" in refused.main
        as_manager.open(path)


def test_a_code_of_what_is_in_the_bin_or_gone_for_good_says_so(app: Flask, as_manager: Browser):
    with app.app_context():
        token = db.session.scalar(sa.select(Lot.token).where(Lot.code == world.LOT_A))
    anybody = Browser(app)
    anybody.client.get(f"/t/{token}")
    as_manager.submit(as_manager.open(f"/lots/{world.LOT_A}"), "Xóa", lands="/bin/")
    assert "hỏi người bán" in anybody.open(f"/t/{token}", status=410).main
    assert sweeper.empty_bin(app, utc_now()) == 0
    assert sweeper.empty_bin(app, utc_now() + KEPT_FOR) == 1
    assert as_manager.open("/bin/").texts("main li h2") == []
    assert "hỏi người bán" in anybody.open(f"/t/{token}", status=410).main
    anybody.open("/t/KHONGCOMANAY", status=404)


def test_a_shop_that_closed_says_so_and_a_draft_never_was_one(app: Flask, as_officer: Browser):
    with app.app_context():
        b = db.session.scalar(sa.select(Cooperative.slug).where(Cooperative.code == "HTX-B"))
    anybody = Browser(app)
    anybody.open(f"/shop/{b}")
    anybody.open("/shop/khong-co", status=404)


def test_history_of_what_is_not_mine_does_not_exist(as_foreigner: Browser, as_manager_b: Browser):
    for person in (as_foreigner, as_manager_b):
        for path in (
            _HISTORY,
            f"/history/lot/{world.LOT_A}",
            f"/history/campaign/{world.CAMPAIGN}",
        ):
            page = person.open(path, status=404)
            assert world.NAME_A not in page.text


def test_a_programmes_history_is_for_who_keeps_it(as_province: Browser):
    edit = as_province.open(f"/campaigns/{world.CAMPAIGN}/edit")
    as_province.submit(edit, "Lưu", name="Lên sàn mùa vải", lands="/campaigns/")
    page = as_province.open(f"/history/campaign/{world.CAMPAIGN}")
    assert "Tên Lên sàn thử → Lên sàn mùa vải" in page.main
    as_province.submit(page, "Hoàn tác", lands="/history/campaign/")
    assert "Lên sàn thử" in as_province.open(f"/campaigns/{world.CAMPAIGN}").main


def test_a_sale_in_the_bin_is_counted_nowhere_until_it_comes_back(
    app: Flask, as_manager: Browser, as_province: Browser
):
    with app.app_context():
        code = db.session.scalar(sa.select(Sale.code).where(Sale.mass_g == 500_000))
    pages = ("/tonnage/", f"/campaigns/{world.CAMPAIGN}", f"/board/{world.CAMPAIGN}")
    before = [as_province.open(path).main for path in pages]
    as_manager.submit(as_manager.open(f"/sales/{code}"), "Xóa", lands="/bin/")
    assert all("500 kg" not in as_province.open(path).main for path in pages)
    as_manager.submit(as_manager.open("/bin/"), "Khôi phục", lands="/history/sale/")
    assert [as_province.open(path).main for path in pages] == before


def test_a_picture_that_was_taken_away_comes_back_as_it_was(app: Flask, as_manager: Browser):
    address = f"/products/{world.PRODUCT_A}"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    page = as_manager.submit(
        as_manager.open(address),
        "Gửi ảnh",
        files={"photo": (out.getvalue(), "vườn vải.jpg")},
        shows_people="y",
        lands="/products/",
    )
    as_manager.submit(page, "Bỏ ảnh này", lands="/products/")
    story = as_manager.open(f"/history/product/{world.PRODUCT_A}")
    assert "vườn vải.jpg, ảnh thứ 1, có người" in story.main
    # The file outlives the day after which the sweeper takes what nothing names.
    assert sweeper.remove_unnamed(app, utc_now() + timedelta(days=2)) == 0
    as_manager.submit(story, "Hoàn tác", lands="/history/")
    back = as_manager.open(address)
    assert back.soup.select(".photos img")
    assert "Không có người" in back.texts("main button")
    as_manager.download(back.soup.select_one(".photos img")["src"])


def test_history_tells_remarks_sendings_and_what_the_representative_said(
    app: Flask, as_manager: Browser, as_officer: Browser, as_volunteer: Browser
):
    _change(as_manager, address="Thôn 2")
    as_officer.submit(
        as_officer.open(_PATH),
        "Trả lại",
        lands="/cooperatives/",
        **{"remarks-0-field": "address", "remarks-0-note": "Ghi cả số nhà"},
    )
    as_manager.submit(as_manager.open(_PATH), "Gửi để duyệt", lands="/cooperatives/")
    asked = Browser(app)
    address = link_for(as_volunteer)
    agree(asked, address, contact="y")
    asked.submit(asked.open(address), "Rút lại đồng ý", lands="/consent/")
    story = as_officer.open(_HISTORY)
    titles = [title.partition(" bản ")[0] for title in story.texts("main li h2")]
    assert titles[:5] == [
        "Rút lại đồng ý công khai",
        "Người đại diện đồng ý công khai",
        "Gửi để duyệt",
        "Trả lại để sửa",
        "Sửa",
    ]
    assert "• Địa chỉ : Ghi cả số nhà" in story.main
    assert "số điện thoại liên hệ, tự trả lời qua đường dẫn" in story.main


def test_history_has_no_words_of_the_machine(as_officer: Browser):
    story = as_officer.open(f"/history/product/{world.PRODUCT_A}")
    assert "Giấy chứng nhận «chỉ dẫn địa lý»" in story.main
    assert "«gi»" not in story.main


def test_an_undo_that_asks_for_another_review_says_so_first(
    as_manager: Browser, as_officer: Browser
):
    _change(as_manager, address="Thôn 2")
    warning = "Hoàn tác việc này thì hồ sơ thành «đã duyệt»."
    assert warning in as_manager.open(_HISTORY).main
    as_officer.submit(as_officer.open(_PATH), "Duyệt", lands="/cooperatives/")
    page = as_manager.open(_HISTORY)
    assert "thì hồ sơ thành «chờ duyệt». Trang công khai đóng" in page.main
    as_manager.submit(page, "Hoàn tác", lands=_HISTORY)
    assert "chờ duyệt" in as_manager.open(_PATH).main
