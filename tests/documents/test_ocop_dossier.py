"""The checklist of an OCOP dossier, read back from paper."""

import dataclasses
import io
import subprocess
from decimal import Decimal

import pikepdf
from babel.support import NullTranslations

from shop_onboard.documents.ocop_dossier import OcopDossierSheet, build
from shop_onboard.models.ocop import EVIDENCE_KINDS, EVIDENCE_STATES, ROUNDS
from shop_onboard.values import ocop_dossier
from shop_onboard.values.ocop_scores import assess_parts
from tests.documents.ocop_samples import REAL, SAMPLE

A4_PT = (595, 842)


def text_of(sheet: OcopDossierSheet) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=build(sheet, "vi", NullTranslations()),
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


def test_what_is_there_and_what_is_missing_stands_on_paper():
    text = text_of(SAMPLE)
    for words in (
        "Vải thiều Lục Ngạn",
        "24-07582-01-2026",
        "Mẫu 01",
        "Đăng ký lần đầu",
        "Năm 2028: kho lạnh 60 m²",
        "có tệp dang-ky.pdf",
        "không áp dụng",
    ):
        assert words in text
    assert SAMPLE.missing_count == 12
    assert "Còn thiếu 12 mục" in " ".join(text.split())
    assert text.count("còn thiếu") == 12


def test_every_score_stands_on_paper_with_why_the_stars_are_capped():
    text = " ".join(text_of(SAMPLE).split())
    assert "Tổng điểm tự chấm: 72/100; hạng tự chấm: 3 sao" in text
    assert "2.3. Phong cách, ghi nhãn: đang 2 điểm; 4 sao cần ít nhất 3 điểm" in text
    for score in SAMPLE.scores:
        assert score.criterion.name.split(",")[0] in text


def test_every_page_of_sample_data_says_so_and_no_page_of_real_data():
    pdf = build(SAMPLE, "vi", NullTranslations())
    pages = len(pikepdf.open(io.BytesIO(pdf)).pages)
    assert pages > 1
    assert text_of(SAMPLE).count("DỮ LIỆU MẪU – minh họa") == pages
    assert "MẪU –" not in text_of(REAL)


def test_paper_is_a4_and_the_same_sheet_gives_the_same_bytes():
    first, second = (build(SAMPLE, "vi", NullTranslations()) for _ in range(2))
    assert first == second
    for page in pikepdf.open(io.BytesIO(first)).pages:
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == A4_PT


def test_part_totals_of_another_set_say_what_is_not_known():
    points = {"A": Decimal("32.5"), "B": Decimal(7), "C": Decimal(30)}
    text = " ".join(
        text_of(dataclasses.replace(SAMPLE, scores=(), assessment=assess_parts(points))).split()
    )
    assert "69,5/100" in text
    assert "chưa xét được mức tối thiểu của từng tiêu chí" in text


def test_a_dossier_without_scores_has_no_score_sheet():
    assert "Tự chấm điểm" not in text_of(REAL)


def test_tables_and_facts_name_the_same_papers():
    kinds = ocop_dossier.all_evidence_kinds()
    assert tuple(kind.key for kind in kinds) == EVIDENCE_KINDS
    assert len(kinds) == 15
    assert tuple(ocop_dossier.STATES) == EVIDENCE_STATES
    assert tuple(ocop_dossier.ROUNDS) == ROUNDS
