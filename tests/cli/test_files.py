"""Commands that make one file."""

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.cli.terminal import Demo, Terminal, codes_of, pages_of
from tests.exports.templates.workbooks import TIKTOK, tiktok

# A running lot of the sample, whose product has three pack sizes.
LOT, PACK = "CHAY-MC-02", "Gói 500 g"


def test_labels_of_a_running_lot_scan_to_its_own_page(copy: Terminal, demo: Demo, tmp_path: Path):
    assert LOT in demo.answer["lots"]
    out = tmp_path / "tem.pdf"
    asked = ("labels", "--lot", LOT, "--pack", PACK, "--count", "30", "--start", "5")
    answer = copy.ask(*asked, "--out", str(out))
    assert answer["labels"] == 30
    assert len(set(answer["addresses"])) == 30
    assert pages_of(out) == 2
    assert sorted(codes_of(out, tmp_path)) == sorted(answer["addresses"])


def test_labels_of_a_product_with_several_packs_are_for_the_one_that_is_named(
    copy: Terminal, demo: Demo, tmp_path: Path
):
    out = tmp_path / "tem.pdf"
    asked = ("labels", "--lot", LOT, "--count", "2", "--stock", "cut-8", "--out", str(out))
    for wrong in ((), ("--pack", "Hộp 7 kg")):
        assert "(Gói 500 g; Gói 1 kg; Thùng 10 kg)" in copy.refused(*asked, *wrong)
    assert not out.exists()
    assert copy.ask(*asked, "--pack", "gói 500 G")["pack"] == "Gói 500 g"
    said = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True)
    assert " ".join(said.stdout.split()).count("Khối lượng tịnh: 500 g") == 2


def test_labels_that_cannot_be_made_are_refused(copy: Terminal, demo: Demo, tmp_path: Path):
    out = str(tmp_path / "tem.pdf")
    lot = demo.answer["lots"][0]
    assert "Không có lô mã «KHONG-CO»" in copy.refused(
        "labels", "--lot", "KHONG-CO", "--count", "1", "--out", out
    )
    old = next(code for code in reversed(demo.answer["lots"]))
    assert "hết hạn" in copy.refused("labels", "--lot", old, "--count", "1", "--out", out)
    copy.refused("labels", "--lot", lot, "--count", "0", "--out", out, code=2)
    copy.refused("labels", "--lot", lot, "--count", "1", code=2)
    copy.refused("labels", "--lot", lot, "--count", "1", "--stock", "giay-la", "--out", out)
    nowhere = str(tmp_path / "khong" / "co" / "tem.pdf")
    asked = ("labels", "--lot", LOT, "--pack", PACK, "--count", "1")
    assert "tem.pdf" in copy.refused(*asked, "--out", nowhere)
    assert not Path(out).exists()


def test_a_catalogue_of_a_cooperative_or_of_a_whole_province(copy: Terminal, tmp_path: Path):
    one, all_of_it = tmp_path / "htx.pdf", tmp_path / "tinh.pdf"
    small = copy.ask("catalogue", "--cooperative", "HTX03", "--out", str(one))
    large = copy.ask("catalogue", "--union", "TD-BN", "--lang", "en", "--out", str(all_of_it))
    assert 0 < small["products"] < large["products"]
    assert pages_of(one) <= pages_of(all_of_it)
    text = subprocess.run(
        ["pdftotext", str(all_of_it), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "SAMPLE" in text.upper() or "DỮ LIỆU MẪU" in text
    copy.refused("catalogue", "--out", str(one), code=2)
    copy.refused("catalogue", "--cooperative", "A", "--union", "B", "--out", str(one), code=2)
    assert "«HTX99»" in copy.refused("catalogue", "--cooperative", "HTX99", "--out", str(one))


@pytest.mark.parametrize("key", ["google", "postmart", "sendo"])
def test_marketplace_files_say_what_was_left_out_and_why(copy: Terminal, key: str, tmp_path: Path):
    answer = copy.ask("export", key, "--out", str(tmp_path / key))
    assert answer["listings"] == answer["exported"] + len(answer["skipped"])
    assert answer["exported"] > 0
    assert any((tmp_path / key).iterdir())
    for skipped in answer["skipped"]:
        assert skipped["product"]
        assert skipped["problems"]
    fewer = copy.ask("export", key, "--out", str(tmp_path / "it"), "--cooperative", "HTX03")
    assert fewer["listings"] < answer["listings"]


def test_an_unknown_marketplace_is_a_wrong_call(copy: Terminal, tmp_path: Path):
    copy.refused("export", "cho-troi", "--out", str(tmp_path), code=2)
    copy.refused("export", "google", code=2)


def test_a_lots_journey_as_epcis(copy: Terminal, demo: Demo, tmp_path: Path):
    out = tmp_path / "lo.jsonld"
    answer = copy.ask("epcis", "--lot", demo.answer["lots"][0], "--out", str(out))
    assert answer["lot"] in demo.answer["lots"][0] or answer["lot"]
    assert json.loads(out.read_text())["schemaVersion"].startswith("2.0")


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_report_in_each_kind_of_file(copy: Terminal, kind: str, tmp_path: Path):
    out = tmp_path / f"bao-cao.{kind}"
    answer = copy.ask("report", "--campaign", "LN-2022", "--out", str(out))
    assert answer == {"file": str(out), "total_mass_g": 800_000_000}
    assert out.stat().st_size > 1_000


def test_a_report_of_another_kind_is_a_wrong_call(copy: Terminal, tmp_path: Path):
    copy.refused("report", "--campaign", "LN-2022", "--out", str(tmp_path / "a.txt"), code=2)
    assert "KHONG-CO" in copy.refused(
        "report", "--campaign", "KHONG-CO", "--out", str(tmp_path / "a.pdf")
    )


def test_a_shops_own_template_is_filled_from_the_command_line(copy: Terminal, tmp_path: Path):
    asked = {"category", "main_image", "product_property/100149"}
    optional = [
        [*column[:2], "Không bắt buộc", "", ""] if column[0] in asked else [*column[:4], ""]
        for column in TIKTOK
    ]
    template, out = tmp_path / "tiktok.xlsx", tmp_path / "out"
    template.write_bytes(tiktok(optional))
    answer = copy.ask("export", "tiktok_shop", "--out", str(out), "--template", str(template))
    assert answer["exported"] > 0
    book = openpyxl.load_workbook(out / "tiktok-da-dien.xlsx")
    assert book["Template"].max_row == 5 + answer["exported"]
    assert "DỮ LIỆU MẪU" in str(book["Template"]["D6"].value)


def test_a_template_that_cannot_be_filled_is_refused_and_leaves_nothing(
    copy: Terminal, tmp_path: Path
):
    template, out = tmp_path / "tiktok.xlsx", str(tmp_path / "out")
    unknown_to_us = ("product_property/100398", "Chất liệu", "Bắt buộc", "", "Bông")
    template.write_bytes(tiktok((*TIKTOK, unknown_to_us)))
    call = ("--out", out, "--template", str(template))
    assert "«Chất liệu» bắt buộc" in copy.refused("export", "tiktok_shop", *call)
    assert "không phải tệp mẫu" in copy.refused("export", "shopee", *call)
    copy.refused("export", "google", *call, code=2)
    unknown = tmp_path / "mau.csv"
    unknown.write_text("Tên sản phẩm;Giá bán\n", encoding="utf-8")
    said = copy.refused("export", "postmart", "--out", out, "--template", str(unknown))
    assert "Chưa ai chọn cột" in said
    assert not Path(out).exists()
