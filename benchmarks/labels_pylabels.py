"""The benchmark's labels made by `pylabels`, the codes by reportlab's own widget."""

import sys
from pathlib import Path
from typing import Any

import labels
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from benchmarks import label_texts, timed_child

_FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts"
_CODE_MM = 24


def make(count: int, file: Path) -> None:
    """Write sheets of 24 labels."""
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"BeVietnamPro-{name}.ttf"))
    grid = labels.Specification(210, 297, 3, 8, 66, 35, left_margin=6, top_margin=5)
    sheet = labels.Sheet(grid, _draw)
    sheet.add_labels(label_texts.codes(count))
    sheet.save(str(file))


def _draw(label: Drawing, _width: float, _height: float, item: Any) -> None:
    address, number = item
    label.add(String(2 * mm, 29 * mm, label_texts.PRODUCT, fontName="Bold", fontSize=7.5))
    for row, line in enumerate(label_texts.LINES):
        label.add(String(2 * mm, (25 - 2.7 * row) * mm, line, fontName="Regular", fontSize=5.2))
    code = QrCodeWidget(address, barLevel="M", barWidth=_CODE_MM * mm, barHeight=_CODE_MM * mm)
    drawing = Drawing(_CODE_MM * mm, _CODE_MM * mm)
    drawing.add(code)
    drawing.translate(41 * mm, 9 * mm)
    label.add(drawing)
    label.add(String(44 * mm, 6 * mm, number, fontName="Regular", fontSize=5))


if __name__ == "__main__":
    timed_child.main(make, sys.argv[1:])
