"""The «phiếu thông tin đăng bán» and its photos, opened by other programs than the one made by."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from shop_onboard.exports.listing import Listing, ListingPhoto
from shop_onboard.exports.marketplaces import postmart
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee, photo

NOODLES = lychee(
    sku="MI-500", group_code="mi-gao", name="Mì gạo Chũ", pack_label="Gói 500 g",
    price_vnd=25_000, net_mass_g=500, gross_mass_g=None, stock=None, images=(),
    lot_code=None, lot_expires_on=None, ocop_decision="",
)  # fmt: skip


def book(*listings: Listing) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(postmart.build(listings, OPTIONS)[0].content))


def page(sheet: Worksheet) -> dict[str, object]:
    """Label → value of everything on the printed pages."""
    return {row[0].value: row[1].value for row in sheet if isinstance(row[0].value, str)}


def test_the_list_has_a_row_for_each_pack_with_numbers_as_numbers() -> None:
    sheet = book(LYCHEE, NOODLES)["Danh sách"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows[0][:5] == ["STT", "Mã hàng", "Tên sản phẩm", "Quy cách", "Giá bán (đ)"]
    assert rows[1][1:9] == [
        "VT-2KG", "Vải thiều Hồng Giang", "Hộp 2 kg", 150_000, 120, 2_000, 2_350, 2,
    ]  # fmt: skip
    assert rows[2][4:9] == [25_000, None, 500, None, 0]


def test_a_page_holds_everything_that_is_typed() -> None:
    typed = page(book(LYCHEE)["Phiếu"])
    assert typed["Tên sản phẩm"] == "Vải thiều Hồng Giang – Hộp 2 kg"
    assert typed["Mã hàng (SKU)"] == "VT-2KG"
    assert typed["Giá bán một quy cách (đ)"] == 150_000
    assert typed["Khối lượng cả bì (g)"] == 2_350
    assert typed["Hạng OCOP"] == "4 sao (theo Quyết định số 00/QĐ-MẪU)"
    assert typed["HSD của lô"] == "13/06/2026"
    assert typed["Ảnh bìa"] == "VT-2KG-1.jpg"
    assert LYCHEE.description.split("\n")[1] in typed


def test_a_parcel_is_measured_in_centimetres_as_in_the_form() -> None:
    typed = page(book(lychee(length_mm=305, width_mm=200, height_mm=80))["Phiếu"])
    assert typed["Dài × rộng × cao"] == "30,5 × 20 × 8 cm"


def test_what_is_missing_is_said_and_a_bare_claim_is_the_cooperatives() -> None:
    typed = page(book(NOODLES)["Phiếu"])
    assert typed["Tồn kho"] == "chưa có"
    assert typed["Khối lượng cả bì (g)"] == "chưa có"
    assert typed["Hạng OCOP"] == "4 sao (HTX khai)"


def test_the_sheet_says_that_it_is_ours_and_no_template_of_the_marketplace() -> None:
    for sheet in book(LYCHEE):
        texts = [str(cell.value) for row in sheet for cell in row]
        assert any("không phải mẫu của sàn" in text for text in texts)


def test_each_page_begins_where_the_list_points() -> None:
    made = book(LYCHEE, NOODLES)
    targets = [made["Danh sách"].cell(row, 2).hyperlink.location for row in (5, 6)]
    for target in targets:
        sheet, cell = target.split("!")
        assert made[sheet.strip("'")][cell].value == "Phiếu thông tin đăng bán"
    assert [each.id for each in made["Phiếu"].row_breaks.brk] == [
        int(targets[1].split("!A")[1]) - 1
    ]


@pytest.mark.parametrize("start", ["=1+1", "+84", "-1", "@SUM(A1)", "{=1}", "http://a.vn", "'x"])
def test_no_text_becomes_a_formula_or_a_link(start: str) -> None:
    listing = lychee(
        name=start, pack_label=start, cooperative_name=start, description=start, storage=start,
        origin=start, sku=start, brand=start, page_url=start,
    )  # fmt: skip
    content = postmart.build([listing], OPTIONS)[0].content
    made = openpyxl.load_workbook(BytesIO(content))
    assert all(cell.data_type != "f" for sheet in made for row in sheet for cell in row)
    assert page(made["Phiếu"])["Mã hàng (SKU)"] == start
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]
        for name in parts.namelist():
            assert b'TargetMode="External"' not in parts.read(name)


def test_a_long_description_is_complete_and_each_piece_fits_a_row() -> None:
    text = " ".join(f"từ{number}" for number in range(4_000))
    sheet = book(lychee(description=text))["Phiếu"]
    pieces = [row[0].value for row in sheet if str(row[0].value).startswith("từ")]
    assert " ".join(pieces) == text
    assert all((each.height or 0) < 409 for each in sheet.row_dimensions.values())


def test_a_description_too_long_for_the_file_is_asked_back() -> None:
    assert [each.field for each in postmart.check(lychee(description="a" * 32_767))] == []
    [problem] = postmart.check(lychee(description="a" * 32_768))
    assert (problem.field, problem.blocking) == ("description", True)


def test_gaps_are_remarks_and_do_not_keep_a_listing_out() -> None:
    problems = postmart.check(lychee(description="", images=(), stock=None, gross_mass_g=None))
    assert {each.field for each in problems} == {"description", "images", "stock", "gross_mass_g"}
    assert not any(each.blocking for each in problems)


def test_photos_are_called_by_the_code_in_their_order() -> None:
    out = BytesIO()
    Image.new("P", (9, 9)).save(out, "PNG")
    shots = (photo(8, 8, "red"), ListingPhoto("b.png", out.getvalue(), "image/png"))
    first, second = postmart.build([lychee(images=shots), NOODLES], OPTIONS)[1:]
    assert (first.name, second.name) == ("anh-san-pham/VT-2KG-1.jpg", "anh-san-pham/VT-2KG-2.png")
    assert second.content == out.getvalue()
    assert Image.open(BytesIO(first.content)).size == (8, 8)


def test_an_awkward_code_makes_no_path_out_of_the_folder() -> None:
    files = postmart.build([lychee(sku="../../etc/x"), lychee(sku="..\\x")], OPTIONS)[1:]
    assert len(files) == 4
    for file in files:
        parts = Path(file.name).parts
        assert len(parts) == 2
        assert not any(part.startswith(".") for part in parts)


def test_without_photos_there_is_only_the_sheet() -> None:
    assert [file.name for file in postmart.build([NOODLES], OPTIONS)] == [
        "phieu-thong-tin-dang-ban.xlsx"
    ]


def test_more_products_than_one_workbook_takes_are_in_several() -> None:
    many = [lychee(sku=f"VT-{number}", images=()) for number in range(501)]
    files = postmart.build(many, OPTIONS)
    names = ["phieu-thong-tin-dang-ban-1.xlsx", "phieu-thong-tin-dang-ban-2.xlsx"]
    assert [file.name for file in files] == names
    lists = [openpyxl.load_workbook(BytesIO(file.content))["Danh sách"] for file in files]
    skus = [[row[1].value for row in sheet.iter_rows(min_row=5)] for sheet in lists]
    assert [sku for part in skus for sku in part] == [each.sku for each in many]
    assert [len(part) for part in skus] == [500, 1]


def test_the_workbook_carries_the_day_of_its_making() -> None:
    made = book(LYCHEE)
    assert made.properties.created == OPTIONS.made_at.replace(tzinfo=None)
    assert "23/11/2026" in (made["Phiếu"].oddFooter.left.text or "")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_printed_a_listing_is_one_page_with_its_marks_and_numbers(tmp_path: Path) -> None:
    sheet = tmp_path / "phieu.xlsx"
    sheet.write_bytes(postmart.build([LYCHEE, NOODLES], OPTIONS)[0].content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, sheet],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "phieu.pdf", "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    pages = text.split("\f")[:-1]
    assert len(pages) == 3
    assert "Vải thiều Hồng Giang – Hộp 2 kg" in pages[1]
    assert "150.000" in pages[1]
    assert "Mì gạo Chũ" in pages[2]
