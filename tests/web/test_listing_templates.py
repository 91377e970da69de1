"""A marketplace's own template through the page: sent, mapped once, answered, filled."""

import io
import re

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from tests import world
from tests.exports.templates.workbooks import (
    CATEGORIES,
    SHOPEE,
    SHOPEE_SHEET,
    TIKTOK_SHEET,
    market,
    parts_of,
    shopee,
    tiktok,
)
from tests.imports.files import with_part, xlsx
from tests.pages import Browser, Page
from tests.web.test_marketplaces import with_photo
from tests.web.work import finished

TEMPLATES = "/listings/templates/"


def send(person: Browser, content: bytes, name: str = "mau.xlsx", **typed: str) -> Page:
    """The page after a template was taken in: its columns, or the products."""
    page = person.open(f"{TEMPLATES}new")
    files = {"file": (content, name)}
    return person.submit(page, "Gửi tệp mẫu", lands=TEMPLATES, files=files, **typed)


def refused(person: Browser, content: bytes, name: str = "mau.xlsx", **typed: str) -> str:
    page = person.open(f"{TEMPLATES}new")
    answer = person.submit(page, "Gửi tệp mẫu", files={"file": (content, name)}, **typed)
    return answer.main


def place_of(page: Page, header: str) -> str:
    """The number of the column whose card bears this header."""
    for card in page.soup.select("ul.columns > li"):
        if header in card.h3.get_text():
            return str(card.select_one("select")["name"]).removeprefix("column-")
    raise AssertionError(f"no column {header}: {page.main[:600]}")


def downloaded(app: Flask, person: Browser, page: Page) -> tuple[Page, bytes]:
    job = person.submit(page, "Điền vào tệp mẫu", lands="/jobs/")
    done = finished(app, person, job)
    return done, person.download(f"{job.path}/file").data


def test_a_template_never_seen_before_is_sent_mapped_and_filled(app: Flask, as_manager: Browser):
    content = market()
    page = send(as_manager, content, marketplace="other", other_name="Chợ quê số")
    assert "Chọn cột: Chợ quê số" in page.main
    kind, store = place_of(page, "Loại"), place_of(page, "Kho gửi")
    again = as_manager.submit(page, "Lưu và xem trước")
    assert "Cột «Loại *» bắt buộc" in again.main
    typed = {f"column-{kind}": "?", f"constant-{store}": "Kho Chũ"}
    shown = as_manager.submit(again, "Lưu và xem trước", lands=TEMPLATES, **typed)
    assert "Vải thiều Lục Ngạn" in shown.main
    assert "Cột «Loại *» bắt buộc mà chưa có câu trả lời." in shown.main
    assert "0/2 quy cách" in shown.main
    [answer] = shown.soup.select("select[name^=answer-]")
    shown = as_manager.submit(
        shown, "Lưu câu trả lời", lands=TEMPLATES, **{answer["name"]: "Quả tươi"}
    )
    assert "2/2 quy cách đã đủ" in shown.main
    _, filled = downloaded(app, as_manager, shown)
    sheet = openpyxl.load_workbook(io.BytesIO(filled))["Hàng hóa"]
    assert [cell.value for cell in sheet[4]][:4] == [
        "Vải thiều Lục Ngạn – Hộp 2 kg",
        "Quả tươi",
        70,
        2.2,
    ]
    assert [cell.value for cell in sheet[5]][:4] == [
        "Vải thiều Lục Ngạn – Thùng 10 kg",
        "Quả tươi",
        300,
        11,
    ]
    assert sheet["F4"].value == "Kho Chũ"
    before, after = parts_of(content), parts_of(filled)
    assert [part for part in before if before[part] != after[part]] == ["xl/worksheets/sheet2.xml"]


