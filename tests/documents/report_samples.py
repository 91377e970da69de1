"""The 2022 lychee season as a report: 800,000 kg of 15 cooperatives over 62 storefronts."""

import dataclasses
from datetime import date

from shop_onboard.documents.reports import (
    ReportClaim,
    ReportRow,
    ReportSignature,
    TonnageReport,
)
from shop_onboard.values.text import N_


def rows(*parts: tuple[str, int, int]) -> tuple[ReportRow, ...]:
    """Rows of (label, kg, confirmed kg) at 30,000 đ a kilogram."""
    return tuple(
        ReportRow(label, kg * 1_000, confirmed * 1_000, kg * 30_000)
        for label, kg, confirmed in parts
    )


SAMPLE = TonnageReport(
    parent_body="Tỉnh đoàn Bắc Ninh",
    issuing_body="BCH Đoàn xã Lục Ngạn",
    place="Lục Ngạn",
    made_on=date(2026, 11, 22),
    number=None,
    campaign="Áo xanh - Vải đỏ - Tấm lòng vàng năm 2022",
    period_from=date(2022, 5, 20),
    period_to=date(2022, 7, 31),
    is_sample=True,
    total_mass_g=800_000_000,
    confirmed_mass_g=500_000_000,
    revenue_vnd=24_000_000_000,
    target_mass_g=1_000_000_000,
    cooperatives=15,
    storefronts=62,
    channels=3,
    by_channel=rows(
        ("Postmart", 400_000, 300_000), ("Sendo", 250_000, 150_000), ("Vỏ Sò", 150_000, 50_000)
    ),
    by_cooperative=rows(
        ("HTX Thanh niên Vải thiều Giáp Sơn", 86_000, 80_000),
        *((f"HTX Thanh niên mẫu số {number}", 51_000, 30_000) for number in range(2, 15)),
        ("Tổ hợp tác Mỳ và trái cây Phường Chũ", 51_000, 30_000),
    ),
    by_commune=rows(
        ("Xã Lục Ngạn", 500_000, 400_000),
        ("Phường Chũ", 200_000, 60_000),
        ("Xã Tân Sơn", 100_000, 40_000),
    ),
    by_month=rows(
        ("05/2022", 120_500, 80_000), ("06/2022", 600_000, 400_000), ("07/2022", 79_500, 20_000)
    ),
    claims=(
        ReportClaim(
            "Huyện đoàn Lục Ngạn, năm 2021",
            "Nền tảng số",
            1_000,
            N_("tấn"),
            N_("hơn"),
            "TTXVN 2022",
            date(2022, 9, 15),
        ),
        ReportClaim(
            "Huyện đoàn Lục Ngạn, năm 2021", "Sendo", 300, N_("tấn"), N_("hơn"), "TTXVN 2022",
            date(2022, 9, 15),
        ),
    ),
    split_note=N_("Phân bổ theo sàn là của chúng tôi; báo chí chỉ nêu tổng số."),
)  # fmt: skip

REAL = dataclasses.replace(
    SAMPLE,
    is_sample=False,
    number="57-BC/ĐTN-LN",
    signature=ReportSignature("TM. Ban Thường vụ", "Bí thư", "Nguyễn Văn Mẫu"),
    recipients=("Tỉnh đoàn (báo cáo);", "Lưu VP."),
)
