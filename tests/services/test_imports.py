"""Rows of a spreadsheet put into place: once, whole, in short batches, and in one's own union."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.imports import Import
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.organisations import required
from shop_onboard.services import imports, sales
from shop_onboard.services.import_run import Run
from tests import world
from tests.imports.files import COOPERATIVES, PRODUCTS, SALES, xlsx

FIRST = date(2025, 1, 1)
CAMPAIGNS = ["Mã*", "Tên*", "Đơn vị*", "Từ ngày*", "Đến ngày*"]
FIGURES = ["Chương trình*", "Phạm vi*", "Số liệu*", "Đơn vị tính*", "Nguồn*", "Ngày công bố*"]


def sale_row(number: int, mass: str = "12 kg", **more: Any) -> list[Any]:
    day = FIRST + timedelta(days=number)
    return [day, world.COOPERATIVE_A, None, None, "Shopee", mass, *more.values()]


@contextmanager
def acting(app: Flask, name: str) -> Iterator[Actor]:
    """One of the world's people, in a transaction of their own."""
    with app.app_context(), writing():
        actor = actor_of(account_by_phone(world.PHONES[name]).id, utc_now().date())
        assert actor is not None
        yield actor


def bring_in(app: Flask, content: bytes, name: str = "officer", union: str = "DX-A") -> Import:
    """Import a file whole, committing after each batch."""
    workbook = read_workbook(content, "tệp.xlsx")
    with acting(app, name) as actor:
        row = imports.receive(actor, required(union), "tệp.xlsx", "0" * 64)
        imports.begin(row, workbook)
        run = Run(actor, required(union), row.id)
        for _ in imports.put_in(run, row, imports.records(workbook)):
            db.session.commit()
        imports.finish(actor, row)
        db.session.commit()
        return row


def counts(row: Import) -> tuple[int, int, int, int]:
    return row.created_count, row.updated_count, row.unchanged_count, row.failed_count


def count(app: Flask, *where: Any) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).where(*where)) or 0


def test_every_batch_is_short_and_leaves_one_audit_event(app: Flask):
    rows = [sale_row(number) for number in range(501)]
    row = bring_in(app, xlsx({"Tiêu thụ": [SALES, *rows]}))
    assert counts(row) == (501, 0, 0, 0)
    with app.app_context():
        query = sa.select(AuditEvent.data).where(AuditEvent.event == "import.batch")
        batches = db.session.scalars(query).all()
    assert len(batches) >= 2
    assert all(batch["created"] <= imports.BATCH_ROWS for batch in batches)
    assert sum(batch["created"] for batch in batches) == 501


def test_equal_rows_are_as_many_sales_and_stay_so_after_a_break(app: Flask):
    rows = [sale_row(number % 5) for number in range(20)]
    content = xlsx({"Tiêu thụ": [SALES, *rows]})
    workbook = read_workbook(content, "tệp.xlsx")
    with acting(app, "officer") as actor:
        union = required("DX-A")
        row = imports.receive(actor, union, "tệp.xlsx", "0" * 64)
        found = imports.records(workbook)
        for _ in imports.put_in(Run(actor, union, row.id), row, found[:13]):
            db.session.commit()
        # Another worker goes on with a memory of its own.
        for _ in imports.put_in(Run(actor, union, row.id), row, found, start=13):
            db.session.commit()
        assert counts(row) == (20, 0, 0, 0)
    assert count(app, Sale.channel_key == "shopee") == 20
    assert counts(bring_in(app, content)) == (0, 0, 20, 0)


