"""OCOP of a product: scoring page by page, the dossier, its papers, and certificates that end."""

import io
import re
import subprocess
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.ocop import OcopScore
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, lots
from shop_onboard.services import labels, storefronts
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.ocop_scores import all_criteria, criteria_of
from shop_onboard.web.forms.ocop import field_name
from tests import world
from tests.pages import Browser
from tests.web.work import finished

_OCOP = f"/products/{world.PRODUCT_A}/ocop"
_SCORES = f"{_OCOP}/scores"
_STORY = "Bà con Giáp Sơn trồng vải từ năm 1962."


def best(part: str) -> dict[str, str]:
    return {field_name(row.code): str(row.max_points) for row in criteria_of(part)}


def certified(app: Flask, issued_on: date, ends_on: date | None, code: str = "") -> None:
    """The product has an OCOP certificate of these days."""
    with app.app_context(), writing():
        wanted = Product.code == (code or world.PRODUCT_A)
        product_id = db.session.scalar(sa.select(Product.id).where(wanted))
        db.session.add(
            Certificate(
                product_id=product_id,
                kind="ocop",
                number="12/QĐ-UBND",
                stars=3,
                issued_on=issued_on,
                expires_on=ends_on,
            )
        )
        db.session.commit()


def proven(app: Flask) -> None:
    """Everything that the platform can see of A: labels, a story, a shop with an address."""
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        owner.story = _STORY
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        labels.make(SYSTEM, lot, 12, get_label_stock(), is_trial=False, pack_label="Hộp 2 kg")
        address = "https://postmart.vn/vai-giap-son"
        shop = storefronts.StorefrontData("postmart", "Vải Giáp Sơn", address)
        storefronts.save(SYSTEM, owner, shop)
        db.session.commit()


def test_a_product_tells_its_branch_group_set_and_agency(as_manager: Browser):
    shown = as_manager.open(f"/products/{world.PRODUCT_A}")
    page = as_manager.open(shown.link("Tự chấm điểm và hồ sơ OCOP"))
    for words in ("Thực phẩm tươi sống", "1. Rau, củ, quả, hạt tươi", "Nông nghiệp và Môi trường"):
        assert words in page.main
    assert "Chưa chấm tiêu chí nào" in page.main


