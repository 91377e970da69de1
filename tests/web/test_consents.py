"""Nobody consents for somebody else: until the representative does, nothing personal is public."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.consents import Consent, ConsentLink
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import ProductPhoto
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.queries.consents import producer_name
from shop_onboard.values.phones import format_phone
from tests import world
from tests.pages import Browser, Page
from tests.web.registering import answered
from tests.web.test_shops import a_photo

SHOP = f"/shop/{world.COOPERATIVE_A}"
PAGE = f"/cooperatives/{world.COOPERATIVE_A}/consent"
PHONE = format_phone("+84510000060")


def change(app: Flask, **columns: object) -> None:
    with app.app_context(), writing():
        db.session.execute(
            sa.update(Cooperative).where(Cooperative.slug == world.COOPERATIVE_A).values(**columns)
        )
        db.session.commit()


def link_for(person: Browser) -> str:
    made = person.submit(person.open(PAGE), "Tạo đường dẫn và mã QR", status=200)
    found = re.search(r"/consent/[\w-]{20,}", made.soup.find(id="message").get_text())
    assert found, made.main
    return found[0]


def said(app: Flask) -> list[tuple[str, dict]]:
    with app.app_context():
        query = sa.select(AuditEvent.event, AuditEvent.data).where(
            AuditEvent.event.startswith("consent.")
        )
        return [(event, data) for event, data in db.session.execute(query.order_by(AuditEvent.id))]


def agree(browser: Browser, address: str, **ticks: str | None) -> Page:
    page = browser.open(address)
    words = page.texts("button[name=agree]")[0]
    return browser.submit(page, words, lands="/consent/", **ticks)


def test_before_consent_nothing_personal_is_public(browser: Browser):
    shop = browser.open(SHOP)
    assert PHONE not in shop.text
    assert "Nguyễn Đại Diện" not in shop.text


def test_the_representative_agrees_by_a_link_without_an_account(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    address = link_for(as_volunteer)
    page = browser.open(address)
    assert not page.soup.select("input[checked]"), "something is ticked beforehand"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    agree(browser, address, contact="y")
    shop = browser.open(SHOP)
    assert PHONE in shop.text
    assert "Nguyễn Đại Diện" not in shop.text, "that purpose was not ticked"
    record = as_volunteer.open(PAGE).main
    assert "tự trả lời qua đường dẫn" in record
    assert said(app) == [
        ("consent.link_made", {"days": 14}),
        (
            "consent.given",
            {"purposes": ["contact"], "channel": "link", "text_version": "2026-11"},
        ),
    ]


def test_the_same_link_takes_consent_back_at_once(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    address = link_for(as_volunteer)
    agree(browser, address, contact="y", representative="y")
    assert "Nguyễn Đại Diện" in browser.open(SHOP).text
    agree(browser, address, contact=None, representative="y")
    assert PHONE not in browser.open(SHOP).text
    browser.submit(browser.open(address), "Rút lại đồng ý", lands="/consent/")
    assert "Nguyễn Đại Diện" not in browser.open(SHOP).text
    with app.app_context():
        rows = list(db.session.scalars(sa.select(Consent)))
        assert len(rows) == 2
        assert all(row.withdrawn_at for row in rows), "what was agreed to is kept as history"


def test_agreeing_to_nothing_is_asked_again(browser: Browser, as_volunteer: Browser):
    address = link_for(as_volunteer)
    page = browser.submit(browser.open(address), "Tôi đồng ý những mục đã tích")
    assert "Hãy tích mục bạn đồng ý" in page.main
    assert page.soup.title.get_text().count("Lỗi:") == 1


def test_unticking_everything_and_sending_takes_it_all_back(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    address = link_for(as_volunteer)
    agree(browser, address, contact="y", representative="y")
    held = browser.open(address)
    assert "«Lưu lựa chọn»" in held.main
    assert "«Rút lại đồng ý»" in held.main
    done = agree(browser, address, contact=None, representative=None)
    assert "Đã rút lại." in done.main
    assert PHONE not in browser.open(SHOP).text
    assert said(app)[-1][0] == "consent.withdrawn"
    told = as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}").main
    assert "Người đại diện đã rút lại đồng ý" in told
    assert not browser.open(address).soup.select("input[checked]")


def test_the_link_can_be_read_copied_and_sent_by_text_message(as_volunteer: Browser):
    made = as_volunteer.submit(as_volunteer.open(PAGE), "Tạo đường dẫn và mã QR", status=200)
    address = made.soup.find(id="address")["value"]
    assert re.search(r"/consent/[\w-]{20,}$", address)
    text = urlsplit(made.link("Nhắn bằng SMS"))
    assert (text.scheme, text.path) == ("sms", "+84510000060")
    assert parse_qs(text.query)["body"] == [made.soup.find(id="message").get_text().strip()]
    assert address in parse_qs(text.query)["body"][0]


def test_how_long_a_link_lasts_is_told_the_same_everywhere(browser: Browser, as_volunteer: Browser):
    asked = browser.open(link_for(as_volunteer))
    made = as_volunteer.submit(as_volunteer.open(PAGE), "Tạo đường dẫn và mã QR", status=200)
    for page in (asked, made, as_volunteer.open(PAGE), browser.open("/help")):
        assert "14 ngày; đã trả lời rồi thì dùng được mãi" in page.main, page.path


def test_before_approval_nobody_is_told_that_the_goods_are_shown(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    change(app, state="submitted")
    made = as_volunteer.submit(as_volunteer.open(PAGE), "Tạo đường dẫn và mã QR", status=200)
    page = browser.open(urlsplit(made.soup.find(id="address")["value"]).path)
    assert "sản phẩm mới được giới thiệu công khai. Không có gì của riêng bạn" in page.main
    for each in (made, page):
        assert "được giới thiệu trên Lên Sàn." not in each.text


def test_a_refusal_is_kept_and_told(app: Flask, browser: Browser, as_volunteer: Browser):
    address = link_for(as_volunteer)
    browser.submit(browser.open(address), "Không đồng ý mục nào", lands="/consent/")
    for path in (PAGE, f"/cooperatives/{world.COOPERATIVE_A}"):
        assert "Người đại diện không đồng ý mục nào" in as_volunteer.open(path).main
    assert "Chưa có sự đồng ý" not in as_volunteer.open(path).main
    assert said(app)[-1] == ("consent.refused", {"channel": "link"})


def test_whoever_registered_cannot_answer_for_the_representative(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    address = link_for(as_volunteer)
    page = as_volunteer.submit(
        as_volunteer.open(address), "Tôi đồng ý những mục đã tích", contact="y"
    )
    assert "tài khoản của người khác" in page.main
    assert PHONE not in browser.open(SHOP).text


def test_the_importers_word_opens_nothing(app: Flask, browser: Browser):
    change(app, typed_consent="có")
    assert PHONE not in browser.open(SHOP).text


@pytest.mark.parametrize("what", ["another link", "two weeks", "another number", "bin"])
def test_a_link_ends(app: Flask, browser: Browser, as_volunteer: Browser, what: str):
    address = link_for(as_volunteer)
    if what == "another link":
        link_for(as_volunteer)
    elif what == "another number":
        change(app, phone="+84510000099")
    else:
        with app.app_context(), writing():
            past = datetime(2020, 1, 1, tzinfo=UTC)
            if what == "bin":
                db.session.execute(sa.update(Cooperative).values(deleted_at=past))
            else:
                db.session.execute(sa.update(ConsentLink).values(expires_at=past))
            db.session.commit()
    assert "không còn dùng được" in browser.open(address, status=404).main
    assert browser.open("/consent/unknown", status=404).main == browser.open(
        address, status=404
    ).main.replace(address, "/consent/unknown")


def test_a_number_typed_later_is_not_covered(app: Flask, browser: Browser, as_volunteer: Browser):
    agree(browser, link_for(as_volunteer), contact="y", representative="y")
    change(app, phone="+84510000099", representative="Trần Người Mới")
    shop = browser.open(SHOP).text
    for told in (format_phone("+84510000099"), PHONE, "Trần Người Mới", "Nguyễn Đại Diện"):
        assert told not in shop
    assert as_volunteer.open(PAGE).main.count("hãy hỏi lại người đại diện") == 2


def test_a_household_is_not_named_before_it_agrees(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    change(app, kind="household")
    shop = browser.open(SHOP)
    assert world.NAME_A not in shop.text
    assert "Hộ sản xuất ở xã Lục Ngạn" in shop.main
    product = browser.open(f"{SHOP}/{world.PRODUCT_A}")
    assert world.NAME_A not in product.response.get_data(as_text=True)
    agree(browser, link_for(as_volunteer), producer_name="y")
    assert world.NAME_A in browser.open(SHOP).text


def test_a_photo_with_people_waits_for_its_own_tick(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    page = as_volunteer.open(f"/products/{world.PRODUCT_A}")
    as_volunteer.submit(
        page, "Gửi ảnh", files={"photo": (a_photo(), "a.jpg")}, shows_people="y", lands="/products/"
    )
    with app.app_context(), writing():
        db.session.execute(sa.text("UPDATE products SET state = 'approved'"))
        db.session.commit()
        number = db.session.scalar(sa.select(ProductPhoto.id))
    picture = f"{SHOP}/{world.PRODUCT_A}/photos/{number}"
    address = link_for(as_volunteer)
    agree(browser, address, contact="y")
    browser.open(picture, status=404)
    agree(browser, address, people_in_photos="y")
    assert browser.client.get(picture).status_code == 200
    agree(browser, address, people_in_photos=None)
    browser.open(picture, status=404)


def test_a_signed_form_is_kept_for_the_people_in_scope(
    app: Flask, browser: Browser, as_volunteer: Browser, as_foreigner: Browser
):
    form = as_volunteer.download(f"{PAGE}/form.pdf")
    assert form.data.startswith(b"%PDF-")
    page = as_volunteer.open(PAGE)
    paper = {"photo": (a_photo(), "phieu.jpg")}
    empty = as_volunteer.submit(page, "Lưu phiếu đã ký", signed_on="01/11/2026", files=paper)
    assert "Hãy tích những mục" in empty.main
    early = as_volunteer.submit(
        page, "Lưu phiếu đã ký", signed_on="05/06/1926", contact="y", files=paper
    )
    assert early.error_beside("signed_on")
    done = as_volunteer.submit(
        page, "Lưu phiếu đã ký", signed_on="01/11/2026", contact="y", files=paper, lands=PAGE
    )
    assert "ký trên phiếu giấy" in done.main
    assert PHONE in browser.open(SHOP).text
    picture = done.link("xem phiếu")
    assert as_volunteer.client.get(picture).mimetype == "image/jpeg"
    as_foreigner.open(picture, status=404)
    assert browser.client.get(picture).status_code == 302
    as_volunteer.submit(done, "Rút lại: Số điện thoại liên hệ", lands=PAGE)
    assert PHONE not in browser.open(SHOP).text


def test_the_representatives_own_account_counts_and_nobody_elses(
    app: Flask, browser: Browser, as_manager: Browser
):
    page = as_manager.open(PAGE)
    assert "Bạn là người đại diện" not in page.main
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "own-contact": "y"}
    assert as_manager.client.post(f"{PAGE}/own", data=data).status_code == 403
    change(app, phone=world.PHONES["manager"])
    as_manager.submit(as_manager.open(PAGE), "Lưu lựa chọn của tôi", own__contact="y", lands=PAGE)
    assert format_phone(world.PHONES["manager"]) in browser.open(SHOP).text


def test_who_types_their_own_number_into_a_record_does_not_consent_for_it(
    app: Flask, browser: Browser, as_volunteer: Browser
):
    change(app, phone=world.PHONES["volunteer"])
    page = as_volunteer.open(PAGE)
    assert "Bạn là người đại diện" not in page.main
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "own-contact": "y"}
    assert as_volunteer.client.post(f"{PAGE}/own", data=data).status_code == 403
    assert format_phone(world.PHONES["volunteer"]) not in browser.open(SHOP).text


def test_an_identity_number_in_the_record_is_warned_of(app: Flask, as_volunteer: Browser):
    assert "căn cước" not in as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}").main
    change(app, address="Thôn 7, CCCD 024 090 001 234")
    assert "dãy 12 số" in as_volunteer.open(f"/cooperatives/{world.COOPERATIVE_A}").main
    assert "dãy 12 số" in as_volunteer.open(PAGE).main


def test_public_files_hold_the_household_s_name_only_with_consent(app: Flask):
    change(app, kind="household")
    with app.app_context():
        row = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        assert str(producer_name(row)) == "Hộ sản xuất ở xã Lục Ngạn"


def test_a_receipt_leads_on_to_asking_for_consent(as_volunteer: Browser):
    receipt = as_volunteer.submit(answered(as_volunteer), "Gửi để duyệt", lands="/register/DK-")
    assert as_volunteer.open(receipt.link("Hỏi người đại diện")).form("Tạo đường dẫn và mã QR")
