"""One step back and one step forward from a lot, in words: for the picture and for the list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from shop_onboard.documents.lot_chart import Box, StepsChart, steps_svg
from shop_onboard.models.growers import Grower
from shop_onboard.models.lots import Lot
from shop_onboard.queries import lot_tree
from shop_onboard.queries.lot_events import LotStep, by_partner, standing
from shop_onboard.values.lot_events import BACK, FORWARD, MAKINGS
from shop_onboard.values.mass import format_mass
from shop_onboard.web.language import chosen, say


@dataclass(frozen=True)
class Neighbour:
    """Where goods came from or went; `address` is "" where there is no page of it."""

    name: str
    detail: str = ""
    address: str = ""


@dataclass(frozen=True)
class Neighbours:
    """One step back, one step forward."""

    back: tuple[Neighbour, ...]
    forward: tuple[Neighbour, ...]


def neighbours_of(
    lot: Lot, steps: Sequence[LotStep], growers: Sequence[Grower], *, may_name: bool
) -> Neighbours:
    """Lots, growers and partners next to this lot; growers by name only with `may_name`.

    Of the steps only its own count: what earlier lots passed through is further back.
    """
    stood = [step for step in standing(steps) if step.earlier is None]
    back = [*_lots(lot_tree.parents(lot.id)), *_growers(growers, may_name=may_name)]
    back += _partners(stood, BACK)
    forward = [*_lots(lot_tree.children(lot.id)), *_partners(stood, FORWARD)]
    forward += _partners(stood, "selling")
    return Neighbours(tuple(back), tuple(forward))


def drawing(lot: Lot, neighbours: Neighbours) -> Markup:
    """The picture of it as SVG."""
    back, forward = (
        tuple(Box(each.name, each.detail) for each in side)
        for side in (neighbours.back, neighbours.forward)
    )
    svg = steps_svg(
        StepsChart(
            _("Một bước về trước, một bước về sau của lô %(code)s", code=lot.code),
            _(
                "Từ: %(back)s. Đến: %(forward)s.",
                back=_listed(neighbours.back),
                forward=_listed(neighbours.forward),
            ),
            Box(_("Lô %(code)s", code=lot.code), format_mass(lot.quantity_g, chosen())),
            back,
            forward,
            _("Chưa ghi hàng từ đâu đến"),
            _("Chưa ghi hàng đi đâu"),
            _("và %(count)s nơi nữa, xem danh sách", count="%d"),
        )
    )
    # Every word in it was escaped where it was drawn.
    return Markup(svg)  # noqa: S704


def item_addresses(lot: Lot) -> dict[str, str]:
    """Where each of the circular's data items is filled in."""
    product, cooperative = lot.product, lot.product.cooperative
    of_product = url_for("products.edit", code=product.slug)
    of_cooperative = url_for("cooperatives.edit", code=cooperative.slug)
    of_lot = url_for("lots.edit", code=lot.slug)
    return {
        "product_name": f"{of_product}#name",
        "photo": url_for("products.show", code=product.slug) + "#photos",
        "producer_name": f"{of_cooperative}#name",
        "producer_address": f"{of_cooperative}#address",
        "steps": url_for("lot_events.new", code=lot.slug) + "#place",
        "time": f"{of_lot}#harvested_on",
        "code": url_for("labels.new", lot=lot.slug),
        # A bar code or a certificate is what marks the goods as theirs.
        "brand": f"{of_product}#packs-0-gtin",
        "expiry": f"{of_lot}#expires_on",
        "standard": f"{of_lot}#standard",
    }


def _lots(links: Sequence[lot_tree.Link]) -> Iterator[Neighbour]:
    for link in links:
        how = say(MAKINGS[link.how])
        yield Neighbour(
            _("Lô %(code)s", code=link.code),
            f"{link.product_name} · {how} · {format_mass(link.mass_g, chosen())}",
            url_for("lots.show", code=link.slug),
        )


def _growers(found: Sequence[Grower], *, may_name: bool) -> Iterator[Neighbour]:
    if found:
        count = _("Hộ trồng (%(count)s)", count=len(found))
        yield Neighbour(count, ", ".join(row.name for row in found) if may_name else "")


def _partners(steps: Sequence[LotStep], kind: str) -> Iterator[Neighbour]:
    """Everybody of one kind of step once, with all that went there or came from there."""
    words = {
        BACK: _("Nhận từ"),
        FORWARD: _("Xuất cho"),
        "selling": _("Bán qua"),
    }
    for partner, mass_g in by_partner(steps, kind).items():
        detail = format_mass(mass_g, chosen()) if mass_g else ""
        yield Neighbour(f"{words[kind]}: {partner}", detail)


def _listed(side: Sequence[Neighbour]) -> str:
    names = [f"{each.name} ({each.detail})" if each.detail else each.name for each in side]
    return "; ".join(names) or _("chưa ghi")
