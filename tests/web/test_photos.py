"""Pictures as people and others send them: what is taken, what it loses, what is refused."""

import base64
import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image, PngImagePlugin

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import Actor
from shop_onboard.queries.accounts import account_by_phone
from shop_onboard.services import audit, photos
from tests import world
from tests.pages import Browser, Page

ADDRESS = f"/products/{world.PRODUCT_A}"
HERE = "21.3783"
# 64×48 points of orange, as iPhones write them; what runs here can only read the format.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAB4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
    "uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
    "AAAAAAEAAQWBAgMFhAAAACZtZGF0AAAAGigBrxOA+BDhp3/79qP/9mvzw+gmi/OikM+A"
)
only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def picture(side: int = 400, kind: str = "JPEG", color: str = "orange", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, kind, **options)
    return out.getvalue()


def located(kind: str = "JPEG") -> bytes:
    """A picture that tells where the farmer lives, in EXIF and in XMP, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 22.0, 41.88)
    exif[0x010E] = f"nha ba Lan {HERE}"
    out = io.BytesIO()
    options = {"xmp": f"<x:xmpmeta>{HERE}</x:xmpmeta>".encode()} if kind != "PNG" else {}
    Image.new("RGB", (600, 400), "orange").save(out, kind, exif=exif, **options)
    return out.getvalue()


def flat_png(side: int) -> bytes:
    """A whole PNG of one colour: some kilobytes that unfold to side × side points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    packer = zlib.compressobj(9)
    row = b"\0" + bytes((side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def frames(kind: str, count: int) -> bytes:
    out = io.BytesIO()
    shots = [Image.new("L", (8, 8), number % 256) for number in range(count)]
    shots[0].save(out, kind, save_all=True, append_images=shots[1:], duration=10)
    return out.getvalue()


def send(person: Browser, content: bytes, name: str = "anh.jpg") -> Page:
    return person.submit(
        person.open(ADDRESS), "Gửi ảnh", files={"photo": (content, name)}, lands="/products/"
    )


def refused(person: Browser, content: bytes, name: str = "anh.jpg") -> str:
    answer = person.submit(person.open(ADDRESS), "Gửi ảnh", files={"photo": (content, name)})
    assert not answer.soup.select(".photos img")
    return answer.texts("#summary li")[0]


def stored(app: Flask) -> Iterator[bytes]:
    storage = app.extensions["storage"]
    for entry in storage.entries():
        yield storage.get(entry.key)


@only_sqlite
@pytest.mark.parametrize("side", [20_000, 10_000])
def test_d1_a_small_file_that_unfolds_to_too_many_points_is_refused(as_manager: Browser, side: int):
    content = flat_png(side)
    assert len(content) < 100_000
    assert "40 triệu điểm ảnh" in refused(as_manager, content, "to.png")


@only_sqlite
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_d2_nothing_that_is_kept_or_served_tells_where_it_was_taken(
    app: Flask, as_manager: Browser, kind: str
):
    sent = located(kind)
    assert HERE.encode() in sent
    page = send(as_manager, sent, f"vuon.{kind.lower()}")
    address = page.soup.select_one(".photos img")["src"]
    served = [as_manager.download(each).data for each in (address, address.partition("?")[0])]
    for content in (*served, *stored(app)):
        assert HERE.encode() not in content
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif()
            assert "xmp" not in image.info
            # It lay on its side, and stands now.
            assert image.height > image.width


@only_sqlite
def test_d3_what_hangs_behind_a_picture_is_gone(app: Flask, as_manager: Browser):
    send(as_manager, picture() + b"<script>alert(1)</script>")
    assert all(b"<script>" not in content for content in stored(app))


@only_sqlite
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg"),
        (b"<!doctype html><script>alert(1)</script>", "a.jpg"),
        (b"", "rong.jpg"),
        (b"%PDF-1.7", "a.jpg"),
        (picture()[: len(picture()) // 2], "dut.jpg"),
        (picture(kind="TIFF"), "a.tiff"),
        (picture(kind="BMP"), "a.bmp"),
        (frames("GIF", 3), "dong.gif"),
        (frames("GIF", 10_000), "dong.jpg"),
    ],
    ids=["svg", "html", "empty", "pdf", "cut", "tiff", "bmp", "gif", "10k-frames"],
)
def test_d3_d5_d6_what_is_no_photograph_is_refused_with_a_sentence(
    app: Flask, as_manager: Browser, content: bytes, name: str
):
    assert "JPEG, PNG, WebP hoặc HEIC" in refused(as_manager, content, name)
    assert list(stored(app)) == []


@only_sqlite
@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_d6_of_an_animation_one_picture_stays(app: Flask, as_manager: Browser, kind: str):
    send(as_manager, frames(kind, 500), "dong.png")
    for content in stored(app):
        with Image.open(io.BytesIO(content)) as image:
            assert getattr(image, "n_frames", 1) == 1


@only_sqlite
def test_a_palette_brings_no_profile_and_no_text_along(app: Flask, as_manager: Browser):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", HERE)
    out = io.BytesIO()
    drawing = Image.new("P", (40, 40))
    drawing.save(out, "PNG", pnginfo=notes, icc_profile=HERE.encode() * 9_000)
    send(as_manager, out.getvalue(), "tranh.png")
    for content in stored(app):
        with Image.open(io.BytesIO(content)) as image:
            assert not {"Author", "icc_profile"} & set(image.info)


@only_sqlite
def test_d4_a_picture_of_an_iphone_is_taken(app: Flask, as_manager: Browser):
    send(as_manager, HEIC, "IMG_0001.HEIC")
    (content,) = stored(app)
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "JPEG"


@only_sqlite
@pytest.mark.parametrize(
    "name",
    [
        "../../x.jpg",
        "a%0D%0AX: y.jpg",
        "d" * 300 + ".jpg",
        "Gạo “ST25”.jpg",
        "<img src=x onerror=alert(1)>.jpg",
    ],
)
def test_d7_a_file_name_is_shown_at_most(app: Flask, as_manager: Browser, name: str):
    page = send(as_manager, picture(), name)
    answer = as_manager.download(page.soup.select_one(".photos img")["src"])
    assert "X" not in answer.headers
    assert answer.headers["Content-Disposition"] == "inline"
    assert len(list(stored(app))) == 1


@only_sqlite
def test_pictures_are_served_so_that_no_browser_runs_them(as_manager: Browser):
    page = send(as_manager, picture())
    answer = as_manager.download(page.soup.select_one(".photos img")["src"].partition("?")[0])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "image/jpeg"


@only_sqlite
def test_small_pictures_weigh_little(as_manager: Browser):
    out = io.BytesIO()
    # Below half a megabyte: the test client spools more to a file that it never closes.
    Image.effect_noise((1200, 900), 30).convert("RGB").save(out, "JPEG", quality=80)
    assert 200_000 < len(out.getvalue()) < 500_000
    page = send(as_manager, out.getvalue())
    small = as_manager.download(page.soup.select_one(".photos img")["src"])
    assert len(small.data) < len(out.getvalue()) / 5
    with Image.open(io.BytesIO(small.data)) as image:
        assert max(image.size) <= 480


@only_sqlite
def test_several_at_once_keep_their_order_and_can_be_arranged(as_manager: Browser):
    page = as_manager.open(ADDRESS)
    form = page.form("Gửi ảnh")
    data = {
        "csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"],
        "photo": [(io.BytesIO(picture(color=each)), f"{each}.jpg") for each in ("red", "blue")],
    }
    assert as_manager.client.post(form["action"], data=data).status_code == 302
    shown = as_manager.open(ADDRESS)
    first, second = (each["src"] for each in shown.soup.select(".photos img"))
    moved = as_manager.submit(shown, "Ra sau", lands="/products/")
    assert [each["src"] for each in moved.soup.select(".photos img")] == [second, first]


@only_sqlite
def test_a_picture_is_taken_again_in_its_place(as_manager: Browser):
    send(as_manager, picture(color="red"))
    page = send(as_manager, picture(color="blue"))
    before = [each["src"] for each in page.soup.select(".photos img")]
    after = as_manager.submit(
        page, "Thay ảnh", files={"photo": (picture(color="green"), "c.jpg")}, lands="/products/"
    )
    now = [each["src"] for each in after.soup.select(".photos img")]
    assert now[0] not in before
    assert now[1] == before[1]


def test_a_picture_with_people_is_not_public(as_manager: Browser, browser: Browser):
    page = as_manager.open(ADDRESS)
    as_manager.submit(
        page,
        "Gửi ảnh",
        files={"photo": (picture(), "vuon.jpg")},
        shows_people="y",
        lands="/products/",
    )
    public = f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}"
    assert not browser.open(public).soup.select(".photos img")
    number = as_manager.open(ADDRESS).soup.select_one(".photos img")["src"].split("/")[-1]
    browser.open(f"{public}/photos/{number.partition('?')[0]}", status=404)
    as_manager.submit(as_manager.open(ADDRESS), "Không có người", lands="/products/")
    assert browser.open(public).soup.select(".photos img")


