"""What a marketplace answered: its file is read, looked at, confirmed, taken back."""

from io import BytesIO

import openpyxl
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.products import PackSize, Product
from tests import world
from tests.pages import Browser, Page

STATES = "/listings/states/?marketplace=postmart"


def skus(app: Flask, product: str = world.PRODUCT_A) -> list[str]:
    with app.app_context():
        query = (
            sa.select(PackSize.sku)
            .join(Product, Product.id == PackSize.product_id)
            .where(Product.slug == product)
            .order_by(PackSize.position)
        )
        return list(db.session.scalars(query))


def csv(*lines: str, header: str = "Mã SKU;Tình trạng;Lý do") -> bytes:
    return "\n".join((header, *lines)).encode()


def sent(person: Browser, content: bytes, name: str = "ket-qua.csv") -> Page:
    page = person.open("/listings/results/new?marketplace=postmart")
    return person.submit(
        page, "Xem tệp", files={"file": (content, name)}, lands="/listings/results/"
    )


def looked_at(person: Browser, content: bytes) -> Page:
    """The trial of a file whose words can be guessed."""
    return person.submit(sent(person, content), "Xem thử", lands="/listings/results/")


def test_a_file_is_looked_at_first_and_changes_nothing_before_it_is_confirmed(
    app: Flask, as_manager: Browser
):
    box, crate = skus(app)
    trial = looked_at(
        as_manager, csv(f"{box};Đang bán;", f"{crate};Bị từ chối;Ảnh mờ", "LA-01;Đang bán;")
    )
    assert "2 quy cách sẽ đổi" in trial.texts(".figures li")
    assert "1 mã lạ" in trial.texts(".figures li")
    assert "Dòng 4: LA-01" in trial.main
    assert as_manager.open(STATES).texts(".cards .state") == ["bản nháp", "bản nháp"]
    done = as_manager.submit(trial, "Xác nhận, ghi trạng thái", lands="/listings/results/")
    assert "Đã ghi trạng thái của 2 quy cách" in done.main
    page = as_manager.open(STATES)
    assert page.texts(".cards .state") == ["đang bán", "bị từ chối"]
    assert "Sàn từ chối: Ảnh mờ" in page.main
    taken = as_manager.submit(done, "Hoàn tác cả tệp", lands="/listings/results/")
    assert "2 quy cách đã đổi rồi hoàn tác" in taken.texts(".figures li")
    assert "Đã đổi rồi hoàn tác" in taken.texts("h2")
    assert as_manager.open(STATES).texts(".cards .state") == ["bản nháp", "bản nháp"]


def test_a_rejection_without_a_reason_keeps_the_word_of_the_file(app: Flask, as_manager: Browser):
    (box, _crate) = skus(app)
    trial = looked_at(as_manager, csv(f"{box};Vi phạm;"))
    assert trial.texts("td[data-label='Lý do']") == ["Vi phạm"]
    as_manager.submit(trial, "Xác nhận, ghi trạng thái", lands="/listings/results/")
    assert "Sàn từ chối: Vi phạm" in as_manager.open(STATES).main


def test_columns_and_words_are_named_once_and_remembered_for_every_seller(
    app: Flask, as_manager: Browser, as_manager_b: Browser
):
    box, crate = skus(app)
    header = "Mã của sàn;Ghi chú của sàn;Tên"
    columns = sent(as_manager, csv(f"{box};Đã lên kệ;x", f"{crate};Kho ẩn;y", header=header))
    assert "Hãy chọn cột" in as_manager.submit(columns, "Xem thử").main
    asked = as_manager.submit(columns, "Xem thử", column__sku="0", column__state="1")
    assert "Hãy cho biết những chữ này nghĩa là gì" in asked.main
    assert "«Đã lên kệ» (1 dòng)" in asked.main
    trial = as_manager.submit(
        asked, "Xem thử", meaning__0="live", meaning__1="-", lands="/listings/results/"
    )
    assert "1 quy cách sẽ đổi" in trial.texts(".figures li")
    assert "1 giữ nguyên" in trial.texts(".figures li")
    (noodles, _other) = skus(app, world.PRODUCT_B)
    # Another seller's file of the same marketplace, its columns in another order.
    other = csv(f"z;Đã lên kệ;{noodles}", header="Tên;Ghi chú của sàn;Mã của sàn")
    theirs = sent(as_manager_b, other)
    assert "1 quy cách sẽ đổi" in theirs.texts(".figures li")
    assert "Mỳ Chũ Nam Dương" in theirs.main


