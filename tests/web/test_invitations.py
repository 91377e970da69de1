"""Officers invite one phone number to one role in their own area; the link is used once."""

import re
from datetime import timedelta

import sqlalchemy as sa
import zxingcpp
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.accounts import Account, RoleGrant
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.clock import utc_now
from shop_onboard.models.invitations import Invitation
from shop_onboard.queries.accounts import account_by_phone
from tests import world
from tests.pages import Browser, Page

PHONE = "051 000 0080"
E164 = "+84510000080"
NEW_PASSWORD = "mat ong rung moi"


def invite(officer: Browser, **typed: str) -> Page:
    """The page with the link, for a volunteer of the commune unless told otherwise."""
    form = {"name": "Nông Văn Mới", "phone": PHONE, "role": "volunteer", "union": "DX-A"}
    page = officer.open("/invitations/new")
    return officer.submit(page, "Tạo lời mời", status=200, **(form | typed))


def link_of(made: Page) -> str:
    """The path of the link on the page that shows it once."""
    found = re.search(r"http://localhost(/invitations/accept/\S+)", made.main)
    assert found, made.main
    return found[1]


def take_up(app: Flask, path: str, phone: str = PHONE, password: str = NEW_PASSWORD) -> Browser:
    browser = Browser(app)
    button = "Nhận lời mời và vào"
    browser.submit(browser.open(path), button, phone=phone, password=password, lands="/")
    return browser


def refused(app: Flask, path: str, **typed: str) -> Page:
    browser = Browser(app)
    return browser.submit(browser.open(path), "Nhận lời mời và vào", **typed)


def change(app: Flask, **columns: object) -> None:
    with app.app_context(), writing():
        db.session.execute(sa.update(Invitation).values(**columns))
        db.session.commit()


def test_a_link_makes_an_account_with_the_role_and_nothing_else(app: Flask, as_officer: Browser):
    made = invite(as_officer)
    path = link_of(made)
    page = Browser(app).open(path)
    assert "Cán Bộ Xã mời bạn vào Lên Sàn với vai tình nguyện viên" in page.main
    assert "Đoàn xã Lục Ngạn" in page.main
    assert PHONE not in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    person = take_up(app, path)
    assert "Chào Nông Văn Mới" in person.open("/").main
    person.open("/register/")
    person.open("/invitations/", status=403)
    Browser(app).sign_in(E164, NEW_PASSWORD)


def test_the_link_is_shown_once_as_text_and_as_a_code_that_reads(
    app: Flask, as_officer: Browser, tmp_path
):
    made = invite(as_officer)
    assert made.response.headers["Cache-Control"] == "no-store"
    drawn = BeautifulSoup(made.response.get_data(as_text=True), "html5lib").select_one(".qr svg")
    side = int(drawn["viewbox" if drawn.has_attr("viewbox") else "viewBox"].split()[2])
    picture = Image.new("L", (side, side), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.find_all("path")[1]["d"]):
        picture.paste(0, (int(x), int(y), int(x) + int(width), int(y) + 1))
    read = zxingcpp.read_barcodes(picture.resize((side * 6, side * 6), Image.Resampling.NEAREST))
    assert read[0].text.endswith(link_of(made))
    token = link_of(made).rsplit("/", 1)[-1]
    assert token not in as_officer.open("/invitations/").response.get_data(as_text=True)
    with app.app_context():
        kept = db.session.scalars(sa.select(Invitation)).one()
        assert token not in str(vars(kept))


def test_a_link_works_once_and_says_what_to_do_then(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer))
    take_up(app, path)
    page = Browser(app).open(path, status=410)
    assert "đã được nhận" in page.main
    assert page.link("Đăng nhập") == "/login"


