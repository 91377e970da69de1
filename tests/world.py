"""The small world: two communes of Bắc Ninh, one of Lào Cai, and the people in them.

province (Tỉnh đoàn) > officer, volunteer (Đoàn xã Lục Ngạn) with cooperative A and its manager;
officer_b (Đoàn xã Nam Dương) with cooperative B and manager_b; foreigner (Đoàn xã Trấn Yên).
Everything of A and B is approved and real, so that figures and public pages have something.
"""

from datetime import timedelta

from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries import places
from shop_onboard.services import (
    accounts,
    campaigns,
    cooperatives,
    gi_rights,
    lots,
    products,
    sales,
    storefronts,
)
from shop_onboard.values.dates import local_date
from shop_onboard.values.place_search import find_place
from shop_onboard.values.text import fold, sort_key

PASSWORD = "mat khau thu"
PHONES = {
    "admin": "+84510000050",
    "province": "+84510000051",
    "officer": "+84510000052",
    "officer_b": "+84510000053",
    "volunteer": "+84510000054",
    "manager": "+84510000055",
    "manager_b": "+84510000056",
    "foreigner": "+84510000057",
}
TODAY = local_date(utc_now())

COOPERATIVE_A, COOPERATIVE_B = "HTX-A", "HTX-B"
PRODUCT_A, PRODUCT_B = "VAI-A", "MY-B"
# What the first pack of each is sold by.
PACK_A, PACK_B = "VAI-A-1", "MY-B-1"
LOT_A, LOT_B = "LO-A-01", "LO-B-01"
CAMPAIGN = "CT-THU"
NAME_A, NAME_B = "Hợp tác xã Vải thiều Giáp Sơn", "Tổ hợp tác Mỳ Chũ Nam Dương"


def build() -> None:
    """Fill an empty, migrated database; the caller commits."""
    top = _union("TW", "Trung ương Đoàn", "central", None)
    bac_ninh = _union("TD-BN", "Tỉnh đoàn Bắc Ninh", "province", top)
    lao_cai = _union("TD-LC", "Tỉnh đoàn Lào Cai", "province", top)
    union_a = _union("DX-A", "Đoàn xã Lục Ngạn", "commune", bac_ninh, "07582")
    union_b = _union("DX-B", "Đoàn xã Nam Dương", "commune", bac_ninh, "07603")
    union_c = _union("DX-C", "Đoàn xã Trấn Yên", "commune", lao_cai, "04498")
    a = cooperative(COOPERATIVE_A, NAME_A, union_a, "07582", "+84510000060")
    b = cooperative(COOPERATIVE_B, NAME_B, union_b, "07603", "+84510000061")
    _staff(bac_ninh, union_a, union_b)
    _account("manager", "Chủ Nhiệm Giáp Sơn", Role.MANAGER, cooperative_row=a)
    _account("manager_b", "Tổ Trưởng Nam Dương", Role.MANAGER, cooperative_row=b)
    _account("foreigner", "Cán Bộ Trấn Yên", Role.OFFICER, union=union_c)
    lychee = product(a, PRODUCT_A, "Vải thiều Lục Ngạn")
    # Its commune lies in the protected area: it may bear the name.
    commune_id = places.commune_id("07582") or 0
    gi_rights.keep(
        SYSTEM, lychee, gi_rights.GiRight("GI-001", find_place("Bắc Ninh", "Lục Ngạn"), commune_id)
    )
    products.approve(SYSTEM, lychee)
    noodles = product(b, PRODUCT_B, "Mỳ Chũ Nam Dương")
    lot(lychee, LOT_A)
    lot(noodles, LOT_B)
    storefronts.save(SYSTEM, a, storefronts.StorefrontData("postmart", "Vải Giáp Sơn"))
    first_day, last_day = TODAY - timedelta(days=40), TODAY + timedelta(days=40)
    data = campaigns.CampaignData(CAMPAIGN, "Lên sàn thử", first_day, last_day, 2_000_000)
    campaign, _ = campaigns.save(SYSTEM, bac_ninh, data)
    sale(a, lychee, 500_000, campaign.id)
    sale(b, noodles, 300_000, campaign.id)


