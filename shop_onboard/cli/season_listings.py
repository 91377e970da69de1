"""The sample's files for marketplaces and what became of them, through the doors of real work."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import Flask

from shop_onboard.cli.replies import site_url
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports import sample_listings as told
from shop_onboard.models.clock import living_on
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import cooperatives
from shop_onboard.queries import listing_states as state_queries
from shop_onboard.services import listing_states, listings


def list_goods(app: Flask, folder: Path, today: date, managers: Mapping[str, Actor]) -> None:
    """Make the files and record the states, each on its day, as the cooperatives' managers.

    A cooperative that nobody signs in for is passed over.
    """
    with app.app_context():
        exports = [row for row in told.exports(folder, today) if row.cooperative_code in managers]
        states = [row for row in told.states(folder, today) if row.cooperative_code in managers]
    for row in sorted(exports, key=lambda each: each.day):
        with living_on(row.day):
            _make(app, row, managers[row.cooperative_code])
    for state in states:
        with living_on(state.day), app.app_context(), writing():
            _record(state, managers[state.cooperative_code])
            db.session.commit()


def _make(app: Flask, row: told.SampleExport, actor: Actor) -> None:
    with app.app_context(), writing():
        owner = cooperatives.by_code(SYSTEM, row.cooperative_code)
        if owner is None:
            return
        slugs = tuple(
            pack.product.slug
            for pack in state_queries.packs_of(owner)
            if pack.product.code in row.product_codes
        )
        name = get_marketplace(row.marketplace_key).name
        order = listings.FilesOrder(
            f"Tệp {name}: {owner.name}",
            "vi",
            site_url(app),
            "chosen" if row.product_codes else "all",
            tuple(dict.fromkeys(slugs)),
        )
        job_id = listings.ask_files(actor, row.marketplace_key, owner, order).id
        db.session.commit()
    app.extensions["background"].run(job_id)


def _record(row: told.SampleState, actor: Actor) -> None:
    owner = cooperatives.by_code(SYSTEM, row.cooperative_code)
    if owner is None:
        return
    wanted = [
        listing_states.Wanted(pack, row.state, row.reason)
        for pack in state_queries.packs_of(owner)
        if pack.product.code == row.product_code and row.pack_label in ("", pack.label)
    ]
    listing_states.set_states(actor, row.marketplace_key, wanted)