def test_a_withdrawn_and_an_old_link_open_nothing(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer))
    page = as_officer.open("/invitations/")
    assert "đang chờ nhận" in page.main
    page = as_officer.submit(page, "Thu hồi", lands="/invitations/")
    assert "đã thu hồi" in page.main
    assert "Hãy hỏi lại người đã mời bạn" in Browser(app).open(path, status=410).main
    change(app, revoked_at=None, expires_at=utc_now() - timedelta(minutes=1))
    assert "Hãy nhờ người mời gửi lại" in Browser(app).open(path, status=410).main
    assert as_officer.open("/invitations/?state=expired").texts(".cards h2") == ["Nông Văn Mới"]
    assert as_officer.open("/invitations/?state=waiting").texts(".cards h2") == []


def test_unknown_links_all_get_the_same_answer(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer))
    browser = Browser(app)
    answers = {
        browser.open(f"/invitations/accept/{token}", status=404).main
        for token in ("x", path.rsplit("/", 1)[-1][:-1], "a" * 43, "9" * 2_000)
    }
    assert len(answers) == 1
    form = browser.open("/login").soup.find("input", attrs={"name": "csrf_token"})
    answer = browser.client.post("/invitations/accept/x", data={"csrf_token": form["value"]})
    assert answer.status_code == 404


def test_the_number_must_be_the_invited_one_and_the_password_long(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer))
    page = refused(app, path, phone="051 000 0081", password=NEW_PASSWORD)
    assert "dành cho một số khác" in page.error_beside("phone")
    page = refused(app, path, phone=PHONE, password="ngan")
    assert page.error_beside("password") == "Mật khẩu cần ít nhất 8 ký tự."
    page = refused(app, path, phone="", password="")
    assert page.error_beside("phone")
    assert page.error_beside("password")
    take_up(app, path)


def test_who_has_an_account_signs_in_with_it_and_gains_the_role(app: Flask, as_officer: Browser):
    # The cooperative's manager becomes a volunteer as well.
    made = invite(as_officer, phone=world.PHONES["manager"], name="Chủ Nhiệm")
    path = link_of(made)
    wrong = refused(app, path, phone=world.PHONES["manager"], password="khong phai")
    assert wrong.error_beside("password") == "Mật khẩu chưa đúng."
    person = take_up(app, path, world.PHONES["manager"], world.PASSWORD)
    person.open("/register/")
    person.open("/orders/")
    with app.app_context():
        account = account_by_phone(world.PHONES["manager"])
        grants = sa.select(RoleGrant.role).where(RoleGrant.account_id == account.id)
        assert sorted(db.session.scalars(grants)) == ["manager", "volunteer"]
        assert db.session.scalar(sa.select(sa.func.count(Account.id))) == len(world.PHONES)


def test_the_role_has_the_days_that_were_given(app: Flask, as_officer: Browser):
    tomorrow = world.TODAY + timedelta(days=1)
    page = as_officer.submit(
        as_officer.open("/invitations/new"),
        "Tạo lời mời",
        name="X",
        phone=PHONE,
        union="DX-A",
        valid_to=f"{world.TODAY - timedelta(days=2):%d/%m/%Y}",
    )
    assert page.error_beside("valid_to")
    path = link_of(invite(as_officer, valid_from=f"{tomorrow:%d/%m/%Y}"))
    # The account is there today, the role from tomorrow on.
    take_up(app, path).open("/register/", status=403)


def test_a_manager_is_invited_to_one_cooperative(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer, role="manager", cooperative=world.COOPERATIVE_A, union=""))
    assert world.NAME_A in Browser(app).open(path).main
    person = take_up(app, path)
    person.open(f"/cooperatives/{world.COOPERATIVE_A}")
    person.open(f"/cooperatives/{world.COOPERATIVE_B}", status=404)


def test_what_the_role_needs_is_asked_for(as_officer: Browser):
    page = as_officer.submit(
        as_officer.open("/invitations/new"), "Tạo lời mời", name="X", phone=PHONE, role="manager"
    )
    assert page.error_beside("cooperative")
    page = as_officer.submit(page, "Tạo lời mời", role="volunteer")
    assert page.error_beside("union")
    page = as_officer.submit(page, "Tạo lời mời", name="", phone="12")
    assert page.error_beside("name")
    assert page.error_beside("phone")