def test_a_mapping_is_kept_for_every_seller_but_a_text_of_one_shop_is_asked_again(
    as_manager: Browser, as_manager_b: Browser
):
    named = {"marketplace": "other", "other_name": "Chợ quê số"}
    page = send(as_manager, market(), **named)
    store = {
        f"column-{place_of(page, 'Loại')}": "?",
        f"constant-{place_of(page, 'Kho')}": "Kho Chũ",
    }
    as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **store)
    assert "Từng sản phẩm" in send(as_manager, market(), **named).main
    other = send(as_manager_b, market(), **named)
    assert "đã chọn cột cho mẫu này" in other.main
    assert "Chữ riêng của gian hàng khác không mang sang đây" in other.main
    assert "Kho Chũ" not in str(other.soup)
    elsewhere = send(as_manager_b, market(), marketplace="other", other_name="Chợ khác")
    assert "đã chọn cột cho mẫu này" not in elsewhere.main


def test_a_mapping_without_such_texts_is_ready_for_the_next_seller(
    as_manager: Browser, as_manager_b: Browser
):
    named = {"marketplace": "lazada"}
    page = send(as_manager, market(), **named)
    asked = {f"column-{place_of(page, header)}": "?" for header in ("Loại", "Kho")}
    own = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **asked)
    assert "do người khác chọn" not in own.main
    ready = send(as_manager_b, market(), **named)
    assert "Mỳ Chũ Nam Dương" in ready.main
    assert "Các cột do người khác chọn" in ready.main
    changed = market().replace(b"Kho g", b"Kho G")
    assert send(as_manager_b, changed, **named)
    renamed = with_part(
        market(), "xl/sharedStrings.xml", lambda xml: xml.replace("Mô tả".encode(), b"Vai loi")
    )
    asked_again = send(as_manager_b, renamed, **named)
    assert "Chọn cột: Lazada" in asked_again.main
    kind = asked_again.soup.find(id=f"column-{place_of(asked_again, 'Loại')}")
    assert kind.find("option", selected=True)["value"] == "?"


def test_columns_in_another_unit_than_they_name_are_looked_at_by_the_next_seller(
    as_manager: Browser, as_manager_b: Browser
):
    named = {"marketplace": "lazada"}
    page = send(as_manager, market(), **named)
    asked = {f"column-{place_of(page, header)}": "?" for header in ("Loại", "Kho")}
    wrong = {f"unit-{place_of(page, 'Trọng lượng')}": "g"}
    as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **asked, **wrong)
    assert "Chọn cột: Lazada" in send(as_manager_b, market(), **named).main


def test_the_practice_template_is_tried_in_two_clicks(app: Flask, as_manager: Browser):
    page = as_manager.open(TEMPLATES)
    mapped = as_manager.submit(page, "Thử với mẫu luyện tập", lands=TEMPLATES)
    assert "Mẫu luyện tập, không phải của sàn nào" in mapped.main
    shown = as_manager.submit(mapped, "Lưu và xem trước", lands=TEMPLATES)
    assert "2/2 quy cách đã đủ" in shown.main
    assert shown.soup.select("table.sheet")
    assert not shown.soup.select("[name^=answer-]")
    _, filled = downloaded(app, as_manager, shown)
    sheet = openpyxl.load_workbook(io.BytesIO(filled))["Bảng đăng hàng"]
    row = [cell.value for cell in sheet[5]]
    assert row[:5] == ["Vải thiều Lục Ngạn – Hộp 2 kg", "Khác", 70_000, 2.2, 50]
    assert as_manager.download(f"{TEMPLATES}practice.xlsx").data.startswith(b"PK")


def test_shopees_own_workbook_is_filled_after_two_answers(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    page = send(as_manager, shopee(), marketplace="shopee")
    assert "Hãy bật ít nhất một" in as_manager.submit(page, "Lưu và xem trước").main
    carrier = {f"constant-{place_of(page, 'Nhanh')}": "Mở"}
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **carrier)
    assert "2/2 quy cách đã đủ" in shown.main
    done, filled = downloaded(app, as_manager, shown)
    sheet = openpyxl.load_workbook(io.BytesIO(filled))[SHOPEE_SHEET]
    assert sheet["B7"].value == "Vải thiều Lục Ngạn"
    assert sheet["K7"].value.startswith("http")
    assert "Chưa đưa vào tệp" not in done.main


