"""Addresses that machines fetch, made as a person makes them."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.channel_photos import ChannelPhoto
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import products as product_queries
from shop_onboard.services import products
from tests import world
from tests.pages import Browser, Page

RSS, TSV, META = "google:rss", "google:tsv", "meta:csv"
A = f"cooperative:{world.COOPERATIVE_A}"


def add_photo(app: Flask, *, shows_people: bool = False, colour: str = "red") -> None:
    """A picture of the product, 600 by 600."""
    out = io.BytesIO()
    Image.new("RGB", (600, 600), colour).save(out, "JPEG")
    with app.app_context(), writing():
        product = product_queries.one(SYSTEM, world.PRODUCT_A)
        key = app.extensions["storage"].put(out.getvalue())
        photo = products.StoredPhoto(
            key, "vai.jpg", "image/jpeg", 600, 600, shows_people=shows_people
        )
        products.add_photo(SYSTEM, product, photo)
        db.session.commit()


def ran(app: Flask) -> None:
    """Whatever waits for a worker is done."""
    app.extensions["background"].sweep()


def made(app: Flask, person: Browser, kind: str = RSS, owner: str = A) -> str:
    """The path of a new address, its pictures made."""
    page = person.open("/feeds/new")
    shown = person.submit(page, "Tạo đường dẫn", status=200, owner=owner, kind=kind)
    ran(app)
    return address_on(shown)


def address_on(page: Page) -> str:
    [address] = page.texts("#address")
    return urlsplit(address).path


def change(app: Flask, what: Callable[[Product], None]) -> None:
    with app.app_context(), writing():
        what(product_queries.one(SYSTEM, world.PRODUCT_A))
        db.session.commit()


def hosted(app: Flask) -> str:
    with app.app_context():
        row = db.session.scalars(sa.select(ChannelPhoto)).first()
        assert row is not None
        return f"/photos/{row.token}.jpg"