def test_nobody_gives_more_than_they_hold(as_officer: Browser, as_province: Browser):
    offered = as_officer.open("/invitations/new")
    assert offered.texts("#role option") == [
        "tình nguyện viên",
        "quản lý hợp tác xã",
        "cán bộ Đoàn",
    ]
    assert offered.texts("#union option")[1:] == ["Đoàn xã Lục Ngạn"]
    assert offered.texts("#cooperative option")[1:] == [world.NAME_A]
    beyond = (
        {"role": "administrator"},
        {"role": "officer", "union": "TD-BN"},
        {"role": "volunteer", "union": "DX-B"},
        {"role": "manager", "cooperative": world.COOPERATIVE_B},
    )
    for typed in beyond:
        form = {"name": "X", "phone": PHONE, "union": "DX-A"} | typed
        as_officer.submit(offered, "Tạo lời mời", status=422, **form)
    assert len(as_province.open("/invitations/new").texts("#union option")) == 4


def test_an_administrator_invites_the_first_officers(app: Flask, as_admin: Browser):
    path = link_of(invite(as_admin, role="officer", union="TD-LC"))
    take_up(app, path).open("/invitations/")
    path = link_of(invite(as_admin, phone="051 000 0081", role="administrator", union=""))
    take_up(app, path, "051 000 0081").open("/admin/")


def test_a_dismissed_officers_links_open_nothing(app: Flask, as_officer: Browser):
    path = link_of(invite(as_officer))
    with app.app_context(), writing():
        account_by_phone(world.PHONES["officer"]).is_suspended = True
        db.session.commit()
    assert "đã được thu hồi" in Browser(app).open(path, status=410).main


def test_inviting_again_withdraws_the_older_link(app: Flask, as_officer: Browser):
    first, second = link_of(invite(as_officer)), link_of(invite(as_officer))
    Browser(app).open(first, status=410)
    take_up(app, second)


def test_invitations_are_seen_where_they_lead(
    as_officer: Browser, as_province: Browser, as_foreigner: Browser
):
    invite(as_officer)
    assert "Nông Văn Mới" in as_province.open("/invitations/").main
    page = as_foreigner.open("/invitations/")
    assert "Nông Văn Mới" not in page.main
    assert "Chưa mời ai" in page.main


def test_a_real_account_never_leans_on_the_sample(app: Flask, as_officer: Browser):
    with app.app_context(), writing():
        account_by_phone(world.PHONES["officer"]).is_sample = True
        db.session.commit()
    form = as_officer.open("/invitations/new")
    page = as_officer.submit(
        form, "Tạo lời mời", name="X", phone=world.PHONES["manager"], union="DX-A"
    )
    assert "tài khoản thật" in page.error_beside("phone")
    made = invite(as_officer)
    assert "DỮ LIỆU MẪU" in made.main
    take_up(app, link_of(made))
    with app.app_context():
        assert account_by_phone(E164).is_sample


def test_every_step_is_in_the_log(app: Flask, as_officer: Browser, as_admin: Browser):
    take_up(app, link_of(invite(as_officer)))
    invite(as_officer, phone="051 000 0082")
    as_officer.submit(as_officer.open("/invitations/"), "Thu hồi", lands="/invitations/")
    with app.app_context():
        names = set(db.session.scalars(sa.select(AuditEvent.event)))
    assert {"invitation.made", "invitation.accepted", "invitation.revoked"} <= names
    log = as_admin.open("/audit/?subject=invitation").main
    for words in ("Mời một người", "Nhận lời mời", "Thu hồi lời mời"):
        assert words in log


def test_volunteers_and_managers_invite_nobody(as_volunteer: Browser, as_manager: Browser):
    for browser in (as_volunteer, as_manager):
        for path in ("/invitations/", "/invitations/new", "/join/requests"):
            browser.open(path, status=403)
