"""Officers change what stands below them, through pages, and a sheet is looked through first."""

import pytest
from flask import Flask

from tests import world
from tests.pages import Browser
from tests.union_files import PEOPLE, UNITS, book

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_an_officer_founds_a_unit_below_their_own(as_officer: Browser):
    shown = as_officer.open("/organisations/DX-A")
    page = as_officer.open(shown.link("Thêm đơn vị cấp dưới"))
    assert "Đơn vị cấp trên: Đoàn xã Lục Ngạn" in page.main
    assert "Cấp tỉnh, thành phố" not in page.texts("select[name=kind] option")
    refused = as_officer.submit(page, "Lưu", name="Đoàn trường THPT Lục Ngạn số 1")
    assert refused.error_beside("code") == "Hãy đặt một mã ngắn, ví dụ DX-07582."
    made = as_officer.submit(
        refused, "Lưu", lands="/organisations/T-1", code="T-1", kind="attached"
    )
    assert made.texts("h1") == ["Đoàn trường THPT Lục Ngạn số 1"]
    assert "Đoàn trường THPT" in as_officer.open("/organisations/DX-A").main


def test_declared_numbers_are_shown_beside_counted_ones(as_province: Browser):
    page = as_province.open("/organisations/TD-BN/edit")
    shown = as_province.submit(
        page,
        "Lưu",
        lands="/organisations/TD-BN",
        declared_unit_count="5",
        declared_branch_count="231",
        declared_member_count="2.710",
        gathered_permille="82",
        declared_on="31/12/2024",
    )
    assert "Đơn vị trực thuộc 2 liệt kê / 5 khai báo, chênh 3" in shown.main
    assert "0 liệt kê / 231 khai báo, chênh 231" in shown.main
    assert "2.710 – tập hợp 82% thanh niên" in shown.main
    assert "khoảng 3.305 (2.710 ÷ 82%)" in shown.main
    assert "ngày 31/12/2024" in shown.main
    refused = as_province.submit(page, "Lưu", gathered_permille="182", declared_unit_count="-1")
    assert "từ 1 đến 100" in refused.error_beside("gathered_permille")
    assert refused.soup.find(id="gathered_permille")["value"] == "182"


def test_a_renamed_unit_keeps_its_old_name(as_province: Browser):
    page = as_province.open("/organisations/DX-A/edit")
    shown = as_province.submit(
        page,
        "Lưu",
        lands="/organisations/DX-A",
        name="Đoàn phường Lục Ngạn",
        renamed_on="01/01/2026",
    )
    assert "Đoàn xã Lục Ngạn, thuộc Tỉnh đoàn Bắc Ninh đến hết 31/12/2025" in shown.main
    # The page was filled from the earlier version: both are shown, nothing is overwritten.
    lost = as_province.submit(page, "Lưu", name="Đoàn xã Lục Ngạn II", status=409)
    assert "Đoàn phường Lục Ngạn" in lost.main
    assert "Đoàn xã Lục Ngạn II" in lost.main


def test_a_unit_is_merged_and_its_cooperatives_go_along(as_province: Browser):
    shown = as_province.open("/organisations/DX-A")
    page = as_province.open(shown.link("Kết thúc, sáp nhập"))
    refused = as_province.submit(page, "Ghi ngày kết thúc", last_day="30/06/2026")
    assert "Còn 1 hợp tác xã chưa có đơn vị tiếp nhận" in refused.error_beside("successors")
    refused = as_province.submit(
        refused, "Ghi ngày kết thúc", last_day="30/06/2026", successors="doan xa khong co"
    )
    assert "Không thấy đơn vị" in refused.error_beside("successors")
    done = as_province.submit(
        refused,
        "Ghi ngày kết thúc",
        lands="/organisations/DX-A",
        last_day="30/06/2026",
        successors="doan xa nam duong",
    )
    assert "1 hợp tác xã và 0 vai trò được chuyển" in done.main
    assert "Đơn vị này đã kết thúc ngày 30/06/2026" in done.main
    assert "Hợp tác xã phụ trách 2" in as_province.open("/organisations/DX-B").main


def test_a_unit_moves_under_a_level_that_a_province_founds_again(as_province: Browser):
    page = as_province.open("/organisations/new")
    as_province.submit(
        page, "Lưu", lands="/organisations/CUM", name="Cụm số 1", code="CUM", kind="district"
    )
    page = as_province.open("/organisations/DX-A/move")
    moved = as_province.submit(
        page, "Chuyển", lands="/organisations/DX-A", parent="CUM", first_day="01/07/2026"
    )
    assert "Đơn vị cấp trên Cụm số 1" in moved.main
    assert "thuộc Tỉnh đoàn Bắc Ninh đến hết 30/06/2026" in moved.main


def test_nobody_changes_what_is_not_below_them(as_officer: Browser, as_volunteer: Browser):
    # Their own unit is theirs to describe, not to end or to move.
    as_officer.open("/organisations/DX-A/edit")
    as_officer.open("/organisations/DX-A/end", status=403)
    as_officer.open("/organisations/DX-A/move", status=403)
    as_officer.open("/organisations/DX-B/edit", status=404)
    as_officer.open("/organisations/new?under=DX-B", status=404)
    assert "Thêm đơn vị cấp dưới" not in as_volunteer.open("/organisations/DX-A").main
    as_volunteer.open("/organisations/DX-A/edit", status=403)
    as_volunteer.open("/organisations/import", status=403)


