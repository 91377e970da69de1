"""A review names what is wrong field by field; what is mended is ticked off."""

import pytest

from tests import world
from tests.pages import Browser, Page
from tests.web.registering import registered

_A = f"/cooperatives/{world.COOPERATIVE_A}"
_LYCHEE = f"/products/{world.PRODUCT_A}"


def _change(person: Browser, path: str, **typed: str) -> Page:
    return person.submit(person.open(f"{path}/edit"), "Lưu", lands="/", **typed)


def _returned(manager: Browser, officer: Browser, path: str, **remarks: str) -> Page:
    _change(manager, path, name="Tên chờ duyệt")
    return officer.submit(officer.open(path), "Trả lại", lands="/", **remarks)


def test_remarks_stand_beside_their_fields_and_are_ticked_off_when_those_change(
    as_manager: Browser, as_officer: Browser
):
    asked = _returned(
        as_manager,
        as_officer,
        _A,
        **{
            "remarks-0-field": "address",
            "remarks-0-note": "Ghi cả số nhà",
            "remarks-1-field": "phone",
            "remarks-1-note": "Gọi không được",
        },
    )
    assert asked.texts(".remarks li") == [
        "• Địa chỉ : Ghi cả số nhà Sửa",
        "• Điện thoại : Gọi không được Sửa",
    ]
    edit = as_manager.open(f"{_A}/edit")
    assert edit.texts("small.remark") == [
        "Cán bộ Đoàn nhắc: Gọi không được",
        "Cán bộ Đoàn nhắc: Ghi cả số nhà",
    ]
    links = [found["href"] for found in as_manager.open(_A).soup.select(".remarks a")]
    assert links == [f"{_A}/edit#address", f"{_A}/edit#phone"]
    done = _change(as_manager, _A, address="Số 7, thôn Bí Mật")
    assert done.texts(".remarks li") == [
        "✓ Địa chỉ : Ghi cả số nhà (đã sửa)",
        "• Điện thoại : Gọi không được Sửa",
    ]
    as_manager.submit(done, "Gửi để duyệt", lands="/cooperatives/")
    waiting = as_officer.open("/reviews/")
    assert waiting.texts(".remarks li") == ["• Điện thoại : Gọi không được"]


def test_a_product_is_remarked_on_its_packs_and_pictures(as_manager: Browser, as_officer: Browser):
    _returned(
        as_manager,
        as_officer,
        _LYCHEE,
        **{
            "remarks-0-field": "packs",
            "remarks-0-note": "Giá chưa hợp lý",
            "remarks-1-field": "photos",
            "remarks-1-note": "Ảnh chưa rõ",
        },
    )
    links = [found["href"] for found in as_manager.open(_LYCHEE).soup.select(".remarks a")]
    assert links == [f"{_LYCHEE}/edit#packs-0-label", f"{_LYCHEE}#photos"]
    done = _change(as_manager, _LYCHEE, **{"packs-0-price_vnd": "71.000"})
    assert done.texts(".remarks li.done") == ["✓ Quy cách và giá : Giá chưa hợp lý (đã sửa)"]


def test_a_remark_needs_a_field_and_a_field_a_remark(as_manager: Browser, as_officer: Browser):
    _change(as_manager, _A, name="Tên chờ duyệt")
    page = as_officer.open(_A)
    half = as_officer.submit(page, "Trả lại", **{"remarks-2-note": "Sai rồi"})
    assert half.error_beside("remarks-2-note")
    assert half.soup.find(id="remarks-2-note")["value"] == "Sai rồi"
    assert as_officer.submit(page, "Trả lại").error_beside("note")


def test_approval_settles_what_was_left(as_manager: Browser, as_officer: Browser):
    remark = {"remarks-0-field": "phone", "remarks-0-note": "Gọi không được"}
    _returned(as_manager, as_officer, _A, **remark)
    as_manager.submit(as_manager.open(_A), "Gửi để duyệt", lands="/cooperatives/")
    as_officer.submit(as_officer.open(_A), "Duyệt", lands="/cooperatives/")
    assert as_manager.open(f"{_A}/edit").texts("small.remark") == []