def test_tiktok_asks_the_category_of_each_product(app: Flask, as_manager: Browser):
    with_photo(as_manager)
    shown = send(as_manager, tiktok(), marketplace="tiktok_shop")
    [answer] = shown.soup.select("select[name^=answer-]")
    assert [option.get_text() for option in answer.find_all("option")][1:] == list(CATEGORIES)
    typed = {answer["name"]: CATEGORIES[0]}
    shown = as_manager.submit(shown, "Lưu câu trả lời", lands=TEMPLATES, **typed)
    assert "2/2 quy cách đã đủ" in shown.main
    empty = "Cột còn trống mà sàn có thể đòi"
    assert f"{empty} Nhãn hiệu : tệp mẫu có danh sách chọn riêng" in shown.main
    assert "Chiều dài kiện hàng(cm) : chưa có giá trị ở 2/2 quy cách" in shown.main
    links = [link["href"] for link in shown.soup.select(".notice li a")]
    address, _, anchor = links[0].partition("#")
    assert as_manager.open(address).soup.find(id=anchor)["name"] == anchor
    _, filled = downloaded(app, as_manager, shown)
    sheet = openpyxl.load_workbook(io.BytesIO(filled))[TIKTOK_SHEET]
    assert (sheet["O7"].value, sheet["B7"].value) == ("Việt Nam", None)


def test_a_site_that_the_internet_cannot_reach_is_said_once_beside_the_preview(
    app: Flask, as_manager: Browser
):
    with_photo(as_manager)
    said = "chưa mở được từ Internet, nên TikTok Shop chưa lấy được ảnh"
    shown = send(as_manager, tiktok(), marketplace="tiktok_shop")
    assert shown.main.count(said) == 1
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    assert said not in as_manager.open(shown.path).main


def test_what_has_to_be_decided_comes_before_what_was_matched(as_manager: Browser):
    page = send(as_manager, shopee(), marketplace="shopee")
    first, matched, others = page.soup.select("ul.columns")
    assert [card.h3.get_text().split(". ")[1] for card in first.select("li")] == ["Nhanh"]
    assert matched.parent.name == others.parent.name == "details"
    assert not matched.parent.has_attr("open")
    assert f"Đã khớp: {len(matched.find_all('li'))} cột" in page.main
    unclear = [[each if each != "Tính bằng gram (g)" else "" for each in row] for row in SHOPEE]
    page = send(as_manager, shopee(unclear), marketplace="shopee")
    first = page.soup.select("ul.columns")[0]
    assert [card.h3.get_text().split(". ")[1] for card in first.select("li")] == [
        "Cân nặng *", "Nhanh",
    ]  # fmt: skip


def test_a_header_of_which_only_the_beginning_is_known_is_shown_to_be_looked_at(
    as_manager: Browser,
):
    content = "Tên sản phẩm*;Giá bán;Giới thiệu ngắn;Tồn;Hình đại diện\n".encode()
    page = send(as_manager, content, "mau.csv", marketplace="postmart")
    first, matched = page.soup.select("ul.columns")[:2]
    assert [card.h3.get_text().split(". ")[1] for card in first.select("li")] == ["Giới thiệu ngắn"]
    assert "Hình đại diện" in matched.get_text()


def test_a_text_that_is_written_below_what_is_chosen_is_not_lost(as_manager: Browser):
    page = send(as_manager, shopee(), marketplace="shopee")
    brand = place_of(page, "Tên sản phẩm")
    again = as_manager.submit(page, "Lưu và xem trước", **{f"constant-{brand}": "Vải thiều"})
    assert again.soup.find(id=f"constant-{brand}")["value"] == "Vải thiều"


