"""A trial that runs while its import's person goes on: what is shown is what would go in."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.guessing import guess_as
from shop_onboard.imports.layouts import Layout
from shop_onboard.imports.readers import read_tables
from shop_onboard.jobs import registry, runner
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.organisations import required
from shop_onboard.services import import_steps, imports
from tests import world
from tests.imports.files import csv_text

SALES = [
    ["Ngày", "Mã HTX", "Kênh", "Khối lượng"],
    ["05/06/2026", world.COOPERATIVE_A, "Shopee", "1,5"],
]
CONTENT = csv_text(SALES, ";").encode()


def volunteer() -> Actor:
    account = account_by_phone(world.PHONES["volunteer"])
    actor = actor_of(account.id, utc_now().date()) if account else None
    assert actor is not None
    return actor


class Interrupted:
    """A storage; while it gives out its first file, something else happens."""

    def __init__(self, app: Flask, meanwhile: Callable[[Import], None]) -> None:
        self._app = app
        self._storage = app.extensions["storage"]
        self._meanwhile: Callable[[Import], None] | None = meanwhile

    def get(self, key: str) -> bytes:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            with self._app.app_context(), writing():
                meanwhile(db.session.scalars(sa.select(Import)).one())
                db.session.commit()
        return bytes(self._storage.get(key))


def layout(unit: str) -> Layout:
    raw = read_tables(CONTENT, "bán.csv")
    own = guess_as(raw.tables[0], "sales", 0, 1)
    mass = replace(own.sources["mass_g"], unit=unit)
    return Layout((replace(own, sources={**own.sources, "mass_g": mass}),))


def asked(app: Flask) -> int:
    """A trial of masses in kilograms, waiting for a worker."""
    raw = read_tables(CONTENT, "bán.csv")
    with app.app_context(), writing():
        actor = volunteer()
        key = app.extensions["storage"].put(CONTENT)
        row = imports.receive(actor, required("DX-A"), "bán.csv", key, "received")
        import_steps.look_over(actor, row, raw)
        import_steps.lay_out(actor, row, layout("kg"))
        job_id = import_steps.ask_check(actor, row, "vi").id
        db.session.commit()
        return job_id


def run(app: Flask, job_id: int, meanwhile: Callable[[Import], None]) -> str:
    """The state in which the job ends."""
    app.extensions["storage"] = Interrupted(app, meanwhile)
    runner.run(app, registry.handlers(), job_id)
    with app.app_context():
        return db.session.get_one(Job, job_id).state


def named_anew(row: Import) -> None:
    actor = volunteer()
    import_steps.lay_out(actor, row, layout("tạ"))
    import_steps.ask_check(actor, row, "vi")


def opened_anew(row: Import) -> None:
    import_steps.lay_out(volunteer(), row, layout("tạ"))


def discarded(row: Import) -> None:
    import_steps.discard(volunteer(), row)


def test_columns_named_anew_during_a_trial_are_those_that_it_shows(app: Flask):
    assert run(app, asked(app), named_anew) == "done"
    with app.app_context():
        row = db.session.scalars(sa.select(Import)).one()
        assert row.state == "checked"
        (shown,) = (row.trial or {})["echoes"]
        assert "150 kg" in shown["rows"][0]


@pytest.mark.parametrize(("meanwhile", "states"), [(opened_anew, ["received"]), (discarded, [])])
def test_a_trial_that_nobody_waits_for_any_more_shows_nothing(
    app: Flask, meanwhile: Callable[[Import], None], states: list[str]
):
    assert run(app, asked(app), meanwhile) == "done"
    with app.app_context():
        assert [row.state for row in db.session.scalars(sa.select(Import))] == states
