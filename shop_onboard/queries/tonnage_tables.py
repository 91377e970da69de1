"""Tonnage as pages show it: named rows in an order that reads well, and their sum."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop_onboard.models.campaigns import Campaign
from shop_onboard.policy import Actor
from shop_onboard.queries import tonnage

# Times read in their own order; everything else has the largest first.
_TIMES = frozenset({"season", "month"})


@dataclass(frozen=True)
class Table:
    """Rows whose keys are words, and the sum of all of them."""

    dimensions: tuple[str, ...]
    rows: Sequence[tonnage.TonnageRow]
    total: tonnage.TonnageRow

    @property
    def masses(self) -> list[tuple[str, int]]:
        """(words, grams) of each row, as a chart draws them."""
        return [(" · ".join(row.keys), row.mass_g) for row in self.rows]

    @property
    def pairs(self) -> list[tuple[str, str, int]]:
        """(group, series, grams) of each row of a table with two dimensions."""
        return [(row.keys[0], row.keys[1], row.mass_g) for row in self.rows]


@dataclass(frozen=True)
class Summary:
    """A programme as far as somebody sees it."""

    total: tonnage.TonnageRow
    reach: tonnage.Reach
    by_channel: Table


def table(
    actor: Actor, dimensions: Sequence[str], filters: tonnage.Filters, lang: str = "vi"
) -> Table:
    """Sums by the dimensions, named for readers of `lang`. Raises DomainError for an unknown."""
    found = tonnage.by(actor, dimensions, filters)
    times = [place for place, name in enumerate(dimensions) if name in _TIMES]
    has_others = len(times) < len(dimensions)
    found.sort(
        key=lambda row: (
            [row.keys[place] for place in times],
            -row.mass_g if has_others else 0,
            row.keys,
        )
    )
    rows = [
        tonnage.TonnageRow(
            tuple(
                tonnage.label(name, key, lang)
                for name, key in zip(dimensions, row.keys, strict=True)
            ),
            row.mass_g,
            row.confirmed_mass_g,
            row.revenue_vnd,
        )
        for row in found
    ]
    return Table(tuple(dimensions), rows, _sum(rows))


def summary(actor: Actor, campaign: Campaign, lang: str = "vi") -> Summary:
    """Total, reach and channels of one programme."""
    filters = tonnage.Filters(is_sample=campaign.is_sample, campaign_id=campaign.id)
    by_channel = table(actor, ("marketplace",), filters, lang)
    return Summary(by_channel.total, tonnage.reach(actor, filters), by_channel)


def _sum(rows: Sequence[tonnage.TonnageRow]) -> tonnage.TonnageRow:
    return tonnage.TonnageRow(
        (),
        sum(row.mass_g for row in rows),
        sum(row.confirmed_mass_g for row in rows),
        sum(row.revenue_vnd for row in rows),
    )
