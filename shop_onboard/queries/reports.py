"""The tonnage report of one programme, ready to be written."""

from datetime import date

from shop_onboard.documents.reports import ReportClaim, ReportRow, TonnageReport
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.policy import Actor
from shop_onboard.queries import campaigns, organisations, tonnage
from shop_onboard.values import channels
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_

_QUALIFIERS = {"more_than": "hơn", "nearly": "gần", "exactly": ""}
SPLIT_NOTE = N_(
    "Báo chí không nêu số của từng sàn, từng hợp tác xã và từng ngày: cách chia này là của dữ "
    "liệu mẫu, chỉ tổng số là số đã công bố."
)


def report(actor: Actor, campaign: Campaign, made_on: date) -> TonnageReport:
    """Sums, breakdowns and published figures of a programme, as far as the actor sees it."""
    filters = tonnage.Filters(is_sample=campaign.is_sample, campaign_id=campaign.id)
    total = tonnage.total(actor, filters)
    reach = tonnage.reach(actor, filters)
    union = campaign.union
    return TonnageReport(
        parent_body=union.parent.name if union.parent else "",
        issuing_body=union.name,
        place=organisations.place_of(union),
        made_on=made_on,
        number=None,
        campaign=campaign.name,
        period_from=campaign.starts_on,
        period_to=campaign.ends_on,
        is_sample=campaign.is_sample,
        total_mass_g=total.mass_g,
        confirmed_mass_g=total.confirmed_mass_g,
        revenue_vnd=total.revenue_vnd,
        target_mass_g=campaigns.target_mass_g(campaign),
        cooperatives=reach.cooperatives,
        storefronts=reach.storefronts,
        channels=reach.channels,
        by_channel=_rows(actor, "marketplace", filters),
        by_cooperative=_rows(actor, "cooperative", filters),
        by_commune=_rows(actor, "commune", filters),
        by_month=_rows(actor, "month", filters),
        claims=tuple(
            _claim(figure)
            for figure, _code in campaigns.figures(campaign.id, is_sample=campaign.is_sample)
        ),
        split_note=str(SPLIT_NOTE) if campaign.is_sample else None,
    )


def _rows(actor: Actor, dimension: str, filters: tonnage.Filters) -> tuple[ReportRow, ...]:
    rows = tonnage.by(actor, (dimension,), filters)
    if dimension != "month":
        rows = sorted(rows, key=lambda row: -row.mass_g)
    return tuple(
        ReportRow(_label(dimension, row.keys[0]), row.mass_g, row.confirmed_mass_g, row.revenue_vnd)
        for row in rows
    )


def _label(dimension: str, key: str) -> str:
    if dimension == "marketplace":
        return channels.get_channel(key).name
    if dimension == "month":
        year, month = key.split("-")
        return f"{month}/{year}"
    return key


def _claim(figure: PublishedFigure) -> ReportClaim:
    channel = channels.get_channel(figure.channel_key).name if figure.channel_key else ""
    return ReportClaim(
        scope=figure.scope,
        channel=channel,
        value=format_number(figure.value),
        unit=figure.unit,
        qualifier=_QUALIFIERS[figure.qualifier],
        source=figure.source,
        published_on=figure.published_on,
    )
