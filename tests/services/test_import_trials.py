"""A trial changes nothing and tells exactly what the import then does."""

from datetime import timedelta
from typing import Any

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.queries.organisations import required
from shop_onboard.services import import_trials, imports
from shop_onboard.services.import_run import Run
from tests import world
from tests.imports.files import COOPERATIVES, PRODUCTS, SALES, xlsx
from tests.services.test_imports import CAMPAIGNS, FIGURES, acting, bring_in, count, counts

LOTS = ["Mã lô*", "Mã SP*", "Ngày thu hoạch*", "Sản lượng*"]
SHOPS = ["Mã HTX*", "Kênh*", "Tên gian hàng*", "Đường dẫn"]
DAY = world.TODAY - timedelta(days=3)


PLACE = ["Bắc Ninh", None, "Lục Ngạn"]
ROWS: dict[str, list[list[Any]]] = {
    "Hợp tác xã": [
        COOPERATIVES,
        ["N1", "HTX Một", "hợp tác xã", None, "Ai Đó", "0510000081", *PLACE],
        ["N1", "HTX Một", "hợp tác xã", None, "Ai Đó", "0510000081", *PLACE],
        ["N1", "HTX Một", "hợp tác xã", None, "Người Khác", "0510000081", *PLACE],
        [
            "N2",
            "HTX Hai",
            "trang trại",
            None,
            "Ai Đó",
            "0510000082",
            *PLACE[:2],
            "Nam Dương",
        ],
        [None, "HTX Ba", "trang trại", None, "Ai Đó", "0510000083", *PLACE],
        [world.COOPERATIVE_A, "Tên mới", "hợp tác xã", None, "B", "0510000060", *PLACE],
    ],
    "Sản phẩm": [
        PRODUCTS,
        ["P1", "N1", "Vải", "hộp", "2 kg", "60.000"],
        ["P1", "N1", "Vải", "thùng", "5 kg", "140.000"],
        ["P2", "N2", "Mỳ", "gói", "500 g", "30.000"],
        ["P3", "N1", "Mật ong", "chai", "1 kg", "200.000"],
        ["P3", "N1", "Mật ong", "Chai", "2 kg", "390.000"],
        [world.PRODUCT_A, world.COOPERATIVE_A, "Vải thiều", "Hộp 2 kg", "2 kg", "71.000"],
    ],
    "Lô hàng": [
        LOTS,
        ["L1", "P1", DAY, "1 tấn"],
        ["L1", "P1", DAY, "2 tấn"],
        ["L2", "P9", DAY, "1 tấn"],
        ["L3", "P1", world.TODAY + timedelta(days=2), "1 tấn"],
        [world.LOT_A, world.PRODUCT_A, world.TODAY - timedelta(days=5), "1,2 tấn"],
    ],
    "Gian hàng": [
        SHOPS,
        ["N1", "Sendo", "Gian một", None],
        ["N1", "Sendo", "Gian một", "https://sendo.vn/a"],
        [world.COOPERATIVE_A, "Postmart", "Vải Giáp Sơn", None],
        ["N9", "Sendo", "Gian chín", None],
    ],
    "Chương trình": [
        CAMPAIGNS,
        ["CT1", "Một", "DX-A", DAY, DAY],
        ["CT2", "Hai", "DX-C", DAY, DAY],
        [world.CAMPAIGN, "Lấy", "DX-A", DAY, DAY],
    ],
    "Số công bố": [
        FIGURES,
        ["CT1", "cả vụ", 9, "tấn", "báo", DAY],
        ["CT1", "cả vụ", 9, "tấn", "báo", DAY],
        ["CT9", "cả vụ", 9, "tấn", "báo", DAY],
    ],
    "Tiêu thụ": [
        SALES,
        [DAY, "N1", "P1", "L1", "Sendo", "5 kg"],
        [DAY, "N1", "P1", "L1", "Sendo", "5 kg"],
        [DAY - timedelta(days=1), "N1", "P1", "L1", "Sendo", "5 kg"],
        [DAY, "N1", "P3", None, "Sendo", "5 kg"],
        [DAY, world.COOPERATIVE_A, None, None, "Shopee", "7 kg", None, "CT1"],
    ],
}


def everything() -> bytes:
    """Good and bad rows of every sheet, new and known, leaning on each other."""
    return xlsx(ROWS)


def tried(app: Flask, content: bytes, name: str = "officer", union: str = "DX-A") -> Any:
    """(counts, places of errors) of a trial."""
    workbook = read_workbook(content, "tệp.xlsx")
    with acting(app, name) as actor:
        row = imports.receive(actor, required(union), "tệp.xlsx", "0" * 64)
        run = Run(actor, required(union), row.id, is_trial=True)
        trial = import_trials.Trial()
        db.session.commit()
        for _ in import_trials.try_out(run, imports.records(workbook), trial):
            assert not db.session.new
            assert not db.session.dirty
            db.session.rollback()
        import_trials.keep(row, workbook, trial, {})
        db.session.commit()
        assert row.trial is not None
        sheets = row.trial["sheets"]
        total = tuple(
            sum(sheet[key] for sheet in sheets)
            for key in ("created", "updated", "unchanged", "failed")
        )
        assert sum(total) == row.row_count
        return total, [(e["sheet"], e["row"], e["column"]) for e in row.errors]


def test_a_trial_tells_what_the_import_does_and_changes_nothing(app: Flask):
    content = everything()
    before = [count(app, model.id > 0) for model in (Cooperative, Product, Sale)]
    told, errors = tried(app, content)
    assert [count(app, model.id > 0) for model in (Cooperative, Product, Sale)] == before
    row = bring_in(app, content)
    assert told == counts(row)
    assert errors == [(e["sheet"], e["row"], e["column"]) for e in row.errors]
    assert told[0] > 5
    assert told[1] > 1
    assert told[3] > 10


def test_a_second_trial_finds_everything_that_is_in_unchanged(app: Flask):
    content = everything()
    row = bring_in(app, content)
    told, _ = tried(app, content)
    again = bring_in(app, content)
    assert told == counts(again) == (0, 0, row.row_count - row.failed_count, row.failed_count)


def test_a_file_without_a_column_leaves_what_the_record_says_there(app: Flask):
    bring_in(
        app,
        xlsx({"Sản phẩm": [[*PRODUCTS[:6], "Mô tả", "Bảo quản"], [
            "X1", world.COOPERATIVE_A, "Vải sấy", "hũ", "200 g", "60.000", "Dẻo thơm", "Khô"]]}),
    )  # fmt: skip
    dearer = xlsx({"Sản phẩm": [PRODUCTS[:6], [
        "X1", world.COOPERATIVE_A, "Vải sấy", "hũ", "200 g", "65.000"]]})  # fmt: skip
    assert counts(bring_in(app, dearer)) == (0, 1, 0, 0)
    with app.app_context():
        row = db.session.query(Product).filter_by(code="X1").one()
        assert (row.description, row.storage) == ("Dẻo thơm", "Khô")
