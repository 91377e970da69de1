"""The tonnage report read back from its three forms by readers that are not ours."""

import dataclasses
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from babel.support import NullTranslations
from docx.shared import Mm

from shop_onboard.documents.report_docx import build_docx
from shop_onboard.documents.report_pdf import build_pdf
from shop_onboard.documents.report_xlsx import build_xlsx
from shop_onboard.documents.reports import (
    ReportRow,
    ReportSignature,
    TonnageReport,
    Wording,
)
from tests.documents.report_samples import REAL, SAMPLE

NO_TRANSLATIONS = NullTranslations()
BUILDERS = {"pdf": build_pdf, "docx": build_docx, "xlsx": build_xlsx}
Converted = Callable[[TonnageReport, str], str]


def build(kind: str, report: TonnageReport, lang: str = "vi") -> bytes:
    return BUILDERS[kind](report, lang, NO_TRANSLATIONS)


def text_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.decode()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """A report's text on paper; DOCX and XLSX go through LibreOffice, as on an office machine."""
    folder: Path = tmp_path_factory.mktemp("office")
    known: dict[tuple[str, TonnageReport], str] = {}

    def print_out(report: TonnageReport, kind: str) -> str:
        if (kind, report) not in known:
            data = build(kind, report)
            known[kind, report] = text_of(data if kind == "pdf" else convert(data, kind))
        return known[kind, report]

    def convert(data: bytes, kind: str) -> bytes:
        (folder / f"report.{kind}").write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(folder / f"report.{kind}"),
            ],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return (folder / "report.pdf").read_bytes()

    return print_out


