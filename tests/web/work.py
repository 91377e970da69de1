"""What a worker does between two looks at a page."""

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.jobs import registry, runner
from shop_onboard.models.jobs import Job
from tests.pages import Browser, Page


def finished(app: Flask, person: Browser, page: Page) -> Page:
    """The job's page after a worker has done it."""
    code = page.path.rsplit("/", 1)[-1]
    with app.app_context():
        job_id = db.session.scalar(sa.select(Job.id).where(Job.code == code))
    assert job_id is not None, page.path
    runner.run(app, registry.handlers(), job_id)
    return person.open(page.path)