def test_two_rows_that_differ_stay_refused_after_a_break(app: Flask):
    lots = [["L9", world.PRODUCT_A, FIRST, mass] for mass in ("1 tấn", "2 tấn")]
    told = [(None, "Gian"), ("https://sendo.vn/a", "Gian")]
    shops = [[world.COOPERATIVE_A, "Sendo", name, link] for link, name in told]
    sheets = {
        "Lô hàng": [["Mã lô*", "Mã SP*", "Ngày thu hoạch*", "Sản lượng*"], *lots],
        "Gian hàng": [["Mã HTX*", "Kênh*", "Tên gian hàng*", "Đường dẫn"], *shops],
    }
    with acting(app, "officer") as actor:
        union = required("DX-A")
        row = imports.receive(actor, union, "tệp.xlsx", "0" * 64)
        found = imports.records(read_workbook(xlsx(sheets), "tệp.xlsx"))
        for start in range(4):
            for _ in imports.put_in(Run(actor, union, row.id), row, found[: start + 1], start):
                db.session.commit()
        assert counts(row) == (2, 0, 0, 2)
        assert {error["msgid"] for error in row.errors} == {
            "Dòng này cùng một mục với dòng %(row)s nhưng ghi khác: hãy chỉ giữ dòng đúng."
        }


def test_a_sale_that_was_typed_in_already_is_not_doubled(app: Flask):
    with acting(app, "officer") as actor:
        cooperative = db.session.scalars(
            sa.select(Cooperative).where(Cooperative.code == world.COOPERATIVE_A)
        ).one()
        sales.record(actor, cooperative, sales.SaleData(FIRST, "shopee", 12_000))
        db.session.commit()
    twice = xlsx({"Tiêu thụ": [SALES, sale_row(0), sale_row(0)]})
    assert counts(bring_in(app, twice)) == (1, 0, 1, 0)
    assert counts(bring_in(app, twice)) == (0, 0, 2, 0)


def test_a_sale_that_was_mended_on_its_page_is_not_brought_back(app: Flask):
    content = xlsx({"Tiêu thụ": [SALES, sale_row(0)]})
    bring_in(app, content)
    with app.app_context(), writing():
        db.session.execute(
            sa.update(Sale).where(Sale.channel_key == "shopee").values(mass_g=11_000)
        )
        db.session.commit()
    assert counts(bring_in(app, content)) == (0, 0, 1, 0)
    assert count(app, Sale.channel_key == "shopee") == 1


def test_a_product_with_one_bad_pack_leaves_nothing_behind(app: Flask):
    product = ["MO-1", world.COOPERATIVE_A, "Mơ ngâm", "hũ", "1 kg", "90.000"]
    twin = [*product[:3], "Hũ", "2 kg", "170.000"]
    good = ["MO-2", world.COOPERATIVE_A, "Mơ sấy", "gói", "200 g", "60.000"]
    row = bring_in(app, xlsx({"Sản phẩm": [PRODUCTS, product, twin, good]}))
    assert counts(row) == (1, 0, 0, 2)
    error = imports.loaded_error(row.errors[0])
    assert (error.sheet, error.row, error.column) == ("Sản phẩm", 2, "Quy cách*")
    assert count(app, Product.code == "MO-1") == 0
    assert count(app, PackSize.label.in_(["hũ", "Hũ"])) == 0
    assert count(app, Product.code == "MO-2") == 1
    events = sa.and_(
        AuditEvent.event == "product.created", AuditEvent.data["code"].as_string() == "MO-1"
    )
    assert count(app, events) == 0


def test_prices_and_stocks_of_a_file_need_no_new_approval_and_anything_else_does(app: Flask):
    names = ["Mã SP*", "Mã HTX*", "Tên*", "Quy cách*", "Khối lượng tịnh*", "Giá bán*", "Tồn kho"]
    start = [world.PRODUCT_A, world.COOPERATIVE_A, "Vải thiều Lục Ngạn"]
    box = [*start, "Hộp 2 kg", "2 kg", "72.000", "9"]
    crate = [*start, "Thùng 10 kg", "10 kg", "310.000", "4"]
    row = bring_in(app, xlsx({"Sản phẩm": [names, box, crate]}))
    assert counts(row) == (0, 2, 0, 0)
    approved = (Product.code == world.PRODUCT_A, Product.state == "approved")
    assert count(app, *approved) == 1
    assert count(app, PackSize.price_vnd == 72_000, PackSize.stock == 9) == 1
    bring_in(app, xlsx({"Sản phẩm": [names, [*start, "Hộp 2 kg", "2,1 kg", "72.000", "9"], crate]}))
    assert count(app, *approved) == 0