def test_a_workbook_with_a_title_above_its_header_is_read(app: Flask, as_manager: Browser):
    box, crate = skus(app)
    book = openpyxl.Workbook()
    book.active.append(["Danh sách sản phẩm của gian hàng"])
    book.active.append([])
    book.active.append(["STT", "SKU phân loại", "Trạng thái"])
    book.active.append([1, box.lower(), "ĐANG  BÁN"])
    book.active.append([2, crate, "Tạm dừng"])
    out = BytesIO()
    book.save(out)
    columns = sent(as_manager, out.getvalue(), "ket-qua.xlsx")
    assert "Tiêu đề ở dòng 3" in columns.main
    trial = as_manager.submit(columns, "Xem thử", lands="/listings/results/")
    assert trial.texts("td .state") == ["bản nháp", "đang bán", "bản nháp", "tạm dừng"]


def test_lines_that_contradict_each_other_change_nothing(app: Flask, as_manager: Browser):
    box, crate = skus(app)
    trial = looked_at(
        as_manager,
        csv(f"{box};Đang bán;", f"{box};Đã ẩn;", f"{crate};Đang bán;", f"{crate};Đang bán;"),
    )
    assert "1 quy cách sẽ đổi" in trial.texts(".figures li")
    assert "Một mã có hai trạng thái khác nhau, không ghi gì: 2" in trial.main
    assert "2 dòng mâu thuẫn nhau" in trial.texts(".figures li")


def test_what_changed_after_the_look_is_shown_again_before_it_is_put_in(
    app: Flask, as_manager: Browser, as_officer: Browser
):
    (box, _crate) = skus(app)
    trial = looked_at(as_manager, csv(f"{box};Đang bán;"))
    states = as_officer.open(STATES)
    first = states.soup.select_one("input[type=checkbox][name^=pack-]")["name"]
    typed = {first: "y"}
    as_officer.submit(states, "Đổi trạng thái", state="paused", **typed, lands="/listings/states/")
    again = as_manager.submit(trial, "Xác nhận, ghi trạng thái", status=409)
    assert "Có trạng thái vừa đổi sau lúc xem thử" in again.main
    assert again.texts("td .state") == ["tạm dừng", "đang bán"]
    as_manager.submit(again, "Xác nhận, ghi trạng thái", lands="/listings/results/")


def test_undo_leaves_what_was_changed_by_hand_since(app: Flask, as_manager: Browser):
    box, crate = skus(app)
    trial = looked_at(as_manager, csv(f"{box};Đang bán;", f"{crate};Đang bán;"))
    done = as_manager.submit(trial, "Xác nhận, ghi trạng thái", lands="/listings/results/")
    states = as_manager.open(STATES)
    typed = {states.soup.select_one("input[type=checkbox][name^=pack-]")["name"]: "y"}
    as_manager.submit(states, "Đổi trạng thái", state="paused", **typed, lands="/listings/states/")
    after = as_manager.submit(done, "Hoàn tác cả tệp", lands="/listings/results/")
    assert "1 quy cách giữ nguyên" in after.main
    assert as_manager.open(STATES).texts(".cards .state") == ["tạm dừng", "bản nháp"]


def test_files_that_are_no_tables_get_their_sentence_beside_the_field(as_manager: Browser):
    page = as_manager.open("/listings/results/new")
    for content, said in ((b"%PDF-1.7", "không phải bảng tính"), (b"", "Hãy chọn một bảng tính")):
        answer = as_manager.submit(page, "Xem tệp", files={"file": (content, "x.csv")})
        assert said in answer.main
    broken = {"file": (b"PK\x03\x04 not a zip", "x.xlsx")}
    assert "không đọc được" in as_manager.submit(page, "Xem tệp", files=broken).main


def test_a_file_that_was_not_put_in_is_thrown_away(app: Flask, as_manager: Browser):
    (box, _crate) = skus(app)
    columns = sent(as_manager, csv(f"{box};Đang bán;"))
    gone = as_manager.submit(columns, "Bỏ tệp này", lands="/listings/results/")
    assert "Đã bỏ tệp ket-qua.csv" in gone.main
    as_manager.open(columns.path, status=404)


def test_text_of_a_file_is_text_and_no_markup(app: Flask, as_manager: Browser):
    (box, _crate) = skus(app)
    trial = looked_at(as_manager, csv(f"{box};Bị từ chối;<b>=1+1</b>", "<i>LA</i>;Đang bán;"))
    assert "<b>=1+1</b>" in trial.main
    assert "<i>LA</i>" in trial.main


def test_results_are_for_ones_own_cooperatives_alone(
    app: Flask, as_manager: Browser, as_manager_b: Browser, as_admin: Browser
):
    (box, _crate) = skus(app)
    trial = looked_at(as_manager, csv(f"{box};Đang bán;"))
    as_manager_b.open(trial.path, status=404)
    as_admin.open(trial.path, status=403)
    # B's file that names A's goods knows nothing of them.
    theirs = sent(as_manager_b, csv(f"{box};Đang bán;"))
    assert "Vải" not in theirs.main
    assert "1 mã lạ" in theirs.texts(".figures li")
