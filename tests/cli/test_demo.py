"""The main job without a browser, and the figures that come out of it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from shop_onboard.cli.demo import folded
from shop_onboard.documents.workbook import template
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.values.phones import format_phone
from tests.cli.terminal import Demo, Terminal, codes_of, pages_of, run_demo


def _total(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in answer["totals"] if row["campaign"] == code)


def _check_sums(answer: dict[str, Any]) -> None:
    assert _total(answer, "LN-2022") == {
        "campaign": "LN-2022",
        "mass_g": 800_000_000,
        "cooperatives": 15,
        "storefronts": 62,
        "marketplaces": 3,
    }
    assert _total(answer, "LN-2021")["mass_g"] == 300_000_000
    assert _total(answer, "LN-2021")["marketplaces"] == 1
    running = _total(answer, "LN-CHAY")
    assert 11_000_000 <= running.pop("mass_g") <= 13_000_000, "about 60 % of 20 tonnes"
    assert running == {
        "campaign": "LN-CHAY",
        "cooperatives": 5,
        "storefronts": 15,
        "marketplaces": 3,
    }
    assert (answer["cooperatives"], answer["storefronts"]) == (17, 78)
    assert answer["products"] >= 20 + 40
    assert answer["import"]["failed"] == 0


def test_the_demo_reports_the_published_sums(demo: Demo):
    _check_sums(demo.answer)
    assert set(demo.answer) >= {
        "database_url",
        "storage_url",
        "cooperatives",
        "products",
        "storefronts",
        "lots",
        "campaigns",
        "accounts",
        "totals",
        "files",
        "phases",
    }
    assert {account["role"] for account in demo.answer["accounts"]} == {
        "volunteer",
        "manager",
        "officer",
        "administrator",
    }
    assert demo.progress.count("SHOP_ONBOARD_PUBLIC_URL") == 1
    for phase in demo.answer["phases"]:
        assert set(phase) == {"name", "seconds", "peak_mb"}
        assert phase["name"] in demo.progress


def test_the_demo_tells_a_person_what_it_made_and_how_to_look_at_it(tmp_path: Path):
    """A workbook with its header alone: quick, and the same words."""
    workbook = tmp_path / "trống.xlsx"
    workbook.write_bytes(template())
    out = tmp_path / "bản thử"
    done = Terminal(tmp_path).run("demo", "--out", str(out), "--workbook", str(workbook))
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert f"  tình nguyện viên {format_phone('+84510000024')}" in lines
    assert "volunteer" not in done.stdout
    assert lines[-1] == f"  SHOP_ONBOARD_INSTANCE='{out}/instance' shop-onboard serve"


def test_a_folder_of_many_files_is_one_line():
    many = [f"listings/sendo/{number:03}.json" for number in range(35)]
    few = ["listings/google/products.tsv", "listings/google/README.txt"]
    assert folded(["labels.pdf", *many, *few]) == ["labels.pdf", "listings/sendo: 35 tệp", *few]


@pytest.mark.full
def test_the_demo_on_a_fixed_day_reports_the_same_sums(tmp_path: Path):
    _check_sums(run_demo(tmp_path, date(2026, 11, 22)).answer)


def test_every_file_that_the_demo_promises_is_there_and_opens(demo: Demo, tmp_path: Path):
    folder = demo.folder
    for name in demo.answer["files"]:
        assert (folder / name).stat().st_size > 0, name
    every = {marketplace.key for marketplace in all_marketplaces()}
    assert {path.name for path in folder.glob("listings/*")} == every
    assert all(list(folder.glob(f"listings/{key}/*")) for key in every)
    sheets = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True).sheetnames
    assert sheets[:4] == ["Hợp tác xã", "Sản phẩm", "Lô hàng", "Gian hàng"]
    assert pages_of(folder / "labels.pdf") == 1
    assert pages_of(folder / "catalogue.pdf") > 3
    assert pages_of(folder / "report.pdf") >= 1
    assert any("800" in cell.text for cell in _cells(folder / "report.docx"))
    report = openpyxl.load_workbook(folder / "report.xlsx", read_only=True)
    assert any(800_000 in row for row in _values(report)), "the total in kilograms"
    assert list(folder.glob("listings/postmart/anh-san-pham/*-1.*"))
    journey = json.loads((folder / "epcis.jsonld").read_text())
    assert journey["type"] == "EPCISDocument"
    assert journey["epcisBody"]["eventList"]
    codes = codes_of(folder / "labels.pdf", tmp_path)
    assert len(set(codes)) == 24
    assert all(code.startswith("http://127.0.0.1:8000/") for code in codes)


def test_the_archive_of_a_closed_marketplace_holds_what_was_sold_there(demo: Demo):
    """The lychee seasons' goods in whatever month, and nothing of the running season."""
    live = " ".join(path.name for path in demo.folder.glob("listings/postmart/*/*")).lower()
    assert "my-chu" in live
    archive = " ".join(path.name for path in demo.folder.glob("listings/sendo/**/*.json")).lower()
    assert archive
    assert "my-chu" not in archive
    assert "vt01" in archive


def _cells(path: Path) -> Iterator[Any]:
    document = docx.Document(str(path))
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            yield from row.cells


def _values(workbook: Any) -> Iterator[tuple[Any, ...]]:
    for sheet in workbook.worksheets:
        yield from sheet.iter_rows(values_only=True)


def test_the_published_thousand_tonnes_stand_apart(demo: Demo):
    told = json.loads((demo.folder / "tonnage.json").read_text())
    assert sum(row["mass_g"] for row in told["rows"]) == told["total_mass_g"]
    claims = [
        (claim["campaign"], claim["qualifier"], claim["value"], claim["unit"])
        for claim in told["claims"]
    ]
    assert ("LN-2021", "more_than", 1000, "tấn") in claims
    sales = demo.terminal.ask("tonnage", "--by", "marketplace", "--campaign", "LN-2021")
    assert [(row["marketplace"], row["mass_g"]) for row in sales["rows"]] == [
        ("sendo", 300_000_000)
    ]
    assert sales["total_mass_g"] == 300_000_000


def test_tonnage_adds_up_the_same_whichever_way_it_is_cut(demo: Demo):
    ways = ["season", "month", "product", "cooperative", "commune", "union", "marketplace,season"]
    for way in ways:
        answer = demo.terminal.ask("tonnage", "--by", way, "--campaign", "LN-2022")
        assert answer["total_mass_g"] == 800_000_000, way
        assert sum(row["mass_g"] for row in answer["rows"]) == 800_000_000, way
        assert set(way.split(",")) <= set(answer["rows"][0])
    lines = demo.terminal.run("tonnage", "--by", "season", "--campaign", "LN-2022")
    assert "Tổng: 800 tấn" in lines.stdout
    some = demo.terminal.ask(
        "tonnage", "--by", "month", "--from", "01/06/2022", "--to", "30/06/2022"
    )
    assert [row["month"] for row in some["rows"]] == ["2022-06"]


def test_tonnage_that_cannot_be_cut_is_refused(demo: Demo):
    sentence = demo.terminal.refused("tonnage", "--by", "mùa trăng")
    assert "Không có cách chia «mùa trăng»" in sentence
    assert "cooperative" in sentence
    demo.terminal.refused("tonnage", code=2)
    assert "không" in demo.terminal.refused("tonnage", "--by", "month", "--from", "31/02/2022")
    demo.terminal.refused("tonnage", "--by", "month", "--campaign", "KHONG-CO")
