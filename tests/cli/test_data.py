"""Commands that bring data in, keep it safe and take the sample away; and how all behave."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from shop_onboard.cli import group
from tests.cli.terminal import Demo, Terminal

HOLD_THE_SAMPLE = (
    "accounts",
    "campaigns",
    "certificates",
    "clone_flags",
    "commune_groups",
    "cooperatives",
    "feedback",
    "feedback_answers",
    "growers",
    "imports",
    "label_batches",
    "label_parts",
    "label_runs",
    "label_scans",
    "labels",
    "listings",
    "lot_events",
    "lot_growers",
    "lot_inputs",
    "lot_scans",
    "lots",
    "pack_sizes",
    "printer_settings",
    "product_photos",
    "product_scans",
    "products",
    "published_figures",
    "recall_notices",
    "recalled_lots",
    "recalls",
    "role_grants",
    "sales",
    "storefronts",
    "unions",
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
    assert re.fullmatch(r"Đã xóa \d+ bản ghi mẫu\.\n", done.stdout)
    assert "đã gõ khi đăng nhập bằng vai mẫu" in done.stderr
    assert copy.ask("tonnage", "--by", "season")["rows"] == []
    assert copy.ask("check")["ok"]
    with closing(sqlite3.connect(copy.folder / "lensan.sqlite3")) as database:
        left = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in HOLD_THE_SAMPLE
        }
    assert set(left.values()) == {0}, left
    assert "HTX03" in copy.refused(
        "catalogue", "--cooperative", "HTX03", "--out", str(tmp_path / "a.pdf")
    )
    again = copy.run("sample", "remove")
    assert again.stdout == "Đã xóa 0 bản ghi mẫu.\n"


def test_at_a_keyboard_the_sample_goes_only_after_the_word_is_typed(copy: Terminal):
    assert "Chưa xóa gì" in copy.typed("không", "sample", "remove")
    assert copy.ask("tonnage", "--by", "season")["rows"]
    assert "bản ghi mẫu." in copy.typed("xóa", "sample", "remove")
    assert copy.ask("tonnage", "--by", "season")["rows"] == []


def test_what_was_removed_stays_away_until_somebody_asks_for_it(copy: Terminal):
    assert "chưa có hợp tác xã nào" in copy.refused("sample", "load")
    assert copy.run("sample", "remove", "--yes").exit_code == 0
    prepared = copy.run("prepare")
    assert prepared.exit_code == 0, prepared.output
    assert "shop-onboard sample load" in prepared.stderr
    assert "shop-onboard invite-administrator" in prepared.stderr
    assert copy.ask("tonnage", "--by", "season")["rows"] == []
    assert copy.run("sample", "load").exit_code == 0
    assert copy.ask("tonnage", "--by", "season", "--campaign", "LN-2022")["rows"]
    assert "invite-administrator" not in copy.run("prepare").stderr


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