def test_the_preview_shows_the_first_rows_as_they_will_be_written(as_manager: Browser):
    content = "Tên sản phẩm*;Giá bán;Cân nặng (kg)\n".encode()
    page = send(as_manager, content, "mau.csv", marketplace="postmart")
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES)
    [table] = shown.soup.select("table.sheet")
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table("tr")]
    assert rows[0] == ["Sản phẩm", "Tên sản phẩm*", "Giá bán", "Cân nặng (kg)"]
    name = "Vải thiều Lục Ngạn – Hộp 2 kg"
    assert rows[1] == [name, name, "70000", "2.2"]


def test_the_form_says_where_the_blank_file_is_found_and_where_one_may_practise(
    as_manager: Browser,
):
    page = as_manager.open(f"{TEMPLATES}new?marketplace=shopee")
    shown = {each.summary.get_text(): each for each in page.soup.select("main section details")}
    assert shown["Shopee"].has_attr("open")
    assert "mở mục đăng tải hàng loạt và tải tệp mẫu trắng" in shown["Shopee"].get_text()
    assert not shown["TikTok Shop"].has_attr("open")
    steps = as_manager.open(shown["Shopee"].a["href"].partition("#")[0])
    assert steps.soup.find(id=shown["Shopee"].a["href"].partition("#")[2])
    assert page.soup.find("a", href=f"{TEMPLATES}#practice")


def test_products_with_a_fault_are_left_out_and_named(app: Flask, as_manager: Browser):
    page = send(as_manager, shopee(), marketplace="shopee")
    carrier = {f"constant-{place_of(page, 'Nhanh')}": "Mở"}
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **carrier)
    assert "Cột «Ảnh bìa» bắt buộc mà sản phẩm chưa ghi" in shown.main
    assert "Điền vào tệp mẫu" not in shown.texts("button")


def test_a_limit_that_an_administrator_sets_holds_in_the_preview_and_in_the_file(
    app: Flask, as_manager: Browser, as_admin: Browser
):
    with_photo(as_manager)
    page = send(as_manager, shopee(), marketplace="shopee")
    carrier = {f"constant-{place_of(page, 'Nhanh')}": "Mở"}
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **carrier)
    limit = {"least": "1000", "most": "100000", "source": "Shopee", "seen_on": "20/11/2026"}
    as_admin.submit(
        as_admin.open("/admin/limits/shopee/price_vnd"), "Lưu", lands="/admin/", **limit
    )
    again = as_manager.open(shown.path)
    assert "1/2 quy cách đã đủ" in again.main
    assert "Shopee nhận giá từ 1.000 đ đến 100.000 đ." in again.main
    done, filled = downloaded(app, as_manager, again)
    sheet = openpyxl.load_workbook(io.BytesIO(filled))[SHOPEE_SHEET]
    assert (sheet["B7"].value, sheet["B8"].value) == ("Vải thiều Lục Ngạn – Hộp 2 kg", None)
    assert "Shopee nhận giá từ 1.000 đ đến 100.000 đ." in done.main


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (with_part(market(), "xl/vbaProject.bin", lambda _: b"x"), "macro"),
        (b"%PDF-1.7", "không phải bảng tính"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (with_part(market(), "xl/bomb.xml", lambda _: b"0" * 60_000_000), "quá nhiều dữ liệu"),
        (
            with_part(
                market(),
                "xl/worksheets/sheet2.xml",
                lambda xml: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + xml[xml.index(b"<worksheet") :],
            ),
            "không đọc được",
        ),
        (b"", "có dữ liệu"),
        (xlsx({"Hàng": [["Tên *"] + ["Cột"] * 220]}), "hơn 200 cột"),
    ],
    ids=["macro", "pdf", "password", "bomb", "entities", "empty", "wide"],
)  # fmt: skip
def test_a_dangerous_or_useless_file_is_refused_with_a_sentence(
    as_manager: Browser, content: bytes, sentence: str
):
    assert sentence in refused(as_manager, content, marketplace="postmart")


