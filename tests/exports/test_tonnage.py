"""The tonnage table as a file."""

import csv
import io

from shop_onboard.exports.tonnage import tonnage_csv


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_grams_come_out_as_kilograms_and_sample_rows_say_so() -> None:
    rows = [(("=Sàn",), 1_200_500, 1_000, 30_000), (("Sendo",), 300_000_000, 0, 0)]
    table = read(tonnage_csv(["Sàn", "kg", "đối chiếu", "đồng", "Ghi chú"], rows, "MẪU"))
    assert table[1:] == [
        ["'=Sàn", "1200,5", "1", "30000", "MẪU"],
        ["Sendo", "300000", "0", "0", "MẪU"],
    ]


def test_real_rows_have_no_mark() -> None:
    assert read(tonnage_csv(["Sàn", "a", "b", "c"], [(("Tiki",), 1_000, 0, 5)]))[1] == [
        "Tiki", "1", "0", "5",
    ]  # fmt: skip
