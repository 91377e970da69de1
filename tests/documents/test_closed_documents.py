"""A document opens nothing but its own files, whatever strangers typed into it."""

from pathlib import Path

import pytest
from babel.support import NullTranslations
from packaging.version import Version
from weasyprint import __version__ as weasyprint_version
from weasyprint.urls import FatalURLFetchingError

from shop_onboard.documents.labels import build
from shop_onboard.documents.rendering import ClosedFetcher, html_to_pdf
from tests.documents.label_samples import Pages, a_sheet

HOSTILE = (
    '<img src="http://169.254.169.254/latest/meta-data/">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://169.254.169.254/x.css);</style>",
    '<style>@font-face { font-family: x; src: url("http://127.0.0.1:1/x.ttf") } p { font: 9pt x }'
    "</style>",
    '<p style="background: url(file:///dev/urandom)">a</p>',
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_name_with_markup_is_printed_as_text_and_asks_nobody(typed: str, tmp_path: Path):
    sheet = a_sheet(1, product_name=typed[:60])
    file = tmp_path / "labels.pdf"
    file.write_bytes(build(sheet, NullTranslations()))
    printed = "".join(Pages(file).text().split())
    assert "".join(typed[:12].split()) in printed
    assert b"/EmbeddedFile" not in file.read_bytes()


@pytest.mark.parametrize("raw", HOSTILE)
def test_even_raw_markup_reaches_no_other_host_and_no_other_file(raw: str):
    with pytest.raises(FatalURLFetchingError):
        html_to_pdf(f"<html><body>{raw}<p>a</p></body></html>")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "https://lensan.example/", "ftp://a/b"])
def test_no_request_is_begun_that_could_be_redirected(address: str):
    with pytest.raises(FatalURLFetchingError):
        ClosedFetcher().fetch(address)


def test_the_layout_engine_has_the_known_holes_mended():
    assert Version(weasyprint_version) >= Version("70")
