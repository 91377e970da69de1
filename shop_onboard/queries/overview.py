"""How much there is, for dashboards and for the demo's summary."""

from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.channel_photos import ChannelPhoto
from shop_onboard.models.conditions import ShopPaper
from shop_onboard.models.consents import Consent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.models.label_runs import LabelPart
from shop_onboard.models.listing_exports import ExportRun
from shop_onboard.models.listing_results import ListingResult
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.ocop import OcopEvidence
from shop_onboard.models.products import Certificate, Product, ProductPhoto

# Each names a file of storage: what none of them names is removed by the sweeper.
FILE_COLUMNS = (
    ProductPhoto.storage_key,
    Job.result_key,
    Import.storage_key,
    Import.photos_key,
    OcopEvidence.storage_key,
    Certificate.storage_key,
    Consent.storage_key,
    ListingTemplate.storage_key,
    ExportRun.storage_key,
    ListingResult.storage_key,
    ShopPaper.storage_key,
    LabelPart.pdf_key,
    ChannelPhoto.storage_key,
)


@dataclass(frozen=True)
class Counts:
    """Records of the whole installation."""

    cooperatives: int
    products: int
    storefronts: int
    lots: int


def counts() -> Counts:
    """Counts over everything, for whoever keeps the installation."""
    tables = (Cooperative, Product, Storefront, Lot)
    return Counts(*(db.session.scalar(sa.select(sa.func.count(t.id))) or 0 for t in tables))


def lot_slugs() -> list[str]:
    """The addresses of all lots, the newest harvest first."""
    return list(db.session.scalars(sa.select(Lot.slug).order_by(Lot.harvested_on.desc(), Lot.id)))


def storage_keys() -> list[str]:
    """Every key of storage that a row names."""
    keys: set[str] = set()
    for column in FILE_COLUMNS:
        keys |= set(db.session.scalars(sa.select(column).where(column.is_not(None))))
    return sorted(keys)
