"""How what was published of one programme compares with what was published of the next."""

from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure

TONNES = "tấn"


@dataclass(frozen=True)
class PublishedChange:
    """The largest published tonnages of two programmes of one union, one after the other.

    `has_same_basis` only where both say they count the same channel: otherwise the change is of
    two different things and must be shown as such.
    """

    earlier: PublishedFigure
    earlier_name: str
    later: PublishedFigure
    later_name: str

    @property
    def has_same_basis(self) -> bool:
        return (
            self.earlier.channel_key is not None
            and self.earlier.channel_key == self.later.channel_key
        )


def changes(*, is_sample: bool) -> list[PublishedChange]:
    """The changes from each programme to the union's next one, where both published tonnes."""
    rows = db.session.execute(
        sa.select(PublishedFigure, Campaign.id, Campaign.name, Campaign.union_id)
        .join(Campaign, Campaign.id == PublishedFigure.campaign_id)
        .where(
            PublishedFigure.is_sample.is_(is_sample),
            PublishedFigure.unit == TONNES,
            PublishedFigure.value > 0,
        )
        .order_by(Campaign.starts_on, Campaign.id, PublishedFigure.value, PublishedFigure.id)
    )
    # The rows of a programme come smallest first, so that the last one kept is the largest.
    largest = {campaign_id: (figure, name, union) for figure, campaign_id, name, union in rows}
    unions = dict.fromkeys(union for _figure, _name, union in largest.values())
    return [
        PublishedChange(earlier[0], earlier[1], later[0], later[1])
        for union in unions
        for earlier, later in pairwise(row for row in largest.values() if row[2] == union)
    ]
