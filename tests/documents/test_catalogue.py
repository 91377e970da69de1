"""The catalogue read back as a reader gets it: text, page numbers, pictures and codes."""

import dataclasses
import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from babel.support import NullTranslations
from PIL import Image, UnidentifiedImageError

from shop_onboard.documents.catalogue import Catalogue, CatalogueSection, build
from tests.documents.catalogue_samples import ADDRESS, drawing, entry, sample_catalogue

SAMPLE_MARK = "DỮ LIỆU MẪU – minh họa"
TRIAL_MARK = "TEM THỬ – chưa dùng được"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return build(sample_catalogue(), NullTranslations())


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return pages_of(pdf)


def pages_of(pdf: bytes) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.decode()
    return text.split("\f")[:-1]


def names(catalogue: Catalogue) -> list[str]:
    return [section.cooperative for section in catalogue.sections] + [
        one.name for section in catalogue.sections for one in section.entries
    ]


def test_the_contents_name_the_page_each_cooperative_and_product_is_on(pages: list[str]) -> None:
    contents = pages[1]
    for name in names(sample_catalogue()):
        line = re.search(rf"^\s*{re.escape(name)} ?\.* *(\d+)$", contents, re.MULTILINE)
        assert line, f"{name} is missing from the contents"
        body = pages[int(line[1]) - 1].splitlines()[1:]
        assert any(name in text for text in body), f"{name} is not on page {line[1]}"


def test_every_page_after_the_cover_carries_its_number(pages: list[str]) -> None:
    for number, text in enumerate(pages[1:], 2):
        assert text.rstrip().endswith(f" {number}")


def test_sample_data_says_so_on_every_page(pages: list[str]) -> None:
    assert len(pages) == 5
    assert all(SAMPLE_MARK in text for text in pages)


def test_real_data_carries_no_mark_of_a_sample_or_of_a_trial() -> None:
    real = dataclasses.replace(sample_catalogue(is_trial=False, photos=0), is_sample=False)
    text = "".join(pages_of(build(real, NullTranslations())))
    assert "MẪU" not in text
    assert "THỬ" not in text
    assert "tranh minh họa" not in text
    assert text.count("Quét mã") == 7


def test_prices_and_claims_are_shown_with_whose_they_are(pages: list[str]) -> None:
    text = re.sub(r"\s+", " ", " ".join(pages))
    assert text.count("90.000 đ") == 7
    assert text.count("400.000 đ") == 7
    assert text.count("HTX khai") == 7
    assert text.count("theo giấy chứng nhận số 12/QĐ-UBND") == 7
    assert "Điện thoại: 051 000 0012" in text


def test_a_drawing_is_never_shown_as_a_photograph(pages: list[str]) -> None:
    assert " ".join(pages).count("tranh minh họa") == 7 + 4, "each product and each on the cover"


