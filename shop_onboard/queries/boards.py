"""What anybody may read of a programme: sums and published figures, nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import campaigns, tonnage_tables


@dataclass(frozen=True)
class BoardFigure:
    """A published figure in plain data."""

    scope: str
    channel_key: str | None
    value: int
    unit: str
    qualifier: str
    source: str
    published_on: date


@dataclass(frozen=True)
class Board:
    """A programme's public page as of `read_at`; holds no row, so that it can be kept."""

    code: str
    name: str
    union: str
    starts_on: date
    ends_on: date
    is_sample: bool
    target_mass_g: int | None
    summary: tonnage_tables.Summary
    figures: tuple[BoardFigure, ...]
    read_at: datetime


def board(code: str, lang: str = "vi") -> Board:
    """The board of this programme, over all its cooperatives; NotFound when unknown.

    Channels are named for readers of `lang`.
    """
    campaign = campaigns.one(code)
    figures = campaigns.figures(campaign.id, is_sample=campaign.is_sample)
    return Board(
        code=campaign.code,
        name=campaign.name,
        union=campaign.union.name,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        is_sample=campaign.is_sample,
        target_mass_g=campaigns.target_mass_g(campaign),
        summary=tonnage_tables.summary(SYSTEM, campaign, lang),
        figures=tuple(
            BoardFigure(
                figure.scope,
                figure.channel_key,
                figure.value,
                figure.unit,
                figure.qualifier,
                figure.source,
                figure.published_on,
            )
            for figure, _code in figures
        ),
        read_at=utc_now(),
    )