def test_officers_see_what_differs_from_what_was_approved(
    as_manager: Browser, as_officer: Browser, as_officer_b: Browser, as_volunteer: Browser
):
    _change(as_manager, _A, address="Thôn 2")
    _change(as_manager, _A, address="Thôn 3", story="Chuyện mới")
    _change(as_manager, _A, story="")
    page = as_officer.open("/reviews/")
    assert "Địa chỉ Thôn Bí Mật 7 → Thôn 3" in page.main
    assert "Câu chuyện" not in page.main
    assert "Chủ Nhiệm Giáp Sơn" in page.main
    assert world.NAME_A not in as_officer_b.open("/reviews/").main
    as_volunteer.open("/reviews/", status=403)
    _change(as_manager, _LYCHEE, **{"packs-0-price_vnd": "75.000"})
    assert "Vải thiều" not in as_officer.open("/reviews/?kind=product").main
    _change(as_manager, _LYCHEE, storage="Ngăn mát")
    products = as_officer.open("/reviews/?kind=product")
    assert "Quy cách «Hộp 2 kg» 2 kg · 70.000 đ" in products.main
    assert "75.000 đ" in products.main


def test_what_the_only_officer_wrote_is_due_at_the_next_level(
    as_manager: Browser, as_officer: Browser, as_province: Browser, as_foreigner: Browser
):
    _change(as_manager, _A, address="Thôn 2")
    assert world.NAME_A in as_officer.open("/reviews/").main
    # The unit's own officer comes first; above it is only in sight.
    upper = as_province.open("/reviews/")
    assert "Đến lượt bạn duyệt (0)" in upper.main
    assert world.NAME_A not in upper.main
    assert world.NAME_A in as_province.open("/reviews/?all=1").main
    _change(as_officer, _A, address="Thôn 3")
    own = as_officer.open("/reviews/")
    assert world.NAME_A not in own.main
    assert "Tất cả trong địa bàn (1)" in own.main
    assert world.NAME_A in as_province.open("/reviews/").main
    assert world.NAME_A not in as_foreigner.open("/reviews/?all=1").main
    assert "một cán bộ khác sẽ duyệt" in as_officer.open(_A).main
    form = as_officer.open(f"{_A}/edit").soup.find("input", attrs={"name": "csrf_token"})
    answer = as_officer.client.post(f"{_A}/approve", data={"csrf_token": form["value"]})
    assert answer.status_code == 422
    as_province.submit(as_province.open(_A), "Duyệt", lands="/cooperatives/")


def test_what_was_never_approved_says_so(as_volunteer: Browser, as_officer: Browser):
    registered(as_volunteer)
    assert "chưa duyệt lần nào" in as_officer.open("/reviews/").main


@pytest.mark.parametrize(("path", "field"), [(_A, "address"), (_LYCHEE, "packs-0-price_vnd")])
def test_nobody_approves_what_was_changed_behind_their_back(
    as_manager: Browser, as_officer: Browser, path: str, field: str
):
    _change(as_manager, path, **{field: "1.000"}, name="Tên mới")
    read = as_officer.open(path)
    _change(as_manager, path, **{field: "999.000"})
    stale = as_officer.submit(read, "Duyệt", status=409)
    assert "vừa được sửa sau khi bạn mở" in stale.main
    assert "999.000" in stale.main
    assert "chờ duyệt" in as_officer.open(path).main
    assert "đã duyệt" in as_officer.submit(stale, "Duyệt", lands="/").main


