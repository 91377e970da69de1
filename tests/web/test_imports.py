"""Bringing a spreadsheet in through the page: what goes in, what is sent back, and to whom."""

import io
from datetime import date

import openpyxl
import pytest
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.jobs import registry, runner
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.models.sales import Sale
from tests import world
from tests.imports.files import xlsx
from tests.imports.test_photo_zip import packed
from tests.pages import Browser, Page
from tests.web.test_sample_doors import make_sample
from tests.web.work import finished

COOPERATIVES = ["Mã HTX", "Tên*", "Loại hình*", "Người đại diện*", "SĐT", "Tỉnh*", "Xã/Phường*"]
PRODUCTS = ["Mã SP*", "Mã HTX*", "Tên*", "Quy cách*", "Khối lượng tịnh*", "Giá bán*"]
SALES = ["Ngày*", "Mã HTX*", "Mã SP", "Kênh*", "Sản lượng", "Chương trình"]
COOPERATIVE = ["HTX-N", "HTX Mới", "hợp tác xã", "Lê Văn Mới", "0510000071", "Bắc Ninh", "Lục Ngạn"]
PRODUCT = ["VAI-N", "HTX-N", "Vải u hồng", "thùng 5 kg", "5 kg", "150.000"]
SALE = [date(2026, 6, 5), "HTX-N", "VAI-N", "Shopee", "1,2 tấn", None]


def send(person: Browser, content: bytes, name: str = "danh sách.xlsx") -> Page:
    """Send a file in; the page on which it is looked through."""
    page = person.open("/imports/new")
    return person.submit(page, "Gửi bảng tính", files={"file": (content, name)}, lands="/imports/")


def worked(app: Flask, person: Browser, page: Page) -> Page:
    """The import's page after a worker has done what is asked for."""
    code = page.path.split("/")[2]
    with app.app_context():
        keys = [f"{kind}:{code}" for kind in ("import", "import-check", "import-undo")]
        query = db.session.query(Job).filter(Job.dedupe_key.in_(keys), Job.state == "waiting")
        job_id = query.one().id
    runner.run(app, registry.handlers(), job_id)
    return person.open(f"/imports/{code}")


def look(app: Flask, person: Browser, content: bytes, name: str = "danh sách.xlsx") -> Page:
    """Send a file in; what would happen with it."""
    page = send(person, content, name)
    assert "đang xem thử" in page.main
    return worked(app, person, page)


def bring_in(app: Flask, person: Browser, content: bytes, name: str = "danh sách.xlsx") -> Page:
    """Send a file in, confirm, and let a worker do its work."""
    page = look(app, person, content, name)
    assert "Chưa có gì được lưu" in page.main
    return worked(app, person, person.submit(page, "Xác nhận nhập", lands="/imports/"))


def told(page: Page) -> list[int]:
    """New, changed, unchanged, wrong, as a trial says."""
    lines = page.soup.select("main tfoot tr") or page.soup.select("main tbody tr")
    return [int(cell.get_text().replace(".", "")) for cell in lines[0].select("td")]


def counts(page: Page) -> list[int]:
    """New, changed, unchanged, wrong."""
    return [int(text.split()[0].replace(".", "")) for text in page.texts("ul.figures li")]


def good() -> bytes:
    return xlsx(
        {
            "Hợp tác xã": [COOPERATIVES, COOPERATIVE],
            "Sản phẩm": [PRODUCTS, PRODUCT],
            "Tiêu thụ": [SALES, SALE],
        }
    )


def test_a_volunteer_brings_in_a_spreadsheet_and_finds_it_on_the_pages(
    app: Flask, as_volunteer: Browser
):
    page = bring_in(app, as_volunteer, good())
    assert "đã xong" in page.main
    assert counts(page) == [3, 0, 0, 0]
    made = as_volunteer.open(page.link("Hợp tác xã"))
    assert "HTX Mới" in made.main
    assert "Vải u hồng" in as_volunteer.open("/products/").main
    assert "3 mới · 0 sửa · 0 giữ nguyên · 0 lỗi" in as_volunteer.open("/imports/").main