def test_a_row_that_names_nothing_known_says_where(app: Flask):
    unknown = xlsx(
        {
            "Tiêu thụ": [
                SALES,
                [FIRST, "HTX-KHONG", None, None, "Shopee", "5 kg"],
                [FIRST, world.COOPERATIVE_A, "SP-KHONG", None, "Shopee", "5 kg"],
                [FIRST, world.COOPERATIVE_A, None, "LO-KHONG", "Shopee", "5 kg"],
                [FIRST, world.COOPERATIVE_A, None, None, "Shopee", "5 kg", None, "CT-KHONG"],
                [
                    utc_now().date() + timedelta(days=9),
                    world.COOPERATIVE_A,
                    None,
                    None,
                    "Shopee",
                    "5 kg",
                ],
            ]
        }
    )
    row = bring_in(app, unknown)
    assert counts(row) == (0, 0, 0, 5)
    columns = [imports.loaded_error(error).column for error in row.errors]
    assert columns == ["Mã HTX*", "Mã SP", "Mã lô", "Chương trình", "Ngày*"]
    assert [imports.loaded_error(error).row for error in row.errors] == [2, 3, 4, 5, 6]


def test_a_cooperative_without_a_code_is_the_same_the_second_time(app: Flask):
    nameless = [None, "HTX Không Mã", "hợp tác xã", None, "Lê Thị A", "0510000078", "Bắc Ninh"]
    nameless += [None, "Lục Ngạn"]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, nameless]})
    assert counts(bring_in(app, content)) == (1, 0, 0, 0)
    assert counts(bring_in(app, content)) == (0, 0, 1, 0)


def test_an_officer_of_the_province_brings_in_every_commune_of_it(app: Flask):
    def row(code: str, commune: str, province: str, phone: str) -> list[Any]:
        return [code, f"HTX {code}", "hợp tác xã", None, "Ai Đó", phone, province, None, commune]

    content = xlsx(
        {
            "Hợp tác xã": [
                COOPERATIVES,
                row("X1", "Lục Ngạn", "Bắc Ninh", "0510000080"),
                row("X2", "Nam Dương", "Bắc Ninh", "0510000081"),
            ]
        }
    )
    assert counts(bring_in(app, content, "province", "TD-BN")) == (2, 0, 0, 0)
    with app.app_context():
        query = sa.select(Cooperative).where(Cooperative.code.in_(["X1", "X2"]))
        owners = {
            row.code: row.union.code
            for row in db.session.scalars(query.options(sa.orm.joinedload(Cooperative.union)))
        }
    assert owners == {"X1": "DX-A", "X2": "DX-B"}


def test_a_programme_of_another_union_cannot_be_taken_over_or_quoted_for(app: Flask):
    content = xlsx(
        {
            "Chương trình": [CAMPAIGNS, [world.CAMPAIGN, "Của tôi", "DX-C", FIRST, FIRST]],
            "Số công bố": [FIGURES, [world.CAMPAIGN, "cả vụ", 9, "tấn", "báo", FIRST]],
        }
    )
    row = bring_in(app, content, "foreigner", "DX-C")
    assert counts(row) == (0, 0, 0, 2)
    columns = [imports.loaded_error(error).column for error in row.errors]
    assert columns == ["Mã*", "Chương trình*"]
    assert count(app, Campaign.name == "Của tôi") == 0
    assert count(app, PublishedFigure.id > 0) == 0


def test_no_more_errors_are_kept_than_can_be_stored(app: Flask):
    workbook = read_workbook(
        xlsx({"Tiêu thụ": [SALES, *([sale_row(0, "12 kí lô gì đó")] * 10_100)]}), "tệp.xlsx"
    )
    with acting(app, "officer") as actor:
        row = imports.receive(actor, required("DX-A"), "tệp.xlsx", "0" * 64)
        imports.begin(row, workbook)
        assert row.failed_count == 10_100
        assert len(row.errors) == imports.MOST_ERRORS