@pytest.mark.parametrize("path", [_A, _LYCHEE])
def test_an_approval_is_taken_back_with_a_reason_and_the_public_page_closes(
    as_manager: Browser, as_officer: Browser, browser: Browser, path: str
):
    shop = f"/shop/{world.COOPERATIVE_A}"
    public = shop if path == _A else f"{shop}/{world.PRODUCT_A}"
    browser.open(public)
    page = as_officer.open(path)
    silent = as_officer.submit(page, "Rút lại việc duyệt")
    assert silent.error_beside("reason")
    browser.open(public)
    done = as_officer.submit(page, "Rút lại việc duyệt", reason="Duyệt nhầm", lands=path)
    assert "chờ duyệt" in done.main
    browser.open(public, status=404)
    assert "Việc duyệt đã được rút lại: Duyệt nhầm" in as_manager.open(path).main
    story = as_manager.open(as_manager.open(path).link("Lịch sử"))
    assert "Rút lại việc duyệt" in story.main
    assert "Duyệt nhầm" in story.main
    as_officer.submit(as_officer.open(path), "Duyệt", lands=path)
    browser.open(public)


def test_only_officers_take_an_approval_back(as_manager: Browser):
    page = as_manager.open(_A)
    assert "Rút lại việc duyệt" not in page.main
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = as_manager.client.post(f"{_A}/reopen", data={"csrf_token": token, "reason": "Vì"})
    assert answer.status_code == 403


def test_taking_an_older_change_back_does_not_open_what_an_officer_closed(
    as_manager: Browser, as_officer: Browser, browser: Browser
):
    _change(as_manager, _A, address="Thôn 2")
    as_officer.submit(as_officer.open(_A), "Duyệt", lands=_A)
    as_officer.submit(as_officer.open(_A), "Rút lại việc duyệt", reason="Nhầm", lands=_A)
    history = f"/history/cooperative/{world.COOPERATIVE_A}"
    as_manager.submit(as_manager.open(history), "Hoàn tác", lands=history)
    assert "Thôn Bí Mật 7" in as_manager.open(_A).main
    assert "chờ duyệt" in as_manager.open(_A).main
    browser.open(f"/shop/{world.COOPERATIVE_A}", status=404)


def test_sending_back_is_one_tap_from_approving_and_starts_with_one_open_row(
    as_manager: Browser, as_officer: Browser
):
    _change(as_manager, _A, address="Thôn 2")
    page = as_officer.open(_A)
    assert page.link("Trả lại để sửa") == "#return"
    form = page.form("Trả lại")
    assert "ít nhất một điều" in page.main
    folded = {field["name"] for field in form.select("details select")}
    assert folded == {f"remarks-{number}-field" for number in (1, 2, 3)}
    half = as_officer.submit(page, "Trả lại", **{"remarks-2-note": "Sai rồi"})
    outer = half.form("Trả lại").find("details")
    assert outer.has_attr("open"), "what was filled in is not folded away"


def test_the_next_step_names_what_was_remarked_and_then_the_sending(
    as_manager: Browser, as_officer: Browser, as_volunteer: Browser
):
    remark = {"remarks-0-field": "address", "remarks-0-note": "Ghi cả số nhà"}
    _returned(as_manager, as_officer, _A, **remark)
    step = as_manager.open(_A)
    assert "Sửa những mục được nhắc: Địa chỉ." in step.main
    assert step.link("Sửa hồ sơ") == f"{_A}/edit#address"
    assert "Sửa những mục được nhắc: Địa chỉ." in as_volunteer.open("/").main
    done = _change(as_manager, _A, address="Số 7, thôn Bí Mật")
    assert done.texts(".next-step button") == ["Gửi để duyệt"]


def test_what_was_only_noted_is_sent_again_once_anything_changed(
    as_manager: Browser, as_officer: Browser
):
    back = _returned(as_manager, as_officer, _A, note="Xem lại tên.")
    assert back.texts(".next-step button") == []
    assert "Sửa theo ghi chú: Xem lại tên." in as_manager.open(_A).main
    done = _change(as_manager, _A, name="Tên đúng")
    assert done.texts(".next-step button") == ["Gửi để duyệt"]