def test_a_trial_code_says_so_beside_it_and_every_code_is_read(
    pdf: bytes, pages: list[str], tmp_path: Path
) -> None:
    assert "".join(pages).count(TRIAL_MARK) == 7
    (tmp_path / "catalogue.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "110", "-gray", "-png", "catalogue.pdf", "page"],
        cwd=tmp_path,
        check=True,
    )
    found = [
        code.text
        for page in sorted(tmp_path.glob("page*.png"))
        for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    assert found == [ADDRESS] * 7


def test_fonts_are_embedded_and_the_document_says_what_it_is(pdf: bytes) -> None:
    listing = subprocess.run(
        ["pdffonts", "-"], input=pdf, stdout=subprocess.PIPE, check=True
    ).stdout.decode()
    rows = listing.splitlines()[2:]
    assert rows
    assert all("BeVietnamPro" in row.replace("-", "") for row in rows)
    assert all(re.search(r"\byes +yes +yes\b", row) for row in rows)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.docinfo["/Title"] == "Nông sản thanh niên Lục Ngạn"
        assert document.Root.Lang == "vi"
        with document.open_outline() as outline:
            assert [item.title for item in outline.root][1:] == [
                section.cooperative for section in sample_catalogue().sections
            ]


def test_large_photos_are_made_small(pdf: bytes) -> None:
    big = drawing(10, 200, 10, (4000, 3000))
    section = CatalogueSection("Xã", "HTX", "", "Địa chỉ", None, (entry("Vải", "", big),) * 2)
    made = build(dataclasses.replace(sample_catalogue(), sections=(section,)), NullTranslations())
    with pikepdf.open(io.BytesIO(made)) as document:
        sides = [
            max(int(image.Width), int(image.Height))
            for page in document.pages
            for image in page.get_images().values()
        ]
    assert max(sides) == 900
    assert len(made) < 300_000


def test_the_same_catalogue_gives_the_same_bytes(pdf: bytes) -> None:
    assert pdf == build(sample_catalogue(), NullTranslations())


def test_an_english_catalogue_puts_the_english_name_first() -> None:
    text = "".join(pages_of(build(sample_catalogue("en", photos=0), NullTranslations())))
    assert text.index("Luc Ngan lychee") < text.index("Vải thiều Lục Ngạn")
    assert "Bưởi da xanh" in text, "a product without an English name keeps its own"


def test_typed_markup_stays_text() -> None:
    strange = dataclasses.replace(
        entry('<img src="file:///etc/passwd">'), description="<b>đậm</b> & {{ 7*7 }}"
    )
    section = CatalogueSection("Xã", "HTX <i>", "", "Địa chỉ", None, (strange,))
    made = build(dataclasses.replace(sample_catalogue(), sections=(section,)), NullTranslations())
    text = re.sub(r"\s+", " ", "".join(pages_of(made)))
    assert '<img src="file:///etc/passwd">' in text
    assert "<b>đậm</b> & {{ 7*7 }}" in text


def test_a_file_that_is_no_picture_is_refused() -> None:
    section = CatalogueSection("Xã", "HTX", "", "Địa chỉ", None, (entry("Vải", "", b"no"),))
    with pytest.raises(UnidentifiedImageError):
        build(dataclasses.replace(sample_catalogue(), sections=(section,)), NullTranslations())


def test_a_see_through_picture_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (800, 600), (255, 0, 0, 0)).save(out, "PNG")
    section = CatalogueSection(
        "Xã", "HTX", "", "Địa chỉ", None, (entry("Vải", "", out.getvalue()),)
    )
    made = build(dataclasses.replace(sample_catalogue(), sections=(section,)), NullTranslations())
    with pikepdf.open(io.BytesIO(made)) as document:
        pictures = [
            pikepdf.PdfImage(image).as_pil_image()
            for image in document.pages[2].get_images().values()
            if int(image.Width) == 800
        ]
    assert [picture.convert("RGB").getpixel((400, 300)) for picture in pictures] == [(255,) * 3]


def photograph(seed: int) -> bytes:
    """Twelve million points with as much to see as a basket of fruit has."""
    grain = np.random.default_rng(seed).integers(0, 256, (375, 500, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG")
    return out.getvalue()


# From 151 on pictures are as small as in a catalogue of 500.
@pytest.mark.parametrize("count", [151, pytest.param(500, marks=pytest.mark.full)])
def test_e6_a_catalogue_with_500_photographs_stays_below_20_megabytes(count: int) -> None:
    shots = [photograph(seed) for seed in range(4)]
    entries = tuple(entry(f"Sản phẩm {n}", "", shots[n % 4]) for n in range(count))
    section = CatalogueSection("Xã", "HTX", "", "Địa chỉ", None, entries)
    made = build(dataclasses.replace(sample_catalogue(), sections=(section,)), NullTranslations())
    with pikepdf.open(io.BytesIO(made)) as document:
        weights = {
            image.objgen: len(image.read_raw_bytes())
            for page in document.pages
            for image in page.get_images().values()
        }
    # The same picture is kept once: as if all of them differed.
    rest = (len(made) - sum(weights.values())) * 500 / count
    assert 500 * max(weights.values()) + rest < 20_000_000
