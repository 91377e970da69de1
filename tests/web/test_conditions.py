"""Before a shop is opened: what it takes, what is there, and papers that nobody else sees."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.values.conditions import MARKETPLACES, NEEDS, all_papers, conditions
from shop_onboard.values.dates import format_date
from shop_onboard.values.kinds import KIND_WORDS
from tests import world
from tests.pages import Browser, Page

PATH = "/listings/conditions"


@pytest.fixture
def folder(app: Flask) -> str:
    with app.app_context():
        return f"{PATH}/{cooperatives.one(SYSTEM, world.COOPERATIVE_A).slug}"


def jpeg() -> bytes:
    picture, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Máy ảnh của bà Lan"
    Image.new("RGB", (300, 200), "white").save(picture, "JPEG", exif=exif)
    return picture.getvalue()


def row(page: Page, marketplace: str, paper: str) -> str:
    section = page.soup.find(id=marketplace).parent
    return next(
        " ".join(each.get_text(" ").split())
        for each in section.select("tbody tr")
        if paper in each.get_text()
    )


def test_each_marketplace_says_what_is_known_with_its_source_and_asks_the_rest(
    as_manager: Browser, folder: str
):
    page = as_manager.open(folder)
    assert "luật buộc (Luật Thương mại điện tử 122/2025/QH15" in row(page, "shopee", "VNeID")
    assert "sàn cần (Tệp mẫu" in row(page, "tiktok_shop", "Địa chỉ lấy hàng")
    assert "«Đăng ký doanh nghiệp»" in row(page, "postmart", "Giấy đăng ký")
    assert "hỏi sàn" in row(page, "shopee", "an toàn thực phẩm")
    assert "22/11/2026" in page.main
    assert "tải tệp mẫu trắng, loại thông tin cơ bản" in page.main


def test_what_the_records_show_is_not_asked_again(as_manager: Browser, folder: str):
    page = as_manager.open(folder)
    assert "✓ có (theo hồ sơ hợp tác xã)" in row(page, "tiktok_shop", "Địa chỉ lấy hàng")
    assert "✓ có" in row(page, "shopee", "Tài khoản ngân hàng")
    assert "✓ có (theo giấy chứng nhận của sản phẩm)" in row(page, "shopee", "chỉ dẫn địa lý")
    assert "chưa rõ" in row(page, "shopee", "Mã số thuế")


def test_a_paper_is_kept_privately_and_reminded_of_before_it_ends(
    as_manager: Browser,
    as_officer: Browser,
    as_volunteer: Browser,
    as_admin: Browser,
    as_foreigner: Browser,
    as_manager_b: Browser,
    folder: str,
):
    path = f"{folder}/food-safety"
    soon = format_date(world.TODAY + timedelta(days=30))
    as_manager.submit(
        as_manager.open(path),
        "Lưu",
        lands=folder,
        state="have",
        expires_on=soon,
        note="Số 12, cô Hoa giữ",
        files={"file": (jpeg(), "giấy attp.jpg")},
    )
    for person in (as_manager, as_officer, as_volunteer):
        kept = person.download(f"{path}/file")
        assert kept.headers["Content-Disposition"].startswith("attachment")
        assert 'filename="giay-attp.jpg"' in kept.headers["Content-Disposition"]
        assert not Image.open(io.BytesIO(kept.data)).getexif()
    as_admin.open(f"{path}/file", status=403)
    for stranger in (as_foreigner, as_manager_b):
        stranger.open(f"{path}/file", status=404)
        stranger.open(folder, status=404)
        assert "giấy mở gian hàng sắp hết hạn" not in stranger.open("/").main
    for person in (as_manager, as_officer):
        home = person.open("/")
        shown = person.open(home.link("1 giấy mở gian hàng sắp hết hạn"))
        assert f"hết hạn ngày {soon}" in shown.main
    gone = as_manager.submit(as_manager.open(path), "Bỏ tệp này", lands=path)
    assert "Tệp đã gửi" not in gone.main
    as_manager.open(f"{path}/file", status=404)


def test_the_number_of_an_identity_is_not_kept(as_manager: Browser, folder: str):
    page = as_manager.open(f"{folder}/vneid")
    wrong = as_manager.submit(page, "Lưu", status=422, state="have", note="CCCD 001099012345")
    assert "Đừng ghi số căn cước ở đây" in wrong.main
    assert wrong.soup.select_one("[name=note]")["value"] == "CCCD 001099012345"
    assert "001099012345" not in as_manager.open(f"{folder}/vneid").main


def test_a_paper_that_has_ended_is_missing(as_manager: Browser, folder: str):
    past = format_date(world.TODAY - timedelta(days=1))
    page = as_manager.submit(
        as_manager.open(f"{folder}/registration"),
        "Lưu",
        lands=folder,
        state="have",
        expires_on=past,
    )
    assert "thiếu (đã hết hạn)" in row(page, "shopee", "Giấy đăng ký")


def test_nobody_is_asked_for_a_picture_of_an_identity(as_manager: Browser, folder: str):
    page = as_manager.open(f"{folder}/vneid")
    assert page.soup.find(id="file") is None
    answer = as_manager.submit(page, "Lưu", files={"file": (jpeg(), "cccd.jpg")}, state="have")
    assert "Mục này không nhận tệp" in answer.main
    as_manager.open(f"{folder}/passport", status=404)


def test_two_people_writing_about_one_paper_see_both(
    as_manager: Browser, as_officer: Browser, folder: str
):
    path = f"{folder}/bank"
    mine, theirs = as_manager.open(path), as_officer.open(path)
    as_officer.submit(theirs, "Lưu", lands=folder, note="Bản của cán bộ")
    page = as_manager.submit(mine, "Lưu", note="Bản của HTX", status=409)
    assert "Bản của cán bộ" in page.main
    assert "Bản của HTX" in page.main


def test_a_group_without_a_tax_code_is_told_its_choices(
    app: Flask, as_manager: Browser, folder: str
):
    assert "chưa có mã số thuế" not in as_manager.open(folder).main
    with app.app_context(), writing():
        cooperatives.one(SYSTEM, world.COOPERATIVE_A).kind = "cooperative_group"
        db.session.commit()
    page = as_manager.open(folder)
    assert len(page.soup.select("#choices li")) == 4
    assert "hãy hỏi sàn trước khi chọn cách 1" in page.main


def test_every_fact_has_a_day_and_what_is_sure_has_a_source():
    for marketplace in MARKETPLACES:
        for kind in KIND_WORDS:
            found = conditions(marketplace, kind)
            papers = [each.paper.key for each in found]
            assert len(papers) == len(set(papers))
            assert {"registration", "tax-code", "vneid", "food-safety"} <= set(papers)
            assert {"ocop", "gi", "bank", "pickup"} <= set(papers)
            for each in found:
                assert each.checked_on
                assert each.need in NEEDS
                assert bool(each.sources[0]) == bool(each.words[0]) == bool(each.words[1])
                assert each.need == "ask" or each.sources[0]
    assert not all_papers()["vneid"].takes_file


def test_saving_a_paper_leads_back_to_it(as_manager: Browser, folder: str):
    page = as_manager.open(folder)

    def saved(link: str) -> str:
        form = as_manager.open(link)
        address = form.form("Lưu")["action"]
        sent = {"csrf_token": form.soup.find(attrs={"name": "csrf_token"})["value"]}
        held = form.soup.select_one("main input[name=version]")["value"]
        answer = as_manager.client.post(address, data=sent | {"version": held, "state": "missing"})
        assert answer.status_code == 302
        return str(answer.headers["Location"]).partition("#")[2]

    row = page.soup.find(id="tiktok_shop-food-safety")
    assert saved(str(row.a["href"])) == "tiktok_shop-food-safety"
    card = as_manager.open(folder).soup.find(id="paper-registration")
    assert saved(str(card.a["href"])) == "paper-registration"
    assert saved(f"{folder}/registration?list=//evil.example") == "paper-registration"