def test_a_group_is_named_from_communes_and_a_former_district(as_admin: Browser):
    page = as_admin.open("/organisations/groups/new")
    typed = {"name": "Khu vực Lục Ngạn (huyện cũ)", "code": "KV-LN", "valid_from": "01/07/2025"}
    refused = as_admin.submit(
        page, "Lưu", **typed, keeper="TD-BN", communes="xã Không Có, Bắc Ninh"
    )
    assert "Không thấy xã, phường" in refused.error_beside("communes")
    shown = as_admin.submit(
        refused, "Lưu", lands="/organisations/groups/KV-LN", communes="huyện Lục Ngạn, Bắc Giang"
    )
    assert "11 xã, phường" in shown.main
    edited = as_admin.submit(
        as_admin.open("/organisations/groups/KV-LN/edit"),
        "Lưu",
        lands="/organisations/groups/KV-LN",
        communes="xã Lục Ngạn, Bắc Ninh\nxã Nam Dương, Bắc Ninh",
        valid_to="31/12/2026",
    )
    assert "2 xã, phường" in edited.main
    assert "Khu vực Lục Ngạn" in as_admin.open("/organisations/groups?q=luc+ngan").main


def test_an_officer_groups_only_communes_of_their_own(as_province: Browser):
    page = as_province.open("/organisations/groups/new")
    refused = as_province.submit(
        page, "Lưu", name="Nhóm", code="N1", communes="xã Trấn Yên, Lào Cai"
    )
    assert "Ngoài địa bàn bạn phụ trách: xã Trấn Yên" in refused.error_beside("communes")


@only_sqlite
def test_a_sheet_is_looked_through_first_and_put_in_once(app: Flask, as_province: Browser):
    content = book(
        units=[
            UNITS,
            ("CD-1", "Chi đoàn Bãi Bông", "Chi đoàn", "DX-9", "", "", ""),
            ("DX-9", "Đoàn xã Kiên Lao", "Đoàn xã", "TD-BN", "Bắc Ninh", "kien lao", "01/07/2025"),
            ("X-1", "Sai", "Đoàn xã", "KHONG-CO", "", "", ""),
        ],
        people=[PEOPLE, ("Nguyễn Thị An", "0510000070", "tình nguyện viên", "DX-9")],
    )
    page = as_province.open("/organisations/import")
    seen = as_province.submit(
        page,
        "Xem trước",
        lands="/organisations/import/check",
        files={"file": (content, "cây.xlsx")},
    )
    assert "Chưa có gì thay đổi" in seen.main
    assert "Đơn vị 2 0 0 1" in seen.main
    assert "Người 1 0 0 0" in seen.main
    assert "Không có đơn vị cấp trên mã «KHONG-CO»." in seen.main
    as_province.open("/organisations/DX-9", status=404)
    wrong = as_province.client.post(
        "/organisations/import/errors", data=_hidden(seen, "Tải các dòng lỗi (.xlsx)")
    )
    assert wrong.status_code == 200
    assert wrong.data[:2] == b"PK"
    done = as_province.submit(seen, "Ghi vào", lands="/organisations/import/check")
    assert "đơn vị thêm 2, sửa 0, giữ nguyên 0; mời 1 người" in done.main
    assert "Không còn gì để ghi" in done.main
    assert "Chi đoàn Bãi Bông" in as_province.open("/organisations/DX-9").main
    links = as_province.client.post(
        "/organisations/import/links", data=_hidden(done, "Tải liên kết mời (.xlsx)")
    )
    assert links.status_code == 200
    # Another person does not reach the file through its address.
    other = Browser(app).signed_in_as(world.PHONES["officer"])
    answer = other.client.get(done.path)
    assert answer.headers["Location"] == "/organisations/import"


def _hidden(page, button: str) -> dict[str, str]:
    return {field["name"]: field["value"] for field in page.form(button).find_all("input")}


def test_a_file_that_is_no_such_sheet_says_so(as_province: Browser):
    page = as_province.open("/organisations/import")
    refused = as_province.submit(page, "Xem trước", files={"file": (b"a,b\n1,2\n", "la.csv")})
    assert "Không nhận ra trang nào" in refused.main
    template = as_province.download("/organisations/import/template")
    assert template.data[:2] == b"PK"


def test_a_csv_of_units_comes_in_too(as_province: Browser):
    text = "Mã;Tên;Loại;Đơn vị cấp trên\nDX-8;Đoàn xã Tân Sơn;Đoàn xã;TD-BN\n"
    page = as_province.open("/organisations/import")
    seen = as_province.submit(
        page,
        "Xem trước",
        lands="/organisations/import/check",
        files={"file": (text.encode("utf-8-sig"), "don vi.csv")},
    )
    assert "Đơn vị 1 0 0 0" in seen.main


@only_sqlite
def test_a_long_tree_is_paged_and_can_be_narrowed(app: Flask, as_admin: Browser):
    rows = [(f"C-{n:03}", f"Chi đoàn số {n}", "Chi đoàn", "DX-A", "", "", "") for n in range(60)]
    page = as_admin.open("/organisations/import")
    seen = as_admin.submit(
        page,
        "Xem trước",
        lands="/organisations/import/check",
        files={"file": (book(units=[UNITS, *rows]), "a.xlsx")},
    )
    as_admin.submit(seen, "Ghi vào", lands="/organisations/import/check")
    whole = as_admin.open("/organisations/")
    assert len(whole.texts("main .tree a")) == 25
    assert "Trang 1/3" in whole.main
    assert "Trang 1/3" in as_admin.open("/organisations/DX-A").main
    narrowed = as_admin.open("/organisations/?kind=commune&standing=1")
    assert len(narrowed.texts("main .tree a")) == 3
    assert "60 đơn vị trực thuộc" in narrowed.main