def test_the_same_file_twice_creates_nothing(app: Flask, as_volunteer: Browser):
    bring_in(app, as_volunteer, good(), "lần một.xlsx")
    page = look(app, as_volunteer, good(), "lần hai.xlsx")
    assert told(page) == [0, 0, 3, 0]
    assert "không còn gì để nhập" in page.main


def test_a_changed_row_changes_the_record(app: Flask, as_volunteer: Browser):
    bring_in(app, as_volunteer, good(), "lần một.xlsx")
    dearer = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "160.000"]]})
    assert counts(bring_in(app, as_volunteer, dearer, "giá mới.xlsx")) == [0, 1, 0, 0]


def test_sending_twice_in_one_breath_is_one_import(as_volunteer: Browser):
    # One file: a workbook written again a second later carries another time of writing.
    content = good()
    assert send(as_volunteer, content).path == send(as_volunteer, content).path


def test_every_wrong_cell_is_named_and_good_rows_go_in(app: Flask, as_volunteer: Browser):
    content = xlsx(
        {
            "Danh sách HTX": [
                COOPERATIVES,
                COOPERATIVE,
                ["HTX-P", "HTX Hai", "hợp tác xã", "Ai Đó", "09l2345678", "Bắc Ninh", "Lục Ngạn"],
                ["HTX-Q", "HTX Ba", "hợp tác xã", "Ai Đó", "0510000073", "Bắc Ninh", "Xã Không Có"],
            ],
            "Sản phẩm": [PRODUCTS, PRODUCT, ["MY-N", "HTX-N", "Mỳ", "gói", "500 g", "25k"]],
            "Doanh số": [
                SALES,
                SALE,
                [date(2026, 6, 5), "HTX-N", None, "Shopee", "1,200 tấn", None],
                ["31/02/2026", "HTX-N", None, "Shopee", "5 kg", None],
                [date(2026, 6, 6), "HTX-N", None, "Shopee", "5 kg", "CT-KHONG-CO"],
            ],
        }
    )
    page = bring_in(app, as_volunteer, content)
    assert counts(page) == [3, 0, 0, 6]
    found = {
        item.find("h3").get_text(strip=True): item.find("p").get_text()
        for item in page.soup.select("main ul.cards li")
    }
    assert set(found) == {
        "Danh sách HTX · dòng 3 · cột SĐT",
        "Danh sách HTX · dòng 4 · cột Xã/Phường*",
        "Sản phẩm · dòng 3 · cột Giá bán*",
        "Doanh số · dòng 3 · cột Sản lượng",
        "Doanh số · dòng 4 · cột Ngày*",
        "Doanh số · dòng 5 · cột Chương trình",
    }
    assert "hãy ghi 25.000" in found["Sản phẩm · dòng 3 · cột Giá bán*"]
    assert "«1.200 tấn»" in found["Doanh số · dòng 3 · cột Sản lượng"]
    with app.app_context():
        assert db.session.query(Sale).filter(Sale.mass_g == 1_200_000).count() == 1
        assert db.session.query(Cooperative).filter(Cooperative.code == "HTX-P").count() == 0


def test_the_wrong_rows_come_back_as_a_file_that_can_be_mended_and_sent(
    app: Flask, as_volunteer: Browser
):
    wrong = [*COOPERATIVE[:4], "09l2345678", *COOPERATIVE[5:]]
    first = look(app, as_volunteer, xlsx({"Hợp tác xã": [COOPERATIVES, wrong]}), "một.xlsx")
    reply = as_volunteer.download(first.link("Tải các dòng lỗi (.xlsx)"))
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    sheet = book["Hợp tác xã"]
    assert "SĐT" in str(sheet["A2"].value)
    place = next(cell.column for cell in sheet[1] if cell.value == "SĐT")
    assert sheet.cell(2, place).value == "09l2345678"
    sheet.cell(2, place).value = "0510000071"
    mended = io.BytesIO()
    book.save(mended)
    assert counts(bring_in(app, as_volunteer, mended.getvalue(), "hai.xlsx")) == [1, 0, 0, 0]


def test_an_unreadable_workbook_is_refused_at_once_with_a_sentence(as_volunteer: Browser):
    page = as_volunteer.open("/imports/new")
    content = b"%PDF-1.7 not a table"
    answer = as_volunteer.submit(page, "Gửi bảng tính", files={"file": (content, "a.xlsx")})
    assert "Tệp này không phải bảng tính" in answer.main
    assert "Chưa nhập bảng tính nào" in as_volunteer.open("/imports/").main


