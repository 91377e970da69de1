"""What is printed on the benchmark's labels, whoever prints it."""

from datetime import date

PRODUCT = "Bưởi Đoan Hùng đặc sản"
PRODUCER = "HTX Nông nghiệp Thanh niên Chí Đám"
LOT = "BDH-2026-06-01"
PACK = "2 kg"
ADDRESS = "Khu 3, xã Chí Đám, tỉnh Phú Thọ"
HARVESTED, PACKED, EXPIRES = date(2026, 6, 5), date(2026, 6, 6), date(2026, 9, 5)
DOMAIN = "lensan.example"
LINES = (
    PRODUCER,
    f"ĐC: {ADDRESS}",
    f"Khối lượng tịnh: {PACK}",
    f"Lô: {LOT}",
    f"NSX: {PACKED:%d/%m/%y} HSD: {EXPIRES:%d/%m/%y}",
)


def codes(count: int) -> list[tuple[str, str]]:
    """The address in each code and the number under it."""
    return [
        (f"https://{DOMAIN}/t/K7QF2MX9WTABC{number:05d}", f"K7QF2M X9WTAB C{number:05d}")
        for number in range(count)
    ]
