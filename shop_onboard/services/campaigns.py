"""Programmes, their targets, and figures others published."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure, Target
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, changes, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.text import N_, fold, sort_key


@dataclass(frozen=True)
class CampaignData:
    """A programme; the target is a mass in grams."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    target_mass_g: int | None = None


@dataclass(frozen=True)
class FigureData:
    """A published figure with its qualifier, source and day."""

    scope: str
    value: int
    unit: str
    qualifier: str
    source: str
    published_on: date
    channel_key: str | None = None


def save(
    actor: Actor,
    union: Union,
    data: CampaignData,
    version: int | None = None,
) -> tuple[Campaign, str]:
    """Create or change the programme of this code; with "created", "updated", "unchanged"."""
    _check(actor, union, data)
    held = _held(data.code)
    columns = _columns(union, data)
    if held is None:
        held = Campaign(code=data.code, is_sample=union.is_sample, targets=[], **columns)
        db.session.add(held)
        _set_target(held, data.target_mass_g)
        db.session.flush()
        versions.created(actor, held)
        audit.record(actor, "campaign.created", "campaign", held.id, code=data.code, name=data.name)
        return held, "created"
    _check_own(actor, held)
    changes.check_version(held, version)
    before = snapshot(held)
    fields = changes.apply(held, columns)
    fields += ["target"] * _set_target(held, data.target_mass_g)
    if not fields:
        return held, "unchanged"
    db.session.flush()
    versions.changed(actor, held, before)
    audit.record(actor, "campaign.changed", "campaign", held.id, fields=fields)
    return held, "updated"


def look(actor: Actor, union: Union, data: CampaignData) -> str:
    """What `save` would say; raises what it raises, and changes nothing."""
    _check(actor, union, data)
    held = _held(data.code)
    if held is None:
        return "created"
    _check_own(actor, held)
    target = next((row.value for row in held.targets if row.metric == "mass_g"), None)
    is_other = data.target_mass_g is not None and data.target_mass_g != target
    return "updated" if is_other or changes.differs(held, _columns(union, data)) else "unchanged"


def _held(code: str) -> Campaign | None:
    return db.session.scalar(
        sa.select(Campaign).where(Campaign.code == code).options(selectinload(Campaign.targets))
    )


def _columns(union: Union, data: CampaignData) -> dict[str, object]:
    return {
        "name": data.name,
        "name_folded": fold(data.name),
        "name_sort": sort_key(data.name),
        "union_id": union.id,
        "starts_on": data.starts_on,
        "ends_on": data.ends_on,
    }


def create(actor: Actor, union: Union, data: CampaignData) -> Campaign:
    """A new programme of a union. Raises DomainError when the code is taken."""
    if db.session.scalar(sa.select(sa.exists().where(Campaign.code == data.code))):
        raise DomainError(N_("Mã «%(code)s» đã có chương trình khác dùng.", code=data.code), "code")
    return save(actor, union, data)[0]


def update(actor: Actor, campaign: Campaign, data: CampaignData, version: int) -> None:
    """Change what a form says; a target left empty is taken away. Raises Conflict."""
    _check(actor, campaign.union, data)
    changes.check_version(campaign, version)
    held = next((row for row in campaign.targets if row.metric == "mass_g"), None)
    if (held.value if held else None) != data.target_mass_g:
        # The target is a row of its own: without this, two people could overwrite each other's.
        flag_modified(campaign, "name")
    if held is not None and data.target_mass_g is None:
        before = snapshot(campaign)
        campaign.targets.remove(held)
        db.session.flush()
        versions.changed(actor, campaign, before)
        audit.record(actor, "campaign.changed", "campaign", campaign.id, fields=["target"])
    save(actor, campaign.union, data)
    db.session.flush()


def record_figure(actor: Actor, campaign: Campaign, data: FigureData) -> str:
    """Keep a published figure; "created", or "unchanged" when it is there already.

    Raises Forbidden for a programme of a union that the actor does not answer for.
    """
    if look_figure(actor, campaign, data) == "unchanged":
        return "unchanged"
    figure = PublishedFigure(campaign_id=campaign.id, is_sample=campaign.is_sample, **vars(data))
    db.session.add(figure)
    db.session.flush()
    versions.created(actor, figure)
    audit.record(
        actor,
        "figure.recorded",
        "published_figure",
        figure.id,
        campaign=campaign.code,
        value=data.value,
        unit=data.unit,
        qualifier=data.qualifier,
    )
    return "created"


def look_figure(actor: Actor, campaign: Campaign, data: FigureData) -> str:
    """What `record_figure` would say; raises what it raises, and changes nothing."""
    _check_own(actor, campaign)
    is_held = db.session.scalar(
        sa.select(
            sa.exists().where(
                PublishedFigure.campaign_id == campaign.id,
                PublishedFigure.scope == data.scope,
                PublishedFigure.channel_key == data.channel_key,
                PublishedFigure.value == data.value,
                PublishedFigure.unit == data.unit,
                PublishedFigure.qualifier == data.qualifier,
            )
        )
    )
    return "unchanged" if is_held else "created"


def may_edit(actor: Actor, union: Union) -> bool:
    """Whether the actor may set up or change programmes of this union."""
    reached = actor.sees_everything or any(union.id in grant.union_ids for grant in actor.grants)
    return reached and actor.may(Action.CAMPAIGN_EDIT)


def check_may_edit(actor: Actor, union: Union) -> None:
    """Raises Forbidden unless the actor may."""
    if not may_edit(actor, union):
        raise Forbidden(N_("Bạn không có quyền lập chương trình cho đơn vị này."))


def _check(actor: Actor, union: Union, data: CampaignData) -> None:
    check_may_edit(actor, union)
    if data.ends_on < data.starts_on:
        raise DomainError(N_("Ngày kết thúc không thể trước ngày bắt đầu."), "ends_on")


def _check_own(actor: Actor, campaign: Campaign) -> None:
    """A code in a spreadsheet may be the code of somebody else's programme."""
    if not may_edit(actor, db.session.get_one(Union, campaign.union_id)):
        raise Forbidden(
            N_("Chương trình mã «%(code)s» là của đơn vị khác.", code=campaign.code), "code"
        )


def _set_target(campaign: Campaign, mass_g: int | None) -> bool:
    held = next((row for row in campaign.targets if row.metric == "mass_g"), None)
    if mass_g is None or (held is not None and held.value == mass_g):
        return False
    if held is None:
        campaign.targets.append(Target(metric="mass_g", value=mass_g))
    else:
        held.value = mass_g
    return True
