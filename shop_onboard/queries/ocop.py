"""OCOP: what was scored, what the platform itself can see, and which certificates end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.ocop import OcopDossier, OcopEvidence, OcopSheet
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import Actor
from shop_onboard.queries import products
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.values.channels import get_channel, is_open
from shop_onboard.values.ocop import Renewal, renewal, renewals_end_between
from shop_onboard.values.ocop_scores import SCORED_SET, Assessment, assess, assess_parts
from shop_onboard.values.text import N_, Message

TENTHS = 10
BY_PARTS = "ABC"


@dataclass(frozen=True)
class Sighting:
    """What the platform sees of a criterion of set 1.

    `seen` it vouches for; `lacking` it looked for in vain; `unseen` only people can know.
    `points` is the option all of it together makes, None where the wording is not known here.
    """

    code: str
    seen: tuple[Message, ...]
    lacking: tuple[Message, ...]
    unseen: Message
    points: int | None
    evidence_kind: str

    @property
    def is_usable(self) -> bool:
        return bool(self.seen) and not self.lacking


@dataclass(frozen=True)
class DueRenewal:
    """A product's certificate and when its renewal is handed in; the cooperative is loaded."""

    product: Product
    certificate: Certificate
    renewal: Renewal


def sheets(product_id: int, set_number: int) -> dict[str, OcopSheet]:
    """Part ("A", "B", "C", "ABC") → its page of the self-assessment, with scores."""
    query = (
        sa.select(OcopSheet)
        .where(OcopSheet.product_id == product_id, OcopSheet.set_number == set_number)
        .options(selectinload(OcopSheet.scores))
    )
    return {row.part: row for row in db.session.scalars(query)}


def points_of(sheet: OcopSheet | None) -> dict[str, Decimal]:
    """Code → points of one page; empty when nothing was scored there yet."""
    if sheet is None:
        return {}
    return {score.code: Decimal(score.tenths) / TENTHS for score in sheet.scores}


def assessment(product: Product) -> Assessment | None:
    """The result of the product's own sheet; None without a set and while nothing is scored."""
    if product.ocop_set is None:
        return None
    return result_of(product.ocop_set, sheets(product.id, product.ocop_set))


def result_of(set_number: int, held: dict[str, OcopSheet]) -> Assessment | None:
    """The result of these pages; None while nothing is scored on them."""
    if set_number != SCORED_SET:
        typed = points_of(held.get(BY_PARTS))
        return assess_parts(typed) if typed else None
    points = {
        code: int(points)
        for part, sheet in held.items()
        if part != BY_PARTS
        for code, points in points_of(sheet).items()
    }
    return assess(points) if points else None


def dossier(product_id: int) -> OcopDossier | None:
    """What the dossier of a product says besides its other records."""
    return db.session.scalar(sa.select(OcopDossier).where(OcopDossier.product_id == product_id))


def evidence(product_id: int) -> dict[str, OcopEvidence]:
    """Kind → paper, for the kinds that somebody has said something about."""
    query = sa.select(OcopEvidence).where(OcopEvidence.product_id == product_id)
    return {row.kind: row for row in db.session.scalars(query)}


def ocop_certificate(product: Product) -> Certificate | None:
    """The product's OCOP certificate, valid or not; the certificates are loaded."""
    return next((paper for paper in product.certificates if paper.kind == "ocop"), None)


def sightings(product: Product, today: date) -> tuple[Sighting, ...]:
    """What the platform sees for criteria 2.3, 4.1 and 5.1; product and cooperative are loaded."""
    labels = _label_count(product.id)
    return (
        _labels_seen(product, labels),
        _shops_seen(product, today),
        _story_seen(product, labels),
    )


def renewals(actor: Actor, today: date, number: int = 1) -> Page[DueRenewal]:
    """The certificates in sight in or near their renewal window, first what ends first."""
    query = _due(actor, today)
    if query is None:
        return Page([], 1, 1, 0)
    found = page_of(query, number)
    return Page(_told(found.items, today), found.number, found.pages, found.total)