def test_no_file_is_asked_for_again(as_volunteer: Browser):
    page = as_volunteer.open("/imports/new")
    answer = as_volunteer.submit(page, "Gửi bảng tính")
    assert "Hãy chọn một bảng tính" in answer.error_beside("file")
    empty = as_volunteer.submit(page, "Gửi bảng tính", files={"file": (b"", "trống.xlsx")})
    assert empty.error_beside("file")


def test_a_volunteer_cannot_bring_in_another_commune(app: Flask, as_volunteer: Browser):
    foreign = [*COOPERATIVE[:6], "Nam Dương"]
    page = look(app, as_volunteer, xlsx({"Hợp tác xã": [COOPERATIVES, foreign]}))
    assert told(page) == [0, 0, 0, 1]
    assert "ngoài địa bàn" in page.main
    assert "Xã/Phường*" in page.main


def test_the_same_code_in_two_unions_is_two_cooperatives(
    app: Flask, as_volunteer: Browser, as_officer_b: Browser
):
    bring_in(app, as_volunteer, good())
    theirs = [
        "HTX-N",
        "HTX Nam Dương",
        "trang trại",
        "Bà Khác",
        "0510000074",
        "Bắc Ninh",
        "Nam Dương",
    ]
    product = ["VAI-N", "HTX-N", "Mỳ gạo", "gói", "1 kg", "40.000"]
    page = bring_in(
        app,
        as_officer_b,
        xlsx({"Hợp tác xã": [COOPERATIVES, theirs], "Sản phẩm": [PRODUCTS, product]}),
        "nam dương.xlsx",
    )
    assert counts(page) == [2, 0, 0, 0]
    with app.app_context():
        names = {row.name for row in db.session.query(Cooperative).filter_by(code="HTX-N")}
        assert names == {"HTX Mới", "HTX Nam Dương"}
        assert {row.name for row in db.session.query(Product).filter_by(code="VAI-N")} == {
            "Vải u hồng",
            "Mỳ gạo",
        }


def test_codes_of_another_union_are_not_reached(app: Flask, as_foreigner: Browser):
    content = xlsx(
        {
            "Sản phẩm": [PRODUCTS, ["VAI-A", world.COOPERATIVE_A, "Đổi tên", "x", "1 kg", "1.000"]],
            "Tiêu thụ": [
                SALES,
                [date(2026, 6, 5), world.COOPERATIVE_A, None, "Shopee", "5 kg", None],
            ],
        }
    )
    page = look(app, as_foreigner, content)
    assert told(page) == [0, 0, 0, 2]
    with app.app_context():
        assert db.session.query(Product).filter_by(code="VAI-A").one().name == "Vải thiều Lục Ngạn"


def test_somebody_elses_import_does_not_exist(
    app: Flask, as_volunteer: Browser, as_foreigner, as_officer
):
    page = bring_in(app, as_volunteer, good())
    as_foreigner.open(page.path, status=404)
    as_foreigner.open(f"{page.path}/errors", status=404)
    assert counts(as_officer.open(page.path)) == [3, 0, 0, 0]


def test_who_may_not_import_is_told_so(as_manager: Browser, as_admin: Browser):
    for person in (as_manager, as_admin):
        person.open("/imports/", status=403)
        person.open("/imports/new", status=403)


def test_the_template_is_a_workbook_that_imports_as_nothing(app: Flask, as_volunteer: Browser):
    reply = as_volunteer.download("/imports/template")
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    assert "Hợp tác xã" in book.sheetnames
    page = look(app, as_volunteer, reply.get_data(), "mẫu.xlsx")
    assert told(page) == [0, 0, 0, 0]


def test_a_stopped_trial_and_a_stopped_import_go_on_when_asked(app: Flask, as_volunteer: Browser):
    page = send(as_volunteer, good())
    as_volunteer.submit(page, "Dừng việc này", lands="/jobs/")
    stopped = as_volunteer.open(page.path)
    assert "đã hủy" in stopped.main
    again = as_volunteer.submit(stopped, "Xem trước lại", lands="/imports/")
    checked = worked(app, as_volunteer, again)
    page = as_volunteer.submit(checked, "Xác nhận nhập", lands="/imports/")
    as_volunteer.submit(page, "Dừng việc này", lands="/jobs/")
    again = as_volunteer.submit(as_volunteer.open(page.path), "Nhập lại tệp này", lands="/imports/")
    assert counts(worked(app, as_volunteer, again)) == [3, 0, 0, 0]


