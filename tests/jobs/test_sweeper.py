"""What no row names leaves storage after a day; what a row names stays."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.jobs.sweeper import remove_unnamed
from shop_onboard.models.clock import utc_now
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import overview
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.organisations import required
from shop_onboard.services import imports, jobs, products
from shop_onboard.services.products import StoredPhoto
from tests import world

LATER = timedelta(days=1, minutes=1)


def named(app: Flask) -> dict[str, str]:
    """A file of each kind of row that names one."""
    storage = app.extensions["storage"]
    keys = {name: storage.put(name.encode()) for name in ("photo", "import", "result")}
    with app.app_context(), writing():
        product = products_of_a()
        products.add_photo(SYSTEM, product, StoredPhoto(keys["photo"], "a.jpg", "image/jpeg", 1, 1))
        officer = actor_of(account_by_phone(world.PHONES["officer"]).id, utc_now().date())
        imports.receive(officer, required("DX-A"), "a.xlsx", keys["import"])
        job = jobs.claim(jobs.ask(SYSTEM, "report", "Việc", {}).id, utc_now())
        jobs.finish(job, jobs.Result(keys["result"], "a.pdf", "application/pdf"))
        db.session.commit()
    return keys


def products_of_a() -> Product:
    query = sa.select(Product).where(Product.code == world.PRODUCT_A)
    return db.session.scalars(
        query.options(
            sa.orm.selectinload(Product.photos),
            sa.orm.selectinload(Product.packs),
            sa.orm.selectinload(Product.certificates),
            sa.orm.joinedload(Product.cooperative),
        )
    ).one()


def test_unnamed_files_go_after_a_day_and_named_ones_stay(app: Flask):
    storage = app.extensions["storage"]
    keys = named(app)
    stray = storage.put(b"a file whose row was never written")
    assert remove_unnamed(app, utc_now()) == 0
    assert remove_unnamed(app, utc_now() + LATER) == 1
    assert not storage.exists(stray)
    assert all(storage.exists(key) for key in keys.values())


def test_every_column_that_names_a_file_is_known_to_the_sweeper(app: Flask):
    named_columns = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_key") and isinstance(column.type, sa.String)
        if column.type.length == 64 and column.name != "row_key"
    }
    known = {f"{column.class_.__tablename__}.{column.key}" for column in overview.FILE_COLUMNS}
    assert named_columns == known


def test_the_worker_looks_through_storage_once_an_hour(app: Flask):
    background = app.extensions["background"]
    background.sweep()
    stray = app.extensions["storage"].put(b"left behind")
    background.sweep()
    assert app.extensions["storage"].exists(stray)
