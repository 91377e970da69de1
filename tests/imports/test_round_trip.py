"""What is written into a workbook reads back as the same typed rows."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_onboard.documents.workbook import build, typed_row
from shop_onboard.imports.rows import (
    CampaignRow,
    CooperativeRow,
    FigureRow,
    LotRow,
    ProductRow,
    SaleRow,
    StorefrontRow,
)
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.values.channels import all_channels
from shop_onboard.values.text import clean
from shop_onboard.values.workbook import CERTAINTIES, COOPERATIVE_KINDS, QUALIFIERS, SHEETS

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹAĐÔƯ0123456789"
SIGNS = " =+-@'\"<>&;:,.()/_x\t\n\\|%#"


texts = st.text(LETTERS + SIGNS, min_size=1, max_size=40).map(clean).filter(lambda t: len(t) > 1)
optional_texts = st.one_of(st.just(""), texts)
codes = st.from_regex(r"[A-Z]{1,4}[0-9]{0,4}(-[0-9]{1,3})?", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
masses = st.integers(1, 10**12)
amounts = st.integers(0, 10**12)
counts = st.integers(1, 10**6)
channels = st.sampled_from([channel.key for channel in all_channels()])
season_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: f"{d:%m-%d}")
places = st.sampled_from(
    [("Bắc Ninh", "", "phường Chũ", "07525"), ("Bắc Giang", "Lục Ngạn", "Tân Sơn", "07531")]
)


def cooperative(place, **values):
    province, district, commune, code = place
    return CooperativeRow(
        row=0, province=province, former_district=district, commune=commune, commune_code=code,
        **values,
    )  # fmt: skip


cooperatives = st.builds(
    cooperative,
    place=places,
    code=st.none() | codes,
    name=texts,
    kind=st.sampled_from(list(COOPERATIVE_KINDS)),
    tax_code=st.sampled_from([None, "0100233488", "001099000001"]),
    representative=texts,
    phone=st.integers(0, 99).map(lambda n: f"+84510000{n:03}"),
    address=optional_texts,
    founded_year=st.none() | st.integers(1900, 2100),
    member_count=st.none() | counts,
    is_youth_led=st.booleans(),
    bank=optional_texts,
    bank_account=st.sampled_from(["", "0000000001", "19031234567890123"]),
    account_holder=optional_texts,
    typed_consent=optional_texts,
)
products = st.builds(
    ProductRow,
    row=st.just(0),
    code=codes,
    cooperative_code=codes,
    name=texts,
    name_en=optional_texts,
    ocop_set=st.none() | st.integers(1, 26),
    ocop_stars=st.sampled_from([None, 3, 4, 5]),
    ocop_decision=optional_texts,
    ocop_issued_on=st.none() | days,
    description=st.just("") | st.lists(texts, min_size=1, max_size=3).map("\n".join),
    pack_label=texts,
    net_mass_g=masses,
    gross_mass_g=st.none() | st.just(10**12),
    price_vnd=amounts,
    stock=st.none() | st.integers(0, 10**6),
    gtin=st.sampled_from([None, "08938505974194", "00000096385074"]),
    shelf_life_days=st.none() | st.integers(1, 3_650),
    storage=optional_texts,
    season_from=st.none() | season_days,
    season_to=st.none() | season_days,
    photos=st.lists(codes.map("{}.jpg".format), max_size=3).map(tuple),
)
lots = st.builds(
    LotRow,
    row=st.just(0),
    code=codes,
    product_code=codes,
    harvested_on=days,
    packed_on=st.none() | st.just(date(2095, 1, 1)),
    expires_on=st.none() | st.just(date(2096, 1, 1)),
    quantity_g=masses,
    growing_area_code=optional_texts,
    standard=optional_texts,
    certificate_number=optional_texts,
)
storefronts = st.builds(
    StorefrontRow,
    row=st.just(0),
    cooperative_code=codes,
    channel_key=channels,
    name=texts,
    url=st.sampled_from(["", "https://shopee.vn/htx?x=1&y=2"]),
    opened_on=st.none() | days,
    closed_on=st.none() | st.just(date(2095, 1, 1)),
)
sales = st.builds(
    SaleRow,
    row=st.just(0),
    sold_on=days,
    cooperative_code=codes,
    product_code=st.none() | codes,
    lot_code=st.none() | codes,
    channel_key=channels,
    mass_g=masses,
    revenue_vnd=st.none() | amounts,
    campaign_code=st.none() | codes,
    order_ref=optional_texts,
    evidence=optional_texts,
    certainty=st.sampled_from(list(CERTAINTIES)),
)
campaigns = st.builds(
    CampaignRow,
    row=st.just(0),
    code=codes,
    name=texts,
    union_code=codes,
    starts_on=days,
    ends_on=st.just(date(2095, 1, 1)),
    target_mass_g=st.none() | masses,
)
figures = st.builds(
    FigureRow,
    row=st.just(0),
    campaign_code=codes,
    scope=texts,
    channel_key=st.none() | channels,
    value=st.integers(0, 10**12),
    unit=texts,
    qualifier=st.sampled_from(list(QUALIFIERS)),
    source=texts,
    published_on=days,
)
ROWS = dict(
    zip(
        (sheet.key for sheet in SHEETS),
        (cooperatives, products, lots, storefronts, sales, campaigns, figures),
        strict=True,
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.fixed_dictionaries({key: st.lists(rows, max_size=4) for key, rows in ROWS.items()}))
def test_every_typed_row_reads_back_the_same(sheets):
    numbered = {
        key: tuple(replace(row, row=number) for number, row in enumerate(rows, start=2))
        for key, rows in sheets.items()
    }
    content = build(
        {key: [typed_row(key, asdict(row)) for row in rows] for key, rows in numbered.items()}
    )
    workbook = read_workbook(content, "mua-vu.xlsx")
    assert workbook.errors == ()
    assert {key: sheet.rows for key, sheet in workbook.sheets.items()} == numbered


@pytest.mark.parametrize("name", ["=1+1", "_x0041_", "+84 912", "'a", "http://a.vn", "007", "1.0"])
def test_texts_that_a_spreadsheet_would_turn_into_something_else_stay(name):
    row = ("HTX1", "sendo", name, None, None, None)
    workbook = read_workbook(build({"storefronts": [row]}), "a.xlsx")
    assert [row.name for row in workbook.rows_of(StorefrontRow)] == [name]
