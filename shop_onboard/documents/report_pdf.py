"""The tonnage report as PDF."""

from babel.support import NullTranslations

from shop_onboard.documents.charts import bar_chart
from shop_onboard.documents.drawing import draw
from shop_onboard.documents.rendering import render_html
from shop_onboard.documents.reports import TonnageReport, Wording

_FONT = "Tinos"


def build_pdf(report: TonnageReport, lang: str, translations: NullTranslations) -> bytes:
    """A4 in the house style; the same report gives the same bytes."""
    wording = Wording(report, lang, translations)
    html = render_html(
        "documents/report.html",
        lang,
        translations,
        report=report,
        wording=wording,
        chart=bar_chart(wording.chart(), width=520, font=_FONT),
    )
    return draw(html)
