"""A spreadsheet sent in through the page, and what the page then says of it."""

from datetime import date

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.jobs import registry, runner
from shop_onboard.models.jobs import Job
from tests.imports.files import xlsx
from tests.pages import Browser, Page

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


def taken_back(app: Flask, person: Browser, page: Page) -> Page:
    """Take an import back, after looking at what would go."""
    asked = person.open(page.link("Hoàn tác cả lần nhập"))
    assert "Chưa có gì thay đổi" in asked.main
    return worked(app, person, person.submit(asked, "Hoàn tác", lands="/imports/"))


def told(page: Page) -> list[int]:
    """New, changed, unchanged, wrong, as a trial says."""
    lines = page.soup.select("main tfoot tr") or page.soup.select("main tbody tr")
    return [int(cell.get_text().replace(".", "")) for cell in lines[0].select("td")]


def counts(page: Page) -> list[int]:
    """New, changed, unchanged, wrong."""
    return [int(text.split()[0].replace(".", "")) for text in page.texts("ul.figures li")]


def offers(page: Page) -> set[str]:
    """What can be pressed on the page; nothing is offered twice."""
    found = page.texts("main button, main .actions a, main a[role=button]")
    assert len(found) == len(set(found)), found
    return set(found)


def good() -> bytes:
    return xlsx(
        {
            "Hợp tác xã": [COOPERATIVES, COOPERATIVE],
            "Sản phẩm": [PRODUCTS, PRODUCT],
            "Tiêu thụ": [SALES, SALE],
        }
    )
