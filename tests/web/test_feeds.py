"""Addresses that Google and Meta fetch by themselves, asked as a machine asks."""

import csv
import gzip
import io
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.feeds import Feed
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.queries import products as product_queries
from tests import world
from tests.pages import Browser, Page
from tests.web.feeding import META, RSS, TSV, A, add_photo, address_on, change, made, ran

G = "{http://base.google.com/ns/1.0}"


@pytest.fixture
def photo(app: Flask) -> None:
    add_photo(app)


def items(reply: TestResponse) -> list[ElementTree.Element]:
    assert reply.status_code == 200
    return list(ElementTree.fromstring(reply.get_data()).iter("item"))  # noqa: S314 - our own


def skus(reply: TestResponse) -> list[str]:
    return [item.findtext(f"{G}id", "") for item in items(reply)]


@pytest.fixture
def machine(app: Flask) -> FlaskClient:
    return app.test_client()


def test_google_fetches_every_ready_pack_with_pictures(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    reply = machine.get(made(app, as_manager))
    assert reply.mimetype == "application/rss+xml"
    found = items(reply)
    assert [item.findtext(f"{G}price") for item in found] == ["70000 VND", "300000 VND"]
    address = found[0].findtext(f"{G}image_link", "")
    assert re.fullmatch(r"http://localhost/photos/[A-Za-z0-9_-]{22}\.jpg", address)
    with Image.open(io.BytesIO(machine.get(urlsplit(address).path).data)) as image:
        assert image.size == (600, 600)


@pytest.mark.parametrize(("kind", "delimiter"), [(TSV, "\t"), (META, ",")])
def test_tables_are_fetched_too(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient, kind: str, delimiter: str
):
    reply = machine.get(made(app, as_manager, kind))
    rows = list(csv.DictReader(io.StringIO(reply.get_data(as_text=True)), delimiter=delimiter))
    assert [row["price"] for row in rows] == ["70000 VND", "300000 VND"]
    assert all(row["image_link"].startswith("http://localhost/photos/") for row in rows)


def test_before_its_pictures_are_made_it_tells_of_the_public_ones(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    page = as_manager.open("/feeds/new")
    path = address_on(as_manager.submit(page, "Tạo đường dẫn", status=200, owner=A, kind=RSS))
    address = items(machine.get(path))[0].findtext(f"{G}image_link", "")
    assert f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}/photos/" in address
    assert machine.get(urlsplit(address).path).status_code == 200


def test_the_same_data_is_the_same_bytes_and_is_sent_once(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    first, second = machine.get(path), machine.get(path)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert not first.headers["ETag"].startswith("W/")
    held = machine.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (held.status_code, held.data) == (304, b"")
    change(app, lambda product: setattr(product.packs[0], "price_vnd", 71_000))
    fresh = machine.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != first.headers["ETag"]


def test_it_is_packed_where_the_machine_unpacks(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    plain = machine.get(path)
    packed = machine.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert machine.get(path, headers={"Accept-Encoding": "gzip"}).data == packed.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert machine.get(path, headers=again).status_code == 304


def test_asking_for_the_head_alone_gives_it_alone(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    head, whole = machine.head(path), machine.get(path)
    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(whole.data))


def test_the_day_of_the_last_fetch_is_shown_and_nothing_more_is_kept(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    machine.head(path)
    assert "sàn chưa lấy lần nào" in as_manager.open("/feeds/").main
    machine.get(path)
    today = f"{utc_now().astimezone():%d/%m/%Y}"
    page = as_manager.open("/feeds/")
    assert "sàn lấy gần nhất ngày" in page.main
    with app.app_context():
        [feed] = db.session.scalars(sa.select(Feed)).all()
        assert type(feed.fetched_on).__name__ == "date"
    assert today[-4:] in page.main


def test_an_address_is_shown_once_and_only_its_hash_is_kept(
    app: Flask, photo: None, as_manager: Browser
):
    path = made(app, as_manager)
    token = path.rpartition("/")[2]
    assert len(token) == 43
    with app.app_context():
        [feed] = db.session.scalars(sa.select(Feed)).all()
        kept = [str(value) for value in vars(feed).values()]
    assert not [value for value in kept if token in value]
    for address in ("/feeds/", f"/feeds/{feed.id}", "/audit/"):
        assert token not in as_manager.client.get(address).get_data(as_text=True)


def test_revoked_is_revoked_at_once(
    app: Flask, photo: None, as_manager: Browser, as_officer: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    page = as_manager.open(as_manager.open("/feeds/").soup.select_one(".cards a")["href"])
    asked = as_manager.open(page.link("Thu lại"))
    assert "Chưa có gì thay đổi." in asked.main
    assert machine.get(path).status_code == 200
    assert asked.link("Không, giữ nguyên") == page.path
    as_manager.submit(asked, "Thu lại ngay", lands="/feeds/")
    assert machine.get(path).status_code == 410
    assert "đã thu lại ngày" in as_manager.open("/feeds/").main
    log = as_officer.open("/audit/").main
    assert "Tạo đường dẫn cho sàn tự lấy sản phẩm" in log
    assert "Thu lại đường dẫn cho sàn tự lấy sản phẩm" in log


def test_a_new_address_ends_the_old_one(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    old = made(app, as_manager)
    page = as_manager.open(as_manager.open("/feeds/").soup.select_one(".cards a")["href"])
    asked = as_manager.open(page.link("Đổi đường dẫn mới"))
    assert machine.get(old).status_code == 200
    new = address_on(as_manager.submit(asked, "Đổi ngay", status=200))
    assert machine.get(old).status_code == 410
    assert skus(machine.get(new))
    again = as_manager.client.post(f"{page.path}/renew", data={"csrf_token": _token(asked)})
    assert again.status_code in (403, 409, 422)


def _token(page: Page) -> str:
    return str(page.soup.find("input", attrs={"name": "csrf_token"})["value"])


def test_a_guessed_address_is_nowhere(app: Flask, as_manager: Browser, machine: FlaskClient):
    path = made(app, as_manager)
    assert machine.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    assert machine.get(path.replace("google", "meta")).status_code == 404
    assert machine.get("/feeds/google/%00").status_code in (400, 404)


def test_nothing_personal_is_told(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    personal = ("0510000060", "Đại Diện", "Bí Mật", "257678859", "Lê Tình Nguyện", "Chủ Nhiệm")
    for kind in (RSS, META):
        text = machine.get(made(app, as_manager, kind)).get_data(as_text=True)
        assert [word for word in personal if word in text] == []


def test_a_household_that_takes_back_its_name_is_not_named(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)

    def as_household(product: Product) -> None:
        product.cooperative.kind = "household"
        product.cooperative.shown_name = product.cooperative.name

    change(app, as_household)
    assert world.NAME_A in machine.get(path).get_data(as_text=True)
    change(app, lambda product: setattr(product.cooperative, "shown_name", ""))
    text = machine.get(path).get_data(as_text=True)
    assert world.NAME_A not in text
    assert "Hộ sản xuất ở" in text


def test_a_recalled_lots_product_leaves_and_comes_back(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)

    def recall(moment: object) -> None:
        with app.app_context(), writing():
            db.session.execute(
                sa.update(Lot).where(Lot.slug == world.LOT_A).values(recalled_at=moment)
            )
            db.session.commit()

    recall(utc_now())
    assert skus(machine.get(path)) == []
    page = as_manager.open(as_manager.open("/feeds/").soup.select_one(".cards a")["href"])
    assert f"Lô {world.LOT_A} đang có lệnh thu hồi" in page.main
    recall(None)
    assert len(skus(machine.get(path))) == 2


def test_with_nothing_left_there_is_a_head_so_that_the_marketplace_takes_down_the_rest(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager, TSV)
    change(app, lambda product: setattr(product, "state", "submitted"))
    text = machine.get(path).get_data(as_text=True)
    assert text.startswith("id\ttitle\t")
    assert text.count("\n") == 1


def test_what_is_left_out_is_named_with_the_reason_and_a_way_to_mend_it(
    app: Flask, as_manager: Browser
):
    made(app, as_manager)
    page = as_manager.open(as_manager.open("/feeds/").soup.select_one(".cards a")["href"])
    assert "Chưa có quy cách nào" in page.main
    assert page.link("Hãy thêm ít nhất một ảnh sản phẩm.").endswith("#photo")
    add_photo(app)
    page = as_manager.open(page.path)
    assert "2 quy cách" in page.main
    assert "Mọi sản phẩm đều có trong đường dẫn" in page.main


def test_a_union_tells_of_all_its_cooperatives_and_real_ones_alone(
    app: Flask, photo: None, as_province: Browser, machine: FlaskClient
):
    path = made(app, as_province, owner="union:TD-BN")
    assert len(skus(machine.get(path))) == 2
    with app.app_context(), writing():
        sample = world.product(cooperatives.one(SYSTEM, world.COOPERATIVE_A), "MAU-A", "Vải mẫu")
        sample.is_sample = True
        for row in product_queries.one(SYSTEM, world.PRODUCT_A).photos:
            db.session.add(
                ProductPhoto(
                    product_id=sample.id,
                    storage_key=row.storage_key,
                    file_name="a.jpg",
                    media_type=row.media_type,
                    width_px=600,
                    height_px=600,
                )
            )
        db.session.commit()
    text = machine.get(path).get_data(as_text=True)
    assert "Vải mẫu" not in text
    assert "DỮ LIỆU MẪU" not in text


def test_a_new_picture_gets_its_address_after_the_next_fetch(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    add_photo(app, colour="blue")
    first = items(machine.get(path))[0].findtext(f"{G}additional_image_link", "")
    assert "/shop/" in first
    ran(app)
    second = items(machine.get(path))[0].findtext(f"{G}additional_image_link", "")
    assert "/photos/" in second
    assert "/shop/" not in second


def test_who_may_not_make_one_is_not_asked(
    app: Flask, as_volunteer: Browser, as_admin: Browser, as_manager_b: Browser
):
    assert "Tạo đường dẫn" not in as_volunteer.open("/feeds/").main
    assert as_admin.client.get("/feeds/new").status_code == 403
    page = as_manager_b.open("/feeds/new")
    assert page.texts("#owner option") == [world.NAME_B]
    refused = as_manager_b.submit(page, "Tạo đường dẫn", owner=A, kind=RSS)
    assert refused.error_beside("owner")
    refused = as_manager_b.submit(page, "Tạo đường dẫn", kind="google:pdf")
    assert refused.error_beside("kind")


def test_an_owner_in_the_bin_is_told_of_no_more(
    app: Flask, photo: None, as_manager: Browser, as_admin: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    with app.app_context(), writing():
        cooperatives.one(SYSTEM, world.COOPERATIVE_A).deleted_at = utc_now()
        db.session.commit()
    assert machine.get(path).status_code == 410
    assert "đã xóa" in as_admin.open("/feeds/").main
    as_admin.open(as_admin.open("/feeds/").soup.select_one(".cards a")["href"])


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_it_is_not_fetched_without_end(app: Flask, photo: None, as_manager: Browser):
    path = made(app, as_manager)
    limited = create_app(settings.Testing(Path(app.config["INSTANCE"]), RATELIMIT_ENABLED=True))
    machine = limited.test_client()
    answers = [machine.get(path).status_code for _number in range(31)]
    assert set(answers[:30]) == {200}
    assert answers[30] == 429


def test_the_page_of_a_marketplace_leads_here_and_says_what_pictures_it_takes(
    as_manager: Browser,
):
    page = as_manager.open("/marketplaces/google")
    assert as_manager.open(page.link("Đường dẫn cho Google và Meta")).texts("h1") == [
        "Đường dẫn cho Google và Meta"
    ]
    assert "Mỗi cạnh từ 100 điểm ảnh" in page.main
    tiktok = as_manager.open("/marketplaces/tiktok_shop").main
    assert "từ 100 đến 1.200 điểm ảnh" in tiktok
    assert "nhiều nhất 5 MB" in tiktok
    assert "Chưa biết sàn quy định số điểm ảnh, tỷ lệ, dung lượng, loại ảnh" in (
        as_manager.open("/marketplaces/postmart").main
    )
    assert "Ảnh cho sàn này" not in as_manager.open("/marketplaces/schema_org").main


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_twenty_products_are_told_of_with_as_many_questions_as_one(
    app: Flask, photo: None, as_manager: Browser, machine: FlaskClient
):
    path = made(app, as_manager)
    page = as_manager.open("/feeds/").soup.select_one(".cards a")["href"]
    machine.get(path)
    before = [_asked(app, machine, path), _asked(app, as_manager.client, page)]
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        for number in range(20):
            world.product(owner, f"SP-{number}", f"Vải số {number}")
        db.session.commit()
    assert [_asked(app, machine, path), _asked(app, as_manager.client, page)] == before


def _asked(app: Flask, client: FlaskClient, path: str) -> int:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(asked)
