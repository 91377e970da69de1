"""The tonnage report of one programme, ready to be written."""

from datetime import date

from shop_onboard.documents.reports import ReportClaim, ReportRow, TonnageReport
from shop_onboard.errors import DomainError
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Actor
from shop_onboard.queries import campaigns, hierarchy, organisations, tonnage
from shop_onboard.values import channels
from shop_onboard.values.figures import unit_words
from shop_onboard.values.text import N_
from shop_onboard.values.workbook import QUALIFIERS

SPLIT_NOTE = N_(
    "Báo chí không nêu số của từng sàn, từng hợp tác xã và từng ngày: cách chia này là của dữ "
    "liệu mẫu, chỉ tổng số là số đã công bố."
)


def report(actor: Actor, campaign: Campaign, made_on: date, lang: str = "vi") -> TonnageReport:
    """Sums, breakdowns and published figures of a programme, as far as the actor sees it.

    Channels and months are named for readers of `lang`.
    It is issued by the union the actor works in, because the figures are those in its reach.
    """
    filters = tonnage.Filters(is_sample=campaign.is_sample, campaign_id=campaign.id)
    total = tonnage.total(actor, filters)
    reach = tonnage.reach(actor, filters)
    union = issuer(actor, campaign, made_on)
    parent = hierarchy.parent_of(union)
    figures = campaigns.figures(campaign.id, is_sample=campaign.is_sample)
    return TonnageReport(
        parent_body=parent.name if parent else "",
        # Guideline 29-HD/TWĐTN-VP: the executive committee issues a unit's papers.
        issuing_body=f"BCH {union.name}",
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
        by_channel=_rows(actor, "marketplace", filters, lang),
        by_cooperative=_rows(actor, "cooperative", filters, lang),
        by_commune=_rows(actor, "commune", filters, lang),
        by_month=_rows(actor, "month", filters, lang),
        claims=tuple(_claim(figure, lang) for figure, _code in figures),
        split_note=SPLIT_NOTE if campaign.is_sample and figures else None,
    )


def issuer(actor: Actor, campaign: Campaign, made_on: date) -> Union:
    """The union that hands the report in: the actor's own, else the programme's.

    A unit that has ended (the district unions on 30 June 2025) issues nothing any more: the one
    above it that stands does.
    """
    try:
        union = organisations.home_union(actor)
    except DomainError:
        union = campaign.union
    while union.valid_to is not None and union.valid_to < made_on:
        parent = hierarchy.parent_of(union)
        if parent is None:
            break
        union = parent
    return union


def _rows(
    actor: Actor, dimension: str, filters: tonnage.Filters, lang: str
) -> tuple[ReportRow, ...]:
    rows = tonnage.by(actor, (dimension,), filters)
    if dimension != "month":
        rows = sorted(rows, key=lambda row: -row.mass_g)
    return tuple(
        ReportRow(
            tonnage.label(dimension, row.keys[0], lang),
            row.mass_g,
            row.confirmed_mass_g,
            row.revenue_vnd,
        )
        for row in rows
    )


def _claim(figure: PublishedFigure, lang: str) -> ReportClaim:
    channel = channels.get_channel(figure.channel_key).name_in(lang) if figure.channel_key else ""
    return ReportClaim(
        scope=figure.scope,
        channel=channel,
        value=figure.value,
        unit=unit_words(figure.unit),
        qualifier=None if figure.qualifier == "exactly" else QUALIFIERS[figure.qualifier],
        source=figure.source,
        published_on=figure.published_on,
    )
