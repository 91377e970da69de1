"""What a union takes out comes back in unchanged, whatever stands in it and whoever saved it."""

import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_onboard.documents.workbook import build, typed_row
from shop_onboard.extensions import db
from shop_onboard.imports.rows import ProductRow, StorefrontRow
from shop_onboard.models.products import Product
from shop_onboard.queries import places, workbooks
from shop_onboard.queries.organisations import required
from shop_onboard.services import cooperatives
from shop_onboard.services import products as product_services
from tests import world
from tests.imports.files import COOPERATIVES, PRODUCTS, xlsx
from tests.imports.test_round_trip import products, storefronts
from tests.services.test_import_trials import tried
from tests.services.test_imports import acting, bring_in

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")


def taken_out(app: Flask) -> bytes:
    with acting(app, "officer") as actor:
        return build(workbooks.rows(workbooks.Reach(actor, required("DX-A"))))


def check_unchanged(app: Flask, content: bytes) -> None:
    (created, updated, unchanged, failed), errors = tried(app, content)
    assert (created, updated, failed) == (0, 0, 0), errors[:5]
    assert unchanged > 5


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    goods=st.lists(products, max_size=6, unique_by=lambda row: row.code),
    shops=st.lists(storefronts, max_size=3, unique_by=lambda row: (row.channel_key, row.name)),
)
def test_whatever_went_in_is_taken_out_and_comes_back_unchanged(
    app: Flask, goods: Sequence[ProductRow], shops: Sequence[StorefrontRow]
):
    sheets = {
        "products": [replace(row, cooperative_code=world.COOPERATIVE_A) for row in goods],
        "storefronts": [replace(row, cooperative_code=world.COOPERATIVE_A) for row in shops],
    }
    written = {key: [typed_row(key, asdict(r)) for r in rows] for key, rows in sheets.items()}
    bring_in(app, build(written))
    check_unchanged(app, taken_out(app))


def test_drafts_that_still_lack_something_come_back_unchanged_too(app: Flask):
    with acting(app, "officer") as actor:
        union = required("DX-A")
        commune_id = places.commune_id("07582")
        assert commune_id is not None
        data = cooperatives.CooperativeData("HTX Từ Danh Sách", "cooperative", "", "", commune_id)
        maker = cooperatives.create(actor, replace(data, code="DS-1"), union)
        db.session.add(
            Product(cooperative=maker, **product_services.new_columns(
                actor, maker, product_services.ProductData("Vải sấy", (), "DS-SP"), "DS-SP", "DS-SP"
            ))
        )  # fmt: skip
        db.session.commit()
    check_unchanged(app, taken_out(app))


def test_an_empty_cell_of_a_new_record_is_asked_for(app: Flask):
    maker = ["N1", "HTX Một", "hợp tác xã", None, "Ai Đó", None, "Bắc Ninh", None, "Lục Ngạn"]
    goods = ["P1", world.COOPERATIVE_A, "Vải", None, None, None]
    half = ["P2", world.COOPERATIVE_A, "Vải", "hộp", "1 kg", None]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, maker], "Sản phẩm": [PRODUCTS[:6], goods, half]})
    told, errors = tried(app, content)
    assert told == (0, 0, 0, 3)
    assert sorted(errors) == [
        ("Hợp tác xã", 2, "Điện thoại*"),
        ("Sản phẩm", 2, "Quy cách*"),
        ("Sản phẩm", 3, "Giá bán*"),
    ]


@needs_office
def test_libreoffice_keeps_lists_notes_and_locks_and_changes_no_row(app: Flask, tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(taken_out(app))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "a.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    content = (tmp_path / "out" / "a.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Sản phẩm"]
    assert sheet.protection.sheet
    code, name = sheet["A2"], sheet["C2"]
    assert (code.value, code.protection.locked) == (world.PRODUCT_A, True)
    assert not name.protection.locked
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert rules["Nhóm OCOP"].type == "list"
    assert "Chọn trong danh sách" in rules["Nhóm OCOP"].prompt
    check_unchanged(app, content)
