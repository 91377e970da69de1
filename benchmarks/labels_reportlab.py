"""The benchmark's labels drawn with reportlab alone, the codes those of `qrcode`, as one would."""

import sys
from pathlib import Path

from qrcode import QRCode, constants
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks import label_texts, timed_child
from shop_onboard.documents.qr_batch import MASK
from shop_onboard.values.label_stock import get_label_stock

_FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts"
_UM = mm / 1000
_CODE_MM = 20


def make(count: int, file: Path) -> None:
    """Write sheets of 24 labels, the same places as ours."""
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"BeVietnamPro-{name}.ttf"))
    stock = get_label_stock()
    cells = list(stock.cells())
    canvas = Canvas(str(file), pagesize=(stock.page_w_um * _UM, stock.page_h_um * _UM))
    for position, (address, number) in enumerate(label_texts.codes(count)):
        left, top = cells[position % stock.capacity]
        if position and position % stock.capacity == 0:
            canvas.showPage()
        canvas.saveState()
        canvas.translate(left * _UM, (stock.page_h_um - top - stock.label_h_um) * _UM)
        _words(canvas)
        _code(canvas, address, number)
        canvas.restoreState()
    canvas.save()


def _words(canvas: Canvas) -> None:
    canvas.setFont("Bold", 7.5)
    canvas.drawString(2 * mm, 29 * mm, label_texts.PRODUCT)
    canvas.setFont("Regular", 5.2)
    for row, line in enumerate(label_texts.LINES):
        canvas.drawString(2 * mm, (25 - 2.7 * row) * mm, line)


def _code(canvas: Canvas, address: str, number: str) -> None:
    code = QRCode(
        version=4, error_correction=constants.ERROR_CORRECT_M, mask_pattern=MASK, border=0
    )
    code.add_data(address, optimize=0)
    code.make(fit=False)
    matrix = code.get_matrix()
    module = _CODE_MM * mm / len(matrix)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for column, is_dark in enumerate(modules):
            if is_dark:
                x, y = 43 * mm + column * module, 31 * mm - (row + 1) * module
                path.rect(x, y, module, module)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont("Regular", 5)
    canvas.drawCentredString(53 * mm, 6 * mm, number)


if __name__ == "__main__":
    timed_child.main(make, sys.argv[1:])
