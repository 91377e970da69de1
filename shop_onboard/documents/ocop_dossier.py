"""An OCOP dossier as a checklist on paper: what is there, what is missing, and the scores.

It prepares forms 01 and 02 of Decision 26/2026/QĐ-TTg and stands for neither.
"""

from dataclasses import dataclass
from datetime import date

from babel.support import NullTranslations

from shop_onboard.documents.drawing import draw
from shop_onboard.documents.rendering import render_html
from shop_onboard.values.numbers import format_number
from shop_onboard.values.ocop_scores import Assessment, Criterion
from shop_onboard.values.text import Message


@dataclass(frozen=True)
class DossierLine:
    """One thing that a form asks for; `value` is "" while it is missing.

    `place` and `field` say where it is typed ("product", "cooperative", "dossier", "scores", with
    the id of the field); a line with `by_hand` is never kept here and is written on the paper.
    """

    label: Message
    value: Message | str
    place: str = ""
    field: str = ""
    by_hand: bool = False

    @property
    def is_missing(self) -> bool:
        return not self.value and not self.by_hand


@dataclass(frozen=True)
class DossierSection:
    """A form, or a part of one."""

    title: Message
    lines: tuple[DossierLine, ...]


@dataclass(frozen=True)
class DossierEvidence:
    """One of the fifteen kinds of papers; `state` is "have", "missing" or "not_applicable"."""

    key: str
    name: str
    state: str
    note: str
    file_name: str


@dataclass(frozen=True)
class DossierScore:
    """A criterion of set 1 with its points; None while it is not scored."""

    criterion: Criterion
    points: int | None


@dataclass(frozen=True)
class OcopDossierSheet:
    """The whole checklist of one product.

    `product_code` is None until the commune has given its number. `scores` is empty for sets
    whose criteria are not known here; `assessment` is None while nothing was scored.
    """

    product: str
    cooperative: str
    set_name: Message | str
    made_on: date
    is_sample: bool
    product_code: str | None
    sections: tuple[DossierSection, ...]
    evidence: tuple[DossierEvidence, ...]
    scores: tuple[DossierScore, ...]
    assessment: Assessment | None

    @property
    def missing_count(self) -> int:
        """Fields and papers that are still missing; a line that a paper fills counts there."""
        lines = [line for section in self.sections for line in section.lines]
        own = [line for line in lines if not line.place.startswith("evidence")]
        return sum(line.is_missing for line in own) + sum(
            paper.state == "missing" for paper in self.evidence
        )


def build(sheet: OcopDossierSheet, lang: str, translations: NullTranslations) -> bytes:
    """A4 PDF; the same sheet gives the same bytes."""
    html = render_html(
        "documents/ocop_dossier.html", lang, translations, sheet=sheet, number=format_number
    )
    return draw(html)
