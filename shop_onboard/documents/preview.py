"""What a page of a finished PDF looks like: the very bytes that are printed, as a picture."""

import io
from threading import Lock

import pypdfium2

# PDFium is not made for two threads at once.
_ONE_AT_A_TIME = Lock()


def first_page_png(pdf: bytes, width_px: int) -> bytes:
    """The first page, `width_px` wide."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            picture = page.render(scale=width_px / page.get_width(), grayscale=True).to_pil()
            page.close()
        finally:
            document.close()
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
