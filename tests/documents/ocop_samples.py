"""A dossier of one lychee product, half ready, and its scores of 72 points."""

import dataclasses
from datetime import date

from shop_onboard.documents.ocop_dossier import (
    DossierEvidence,
    DossierLine,
    DossierScore,
    DossierSection,
    OcopDossierSheet,
)
from shop_onboard.values.ocop_dossier import all_evidence_kinds
from shop_onboard.values.ocop_scores import all_criteria, assess
from shop_onboard.values.text import N_

_LOWERED = {"2.3": 2, "1.1": 1, "1.4": 1, "1.7": 0, "2.4": 0, "3.1": 1, "3.2": 0, "3.3": 1,
            "4.2": 0, "4.3": 2, "5.2": 0, "6.3": 0, "7": 0, "12": 1}  # fmt: skip
SCORES = {row.code: row.max_points for row in all_criteria()} | _LOWERED
_HAVE = ("business-registration", "market", "story")

SAMPLE = OcopDossierSheet(
    product="Vải thiều Lục Ngạn",
    cooperative="Hợp tác xã Thanh niên Vải thiều Giáp Sơn",
    set_name="Thực phẩm – Thực phẩm tươi sống – 1. Rau, củ, quả, hạt tươi",
    made_on=date(2026, 11, 22),
    is_sample=True,
    product_code="24-07582-01-2026",
    sections=(
        DossierSection(
            N_("Mẫu 01 – Phiếu đăng ký đánh giá, phân hạng"),
            (
                DossierLine(N_("Số phiếu"), "", by_hand=True),
                DossierLine(N_("Tên đơn vị"), "Hợp tác xã Thanh niên Vải thiều Giáp Sơn"),
                DossierLine(N_("Chức vụ"), "", "dossier", "position"),
                DossierLine(N_("Lần đăng ký"), N_("Đăng ký lần đầu")),
            ),
        ),
        DossierSection(
            N_("Mẫu 02 – Báo cáo tự đánh giá"),
            (
                DossierLine(N_("Giới tính, dân tộc, nơi ở của người đại diện"), "", by_hand=True),
                DossierLine(
                    N_("Kế hoạch phát triển sản phẩm"),
                    "Năm 2027: mở thêm 12 ha theo VietGAP.\nNăm 2028: kho lạnh 60 m².",
                ),
            ),
        ),
    ),
    evidence=tuple(
        DossierEvidence(
            kind.key,
            kind.name,
            "have"
            if kind.key in _HAVE
            else "not_applicable"
            if kind.key == "awards"
            else "missing",
            "Gian hàng https://www.buudien.vn/gian-hang/vai-thieu" if kind.key == "market" else "",
            "dang-ky.pdf" if kind.key == "business-registration" else "",
        )
        for kind in all_evidence_kinds()
    ),
    scores=tuple(DossierScore(row, SCORES[row.code]) for row in all_criteria()),
    assessment=assess(SCORES),
)

REAL = dataclasses.replace(SAMPLE, is_sample=False, product_code=None, scores=(), assessment=None)
