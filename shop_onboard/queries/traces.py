"""A lot's way from harvest to sale, as EPCIS takes it."""

import sqlalchemy as sa

from shop_onboard.exports.epcis import TracedLot, TracedSale
from shop_onboard.extensions import db
from shop_onboard.models.lots import Lot
from shop_onboard.models.sales import Sale
from shop_onboard.queries import gi_rights
from shop_onboard.queries.consents import producer_name
from shop_onboard.values import channels
from shop_onboard.values.codes import label_address


def traced_lot(lot: Lot, public_url: str) -> TracedLot:
    """The lot (loaded as by `queries.lots.visible`) with the sales that name it."""
    product, cooperative = lot.product, lot.product.cooperative
    sales = db.session.scalars(
        sa.select(Sale).where(Sale.lot_id == lot.id).order_by(Sale.sold_on, Sale.id)
    )
    gtins = {pack.gtin for pack in product.packs}
    return TracedLot(
        code=lot.code,
        product_name=gi_rights.public_name(product, lot.harvested_on),
        cooperative_name=str(producer_name(cooperative)),
        site_url=public_url,
        trace_url=label_address(public_url, lot.token),
        place_url=f"{public_url}/shop/{cooperative.slug}",
        mass_g=lot.quantity_g,
        harvested_on=lot.harvested_on,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        gtin=gtins.pop() if len(gtins) == 1 else None,
        origin=f"{cooperative.commune.name}, {cooperative.commune.province.name}",
        growing_area_code=lot.growing_area_code,
        standard=lot.standard,
        certificate_number=lot.certificate_number,
        sales=tuple(
            TracedSale(
                sale.code, sale.sold_on, sale.mass_g, channels.get_channel(sale.channel_key).name
            )
            for sale in sales
        ),
        recalled_at=lot.recalled_at,
        is_sample=lot.is_sample,
    )