def test_what_is_taken_out_comes_back_in_unchanged(app: Flask, as_officer: Browser):
    with app.app_context(), writing():
        db.session.query(Sale).first().evidence = "=1+1"
        db.session.commit()
    bring_in(app, as_officer, good(), "thêm.xlsx")
    page = as_officer.open("/imports/")
    job = as_officer.submit(page, "Tải dữ liệu đang có", lands="/jobs/")
    finished(app, as_officer, job)
    content = as_officer.download(f"{job.path}/file").get_data()
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = [row[1].value for row in book["Hợp tác xã"].iter_rows(min_row=2)]
    assert sorted(filter(None, names)) == ["HTX Mới", world.NAME_A]
    back = look(app, as_officer, content, "trở lại.xlsx")
    created, updated, unchanged, failed = told(back)
    assert (created, updated, failed) == (0, 0, 0), back.main
    assert unchanged > 5


def test_nothing_is_saved_before_it_is_confirmed_and_the_echo_says_how_it_was_read(
    app: Flask, as_volunteer: Browser
):
    page = look(app, as_volunteer, good())
    assert told(page) == [3, 0, 0, 0]
    for said in ("1.200 kg", "05/06/2026", "xã Lục Ngạn, Bắc Ninh", "150.000 đ", "0510 000 071"):
        assert said in page.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main
    as_volunteer.submit(page, "Bỏ tệp này", lands="/imports/")
    assert "Chưa nhập bảng tính nào" in as_volunteer.open("/imports/").main
    with app.app_context():
        assert db.session.query(Cooperative).filter_by(code="HTX-N").count() == 0


def test_a_whole_import_is_taken_back_and_can_come_again(app: Flask, as_volunteer: Browser):
    page = bring_in(app, as_volunteer, good())
    asked = as_volunteer.submit(page, "Hoàn tác cả lần nhập", lands="/imports/")
    undone = worked(app, as_volunteer, asked)
    assert "Đã hoàn tác 3 thay đổi" in undone.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main
    assert told(look(app, as_volunteer, good(), "lại.xlsx")) == [3, 0, 0, 0]


