"""The commands, as somebody at a terminal or another program calls them."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from shop_onboard.app import create_app
from shop_onboard.cli import group
from tests.shape.source import ROOT

TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Terminal:
    """Somebody at a terminal of one installation."""

    folder: Path

    def run(self, *words: str) -> Result:
        environment = {
            "SHOP_ONBOARD_INSTANCE": str(self.folder / "elsewhere"),
            "SHOP_ONBOARD_DATABASE_URL": f"sqlite:///{self.folder / 'lensan.sqlite3'}",
            "SHOP_ONBOARD_STORAGE_URL": f"file://{self.folder / 'files'}",
        }
        return CliRunner(env=environment).invoke(group, list(words), obj=create_app)

    def ask(self, *words: str) -> dict[str, Any]:
        """A command that succeeds and prints one JSON object and nothing else."""
        done = self.run(*words, "--json")
        assert done.exit_code == 0, done.output
        assert done.stdout.count("\n") == 1
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer

    def refused(self, *words: str, code: int = 1) -> str:
        """A command that is refused; the sentence."""
        done = self.run(*words)
        assert done.exit_code == code, done.output
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        return done.stderr


@dataclass(frozen=True)
class Demo:
    """What `demo --json` made and said."""

    folder: Path
    answer: dict[str, Any]
    progress: str

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.folder / "instance")


def _demo(folder: Path, today: date) -> Demo:
    command = [sys.executable, "-m", "shop_onboard", "demo", "--out", str(folder)]
    done = subprocess.run(
        [*command, "--today", today.isoformat(), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return Demo(folder, json.loads(done.stdout), done.stderr)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return _demo(tmp_path_factory.mktemp("demo"), TODAY)


@pytest.fixture
def copy(demo: Demo, tmp_path: Path) -> Terminal:
    """The demo's installation once more, to change things in."""
    shutil.copytree(demo.folder / "instance", tmp_path / "copy")
    return Terminal(tmp_path / "copy")


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _codes(path: Path, folder: Path) -> list[str]:
    """Every address that a scanner reads off a sheet."""
    target = folder / "page"
    subprocess.run(["pdftoppm", "-r", "200", "-png", str(path), str(target)], check=True)
    found = []
    for picture in sorted(folder.glob("page*.png")):
        with Image.open(picture) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found


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
    for phase in demo.answer["phases"]:
        assert set(phase) == {"name", "seconds", "peak_mb"}
        assert phase["name"] in demo.progress


@pytest.mark.full
def test_the_demo_on_a_fixed_day_reports_the_same_sums(tmp_path: Path):
    _check_sums(_demo(tmp_path, date(2026, 11, 22)).answer)


def test_every_file_that_the_demo_promises_is_there_and_opens(demo: Demo, tmp_path: Path):
    folder = demo.folder
    for name in demo.answer["files"]:
        assert (folder / name).stat().st_size > 0, name
    assert {"google", "postmart", "sendo"} <= {path.name for path in folder.glob("listings/*")}
    sheets = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True).sheetnames
    assert sheets[:4] == ["Hợp tác xã", "Sản phẩm", "Lô hàng", "Gian hàng"]
    assert _pages(folder / "labels.pdf") == 1
    assert _pages(folder / "catalogue.pdf") > 3
    assert _pages(folder / "report.pdf") >= 1
    assert any("800" in cell.text for cell in _cells(folder / "report.docx"))
    report = openpyxl.load_workbook(folder / "report.xlsx", read_only=True)
    assert any(800_000 in row for row in _values(report)), "the total in kilograms"
    with zipfile.ZipFile(folder / "listings/postmart/anh-san-pham.zip") as photos:
        assert photos.testzip() is None
        assert photos.namelist()
    journey = json.loads((folder / "epcis.jsonld").read_text())
    assert journey["type"] == "EPCISDocument"
    assert journey["epcisBody"]["eventList"]
    codes = _codes(folder / "labels.pdf", tmp_path)
    assert len(set(codes)) == 24
    assert all(code.startswith("http://127.0.0.1:8000/") for code in codes)


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


def test_labels_of_a_running_lot_scan_to_its_own_page(copy: Terminal, demo: Demo, tmp_path: Path):
    lot = demo.answer["lots"][0]
    out = tmp_path / "tem.pdf"
    answer = copy.ask("labels", "--lot", lot, "--count", "30", "--start", "5", "--out", str(out))
    assert answer["labels"] == 30
    assert len(set(answer["addresses"])) == 30
    assert _pages(out) == 2
    assert sorted(_codes(out, tmp_path)) == sorted(answer["addresses"])


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
    assert "tem.pdf" in copy.refused("labels", "--lot", lot, "--count", "1", "--out", nowhere)
    assert not Path(out).exists()


def test_a_catalogue_of_a_cooperative_or_of_a_whole_province(copy: Terminal, tmp_path: Path):
    one, all_of_it = tmp_path / "htx.pdf", tmp_path / "tinh.pdf"
    small = copy.ask("catalogue", "--cooperative", "HTX03", "--out", str(one))
    large = copy.ask("catalogue", "--union", "TD-BN", "--lang", "en", "--out", str(all_of_it))
    assert 0 < small["products"] < large["products"]
    assert _pages(one) <= _pages(all_of_it)
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