def letters(text: str) -> str:
    """Without white space: a justified line is read back with gaps inside its words."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_summary_states_the_exact_totals(kind: str, printed: Converted) -> None:
    text = letters(printed(SAMPLE, kind))
    for words in (
        "khối lượng đã bán là 800 tấn (800.000 kg), của 15 hợp tác xã và mô hình, qua 62 gian"
        " hàng trên 3 sàn",
        "Trong đó 500 tấn đã đối chiếu chứng từ (62,5%); 300 tấn do cơ sở khai",
        "So với chỉ tiêu 1.000 tấn, chương trình đạt 80%.",
        "Doanh thu ghi nhận: 24.000.000.000 đồng.",
    ):
        assert letters(words) in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_every_breakdown_is_there_with_its_total(kind: str, printed: Converted) -> None:
    text = letters(printed(SAMPLE, kind))
    for caption in ("Theo sàn", "Theo hợp tác xã, mô hình", "Theo xã, phường", "Theo tháng"):
        assert letters(caption) in text
    for label in ("Postmart", "Vỏ Sò", "Xã Tân Sơn", "06/2022"):
        assert letters(label) in text
    assert len(re.findall(r"Tổngcộng800\.000500\.000100(,0)?%", text)) == 4
    assert SAMPLE.split_note is not None
    assert letters(str(SAMPLE.split_note)) in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_published_figures_stand_apart_with_their_qualifier_and_source(
    kind: str, printed: Converted
) -> None:
    text = letters(printed(SAMPLE, kind))
    _, _, claims = text.rpartition(letters("Số liệu đã công bố (không cộng vào số bán)"))
    assert "hơn1.000tấn" in claims
    assert "hơn300tấn" in claims
    assert "15/09/2022" in claims
    assert "1.300" not in text
    assert "1.800" not in text


def test_a_breakdown_that_swallowed_a_published_figure_is_refused() -> None:
    claimed = ReportRow("Nền tảng số", 1_000_000_000, 0, 0)
    with pytest.raises(ValueError, match="adds up"):
        dataclasses.replace(SAMPLE, by_channel=(*SAMPLE.by_channel, claimed))


def test_more_confirmed_than_sold_is_refused() -> None:
    rows = (ReportRow("A", 300_000_000, 500_000_000, 0), ReportRow("B", 500_000_000, 0, 0))
    with pytest.raises(ValueError, match="more was confirmed"):
        dataclasses.replace(SAMPLE, revenue_vnd=0, by_channel=rows, by_cooperative=(),
                            by_commune=(), by_month=())  # fmt: skip


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_sample_data_has_a_mark_on_each_page_and_neither_number_nor_signatory(
    kind: str, printed: Converted
) -> None:
    pages = printed(SAMPLE, kind).split("\f")[:-1]
    assert len(pages) >= 2
    assert all("DỮ LIỆU MẪU – minh họa" in page for page in pages)
    assert "Số:" not in "".join(pages)
    assert "TM." not in "".join(pages)


@pytest.mark.parametrize(
    "change", [{"number": "57-BC/ĐTN"}, {"signature": ReportSignature("TM.", "Bí thư", "A")}]
)
def test_a_number_or_a_signature_on_sample_data_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="sample data"):
        dataclasses.replace(SAMPLE, **change)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_real_report_follows_the_house_style(kind: str, printed: Converted) -> None:
    text = letters(printed(REAL, kind))
    for words in (
        "ĐOÀN TNCS HỒ CHÍ MINH",
        "TỈNH ĐOÀN BẮC NINH",
        "BCH ĐOÀN XÃ LỤC NGẠN",
        "***",
        "Số: 57-BC/ĐTN-LN",
        "Lục Ngạn, ngày 22 tháng 11 năm 2026",
        "BÁO CÁO",
        "Nơi nhận:",
        "TM. BAN THƯỜNG VỤ",
        "BÍ THƯ",
    ):
        assert letters(words) in text
    assert "CỘNGHÒA" not in text, "the Union's papers carry no state motto"
    assert "DỮLIỆUMẪU" not in text


def test_a_report_without_a_number_leaves_room_to_write_it() -> None:
    assert "Số: …………" in text_of(build("pdf", dataclasses.replace(REAL, number=None)))


def test_the_pdf_embeds_its_fonts_and_names_itself() -> None:
    pdf = build("pdf", SAMPLE)
    listing = subprocess.run(
        ["pdffonts", "-"], input=pdf, stdout=subprocess.PIPE, check=True
    ).stdout.decode()
    fonts = listing.splitlines()[2:]
    assert fonts
    assert all("Tinos" in font for font in fonts), "another face fills in for missing letters"
    assert all(re.search(r"\byes +yes +yes\b", font) for font in fonts)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "chương trình “Áo xanh" in str(document.docinfo["/Title"])
        assert document.Root.Lang == "vi"
        assert [round(float(side) * 25.4 / 72) for side in document.pages[0].mediabox[2:]] == [
            210, 297,
        ]  # fmt: skip


def test_the_docx_has_headings_tables_margins_and_a_described_picture() -> None:
    document = docx.Document(io.BytesIO(build("docx", SAMPLE)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [text.split(".")[0] for text in headings] == ["I", "II", "III", "IV"]
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for side, expected in zip(sides, (20, 20, 30, 20), strict=True):
        assert abs(side - Mm(expected)) < Mm(0.1)
    assert len(document.tables) == 1 + 4 + 1
    (picture,) = document.inline_shapes
    described = picture._inline.docPr.get("descr")
    assert "Postmart: 400 tấn" in described
    xml = zipfile.ZipFile(io.BytesIO(build("docx", SAMPLE))).read("word/styles.xml").decode()
    assert 'w:eastAsia="Times New Roman"' in xml
    assert document.core_properties.created.date() == date(2026, 11, 22)


def test_the_spreadsheet_holds_numbers_and_no_formula() -> None:
    strange = dataclasses.replace(
        SAMPLE, by_month=(ReportRow('=HYPERLINK("http://x")', 800_000_000, 500_000_000,
                                    24_000_000_000),),
    )  # fmt: skip
    data = build("xlsx", strange)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("<f>" in archive.read(name).decode() for name in sheets)
        assert any(name.startswith("xl/charts/") for name in archive.namelist())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Theo tháng"]["B5"].value.startswith("=HYPERLINK")
    assert book["Theo tháng"]["B5"].data_type == "s" or book["Theo tháng"]["B5"].quotePrefix
    channels = book["Theo sàn"]
    assert [cell.value for cell in channels["C"][4:8]] == [400_000, 250_000, 150_000, 800_000]
    assert channels.freeze_panes == "A5"
    assert channels["C5"].number_format.endswith("#,##0")


def test_grams_survive_in_the_spreadsheet() -> None:
    row = ReportRow("Sendo", 1_234_567, 0, 0)
    report = dataclasses.replace(
        SAMPLE, total_mass_g=1_234_567, confirmed_mass_g=0, revenue_vnd=0, by_channel=(row,),
        by_cooperative=(), by_commune=(), by_month=(),
    )  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(build("xlsx", report)))["Theo sàn"]
    assert Decimal(str(sheet["C5"].value)) == Decimal("1234.567")
    assert sheet["C5"].number_format.endswith("0.000")
    assert [cell.value for cell in sheet[4]][-1] == "Tỷ trọng", "no revenue, no column for it"


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_same_report_gives_the_same_bytes(kind: str) -> None:
    assert build(kind, SAMPLE) == build(kind, SAMPLE)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_campaign_that_sold_nothing_still_has_a_report(kind: str) -> None:
    empty = dataclasses.replace(
        REAL, total_mass_g=0, confirmed_mass_g=0, revenue_vnd=0, cooperatives=0, storefronts=0,
        channels=0, by_channel=(), by_cooperative=(), by_commune=(), by_month=(), claims=(),
        target_mass_g=None,
    )  # fmt: skip
    assert build(kind, empty)


def test_an_english_report_writes_numbers_the_english_way() -> None:
    wording = Wording(SAMPLE, "en", NO_TRANSLATIONS)
    assert wording.kg(1_234_567_500) == "1,234,567.5"
    assert wording.percent(1, 3) == "33.3%"
