"""Brings the sample seasons into an installation, through the same doors as real work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import flask_migrate
from flask import Flask
from PIL import Image

import config as settings
from shop_onboard.cli.replies import site_url
from shop_onboard.cli.season_listings import list_goods
from shop_onboard.documents.workbook import build as build_workbook
from shop_onboard.errors import DomainError
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.storage import Storage
from shop_onboard.imports import samples as files
from shop_onboard.imports.sample_traces import traces
from shop_onboard.models.clock import utc_now
from shop_onboard.models.label_runs import LabelRun
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import cooperatives, organisations
from shop_onboard.queries import imports as import_queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import (
    channel_photos,
    consents,
    feeds,
    imports,
    jobs,
    label_runs,
    places,
    sample_traces,
    samples,
)
from shop_onboard.services import organisations as union_services
from shop_onboard.services.products import StoredPhoto
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message

FOLDER = settings.ROOT / "samples"
_XLSX = "workbook.xlsx"
_WAITING_XLSX = "son-hai.xlsx"
_WAITING_UNION = "DX-07543"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Imported:
    """What the import of the workbook came to."""

    rows: int
    created: int
    failed: int
    errors: Sequence[dict[str, Any]]


def migrate(app: Flask) -> None:
    """Bring the tables and the places up to date."""
    with app.app_context():
        flask_migrate.upgrade()
    with app.app_context(), writing():
        places.load(SYSTEM)
        db.session.commit()


def workbook(today: date) -> bytes:
    """The sample workbook with its running season around `today`."""
    return build_workbook(files.workbook_rows(FOLDER, today))


def found_unions(app: Flask) -> None:
    """The union tree and everybody who signs in but the cooperatives' managers."""
    with app.app_context(), writing():
        union_services.load_tree(SYSTEM, files.unions(FOLDER), is_sample=True)
        union_services.load_groups(files.groups(FOLDER), is_sample=True)
        people = [row for row in files.accounts(FOLDER) if row.role != Role.MANAGER]
        samples.create_accounts(SYSTEM, people)
        db.session.commit()


def bring_in(app: Flask, content: bytes) -> Imported:
    """Import the workbook as an officer of the province, by a job like any other.

    Raises DomainError when the file cannot be used at all.
    """
    people = [row for row in files.accounts(FOLDER) if row.role == Role.OFFICER and row.union_code]
    # Nobody confirms what they brought in themselves, and visitors look through the first's eyes.
    return _import(app, content, people[-1], _XLSX)


def send_in(app: Flask, today: date) -> Imported:
    """A volunteer sends in a cooperative, which then waits for an officer."""
    volunteer = _person(Role.VOLUNTEER, lambda row: row.union_code == _WAITING_UNION)
    content = build_workbook(files.waiting_rows(FOLDER, today))
    return _import(app, content, volunteer, _WAITING_XLSX)


def _import(app: Flask, content: bytes, person: files.SampleAccount, name: str) -> Imported:
    with app.app_context(), writing():
        actor = acting(person.phone)
        union = organisations.required(person.union_code)
        storage: Storage = app.extensions["storage"]
        key = storage.put(content)
        row = imports.receive(actor, union, name, key)
        job = jobs.ask(
            actor,
            "import",
            name,
            {"import_id": row.id, "photos": _drawings(storage)},
            f"import:{row.code}",
        )
        import_id, job_id = row.id, job.id
        db.session.commit()
    app.extensions["background"].run(job_id)
    with app.app_context():
        done = import_queries.by_id(import_id)
        if done.state != "done":
            raise DomainError(_first_message(done.errors))
        return Imported(done.row_count, done.created_count, done.failed_count, done.errors)


def check_and_approve(app: Flask) -> tuple[int, int]:
    """Managers get their accounts; an officer who registered nothing approves and confirms.

    What needs a person is left to one: `samples/tasks.csv`, and the papers of the last week.
    """
    with app.app_context(), writing():
        today = local_date(utc_now())
        tasks = files.tasks(FOLDER, today)
        managers = [row for row in files.accounts(FOLDER) if row.role == Role.MANAGER]
        samples.create_accounts(SYSTEM, managers)
        checker = acting(_person(Role.OFFICER, lambda row: bool(row.group_code)).phone)
        samples.tell_stories(SYSTEM, files.stories(FOLDER))
        samples.date_certificates(SYSTEM, tasks)
        counts = samples.approve_all(SYSTEM, checker, tasks)
        samples.confirm_with_papers(checker, today)
        consents.record_samples(SYSTEM)
        db.session.commit()
        return counts


