"""Commands that bring data in, keep it safe and take the sample away."""

import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask

from shop_onboard.cli import season
from shop_onboard.cli.people import tell_who_is_missing
from shop_onboard.cli.replies import (
    Factory,
    actor_from,
    answer,
    installation,
    json_option,
    progress,
    refusals,
)
from shop_onboard.documents.languages import translations_of
from shop_onboard.documents.workbook import build_errors
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways import backups, copies, database
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import organisations, overview
from shop_onboard.services import audit, imports, samples
from shop_onboard.services.import_run import Run
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, fold


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "phone", default=None, help="Số điện thoại của người nhập.")
@click.option("--union", "union_code", default=None, help="Mã đơn vị, khi không ghi --as.")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì.")
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Ghi các dòng lỗi ra tệp .xlsx.",
)
@json_option
@click.pass_obj
@refusals
def import_file(
    factory: Factory,
    file: Path,
    phone: str | None,
    union_code: str | None,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Nhập bảng tính: dòng đúng vào ngay, dòng sai được chỉ rõ trang, dòng, cột."""
    content = file.read_bytes()
    workbook = read_workbook(content, file.name)
    with installation(factory) as app:
        actor = actor_from(phone)
        union = organisations.required(union_code) if union_code else organisations.any_home(actor)
        key = app.extensions["storage"].put(content)
        row = imports.receive(actor, union, file.name, key)
        imports.begin(row, workbook)
        _finish_batch(dry_run)
        _apply(actor, row, workbook, dry_run)
        imports.finish(actor, row)
        problems = [imports.loaded_error(stored) for stored in row.errors]
        _finish_batch(dry_run)
        if errors is not None:
            failed = workbook.failed_rows(problems)
            errors.write_bytes(build_errors(failed, translations_of("vi")))
        answer(as_json, _result(row), _lines(row))
        if dry_run:
            db.session.rollback()


def _apply(actor: Actor, row: Import, workbook: Any, dry_run: bool) -> None:
    run = Run(actor, row.union, row.id)
    found = imports.records(workbook)
    for done in imports.put_in(run, row, found):
        progress(f"{found[done - 1].sheet.name}: {done}/{len(found)}")
        _finish_batch(dry_run)


def _finish_batch(dry_run: bool) -> None:
    if dry_run:
        db.session.flush()
    else:
        db.session.commit()
        database.give_way(db.engine)


def _result(row: Import) -> dict[str, Any]:
    return {
        "rows": row.row_count,
        "created": row.created_count,
        "updated": row.updated_count,
        "unchanged": row.unchanged_count,
        "failed": row.failed_count,
        "errors": [
            {
                "sheet": error.sheet,
                "row": error.row,
                "column": error.column,
                "message": str(error.message),
            }
            for error in (imports.loaded_error(stored) for stored in row.errors)
        ],
    }


def _lines(row: Import) -> list[str]:
    result = _result(row)
    lines = [
        f"{error['sheet']}"
        + (f", dòng {error['row']}" if error["row"] else "")
        + (f", cột {error['column']}" if error["column"] else "")
        + f": {error['message']}"
        for error in result["errors"]
    ]
    lines.append(
        f"{row.row_count} dòng: {row.created_count} mới, {row.updated_count} sửa, "
        f"{row.unchanged_count} giữ nguyên, {row.failed_count} lỗi"
    )
    return lines


@click.command()
@click.argument("what", type=click.Choice(["remove", "load"]))
@click.option("--yes", is_flag=True, help="Xóa ngay, không hỏi lại.")
@click.pass_obj
@refusals
def sample(factory: Factory, what: str, yes: bool) -> None:
    """Xóa mọi dữ liệu mẫu (remove), dữ liệu thật giữ nguyên; hoặc nạp lại vào nơi trống (load)."""
    if what == "load":
        _load_sample(factory())
        return
    progress("Xóa cả những gì đã gõ khi đăng nhập bằng vai mẫu; dữ liệu thật giữ nguyên.")
    if not yes and sys.stdin.isatty():
        typed = click.prompt("Gõ «xóa» để xóa", default="", show_default=False)
        if fold(typed) != "xoa":
            raise DomainError(N_("Chưa xóa gì."))
    with installation(factory) as app:
        rows = samples.remove(SYSTEM)
        db.session.commit()
        click.echo(f"Đã xóa {rows} bản ghi mẫu.")
        tell_who_is_missing(app)


def _load_sample(app: Flask) -> None:
    if app.config["ENVIRONMENT"] == "production":
        raise DomainError(N_("Nơi chạy thật không nạp dữ liệu mẫu: ai cũng biết mật khẩu mẫu."))
    with app.app_context():
        if overview.counts().cooperatives or samples.is_loaded():
            raise DomainError(N_("Dữ liệu mẫu chỉ nạp vào nơi chưa có hợp tác xã nào."))
    season.migrate(app)
    season.load(app, local_date(utc_now()), progress)
    click.echo("Đã nạp dữ liệu mẫu.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
@refusals
def backup(factory: Factory, file: Path, as_json: bool) -> None:
    """Sao lưu dữ liệu và tệp vào một tệp .zip nhất quán."""
    with installation(factory) as app:
        made = backups.back_up(
            app.config["SQLALCHEMY_DATABASE_URI"], app.extensions["storage"], file
        )
        audit.record(SYSTEM, "backup.made", "backup", None, bytes=made.size_bytes)
        db.session.commit()
        result = {"file": str(file), "bytes": made.size_bytes, "files": made.files}
        answer(as_json, result, [f"{made.files} tệp, {made.size_bytes} byte → {file}"])


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
@refusals
def restore(factory: Factory, file: Path, as_json: bool) -> None:
    """Đưa bản sao lưu trở lại, thay dữ liệu đang có."""
    app = factory()
    with app.app_context():
        db.engine.dispose()
        made = backups.restore(
            app.config["SQLALCHEMY_DATABASE_URI"], app.extensions["storage"], file
        )
        copies.drop_all(app.config["INSTANCE"])
        answer(as_json, {"file": str(file), "files": made.files}, [f"Đã đưa trở lại từ {file}"])


@click.command()
@json_option
@click.pass_obj
@refusals
def check(factory: Factory, as_json: bool) -> None:
    """Kiểm tra dữ liệu còn nguyên vẹn, tệp nào có tên mà mất."""
    with installation(factory) as app:
        problems = backups.check(app.config["SQLALCHEMY_DATABASE_URI"])
        problems += backups.lost_files(app.extensions["storage"], overview.storage_keys())
        answer(as_json, {"ok": not problems, "problems": problems}, problems or ["Nguyên vẹn."])
    if problems:
        raise SystemExit(1)