def test_the_same_workbook_a_second_time_changes_nothing(copy: Terminal, demo: Demo):
    workbook = str(demo.folder / "workbook.xlsx")
    answer = copy.ask("import", workbook, "--union", "TD-BN")
    assert answer["created"] == answer["updated"] == answer["failed"] == 0, answer["errors"][:3]
    assert answer["unchanged"] == answer["rows"] > 1_000
    assert copy.ask("tonnage", "--by", "season", "--campaign", "LN-2022")["total_mass_g"] == (
        800_000_000
    )


def test_rows_that_cannot_be_read_are_named_and_given_back(copy: Terminal, tmp_path: Path):
    file = tmp_path / "tieu-thu.csv"
    file.write_text(
        "Ngày,Mã HTX,Kênh,Khối lượng,Doanh thu\n"
        "05/06/2026,HTX01,Postmart,500 kg,12.500.000\n"
        '05/06/2026,HTX01,Postmart,"1,200 tấn",12.500.000\n'
        "31/02/2026,HTX01,Postmart,5 kg,100.000\n",
        encoding="utf-8",
    )
    errors = tmp_path / "loi.xlsx"
    before = copy.ask("tonnage", "--by", "season")["total_mass_g"]
    tried = copy.ask("import", str(file), "--dry-run", "--union", "TD-BN")
    assert (tried["rows"], tried["created"], tried["failed"]) == (3, 1, 2)
    assert copy.ask("tonnage", "--by", "season")["total_mass_g"] == before
    done = copy.ask("import", str(file), "--union", "TD-BN", "--errors", str(errors))
    assert (done["rows"], done["created"], done["failed"]) == (3, 1, 2)
    assert [(each["row"], each["column"]) for each in done["errors"]] == [
        (3, "Khối lượng"),
        (4, "Ngày"),
    ]
    assert "1.200" in done["errors"][0]["message"] or "1,2" in done["errors"][0]["message"]
    assert copy.ask("tonnage", "--by", "season")["total_mass_g"] == before + 500_000
    assert openpyxl.load_workbook(errors).sheetnames


def test_a_file_that_is_no_spreadsheet_is_refused(copy: Terminal, tmp_path: Path):
    file = tmp_path / "anh.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 500)
    done = copy.run("import", str(file), "--union", "TD-BN", "--json")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    copy.refused("import", str(tmp_path / "khong-co.xlsx"), code=2)
    copy.refused("import", str(file), "--as", "051 000 0099")


def test_a_backup_comes_back_after_everything_is_lost(copy: Terminal, tmp_path: Path):
    file = tmp_path / "sao-luu.zip"
    assert copy.ask("check") == {"ok": True, "problems": []}
    made = copy.ask("backup", str(file))
    assert made["bytes"] == file.stat().st_size
    shutil.rmtree(copy.folder)
    back = copy.ask("restore", str(file))
    assert back["files"] == made["files"] > 0
    assert copy.ask("check") == {"ok": True, "problems": []}
    season = copy.ask("tonnage", "--by", "season", "--campaign", "LN-2022")
    assert season["total_mass_g"] == 800_000_000


def test_check_finds_a_lost_file_and_ends_with_1(copy: Terminal):
    photo = next(path for path in (copy.folder / "files").glob("??/??/*"))
    photo.unlink()
    done = copy.run("check", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"ok": False, "problems": [photo.name]}


def test_a_backup_that_is_none_is_refused(copy: Terminal, tmp_path: Path):
    file = tmp_path / "khong-phai.zip"
    file.write_bytes(b"PK nothing")
    assert "không phải bản sao lưu" in copy.refused("restore", str(file))
    assert copy.ask("check")["ok"]


def test_removing_the_sample_leaves_an_empty_and_sound_installation(copy: Terminal, tmp_path: Path):
    done = copy.run("sample", "remove")
    assert done.exit_code == 0, done.output
    assert "bản ghi mẫu" in done.stdout
    assert copy.ask("tonnage", "--by", "season")["rows"] == []
    assert copy.ask("check")["ok"]
    assert "HTX03" in copy.refused(
        "catalogue", "--cooperative", "HTX03", "--out", str(tmp_path / "a.pdf")
    )
    again = copy.run("sample", "remove")
    assert "0 bản ghi mẫu" in again.stdout


def test_without_tables_a_command_says_what_to_do_first(tmp_path: Path):
    (tmp_path / "fresh").mkdir()
    assert "shop-onboard prepare" in Terminal(tmp_path / "fresh").refused(
        "tonnage", "--by", "season"
    )


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_explains_itself(name: str):
    done = CliRunner().invoke(group, [name, "--help"])
    assert done.exit_code == 0
    assert len(done.stdout) > 80
    documented = group.commands[name].help
    assert documented
    assert CliRunner().invoke(group, [name, "--khong-co"]).exit_code == 2


def test_commands_that_answer_programs_offer_json():
    silent = {"prepare", "serve", "worker", "sample"}
    for name, command in group.commands.items():
        has_json = any(option.name == "as_json" for option in command.params)
        assert has_json == (name not in silent), name