def trace(app: Flask) -> None:
    """The running lots go their way: growers, steps, stickers, a recall, reports and scans."""
    with app.app_context(), writing():
        today = local_date(utc_now())
        found, people = traces(FOLDER, today), _signing_in()
        managers = {
            row.cooperative_code: people[row.phone]
            for row in files.accounts(FOLDER)
            if row.role == Role.MANAGER
        }
        checker = people[_person(Role.OFFICER, lambda row: bool(row.group_code)).phone]
        sample_traces.name_growers(managers, found.growers)
        sample_traces.make_lots(managers, found.makings)
        sample_traces.record_steps(managers, found.steps)
        is_trial = not is_public_address(app.config["PUBLIC_URL"])
        runs = sample_traces.make_labels(managers, found.sheets, is_trial=is_trial)
        sample_traces.count_scans(found.scans)
        sample_traces.report(people, found.reports)
        samples.recall_lots(checker, files.tasks(FOLDER, today))
        sample_traces.tell_of_recalls(checker, found.told)
        job_ids = [_ask_files(app, run, managers) for run in runs]
        db.session.commit()
    for job_id in job_ids:
        app.extensions["background"].run(job_id)


def open_feeds(app: Flask) -> None:
    """A cooperative's manager and an officer let Google and Meta fetch their products."""
    manager = next(row for row in files.accounts(FOLDER) if row.role == Role.MANAGER)
    officer = _person(Role.OFFICER, lambda row: bool(row.union_code))
    with app.app_context(), writing():
        own = cooperatives.by_code(SYSTEM, manager.cooperative_code)
        union = organisations.required(officer.union_code)
        if own is None or own.state != "approved":
            return
        asked = (
            (manager, own, feeds.FeedData("google", "rss")),
            (officer, union, feeds.FeedData("meta", "csv")),
        )
        job_ids = []
        for person, owner, data in asked:
            actor = acting(person.phone)
            feed, _token = feeds.make(actor, owner, data)
            feeds.note_fetched(feed.id, local_date(feed.created_at))
            title = f"Ảnh cho {get_marketplace(data.marketplace_key).name}"
            job_ids.append(channel_photos.ask(actor, feed.id, title).id)
        db.session.commit()
    for job_id in job_ids:
        app.extensions["background"].run(job_id)


def list_on_marketplaces(app: Flask, today: date) -> None:
    """Files for marketplaces and what became of them, of the cooperatives with a manager."""
    with app.app_context():
        people = _signing_in()
        managers = {
            row.cooperative_code: people[row.phone]
            for row in files.accounts(FOLDER)
            if row.role == Role.MANAGER
        }
    list_goods(app, FOLDER, today, managers)


def _ask_files(app: Flask, run: LabelRun, managers: Mapping[str, Actor]) -> int:
    lot = run.batch.lot
    title = f"Tem lô {lot.code}: {run.label_count} tem"
    actor = managers[lot.product.cooperative.code]
    return label_runs.ask(actor, run, title, "vi", site_url(app)).id


def _signing_in() -> dict[str, Actor]:
    return {row.phone: acting(row.phone) for row in files.accounts(FOLDER)}


def load(app: Flask, today: date, tell: Tell) -> None:
    """All of it, with a line for each step."""
    tell("Lập đơn vị Đoàn và tài khoản mẫu…")
    found_unions(app)
    tell("Nhập bảng tính mẫu…")
    done = bring_in(app, workbook(today))
    tell(f"Đã nhập {done.created} dòng, còn lỗi {done.failed}. Duyệt hồ sơ…")
    check_and_approve(app)
    trace(app)
    open_feeds(app)
    tell("Tạo tệp đăng sàn mẫu…")
    list_on_marketplaces(app, today)
    send_in(app, today)


def acting(phone: str) -> Actor:
    """The sample person of this number as an actor."""
    account = account_by_phone(phone)
    actor = actor_of(account.id, local_date(utc_now())) if account else None
    if actor is None:
        raise DomainError(N_("Không có tài khoản nào dùng số %(phone)s.", phone=phone))
    return actor


def _person(role: Role, is_wanted: Callable[[files.SampleAccount], bool]) -> files.SampleAccount:
    return next(row for row in files.accounts(FOLDER) if row.role == role and is_wanted(row))


def _drawings(storage: Storage) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted((FOLDER / "drawings").glob("*.png")):
        # Our own pictures: nothing hidden in them has to be taken out by encoding them again.
        with Image.open(path) as picture:
            width_px, height_px = picture.size
        found[path.name] = asdict(
            StoredPhoto(
                storage.put(path.read_bytes()),
                path.name,
                "image/png",
                width_px,
                height_px,
                is_drawing=True,
            )
        )
    return found


def _first_message(errors: Sequence[dict[str, Any]]) -> Message:
    if not errors:
        return N_("Chưa nhập được bảng tính.")
    return Message(errors[0]["msgid"], errors[0]["params"])