def sale(owner: Cooperative, of: Product, mass_g: int, campaign_id: int | None = None) -> None:
    """A sale on Postmart three days ago."""
    sales.record(
        SYSTEM,
        owner,
        sales.SaleData(
            TODAY - timedelta(days=3),
            "postmart",
            mass_g,
            product_id=of.id,
            campaign_id=campaign_id,
            revenue_vnd=10_000_000,
            evidence="Sổ bán hàng",
        ),
    )


def cooperative(code: str, name: str, union: Union, commune: str, phone: str) -> Cooperative:
    """An approved cooperative."""
    made = draft_cooperative(code, name, union, commune, phone)
    cooperatives.submit(SYSTEM, made)
    cooperatives.approve(SYSTEM, made)
    return made


def draft_cooperative(code: str, name: str, union: Union, commune: str, phone: str) -> Cooperative:
    """A cooperative as a spreadsheet brings it: not yet sent to anybody."""
    data = cooperatives.CooperativeData(
        name=name,
        kind="cooperative",
        representative="Nguyễn Đại Diện",
        phone=phone,
        commune_id=places.commune_id(commune) or 0,
        code=code,
        address="Thôn Bí Mật 7",
        bank="ACB",
        bank_account="257678859",
        account_holder="NGUYEN DAI DIEN",
    )
    return cooperatives.create(SYSTEM, data, union)


def product(owner: Cooperative, code: str, name: str) -> Product:
    """An approved product with two pack sizes."""
    data = products.ProductData(
        name=name,
        code=code,
        ocop_set=1,
        shelf_life_days=30,
        storage="Nơi khô ráo",
        description=" ".join(["Chọn từng chùm vào buổi sáng, đóng gói ngay tại vườn."] * 3),
        packs=(
            products.PackData("Hộp 2 kg", 2_000, 70_000, gross_mass_g=2_200, stock=50),
            products.PackData("Thùng 10 kg", 10_000, 300_000, gross_mass_g=11_000, stock=20),
        ),
    )
    made = products.create(SYSTEM, owner, data)
    products.submit(SYSTEM, made)
    products.approve(SYSTEM, made)
    return made


def lot(of: Product, code: str) -> Lot:
    """A lot harvested five days ago that can still be sold."""
    return lots.create(
        SYSTEM,
        of,
        lots.LotData(
            code=code,
            harvested_on=TODAY - timedelta(days=5),
            packed_on=TODAY - timedelta(days=4),
            quantity_g=1_200_000,
            standard="VietGAP",
        ),
    )


def _union(code: str, name: str, kind: str, parent: Union | None, commune: str = "") -> Union:
    row = Union(
        code=code,
        name=name,
        name_folded=fold(name),
        name_sort=sort_key(name),
        kind=kind,
        parent_id=parent.id if parent else None,
        commune_id=places.commune_id(commune) if commune else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _staff(province: Union, union_a: Union, union_b: Union) -> None:
    _account("admin", "Quản Trị", Role.ADMINISTRATOR)
    _account("province", "Cán Bộ Tỉnh", Role.OFFICER, union=province)
    _account("officer", "Cán Bộ Xã", Role.OFFICER, union=union_a)
    _account("officer_b", "Cán Bộ Nam Dương", Role.OFFICER, union=union_b)
    _account("volunteer", "Lê Tình Nguyện", Role.VOLUNTEER, union=union_a)


def _account(
    key: str,
    name: str,
    role: Role,
    union: Union | None = None,
    cooperative_row: Cooperative | None = None,
) -> None:
    accounts.create(
        SYSTEM,
        phone=PHONES[key],
        name=name,
        password=PASSWORD,
        grants=[
            accounts.GrantData(
                role,
                union_id=union.id if union else None,
                cooperative_id=cooperative_row.id if cooperative_row else None,
            )
        ],
    )
