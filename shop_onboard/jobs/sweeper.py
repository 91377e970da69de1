"""Removes what no row names any more, what lay in the bin too long, and what waited too long."""

import logging
from datetime import datetime, timedelta

from flask import Flask

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways import copies, scan_buffer
from shop_onboard.gateways.database import writing
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import history, overview
from shop_onboard.services import invitations, recycling, registrations, scans

# A file is stored before the row that names it: what is younger may still get its row.
KEPT_FOR = timedelta(days=1)
EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class FileSweeper:
    """Looks through the storage and the bin of one application, once an hour at most."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._looked_at: datetime | None = None

    def look(self) -> int:
        """Remove what is past its time, when it is time to look; returns how many files."""
        now = utc_now()
        if self._looked_at is not None and now - self._looked_at < EVERY:
            return 0
        self._looked_at = now
        copies.drop_old(self._app.config["INSTANCE"])
        empty_bin(self._app, now)
        with self._app.app_context(), writing():
            invitations.forget(now)
            registrations.forget(now)
            db.session.commit()
        try:
            return remove_unnamed(self._app, now)
        except DomainError as refusal:
            log.warning("storage was not swept: %s", refusal.message)
            return 0


def count_scans(app: Flask) -> int:
    """Count what was scanned since the last look, one batch a transaction; how many scans."""
    instance, counted = app.config["INSTANCE"], 0
    for name, lines in scan_buffer.take(instance):
        with app.app_context(), writing():
            counted += scans.count(name, lines)
            db.session.commit()
        scan_buffer.done(instance, name)
    return counted


def empty_bin(app: Flask, now: datetime) -> int:
    """Remove for good what was thrown away thirty days before `now`; how many records."""
    with app.app_context(), writing():
        removed = recycling.empty(SYSTEM, now)
        db.session.commit()
    return removed


def remove_unnamed(app: Flask, now: datetime) -> int:
    """Remove the files that no row names and that were last put over a day before `now`."""
    storage: Storage = app.extensions["storage"]
    # Names first: a file that gets its row after this was put, and so made young, before that.
    with app.app_context():
        named = set(overview.storage_keys()) | history.removed_photos(now - recycling.KEPT_FOR)
    removed = 0
    for entry in storage.entries():
        if entry.key not in named and now - entry.stored_at > KEPT_FOR:
            storage.delete(entry.key)
            removed += 1
    return removed