def _due(actor: Actor, today: date) -> sa.Select[Any] | None:
    between = renewals_end_between(today)
    if between is None:
        return None
    ends_on = (
        sa.select(sa.func.max(Certificate.expires_on))
        .where(Certificate.product_id == Product.id, Certificate.kind == "ocop")
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        products.visible(actor)
        .where(ends_on.between(*between))
        .order_by(ends_on, Product.name_sort, Product.id)
    )


def _told(rows: Sequence[Product], today: date) -> list[DueRenewal]:
    found = []
    for product in rows:
        papers = [row for row in product.certificates if row.kind == "ocop" and row.expires_on]
        paper = max(papers, key=lambda row: row.expires_on or date.min)
        state = renewal(paper.expires_on, today) if paper.expires_on else None
        if state is not None:
            found.append(DueRenewal(product, paper, state))
    return found


def _label_count(product_id: int) -> int:
    """Labels of the product that may be stuck on goods: trial labels prove nothing."""
    query = (
        sa.select(sa.func.sum(LabelBatch.label_count))
        .join(LabelBatch.lot)
        .where(Lot.product_id == product_id, LabelBatch.is_trial.is_(False))
    )
    return int(db.session.scalar(query) or 0)


def _story(product: Product) -> tuple[list[Message], list[Message]]:
    """Whether the story is read by shoppers: what is seen, and what is lacking."""
    cooperative: Cooperative = product.cooperative
    if not cooperative.story:
        return [], [N_("hợp tác xã chưa viết câu chuyện")]
    if product.state != "approved" or cooperative.state != "approved":
        return [], [N_("câu chuyện chưa hiện cho người mua vì hồ sơ chưa được duyệt")]
    return [N_("câu chuyện hiện trên trang giới thiệu sản phẩm")], []


def _labels_seen(product: Product, labels: int) -> Sighting:
    seen, lacking = _story(product)
    if labels:
        seen = [N_("%(count)s tem truy xuất đã làm cho sản phẩm này", count=labels), *seen]
    else:
        lacking = [N_("chưa có tem truy xuất dùng được (tem thử không tính)"), *lacking]
    return Sighting(
        "2.3",
        tuple(seen),
        tuple(lacking),
        N_("nhãn hàng hóa đã đủ nội dung bắt buộc"),
        3,
        "traceability",
    )


def _shops_seen(product: Product, today: date) -> Sighting:
    query = (
        sa.select(Storefront)
        .where(
            Storefront.cooperative_id == product.cooperative_id,
            Storefront.url != "",
            sa.or_(Storefront.opened_on.is_(None), Storefront.opened_on <= today),
            sa.or_(Storefront.closed_on.is_(None), Storefront.closed_on > today),
        )
        .order_by(Storefront.channel_key, Storefront.id)
    )
    shops = [
        N_("gian hàng %(channel)s: %(url)s", channel=get_channel(row.channel_key).name, url=row.url)
        for row in db.session.scalars(query)
        if is_open(get_channel(row.channel_key), today)
    ]
    lacking = () if shops else (N_("chưa có gian hàng nào đang mở mà đã ghi đường dẫn"),)
    return Sighting(
        "4.1",
        tuple(shops),
        lacking,
        N_("hợp đồng bán hàng, và khu vực mà hàng đi tới"),
        None,
        "market",
    )


def _story_seen(product: Product, labels: int) -> Sighting:
    seen, lacking = _story(product)
    if labels and seen:
        seen = [*seen, N_("câu chuyện hiện khi quét tem truy xuất")]
    elif not labels:
        lacking = [*lacking, N_("chưa có tem truy xuất dùng được (tem thử không tính)")]
    return Sighting(
        "5.1",
        tuple(seen),
        tuple(lacking),
        N_("câu chuyện cũng đã in trên tờ rơi"),
        5,
        "story",
    )
