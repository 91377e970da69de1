"""A province with 20,000 cooperatives and a product each, for measuring lists and look-ups."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.cli import season
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune, Province
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.services import accounts
from shop_onboard.values.text import fold, sort_key

PHONE = "+84510000020"
PROVINCE = "24"
_GOODS = ("Vải thiều", "Cam ngọt", "Mỳ Chũ", "Mật ong", "Gà đồi", "Chè xanh", "Rau an toàn", "Nấm")
_PLACES = ("Giáp Sơn", "Quý Sơn", "Hồng Giang", "Tân Mộc", "Phì Điền", "Kiên Lao", "Đồng Cốc")


def make(folder: Path, count: int) -> Flask:
    """An application on a fresh SQLite database; its officer of the province has `PHONE`."""
    app = create_app(settings.Testing(folder))
    season.migrate(app)
    with app.app_context(), writing():
        union = Union(
            code="TD",
            name="Tỉnh đoàn",
            name_folded="tinh doan",
            name_sort=sort_key("Tỉnh đoàn"),
            kind="province",
        )
        db.session.add(union)
        db.session.flush()
        grant = accounts.GrantData(Role.OFFICER, union_id=union.id)
        accounts.create(
            SYSTEM,
            phone=PHONE,
            name="Cán Bộ Tỉnh",
            password=secrets.token_urlsafe(),
            grants=[grant],
        )
        db.session.execute(sa.insert(Cooperative), list(_cooperatives(count, union.id)))
        db.session.execute(sa.insert(Product), list(_products(count)))
        db.session.execute(sa.insert(PackSize), list(_packs(count)))
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()
    return app


def _cooperatives(count: int, union_id: int) -> Iterator[dict[str, Any]]:
    communes = db.session.scalars(
        sa.select(Commune.id)
        .join(Province, Province.id == Commune.province_id)
        .where(Province.code == PROVINCE, Commune.valid_to.is_(None))
    ).all()
    for number in range(count):
        goods, place = _GOODS[number % len(_GOODS)], _PLACES[number % len(_PLACES)]
        name = f"Hợp tác xã {goods} {place} {number // 56}"
        yield {
            "name": name,
            "name_folded": fold(name),
            "name_sort": sort_key(name),
            "code": f"HTX-{number:05}",
            "slug": f"HTX-{number:05}",
            "union_id": union_id,
            "code_union_id": union_id,
            "kind": "cooperative",
            "representative": f"Người Thứ {number}",
            "phone": f"+8490{number:07}",
            "bank_account": f"1900{number:08}",
            "commune_id": communes[number % len(communes)],
            "state": ("approved", "submitted", "draft")[number % 3],
        }


def _products(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        name = f"{_GOODS[number % len(_GOODS)]} số {number}"
        yield {
            "cooperative_id": number + 1,
            "code": f"SP-{number:05}",
            "slug": f"SP-{number:05}",
            "name": name,
            "name_folded": fold(name),
            "name_sort": sort_key(name),
            "state": "approved",
        }


def _packs(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "product_id": number + 1,
            "label": "Hộp 2 kg",
            "sku": f"SP-{number:05}-1",
            "net_mass_g": 2_000,
            "price_vnd": 70_000,
        }