def test_a_bound_beyond_all_numbers_keeps_nothing_out(app: Flask, as_manager: Browser):
    rule = (
        '<dataValidations count="1"><dataValidation type="textLength" operator="lessThanOrEqual"'
        f' sqref="A4:A500"><formula1>{"9" * 400}</formula1></dataValidation></dataValidations>'
    )
    absurd = with_part(
        market(),
        "xl/worksheets/sheet2.xml",
        lambda xml: re.sub(b"<dataValidations.*</dataValidations>", rule.encode(), xml),
    )
    page = send(as_manager, absurd, marketplace="lazada")
    asked = {f"column-{place_of(page, header)}": "?" for header in ("Loại", "Kho")}
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **asked)
    assert "0/2 quy cách đã đủ để điền" in shown.main


def test_a_lying_dimension_hides_no_header(as_manager: Browser):
    lying = with_part(
        market(),
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b'ref="A1:H4"', b'ref="A1"', 1),
    )
    page = send(as_manager, lying, marketplace="postmart")
    assert place_of(page, "Tên mặt hàng")


def test_another_marketplace_needs_its_name_and_a_signature_its_row(as_manager: Browser):
    assert "Hãy ghi tên sàn" in refused(as_manager, market(), marketplace="other")
    assert "không phải tệp mẫu" in refused(as_manager, market(), marketplace="shopee")


def test_a_csv_template_gets_its_rows(app: Flask, as_manager: Browser):
    content = "Tên sản phẩm*;Giá bán;Tồn kho\n".encode()
    page = send(as_manager, content, "mau.csv", marketplace="postmart")
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES)
    _, filled = downloaded(app, as_manager, shown)
    rows = "Vải thiều Lục Ngạn – Hộp 2 kg;70000;50\nVải thiều Lục Ngạn – Thùng 10 kg;300000;20\n"
    assert filled == content + rows.encode()


def test_two_people_naming_columns_see_both_versions(as_manager: Browser, as_officer: Browser):
    page = send(as_manager, market(), marketplace="postmart")
    theirs = as_officer.open(page.path)
    store = f"constant-{place_of(page, 'Kho')}"
    as_officer.submit(theirs, "Lưu và xem trước", **{store: "Kho của cán bộ"})
    both = as_manager.submit(page, "Lưu và xem trước", status=409, **{store: "Kho của tôi"})
    assert "Kho của cán bộ" in both.main
    assert "Kho của tôi" in both.main


def test_the_header_can_be_shown_by_hand(as_manager: Browser):
    page = send(as_manager, market(), marketplace="postmart")
    other = as_manager.submit(page, "Đọc lại tiêu đề", lands=TEMPLATES, header_row="1")
    assert place_of(other, "Danh mục hàng gửi bán") == "0"
    back = as_manager.submit(other, "Đọc lại tiêu đề", lands=TEMPLATES, header_row="3")
    assert place_of(back, "Tên mặt hàng") == "0"


def test_what_is_discarded_is_gone_and_its_columns_are_remembered(app: Flask, as_manager: Browser):
    page = send(as_manager, market(), marketplace="postmart")
    asked = {f"column-{place_of(page, header)}": "?" for header in ("Loại", "Kho")}
    shown = as_manager.submit(page, "Lưu và xem trước", lands=TEMPLATES, **asked)
    listed = as_manager.submit(shown, "Bỏ tệp mẫu này", lands=TEMPLATES)
    assert "Chưa có tệp mẫu nào" in listed.main
    assert "Từng sản phẩm" in send(as_manager, market(), marketplace="postmart").main
    with app.app_context():
        told = list(db.session.scalars(sa.select(AuditEvent.event).order_by(AuditEvent.id)))
    assert [event for event in told if event.startswith("template.")] == [
        "template.received", "template.mapped", "template.discarded", "template.received",
    ]  # fmt: skip


def test_what_is_not_mine_does_not_exist(as_foreigner: Browser, as_manager: Browser):
    page = send(as_manager, market(), marketplace="postmart")
    as_foreigner.open(page.path, status=404)
    assert world.NAME_A not in as_foreigner.open(TEMPLATES).main
