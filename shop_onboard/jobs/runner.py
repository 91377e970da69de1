"""Runs one job: claim, work, store, commit; and sweeps up what was left behind."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.support import NullTranslations
from flask import Flask

from shop_onboard.documents.languages import translations_of
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries.accounts import actor_of
from shop_onboard.services import jobs as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_

log = logging.getLogger(__name__)


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
        return str(self.job.params.get("lang", "vi"))

    @property
    def translations(self) -> NullTranslations:
        return translations_of(self.lang)

    def store(
        self, content: bytes, name: str, media_type: str, note: Mapping[str, Any] | None = None
    ) -> services.Result:
        """Put a finished file into storage; its row names it when the job ends."""
        return services.Result(self.storage.put(content), name, media_type, note)

    def progress(self, done: int, total: int, position: Mapping[str, Any] | None = None) -> None:
        """Commit what was done so far. Raises Cancelled when the job is no longer ours."""
        kept = services.keep(self.job, done, total, position)
        db.session.commit()
        if not kept:
            raise Cancelled


Handler = Callable[[Work], services.Result | None]


class Background:
    """An application's background work, done in this process by whoever holds the application."""

    def __init__(self, app: Flask, handlers: Callable[[], Mapping[str, Handler]]) -> None:
        self._app = app
        self._handlers = handlers

    def run(self, job_id: int) -> None:
        """Do one job; nothing happens when it is over or somebody else's."""
        run(self._app, self._handlers(), job_id)

    def sweep(self) -> int:
        """Do every job whose bell was lost or whose worker died; returns how many."""
        return sweep(self._app, self._handlers())


def run(app: Flask, handlers: Mapping[str, Handler], job_id: int) -> None:
    """Do one job whole. Expected refusals end it with their sentence; others are tried again."""
    with app.app_context(), writing():
        job = services.claim(job_id, utc_now())
        db.session.commit()
        if job is None:
            return
        try:
            result = handlers[job.kind](_work(app, job))
            services.finish(job, result)
        except Cancelled:
            db.session.rollback()
            return
        except DomainError as refusal:
            db.session.rollback()
            services.fail(job, refusal.message)
        except Exception:
            db.session.rollback()
            log.error("job %s (%s) failed: %s", job.code, job.kind, traceback.format_exc())
            services.put_back(job)
        db.session.commit()


def sweep(app: Flask, handlers: Mapping[str, Handler]) -> int:
    """Run every job whose bell was lost or whose worker died; returns how many."""
    with app.app_context(), writing():
        waiting = services.overdue(utc_now())
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
