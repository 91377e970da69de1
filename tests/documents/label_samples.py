"""Label sheets for the tests, and how other programs see the pages made of them."""

import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import zxingcpp
from babel.support import NullTranslations
from PIL import Image

from shop_onboard.documents.labels import Label, LabelSheet, build
from shop_onboard.values.label_stock import LabelStock, get_label_stock

MM_PER_INCH = 25.4


def some_labels(count: int) -> tuple[Label, ...]:
    """Labels like real ones: an address of 50 characters, a number in three groups."""
    return tuple(
        Label(
            address=f"https://lensan.example/t/K7QF2MX9WT{number:05d}ABC",
            code=f"K7QF2M X9WT{number // 1000:02d} {number % 1000:03d}ABC",
            serial=number + 1,
        )
        for number in range(count)
    )


def a_sheet(count: int = 24, **changes: Any) -> LabelSheet:
    """A sheet of an ordinary lot, with `changes` to its fields."""
    fields: dict[str, Any] = {
        "stock": get_label_stock(),
        "lang": "vi",
        "product_name": "Bưởi Đoan Hùng đặc sản",
        "producer_name": "HTX Nông nghiệp Thanh niên Chí Đám",
        "lot_code": "BDH-2026-06-01",
        "net_mass": "2 kg",
        "harvested_on": date(2026, 6, 5),
        "packed_on": date(2026, 6, 6),
        "expires_on": date(2026, 9, 5),
        "name_en": "Doan Hung pomelo",
        "address": "Khu 3, xã Chí Đám, tỉnh Phú Thọ",
        "origin": "Việt Nam",
        "ocop": "OCOP 4 sao",
        "is_sample": False,
        "is_trial": False,
        "labels": some_labels(count),
    }
    return LabelSheet(**{**fields, **changes})


@dataclass(frozen=True)
class Pages:
    """A PDF as other programs see it."""

    file: Path

    def rasters(self, dpi: int) -> list[Image.Image]:
        folder = self.file.with_suffix(f".{dpi}")
        folder.mkdir(exist_ok=True)
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-gray", str(self.file), str(folder / "page")], check=True
        )
        pages = []
        for path in sorted(folder.glob("page*.pgm")):
            with Image.open(path) as picture:
                pages.append(picture.copy())
        return pages

    def text(self) -> str:
        return self._output("pdftotext", "-layout", str(self.file), "-")

    def words(self) -> str:
        """The words of all pages as the bounding boxes of `pdftotext -bbox`."""
        return self._output("pdftotext", "-bbox", str(self.file), "-")

    def fonts(self) -> list[str]:
        return self._output("pdffonts", str(self.file)).splitlines()[2:]

    def check(self) -> str:
        return self._output("qpdf", "--check", str(self.file))

    def _output(self, *command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_pages(sheet: LabelSheet, folder: Path) -> Pages:
    file = folder / "labels.pdf"
    file.write_bytes(build(sheet, NullTranslations()))
    return Pages(file)


def cell_picture(page: Image.Image, stock: LabelStock, cell: int, dpi: int) -> Image.Image:
    """The raster of one cell, counted from 1, row by row."""
    left, top = list(stock.cells())[cell - 1]
    # The line along which a plain sheet is cut is nobody's.
    line = 300 if stock.kind == "cut" else 0
    right, bottom = left + stock.label_w_um - line, top + stock.label_h_um - line
    edges = (left + line, top + line, right, bottom)
    return page.crop(tuple(round(edge / 1000 / MM_PER_INCH * dpi) for edge in edges))


def read_cells(page: Image.Image, stock: LabelStock, dpi: int) -> list[str | None]:
    """What each cell's code says; None for a cell on which nothing is printed at all."""
    found: list[str | None] = []
    for cell in range(1, stock.capacity + 1):
        picture = cell_picture(page, stock, cell, dpi)
        if picture.getextrema() == (255, 255):
            found.append(None)
        else:
            code = zxingcpp.read_barcode(picture)
            found.append(code.text if code else "unreadable")
    return found