def test_three_pages_make_a_sheet_of_100_points_and_5_stars(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    page = as_manager.submit(page, "Lưu và sang phần sau", lands=f"{_SCORES}/b", **best("A"))
    page = as_manager.submit(page, "Lưu và sang phần sau", lands=f"{_SCORES}/c", **best("B"))
    shown = as_manager.submit(page, "Lưu và xem kết quả", lands=_OCOP, **best("C"))
    assert "100/100" in shown.main
    assert "5 sao" in shown.main
    assert "Bộ Nông nghiệp và Môi trường" in shown.main
    assert "chưa chấm" not in shown.main


def test_a_draft_is_kept_shown_again_and_taken_back(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    shown = as_manager.submit(page, "Lưu", lands=f"{_SCORES}/a", c1_1="2", c2_2="3")
    assert shown.soup.select_one("input[name=c1_1][checked]")["value"] == "2"
    assert "Đang có 5 điểm" in shown.main
    assert "Còn 30 tiêu chí chưa chấm" in shown.main
    back = as_manager.submit(shown, "Lưu", lands=f"{_SCORES}/a", c2_2="")
    assert "Đang có 2 điểm" in back.main


def test_the_page_says_which_criterion_caps_the_stars(as_manager: Browser):
    for part in "ABC":
        page = as_manager.open(f"{_SCORES}/{part.lower()}")
        typed = best(part) | ({"c2_3": "2"} if part == "A" else {})
        as_manager.submit(page, "Lưu", lands=_SCORES, **typed)
    shown = as_manager.open(_OCOP)
    assert "99/100" in shown.main
    assert "Tổng điểm đủ 5 sao, nhưng chỉ được 3 sao vì:" in shown.main
    reason = "2.3. Phong cách, ghi nhãn: đang 2 điểm; 4 sao cần ít nhất 3 điểm"
    assert shown.texts(".ocop-result ul:not(.figures) li") == [reason]


def test_a_score_outside_of_the_options_is_refused_and_nothing_is_lost(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    answer = as_manager.submit(page, "Lưu", c2_1="2", c1_1="3")
    assert "mức điểm có trong phiếu" in answer.error_beside("c2_1")
    assert answer.soup.select_one("input[name=c1_1][checked]")["value"] == "3"


def test_only_the_score_of_criterion_3_2_is_kept(app: Flask, as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    part = page.soup.find(id="c3_2")
    assert "không lưu lý do" in part.get_text()
    assert not part.select("input[type=text], textarea")
    as_manager.submit(page, "Lưu", lands=_SCORES, c3_2="1")
    with app.app_context():
        assert [(row.code, row.tenths) for row in db.session.scalars(sa.select(OcopScore))] == [
            ("3.2", 10)
        ]
        query = sa.select(AuditEvent.data).where(AuditEvent.event == "ocop.scored")
        assert db.session.scalars(query).all() == [{"set": 1, "part": "A", "codes": ["3.2"]}]


def test_what_the_decision_says_is_never_made_up(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/c")
    assert page.main.count("Lên Sàn chưa có đủ câu chữ của từng mức") == 1
    assert "Quyết định 26/2026/QĐ-TTg ngày 22/5/2026" in page.main
    for row in criteria_of("C"):
        found = page.soup.find(id=field_name(row.code))
        labels = [" ".join(label.get_text(" ").split()) for label in found.select("label")]
        assert labels[0] == "chưa chấm"
        assert all(re.match(r"[0-9] điểm( \(thấp nhất cho [345] sao\))?$", it) for it in labels[1:])


def test_another_part_is_gone_to_without_losing_what_was_ticked(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    page = as_manager.submit(page, "Lưu, sang phần C", lands=f"{_SCORES}/c", c1_1="2")
    back = as_manager.submit(page, "Lưu, sang phần A", lands=f"{_SCORES}/a", c12="3")
    assert back.soup.select_one("input[name=c1_1][checked]")["value"] == "2"
    again = as_manager.open(f"{_SCORES}/c")
    assert again.soup.select_one("input[name=c12][checked]")["value"] == "3"


def test_a_score_meant_for_another_kind_of_producer_is_said(as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    said = page.soup.find(id="c3_1").get_text(" ")
    assert "Hồ sơ ghi đơn vị là hợp tác xã: theo phiếu là 3 điểm." in said
    shown = as_manager.submit(page, "Lưu", lands=f"{_SCORES}/a", c3_1="2")
    assert "Tiêu chí 3.1: hồ sơ ghi đơn vị là hợp tác xã, theo phiếu là 3 điểm." in shown.text
    fine = as_manager.submit(shown, "Lưu", lands=f"{_SCORES}/a", c3_1="3")
    assert "Tiêu chí 3.1:" not in fine.text


def test_what_the_platform_sees_can_be_taken_over(app: Flask, as_manager: Browser):
    proven(app)
    page = as_manager.open(f"{_SCORES}/a")
    assert "Lên Sàn thấy: 12 tem truy xuất đã làm" in page.main
    shown = as_manager.submit(page, "Dùng 3 điểm cho 2.3", lands=f"{_SCORES}/a", c1_1="2")
    assert shown.soup.select_one("input[name=c2_3][checked]")["value"] == "3"
    assert shown.soup.select_one("input[name=c1_1][checked]")["value"] == "2"
    page = as_manager.open(f"{_SCORES}/b")
    assert "gian hàng Buudien.vn (Postmart): https://postmart.vn/vai-giap-son" in page.main
    page = as_manager.submit(page, "Dùng làm minh chứng cho 4.1", lands=f"{_SCORES}/b")
    assert page.soup.select_one("input[name=c4_1][checked]")["value"] == ""
    page = as_manager.submit(page, "Dùng 5 điểm cho 5.1", lands=f"{_SCORES}/b")
    assert page.soup.select_one("input[name=c5_1][checked]")["value"] == "5"
    dossier = as_manager.open(f"{_OCOP}/dossier")
    assert (
        "Lên Sàn: gian hàng Buudien.vn (Postmart): https://postmart.vn/vai-giap-son" in dossier.main
    )


def test_trial_labels_and_shops_without_an_address_prove_nothing(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        labels.make(SYSTEM, lot, 12, get_label_stock(), is_trial=True, pack_label="Hộp 2 kg")
        db.session.commit()
    page = as_manager.open(f"{_SCORES}/a")
    assert "tem thử không tính" in page.main
    assert "hợp tác xã chưa viết câu chuyện" in page.main
    assert not page.soup.select("button[name=use]")
    page = as_manager.open(f"{_SCORES}/b")
    assert "chưa có gian hàng nào đang mở mà đã ghi đường dẫn" in page.main
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    typed = {"csrf_token": token, "version": "0", "use": "4.1"}
    assert as_manager.client.post(f"{_SCORES}/b", data=typed).status_code == 422


def test_two_people_on_one_page_see_both_versions_and_on_two_pages_do_not_meet(
    as_manager: Browser, as_officer: Browser
):
    mine, theirs = as_manager.open(f"{_SCORES}/a"), as_officer.open(f"{_SCORES}/a")
    other = as_manager.open(f"{_SCORES}/b")
    as_officer.submit(theirs, "Lưu", lands=_SCORES, c1_1="3")
    answer = as_manager.submit(mine, "Lưu", status=409, c1_1="1", c1_4="2")
    assert answer.texts("tbody tr") == ["1.1. Nguồn gốc sản phẩm 3 1", "1.4. Năng lực sản xuất 2"]
    as_manager.submit(other, "Lưu", lands=_SCORES, c4_1="2")


def test_another_set_takes_part_totals_and_says_what_is_not_known(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        db.session.execute(sa.update(Product).values(ocop_set=7))
        db.session.commit()
    as_manager.open(f"{_SCORES}/a", status=404)
    page = as_manager.open(as_manager.open(_OCOP).link("Ghi điểm từng phần"))
    answer = as_manager.submit(page, "Lưu", part_a="32,5", part_b="26", part_c="30")
    assert "nhiều nhất 25 điểm" in answer.error_beside("part_b")
    assert answer.soup.find(id="part_a")["value"] == "32,5"
    shown = as_manager.submit(answer, "Lưu", lands=_OCOP, part_b="7,4")
    assert "69,9/100" in shown.main
    assert "3 sao" in shown.main
    assert "chưa xét được mức tối thiểu" in shown.main


def test_the_dossier_tells_what_is_there_and_leads_to_what_is_missing(as_manager: Browser):
    page = as_manager.open(f"{_OCOP}/dossier")
    rows = dict(zip(page.texts("tbody th"), page.texts("tbody tr td:nth-of-type(1)"), strict=True))
    assert rows["Tên đơn vị"] == world.NAME_A
    assert rows["Người đại diện pháp lý"] == "Nguyễn Đại Diện"
    assert rows["Quy cách đóng gói"] == "Hộp 2 kg (2 kg), Thùng 10 kg (10 kg)"
    assert "Lên Sàn không lưu" in rows["Giới tính, dân tộc, nơi ở của người đại diện"]
    assert rows["Chức vụ"] == "còn thiếu: bổ sung"
    addresses = [link["href"] for link in page.soup.select("a.error")]
    assert f"{_OCOP}/dossier/edit#position" in addresses
    assert f"/cooperatives/{world.COOPERATIVE_A}/edit#story" in addresses
    for address in {address for address in addresses if not address.startswith("#")}:
        path, _hash, field = address.partition("#")
        target = as_manager.open(path)
        assert not field or target.soup.find(id=field), address
    assert len(page.soup.select("h2#evidence + .wide tbody tr")) == 15


def test_the_rest_of_the_dossier_is_typed_and_gives_the_product_its_code(as_manager: Browser):
    page = as_manager.open(f"{_OCOP}/dossier/edit")
    answer = as_manager.submit(page, "Lưu", position="Giám đốc", commune_number="1")
    assert "Số thứ tự và năm đi cùng nhau" in answer.error_beside("commune_year")
    assert answer.soup.find(id="position")["value"] == "Giám đốc"
    shown = as_manager.submit(answer, "Lưu", lands=f"{_OCOP}/dossier", commune_year="2026")
    assert "24-07582-01-2026" in shown.main
    assert "Giám đốc" in shown.main
    assert "Đăng ký lần đầu" in shown.main


def test_a_paper_is_kept_privately_without_what_the_camera_wrote(
    as_manager: Browser, as_officer: Browser, as_foreigner: Browser, browser: Browser
):
    picture, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Máy ảnh của bà Lan"
    Image.new("RGB", (300, 200), "white").save(picture, "JPEG", exif=exif)
    path = f"{_OCOP}/evidence/test-report"
    page = as_manager.open(path)
    sent = {"file": (picture.getvalue(), "phiếu kiểm nghiệm.jpg")}
    shown = as_manager.submit(
        page, "Lưu", lands=f"{_OCOP}/dossier", note="Số 12/KN, cô Hoa giữ", files=sent
    )
    assert "đã có" in shown.main
    assert "Số 12/KN" in shown.main
    kept = as_officer.download(f"{path}/file")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert not Image.open(io.BytesIO(kept.data)).getexif()
    as_foreigner.open(f"{path}/file", status=404)
    assert browser.client.get(f"{path}/file").status_code == 302
    gone = as_manager.submit(as_manager.open(path), "Bỏ tệp này", lands=path)
    assert "Tệp đã gửi" not in gone.main
    as_manager.open(f"{path}/file", status=404)


def test_a_pdf_is_taken_as_it_is_and_anything_else_is_refused(as_manager: Browser):
    path = f"{_OCOP}/evidence/declaration"
    page = as_manager.open(path)
    answer = as_manager.submit(
        page, "Lưu", note="Bản công bố", files={"file": (b"MZ\x90\x00", "cong bo.pdf")}
    )
    assert "Không đọc được tệp này" in answer.error_beside("file")
    assert answer.soup.find(id="note")["value"] == "Bản công bố"
    pdf = b"%PDF-1.4\n%%EOF\n"
    as_manager.submit(answer, "Lưu", lands=_OCOP, files={"file": (pdf, "cong bo.pdf")})
    assert as_manager.download(f"{path}/file").data == pdf
    as_manager.open(f"{_OCOP}/evidence/passport", status=404)


def test_the_checklist_is_printed(app: Flask, as_officer: Browser):
    asked = as_officer.submit(
        as_officer.open(f"{_OCOP}/dossier"), "Tạo tệp PDF để in", lands="/jobs/"
    )
    done = finished(app, as_officer, asked)
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=as_officer.download(f"{done.path}/file").data,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.decode()
    assert "BẢNG RÀ SOÁT HỒ SƠ OCOP" in text
    assert world.NAME_A in text


def test_the_renewal_window_is_shown_with_its_days(app: Flask, as_manager: Browser):
    certified(app, date(2026, 11, 22), date(2029, 11, 22))
    shown = as_manager.open(_OCOP)
    assert "22/11/2029" in shown.main
    assert "26/05/2029 – 25/07/2029" in shown.main


@pytest.mark.parametrize(
    ("ends_in", "words"),
    [
        (200, "mới bắt đầu"),
        (150, "Đang trong thời gian nộp"),
        (60, "Đã qua thời gian nộp"),
        (-5, "Giấy đã hết hạn 5 ngày"),
    ],
)
def test_certificates_near_their_window_are_listed(
    app: Flask, as_officer: Browser, as_officer_b: Browser, ends_in: int, words: str
):
    ends_on = world.TODAY + timedelta(days=ends_in)
    certified(app, ends_on - timedelta(days=1096), ends_on)
    page = as_officer.open("/ocop/renewals")
    assert page.texts("main li h2") == ["Vải thiều Lục Ngạn"]
    assert words in page.main
    assert as_officer_b.open("/ocop/renewals").texts("main li h2") == []


def test_a_certificate_far_from_its_window_is_not_listed(app: Flask, as_officer: Browser):
    certified(app, world.TODAY, world.TODAY + timedelta(days=1096))
    assert "Chưa có giấy chứng nhận OCOP nào sắp hết hạn" in as_officer.open("/ocop/renewals").main


def test_the_printed_end_of_an_older_certificate_is_typed_and_stays(
    app: Flask, as_manager: Browser
):
    certified(app, date(2025, 3, 10), None)
    page = as_manager.open(_OCOP)
    answer = as_manager.submit(page, "Lưu ngày hết hạn", ends_on="01/01/2020")
    assert "phải sau ngày cấp" in answer.error_beside("ends_on")
    shown = as_manager.submit(answer, "Lưu ngày hết hạn", lands=_OCOP, ends_on="10/3/2028")
    assert "10/03/2028" in shown.main
    assert "chờ duyệt" in as_manager.open(f"/products/{world.PRODUCT_A}").main
    edit = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(edit, "Lưu", lands="/products/", name="Vải thiều Lục Ngạn sớm")
    assert "10/03/2028" in as_manager.open(_OCOP).main


def test_what_is_not_mine_does_not_exist(as_manager_b: Browser, as_foreigner: Browser):
    for person in (as_manager_b, as_foreigner):
        for path in (_OCOP, f"{_SCORES}/a", f"{_OCOP}/dossier", f"{_OCOP}/evidence/story"):
            person.open(path, status=404)


def test_an_administrator_sees_and_changes_nothing(as_admin: Browser):
    page = as_admin.open(_OCOP)
    assert not page.soup.select("main form")
    assert not as_admin.open(f"{_OCOP}/dossier").soup.select("a.error")
    for path in (f"{_SCORES}/a", f"{_OCOP}/dossier/edit", f"{_OCOP}/evidence/story"):
        as_admin.open(path, status=403)


def test_every_criterion_has_its_own_question(as_volunteer: Browser):
    asked = [
        found["id"]
        for part in "abc"
        for found in as_volunteer.open(f"{_SCORES}/{part}").soup.select("fieldset.criterion")
    ]
    assert asked == [field_name(row.code) for row in all_criteria()]


def test_nothing_of_it_is_public(app: Flask, browser: Browser, as_manager: Browser):
    page = as_manager.open(f"{_SCORES}/a")
    as_manager.submit(page, "Lưu", lands=_SCORES, c3_2="1")
    with app.app_context():
        owner = db.session.scalar(
            sa.select(Cooperative.slug).where(Cooperative.name == world.NAME_A)
        )
    assert "OCOP" not in browser.open(f"/shop/{owner}/{world.PRODUCT_A}").main
