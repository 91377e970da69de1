"""Keeping each file that was made for a marketplace, with what it held and what it left out."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shop_onboard.exports.differences import Held, fingerprint, in_order
from shop_onboard.exports.listing import Limits
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listing_exports import ExportItem, ExportRun
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes
from shop_onboard.services.jobs import Result


@dataclass(frozen=True)
class Rules:
    """Which rules a file was checked by: their day, and a mark of every limit that held."""

    on: date | None
    mark: str


@dataclass(frozen=True)
class Made:
    """A file that was made: for whom, of how much, what it holds and what was left out."""

    marketplace_key: str
    marketplace_name: str
    scope: str
    rules: Rules
    size_bytes: int
    held: Sequence[Held]
    skipped: Sequence[Mapping[str, Any]]
    gone: Sequence[Mapping[str, str]]


def rules_of(marketplace: Marketplace, limits: Limits) -> Rules:
    """The marketplace's rules as they were applied: its own limits with those set in place."""
    told = json.dumps({key: asdict(each) for key, each in limits.items()}, sort_keys=True)
    return Rules(marketplace.rules_on, hashlib.sha256(told.encode()).hexdigest()[:12])


def keep(actor: Actor, cooperative: Cooperative, made: Made, file: Result) -> ExportRun:
    """Remember a file that was stored. Raises Forbidden."""
    changes.check_may(actor, Action.LISTING_EXPORT, cooperative)
    run = _run(actor, cooperative, made, file)
    db.session.add(run)
    db.session.flush()
    db.session.add_all(
        ExportItem(
            run_id=run.id,
            sku=each.sku,
            title=each.title[:320],
            fingerprint=fingerprint(each.facts),
            facts=dict(each.facts),
        )
        for each in sorted(made.held, key=in_order)
    )
    db.session.flush()
    audit.record(
        actor,
        "listing.export_kept",
        "export",
        run.id,
        cooperative.id,
        marketplace=run.marketplace_key,
        scope=run.scope,
        listings=run.held_count,
        sha256=run.storage_key,
    )
    return run


def _run(actor: Actor, cooperative: Cooperative, made: Made, file: Result) -> ExportRun:
    return ExportRun(
        code=secrets.token_hex(8),
        cooperative_id=cooperative.id,
        account_id=actor.account_id,
        actor_name=actor.name,
        marketplace_key=made.marketplace_key,
        marketplace_name=made.marketplace_name,
        scope=made.scope,
        rules_on=made.rules.on,
        rules_mark=made.rules.mark,
        storage_key=file.storage_key,
        file_name=file.name,
        media_type=file.media_type,
        size_bytes=made.size_bytes,
        held_count=len(made.held),
        skipped=[dict(each) for each in made.skipped],
        gone=[dict(each) for each in made.gone],
        is_sample=cooperative.is_sample,
    )
