"""Keeps a job's lease alive while its work goes on, however long one step of it takes.

The lease dies with the process: when a worker is killed, nothing prolongs it, and the sweeper
takes the job up again within `services.jobs.LEASE`.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.jobs import Job
from shop_onboard.services import jobs as services

BEAT = services.LEASE / 3
# Work that hangs must not keep its job for ever.
LONGEST = timedelta(minutes=30)

log = logging.getLogger(__name__)


@contextmanager
def kept_lease(app: Flask, job: Job, every: timedelta = BEAT) -> Iterator[None]:
    """Inside, a thread of its own prolongs the lease of the job, at most for `LONGEST`."""
    is_over = threading.Event()
    thread = threading.Thread(
        # The clock may be shifted in this context: the thread lives on the same day.
        target=copy_context().run,
        args=(_prolong, app, job, every, is_over),
        name=f"lease of job {job.id}",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _prolong(app: Flask, job: Job, every: timedelta, is_over: threading.Event) -> None:
    last = time.monotonic() + LONGEST.total_seconds()
    while not is_over.wait(every.total_seconds()) and time.monotonic() < last:
        try:
            with app.app_context(), writing():
                is_kept = services.prolong(job)
                db.session.commit()
        except SQLAlchemyError:
            log.warning("the lease of job %s was not prolonged", job.code, exc_info=True)
            continue
        if not is_kept:
            return
