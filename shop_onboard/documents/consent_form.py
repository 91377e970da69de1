"""«Phiếu đồng ý và ủy quyền»: one page to read, tick and sign, for who prefers paper."""

from dataclasses import dataclass
from datetime import date

from babel.support import NullTranslations

from shop_onboard.documents.rendering import html_to_pdf, render_html
from shop_onboard.values.kinds import KIND_WORDS


@dataclass(frozen=True)
class ConsentForm:
    """The form of one producer.

    `sentences` are what the representative may agree to, each with two empty boxes: nothing is
    ticked beforehand. `union` is who enters the record on their behalf; `phone` and `place` are
    written as people read them.
    """

    producer: str
    kind: str
    representative: str
    phone: str
    place: str
    reference: str
    union: str
    sentences: tuple[str, ...]
    text_version: str
    made_on: date
    is_sample: bool


def build(sheet: ConsentForm, lang: str, translations: NullTranslations) -> bytes:
    """One A4 page as PDF; the same form gives the same bytes."""
    html = render_html(
        "documents/consent_form.html",
        lang,
        translations,
        sheet=sheet,
        kind=KIND_WORDS[sheet.kind],
    )
    return html_to_pdf(html)
