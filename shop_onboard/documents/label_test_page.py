"""A page to try a printer with: the cells of a paper, two rulers, and a code to scan."""

from dataclasses import dataclass

from babel.support import NullTranslations

from shop_onboard.documents import rendering
from shop_onboard.documents.qr_svg import qr_png_uri
from shop_onboard.values.label_face import label_face
from shop_onboard.values.label_stock import LabelStock

_RULER_MM = 100
_EDGE_UM = 8_000
_CODE_PX = 12


@dataclass(frozen=True)
class LabelTestPage:
    """`address` is what the code says; the shifts are those of the labels that will follow."""

    stock: LabelStock
    lang: str
    address: str
    shift_x_um: int = 0
    shift_y_um: int = 0


@dataclass(frozen=True)
class _Ruler:
    """The longest whole centimetres up to 100 mm that fit, with its marks in millimetres."""

    length_mm: int

    @property
    def marks(self) -> range:
        return range(self.length_mm + 1)


def build(page: LabelTestPage, translations: NullTranslations) -> bytes:
    """The PDF of one page."""
    stock = page.stock
    html = rendering.render_html(
        "documents/label_test_page.html",
        page.lang,
        translations,
        page=page,
        stock=stock,
        name=stock.name_in(page.lang),
        cells=list(stock.cells()),
        code_um=label_face(stock).code_um,
        code=qr_png_uri(page.address, _CODE_PX),
        across=_ruler(stock.page_w_um),
        down=_ruler(stock.page_h_um),
    )
    return rendering.html_to_pdf(html)


def _ruler(length_um: int) -> _Ruler:
    free_mm = (length_um - 2 * _EDGE_UM) // 1000
    return _Ruler(min(_RULER_MM, free_mm // 10 * 10))
