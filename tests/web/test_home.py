"""The first page: short and true for strangers, a desk for each role."""

from tests import world
from tests.pages import Browser


def test_a_stranger_learns_what_this_is_and_where_to_go(browser: Browser):
    page = browser.open("/")
    assert "sàn thương mại điện tử" in page.texts("h1")[0]
    assert page.link("Đăng nhập") == "/login"
    assert page.link("Lên sàn thử") == f"/board/{world.CAMPAIGN}"
    assert "quét tem" not in page.texts("main h2"), "no sample lot, no link to its label"
    assert world.NAME_A not in page.text


def test_a_volunteer_sees_unfinished_records_and_the_next_step(
    as_volunteer: Browser, as_officer: Browser
):
    assert "Không còn bản nháp nào" in as_volunteer.open("/").main
    shown = as_volunteer.submit(
        as_volunteer.open("/cooperatives/new"),
        "Lưu",
        lands="/cooperatives/",
        name="Hợp tác xã Cam Đồng Cốc",
        representative="Trần Văn Mới",
        phone="051 000 0070",
        province="bac giang",
        commune="dong coc",
        former_district="Lục Ngạn",
    )
    desk = as_volunteer.open("/")
    assert "Hợp tác xã Cam Đồng Cốc bản nháp" in desk.main
    assert "Thêm sản phẩm đầu tiên" in desk.main
    as_volunteer.submit(shown, "Gửi để duyệt", lands="/cooperatives/")
    assert "1 hợp tác xã chờ duyệt" in as_officer.open("/").main
    as_officer.submit(
        as_officer.open(shown.path), "Trả lại", note="Thiếu số nhà", lands="/cooperatives/"
    )
    assert "Sửa theo ghi chú: Thiếu số nhà" in as_volunteer.open("/").main


def test_a_manager_sees_what_is_missing_and_what_was_sold(as_manager: Browser):
    page = as_manager.open("/")
    assert "Vải thiều Lục Ngạn đã duyệt chưa có ảnh" in page.main
    assert "mô tả chưa đủ" not in page.main
    assert world.NAME_B not in page.text
    assert "Mỳ Chũ" not in page.main
    sold_this_year = "500 kg" if (world.TODAY.timetuple().tm_yday > 3) else "chưa ghi"
    assert sold_this_year in page.main
    as_manager.submit(
        as_manager.open("/products/new"),
        "Lưu",
        lands="/products/",
        name="Vải sấy",
        description="Ngon.",
        packs__0__label="Túi",
        packs__0__net_mass_g="500 g",
        packs__0__price_vnd="90.000",
    )
    page = as_manager.open("/")
    for words in ("chưa gửi duyệt", "mô tả chưa đủ 100 ký tự", "chưa ghi tồn kho"):
        assert words in page.main


def test_officers_see_what_waits_and_how_programmes_stand(
    as_province: Browser, as_officer: Browser, as_foreigner: Browser
):
    for person, count, mass in ((as_province, 2, "800 kg · 40%"), (as_officer, 1, "500 kg · 25%")):
        page = person.open("/")
        assert f"{count} lần bán chưa đối chiếu" in page.main
        assert mass in page.main
        assert "Chỉ tiêu 2 tấn" in page.main
    foreign = as_foreigner.open("/").main
    assert "0 lần bán chưa đối chiếu" in foreign
    assert "không có chương trình nào đang chạy" in foreign, "it is another province's"


def test_an_administrator_sees_backups_jobs_and_the_database(
    as_admin: Browser, as_province: Browser, database_kind: str
):
    page = as_admin.open("/")
    assert "chưa lần nào" in page.main
    assert {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database_kind] in page.main
    assert "Chưa có việc nào" in page.main
    path = f"/campaigns/{world.CAMPAIGN}"
    as_province.submit(as_province.open(path), "Báo cáo PDF", lands="/jobs/")
    assert "1 đang chờ" in as_admin.open("/").main