def test_what_others_have_built_on_stays_when_an_import_is_taken_back(
    app: Flask, as_volunteer: Browser
):
    page = bring_in(app, as_volunteer, good())
    dearer = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "160.000"]]})
    bring_in(app, as_volunteer, dearer, "giá mới.xlsx")
    asked = as_volunteer.submit(as_volunteer.open(page.path), "Hoàn tác cả lần nhập", lands="/i")
    undone = worked(app, as_volunteer, asked)
    assert "Giữ lại" in undone.main
    assert "Vải u hồng" in undone.main
    assert "Vải u hồng" in as_volunteer.open("/products/").main


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def test_pictures_in_a_zip_go_to_the_products_that_name_them(app: Flask, as_volunteer: Browser):
    named = [[*PRODUCTS, "Ảnh"], [*PRODUCT, "Hồng.jpg; thiếu.jpg; hỏng.png"]]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, COOPERATIVE], "Sản phẩm": named})
    pictures = packed(
        {"ảnh/hồng.JPG": picture("red"), "thừa.png": picture("blue"), "hỏng.png": b"no picture"}
    )
    page = as_volunteer.open("/imports/new")
    files = {"file": (content, "hàng.xlsx"), "photos": (pictures, "ảnh.zip")}
    page = as_volunteer.submit(page, "Gửi bảng tính", files=files, lands="/imports/")
    trial = worked(app, as_volunteer, page)
    assert told(trial) == [2, 0, 0, 0]
    assert "1 ảnh được ghi trong bảng tính mà không có trong tệp .zip: «thiếu.jpg»" in trial.main
    assert "1 ảnh trong tệp .zip không dòng nào ghi tới: «thừa.png»" in trial.main
    done = worked(app, as_volunteer, as_volunteer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [2, 0, 0, 0]
    assert "Ảnh «hỏng.png»: Không đọc được ảnh này" in trial.main
    assert "Ảnh «hỏng.png»: Không đọc được ảnh này" in done.main
    with app.app_context():
        product = db.session.query(Product).filter_by(code="VAI-N").one()
        (photo,) = db.session.query(ProductPhoto).filter_by(product_id=product.id)
        assert (photo.file_name, photo.media_type) == ("Hồng.jpg", "image/jpeg")
        assert photo.shows_people
    page = as_volunteer.submit(
        as_volunteer.open("/imports/new"), "Gửi bảng tính", files=files, lands="/imports/"
    )
    assert told(worked(app, as_volunteer, page)) == [0, 0, 2, 0]


def test_a_zip_that_is_none_is_refused_beside_its_field(as_volunteer: Browser):
    files = {"file": (good(), "a.xlsx"), "photos": (b"PK nothing", "ảnh.zip")}
    page = as_volunteer.open("/imports/new")
    answer = as_volunteer.submit(page, "Gửi bảng tính", files=files)
    assert "không đọc được" in answer.error_beside("photos")


@pytest.fixture
def as_sample_volunteer(app: Flask, as_volunteer: Browser) -> Browser:
    """The volunteer, when all of the small world is a sample."""
    make_sample(app)
    return as_volunteer


def test_the_file_to_try_does_what_its_link_promises(app: Flask, as_sample_volunteer: Browser):
    page = as_sample_volunteer.open("/imports/new")
    file = as_sample_volunteer.download(page.link("Tải tệp thử (6 dòng đúng, 2 dòng sai)"))
    content = file.get_data()
    first = bring_in(app, as_sample_volunteer, content, "thử.xlsx")
    assert counts(first) == [6, 0, 0, 2]
    assert "hãy ghi 25.000" in first.main
    assert "OI-KHONG-CO" in first.main
    assert len(first.soup.select("main ul.cards li")) == 2
    assert "Tập nhập xã Lục Ngạn (mẫu)" in as_sample_volunteer.open("/cooperatives/").main
    assert counts(bring_in(app, as_sample_volunteer, content, "lại.xlsx")) == [0, 0, 6, 2]
    with app.app_context():
        made = db.session.query(Cooperative).filter_by(code="HTX-THU").one()
        assert made.is_sample


def test_the_province_tries_it_in_one_of_its_communes(app: Flask, as_province: Browser):
    make_sample(app)
    content = as_province.download("/imports/practice").get_data()
    assert counts(bring_in(app, as_province, content, "thử.xlsx")) == [6, 0, 0, 2]


def test_nobody_practises_among_real_records(app: Flask, as_volunteer: Browser):
    assert "Tải tệp thử" not in as_volunteer.open("/imports/new").main
    as_volunteer.open("/imports/practice", status=302)
    assert "chỉ có khi dùng dữ liệu mẫu" in as_volunteer.open("/imports/new").main
    make_sample(app)
    app.config["ENVIRONMENT"] = "production"
    assert "Tải tệp thử" not in as_volunteer.open("/imports/new").main
    as_volunteer.open("/imports/practice", status=302)


def test_one_cause_is_told_once_with_its_first_rows(app: Flask, as_volunteer: Browser):
    strangers = [["V", "HTX-X", "Vải", f"túi {number}", "1 kg", "9.000"] for number in range(120)]
    others = [[f"W{number}", f"HTX-{number}", "Vải", "túi", "1 kg", "9.000"] for number in range(6)]
    content = xlsx({"Sản phẩm": [PRODUCTS, *strangers, *others]})
    page = bring_in(app, as_volunteer, content)
    assert counts(page) == [0, 0, 0, 126]
    assert page.texts("main ul.cards h3") == ["Sản phẩm · cột Mã HTX* · 126 dòng"]
    told = page.texts("main ul.cards p")
    assert told[0].startswith("Không có HTX mã «HTX-X»")
    assert told[0].endswith("120 dòng: 2, 3, 4, 5, 6…")
    assert told[1].endswith("Dòng 122.")
    assert told[5] == "Và 2 chỗ khác cùng lỗi này; tệp tải về có đủ."
    assert len(told) == 6
