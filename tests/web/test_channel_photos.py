"""Pictures at addresses that nobody guesses, and who may see them for how long."""

import csv
import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from shop_onboard.extensions import db
from shop_onboard.models.channel_photos import ChannelPhoto
from shop_onboard.models.clock import utc_now
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.services import products
from tests.pages import Browser
from tests.web.feeding import META, add_photo, change, hosted, made
from tests.web.work import finished


@pytest.fixture
def photo(app: Flask) -> None:
    add_photo(app)


@pytest.fixture
def machine(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_hosted_picture_is_kept_a_minute_and_then_asked_for_without_its_bytes(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    made(app, as_manager)
    path = hosted(app)
    reply = machine.get(path)
    assert reply.mimetype == "image/jpeg"
    assert reply.cache_control.max_age == 60
    assert reply.cache_control.public
    held = machine.get(path, headers={"If-None-Match": reply.headers["ETag"]})
    assert (held.status_code, held.data) == (304, b"")
    assert machine.get("/photos/").status_code == 404
    assert machine.get(path.replace(".jpg", ".png")).status_code == 404


@pytest.mark.parametrize("what", ["removed", "unapproved", "unconsented", "binned"])
def test_a_hosted_picture_goes_when_it_may_not_be_shown_any_more(
    app: Flask, as_manager: Browser, machine: FlaskClient, what: str
):
    change(app, lambda product: setattr(product.cooperative, "shows_people", True))
    add_photo(app, shows_people=True)
    made(app, as_manager)
    path = hosted(app)
    assert machine.get(path).status_code == 200

    def end(product: Product) -> None:
        if what == "removed":
            products.remove_photo(SYSTEM, product, product.photos[0])
        elif what == "unapproved":
            product.state = "returned"
        elif what == "unconsented":
            product.cooperative.shows_people = False
        else:
            product.deleted_at = utc_now()

    change(app, end)
    assert machine.get(path).status_code == 404


def test_two_products_of_one_picture_have_addresses_of_their_own(
    app: Flask, photo: None, as_manager: Browser
):
    made(app, as_manager)
    made(app, as_manager, META)
    with app.app_context():
        tokens = db.session.scalars(sa.select(ChannelPhoto.token)).all()
    assert len(set(tokens)) == 2


def exported(app: Flask, person: Browser, key: str) -> zipfile.ZipFile:
    job = person.submit(person.open(f"/marketplaces/{key}"), "Tạo tệp đăng sàn", lands="/jobs/")
    finished(app, person, job)
    return zipfile.ZipFile(io.BytesIO(person.download(f"{job.path}/file").data))


def test_files_that_name_pictures_name_these_addresses(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    google = exported(app, as_manager, "google").read("google.tsv").decode()
    woo = exported(app, as_manager, "woocommerce").read("woocommerce.csv").decode("utf-8-sig")
    sendo = json.loads(exported(app, as_manager, "sendo").read("tat-ca.json"))
    addresses = {
        next(csv.DictReader(io.StringIO(google), delimiter="\t"))["image_link"],
        next(csv.DictReader(io.StringIO(woo)))["Images"],
        sendo[0]["avatar"]["picture_url"],
    }
    assert len(addresses) == 3
    for address in addresses:
        assert urlsplit(address).path.startswith("/photos/")
        assert machine.get(urlsplit(address).path).status_code == 200


def test_made_again_a_file_names_the_same_addresses(app: Flask, photo: None, as_manager: Browser):
    first = exported(app, as_manager, "google").read("google.xml")
    assert exported(app, as_manager, "google").read("google.xml") == first


def test_files_that_carry_pictures_make_no_address(app: Flask, photo: None, as_manager: Browser):
    names = exported(app, as_manager, "postmart").namelist()
    assert [name for name in names if name.endswith(".jpg")] == [
        "anh-san-pham/VAI-A-1-1.jpg",
        "anh-san-pham/VAI-A-2-1.jpg",
    ]
    with app.app_context():
        assert db.session.scalars(sa.select(ChannelPhoto)).all() == []


def test_new_limits_make_a_new_address_and_the_old_one_still_answers(
    app: Flask, photo: None, as_manager: Browser, as_admin: Browser, machine: FlaskClient
):
    exported(app, as_manager, "google")
    old = hosted(app)
    page = as_admin.open("/admin/limits/google/photo_side_px")
    limit = {"least": "100", "most": "300", "source": "thu", "seen_on": "20/11/2026"}
    as_admin.submit(page, "Lưu", lands="/admin/limits/", **limit)
    google = exported(app, as_manager, "google").read("google.tsv").decode()
    address = next(csv.DictReader(io.StringIO(google), delimiter="\t"))["image_link"]
    assert not address.endswith(old)
    assert machine.get(old).status_code == 200
    with app.app_context():
        rows = db.session.scalars(sa.select(ChannelPhoto).order_by(ChannelPhoto.id)).all()
    assert [row.width_px for row in rows] == [600, 300]
