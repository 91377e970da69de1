"""The kinds of file a tonnage report is written as."""

from collections.abc import Callable

from babel.support import NullTranslations

from shop_onboard.documents.report_docx import build_docx
from shop_onboard.documents.report_pdf import build_pdf
from shop_onboard.documents.report_xlsx import build_xlsx
from shop_onboard.documents.reports import TonnageReport

Builder = Callable[[TonnageReport, str, NullTranslations], bytes]

# File ending → what writes it (report, language, catalogue → bytes) and its media type.
FORMATS: dict[str, tuple[Builder, str]] = {
    "pdf": (build_pdf, "application/pdf"),
    "docx": (
        build_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (build_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