@only_sqlite
def test_d5_nobody_sends_a_thousand_pictures_a_day(app: Flask, as_manager: Browser):
    already_sent(app, "manager", photos.MAX_A_DAY - 1)
    page = send(as_manager, picture(color="red"))
    page = as_manager.submit(page, "Bỏ ảnh này", lands="/products/")
    answer = as_manager.submit(page, "Gửi ảnh", files={"photo": (picture(), "c.jpg")})
    assert f"nhiều nhất {photos.MAX_A_DAY} ảnh một ngày" in answer.main


def already_sent(app: Flask, name: str, count: int) -> None:
    """One of the world's people has sent so many pictures today, each kept as its event."""
    with app.app_context(), writing():
        account = account_by_phone(world.PHONES[name])
        assert account is not None
        sender = Actor(account.id, account.name)
        for number in range(count):
            audit.record(
                sender, "product.photo_added", "product", None, storage_key=f"{number:064}"
            )
        db.session.commit()


@only_sqlite
def test_somebody_elses_pictures_are_out_of_reach(as_manager: Browser, as_manager_b: Browser):
    page = send(as_manager, picture())
    address = page.soup.select_one(".photos img")["src"]
    as_manager_b.open(address, status=404)
    token = as_manager_b.open("/help").soup.find("input", attrs={"name": "csrf_token"})["value"]
    number = address.split("/")[-1].partition("?")[0]
    for deed in ("move", "people", "retake"):
        answer = as_manager_b.client.post(
            f"/photos/{world.PRODUCT_A}/{number}/{deed}", data={"csrf_token": token}
        )
        assert answer.status_code == 404
