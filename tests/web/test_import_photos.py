"""Pictures that come in a .zip beside a spreadsheet."""

import io

from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.services import photos
from tests.imports.files import xlsx
from tests.imports.test_photo_zip import packed
from tests.pages import Browser
from tests.web.spreadsheets import (
    COOPERATIVE,
    COOPERATIVES,
    PRODUCT,
    PRODUCTS,
    counts,
    good,
    told,
    worked,
)
from tests.web.test_photos import already_sent


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def test_pictures_in_a_zip_go_to_the_products_that_name_them(app: Flask, as_volunteer: Browser):
    named = [[*PRODUCTS, "Ảnh"], [*PRODUCT, "Hồng.jpg; thiếu.jpg; hỏng.png"]]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, COOPERATIVE], "Sản phẩm": named})
    pictures = packed(
        {"ảnh/hồng.JPG": picture("red"), "thừa.png": picture("blue"), "hỏng.png": b"no picture"}
    )
    page = as_volunteer.open("/imports/new")
    files = {"file": (content, "hàng.xlsx"), "photos": (pictures, "ảnh.zip")}
    page = as_volunteer.submit(page, "Gửi bảng tính", files=files, lands="/imports/")
    trial = worked(app, as_volunteer, page)
    assert told(trial) == [2, 0, 0, 0]
    assert "1 ảnh được ghi trong bảng tính mà không có trong tệp .zip: «thiếu.jpg»" in trial.main
    assert "1 ảnh trong tệp .zip không dòng nào ghi tới: «thừa.png»" in trial.main
    done = worked(app, as_volunteer, as_volunteer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [2, 0, 0, 0]
    assert "Ảnh «hỏng.png»: Không đọc được ảnh này" in trial.main
    assert "Ảnh «hỏng.png»: Không đọc được ảnh này" in done.main
    with app.app_context():
        product = db.session.query(Product).filter_by(code="VAI-N").one()
        (photo,) = db.session.query(ProductPhoto).filter_by(product_id=product.id)
        assert (photo.file_name, photo.media_type) == ("Hồng.jpg", "image/jpeg")
        assert photo.shows_people
    page = as_volunteer.submit(
        as_volunteer.open("/imports/new"), "Gửi bảng tính", files=files, lands="/imports/"
    )
    assert told(worked(app, as_volunteer, page)) == [0, 0, 2, 0]


def test_a_zip_that_is_none_is_refused_beside_its_field(as_volunteer: Browser):
    files = {"file": (good(), "a.xlsx"), "photos": (b"PK nothing", "ảnh.zip")}
    page = as_volunteer.open("/imports/new")
    answer = as_volunteer.submit(page, "Gửi bảng tính", files=files)
    assert "không đọc được" in answer.error_beside("photos")


def test_pictures_that_are_in_already_do_not_use_up_the_day(app: Flask, as_volunteer: Browser):
    names = [f"{number}.jpg" for number in range(5)]
    named = [[*PRODUCTS, "Ảnh"], [*PRODUCT, "; ".join(names)]]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, COOPERATIVE], "Sản phẩm": named})
    pictures = packed({name: picture(f"#{index}00000") for index, name in enumerate(names)})
    files = {"file": (content, "hàng.xlsx"), "photos": (pictures, "ảnh.zip")}
    page = as_volunteer.open("/imports/new")
    page = as_volunteer.submit(page, "Gửi bảng tính", files=files, lands="/imports/")
    trial = worked(app, as_volunteer, page)
    worked(app, as_volunteer, as_volunteer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    already_sent(app, "volunteer", photos.MAX_A_DAY - 2 * len(names) + 1)
    page = as_volunteer.open("/imports/new")
    page = as_volunteer.submit(page, "Gửi bảng tính", files=files, lands="/imports/")
    assert told(worked(app, as_volunteer, page)) == [0, 0, 2, 0]
