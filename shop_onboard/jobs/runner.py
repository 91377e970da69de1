"""Runs one job: claim, work, store, commit; and sweeps up what was left behind.

A handler begins by reading: drawing a document takes long and must hold no write lock. One that
changes rows calls `Work.begin_writing` first and commits by `Work.progress` in short steps.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.support import NullTranslations
from flask import Flask

from shop_onboard.documents.languages import translations_of
from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import (
    give_way,
    is_writing,
    read_steadily,
    set_writing,
    writing,
)
from shop_onboard.gateways.storage import Storage
from shop_onboard.jobs.leases import kept_lease
from shop_onboard.jobs.sweeper import FileSweeper, count_scans
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries.accounts import actor_of
from shop_onboard.services import jobs as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message, slugify

log = logging.getLogger(__name__)
_WORN_OUT = N_("Việc này đã thử 3 lần mà chưa được. Hãy báo quản trị viên.")


class Cancelled(Exception):
    """Somebody stopped the job, or another worker has taken it over."""


@dataclass(frozen=True)
class Work:
    """What a kind of job is given: its row, who asked, where files go, which words to use."""

    job: Job
    actor: Actor
    storage: Storage
    public_url: str
    today: date

    @property
    def params(self) -> Mapping[str, Any]:
        return self.job.params

    @property
    def lang(self) -> str:
        return _lang(self.job)

    @property
    def translations(self) -> NullTranslations:
        return translations_of(self.lang)

    def store(
        self, content: bytes, name: str, media_type: str, note: Mapping[str, Any] | None = None
    ) -> services.Result:
        """Put a finished file into storage; its row names it when the job ends.

        `name` becomes small letters without marks, figures and hyphens, with its ending.
        """
        stem, _, ending = name.rpartition(".")
        plain = f"{slugify(stem)}.{ending}"
        return services.Result(self.storage.put(content), plain, media_type, note)

    def begin_writing(self) -> None:
        """End reading: what follows may change rows and is short. What was read is read anew."""
        if not is_writing():
            db.session.rollback()
            set_writing(True)

    def progress(self, done: int, total: int, position: Mapping[str, Any] | None = None) -> None:
        """Commit what was done so far, or take it back and raise Cancelled.

        Cancelled when the job was stopped or taken over: its rows are then somebody else's to put.
        """
        self._commit(done, total, position)
        give_way(db.engine)

    def glance(self, done: int, total: int) -> None:
        """As `progress` of work that only reads: its transaction ends and another begins.

        The position stays: what was put in before this reading is in.
        """
        self.begin_writing()
        self._commit(done, total, self.job.position)
        _begin_reading()

    def _commit(self, done: int, total: int, position: Mapping[str, Any] | None) -> None:
        if not services.keep(self.job, done, total, position):
            db.session.rollback()
            raise Cancelled
        db.session.commit()


Handler = Callable[[Work], services.Result | None]


class Background:
    """An application's background work, done in this process by whoever holds the application."""

    def __init__(self, app: Flask, handlers: Callable[[], Mapping[str, Handler]]) -> None:
        self._app = app
        self._handlers = handlers
        self._files = FileSweeper(app)

    def run(self, job_id: int) -> None:
        """Do one job; nothing happens when it is over or somebody else's."""
        run(self._app, self._handlers(), job_id)

    def sweep(self) -> int:
        """Do every job whose bell was lost or whose worker died; returns how many.

        Counts what was scanned since; now and then also removes stored files that no row names.
        """
        found = sweep(self._app, self._handlers())
        self._files.look()
        count_scans(self._app)
        return found


def run(app: Flask, handlers: Mapping[str, Handler], job_id: int) -> None:
    """Do one job whole. Expected refusals end it with their sentence; others are tried again."""
    with app.app_context(), writing():
        job = services.claim(job_id, utc_now())
        db.session.commit()
        if job is None:
            return
        # On its own, a rollback does not read back the lease of whoever took the job over.
        db.session.expunge(job)
        with kept_lease(app, job):
            _do(app, handlers, job)


def _do(app: Flask, handlers: Mapping[str, Handler], job: Job) -> None:
    try:
        _begin_reading()
        work = _work(app, job)
        result = handlers[job.kind](work)
        work.begin_writing()
        if services.finish(job, result):
            db.session.commit()
        else:
            db.session.rollback()
    except Cancelled:
        db.session.rollback()
    except DomainError as refusal:
        _begin_anew()
        _fail(job, refusal.message)
        db.session.commit()
    except Exception:
        _begin_anew()
        log.error("job %s (%s) failed: %s", job.code, job.kind, traceback.format_exc())
        if not services.put_back(job):
            _fail(job, _WORN_OUT)
        db.session.commit()


def _begin_reading() -> None:
    set_writing(False)
    read_steadily(db.session)


def _begin_anew() -> None:
    db.session.rollback()
    set_writing(True)


def _fail(job: Job, message: Message) -> None:
    services.fail(job, say(message, translations_of(_lang(job))))


def _lang(job: Job) -> str:
    return str(job.params.get("lang", "vi"))


def sweep(app: Flask, handlers: Mapping[str, Handler]) -> int:
    """Run every job whose bell was lost or whose worker died; returns how many."""
    with app.app_context(), writing():
        now = utc_now()
        for job in services.worn_out(now):
            _fail(job, _WORN_OUT)
        waiting = services.overdue(now)
        db.session.commit()
    for job_id in waiting:
        run(app, handlers, job_id)
    return len(waiting)


def _work(app: Flask, job: Job) -> Work:
    today = local_date(utc_now())
    actor = SYSTEM
    if job.account_id is not None:
        # The right is asked again: somebody may have moved on since the job was asked for.
        found = actor_of(job.account_id, today)
        if found is None:
            raise DomainError(N_("Tài khoản đã bị khóa nên việc này dừng lại."))
        actor = found
    public_url = str(job.params.get("public_url") or app.config["PUBLIC_URL"])
    return Work(job, actor, app.extensions["storage"], public_url, today)
