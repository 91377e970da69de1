"""A person at a browser without JavaScript: opens pages, fills the forms found on them, reads.

Every page is checked on the way: status, one <h1>, a title, labels, ids used once, no inline
script or style that the CSP would refuse, no address of another host.
"""

import base64
import hashlib
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.queries import accounts
from shop_onboard.services import accounts as services

_UNTYPED = {"hidden", "submit", "button"}
# A block of data for machines, which no browser runs.
_DATA = "application/ld+json"


class Page:
    """What a person sees."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.path = path
        self.status = response.status_code
        self.soup = BeautifulSoup(response.get_data(as_text=True), "html5lib")

    @property
    def text(self) -> str:
        """The visible text, with single spaces."""
        return " ".join(self.soup.body.get_text(" ").split()) if self.soup.body else ""

    @property
    def main(self) -> str:
        """The visible text of the page's own part."""
        found = self.soup.find("main")
        return " ".join(found.get_text(" ").split()) if isinstance(found, Tag) else ""

    def texts(self, selector: str) -> list[str]:
        """Visible texts of the elements a CSS selector finds."""
        return [" ".join(found.get_text(" ").split()) for found in self.soup.select(selector)]

    def link(self, text: str) -> str:
        """Where the link with this text leads."""
        for found in self.soup.find_all("a"):
            if " ".join(found.get_text(" ").split()) == text:
                return str(found["href"])
        raise AssertionError(f"no link «{text}» on {self.path}: {self.main[:500]}")

    def form(self, button: str) -> Tag:
        """The form that has a button with this text."""
        for found in self.soup.find_all("button"):
            if " ".join(found.get_text(" ").split()) == button:
                form = found.find_parent("form")
                assert isinstance(form, Tag), f"the button «{button}» stands in no form"
                return form
        raise AssertionError(f"no button «{button}» on {self.path}: {self.main[:500]}")

    def error_beside(self, field: str) -> str:
        """The sentence beside a field, which the field itself points at."""
        found = self.soup.find(id=f"{field}-error")
        assert isinstance(found, Tag), f"no error beside {field}: {self.main[:800]}"
        return " ".join(found.get_text(" ").split())


class Browser:
    """One person's browser, with its cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, phone: str, password: str) -> "Browser":
        """Sign in through the page."""
        page = self.open("/login")
        self.submit(page, "Đăng nhập", phone=phone, password=password, lands="/")
        return self

    def signed_in_as(self, phone: str) -> "Browser":
        """Hold a live session of this person, opened by the service that the page calls.

        Hashing a password and three pages for every test would be most of the suite's time.
        """
        with self.app.app_context(), writing():
            account = accounts.account_by_phone(phone)
            assert account is not None, phone
            token = services.open_session(account, "tests", 1)
            db.session.commit()
        self.client.set_cookie("lensan", token)
        return self

    def open(self, path: str, status: int = 200) -> Page:
        """Open an address and check the page; redirects are not followed."""
        response = self.client.get(path)
        page = Page(response, path)
        assert page.status == status, f"GET {path}: {page.status}, {page.main[:600]}"
        if response.mimetype == "text/html" and status not in (301, 302, 303, 307, 308):
            check_page(page)
        return page

    def download(self, path: str) -> TestResponse:
        """Fetch a file."""
        response = self.client.get(path)
        assert response.status_code == 200, f"GET {path}: {response.status_code}"
        return response

    def submit(
        self,
        page: Page,
        button: str,
        /,
        *,
        lands: str | None = None,
        status: int | None = None,
        files: dict[str, tuple[bytes, str]] | None = None,
        **typed: Any,
    ) -> Page:
        """Fill the form of this button and send it.

        With `lands` the answer must lead there (its start), and that page is opened; else the
        answer itself is the page, with `status` (422 unless told otherwise).
        """
        form = page.form(button)
        data = _filled(form, typed) | _pressed(form, button)
        for name, (content, file_name) in (files or {}).items():
            data[name] = (BytesIO(content), file_name)
        action = _button(form, button).get("formaction") or form.get("action") or page.path
        address = urljoin(page.path, str(action))
        method = str(form.get("method", "get")).lower()
        if method == "get":
            response = self.client.get(address, query_string=data)
        else:
            response = self.client.post(address, data=data)
        if lands is not None:
            assert response.status_code in (302, 303), (
                f"{button}: {response.status_code}, {Page(response, address).main[:800]}"
            )
            target = urlsplit(response.headers["Location"])
            assert target.path.startswith(lands), f"{button} leads to {target.path}"
            return self.open(f"{target.path}?{target.query}" if target.query else target.path)
        answer = Page(response, address)
        wanted = status if status is not None else (200 if method == "get" else 422)
        assert answer.status == wanted, f"{button}: {answer.status}, {answer.main[:800]}"
        check_page(answer)
        return answer


def _button(form: Tag, words: str) -> Tag:
    return next(
        each for each in form.find_all("button") if " ".join(each.get_text(" ").split()) == words
    )


def _pressed(form: Tag, button: str) -> dict[str, str]:
    found = _button(form, button)
    return {str(found["name"]): str(found.get("value", ""))} if found.get("name") else {}


def _filled(form: Tag, typed: dict[str, Any]) -> dict[str, Any]:
    """What the form sends: its own values, overlaid with what was typed (by field name)."""
    data: dict[str, Any] = {}
    fields = [
        field for field in form.find_all(["input", "textarea", "select"]) if "name" in field.attrs
    ]
    for field in fields:
        value = _held_value(field)
        if value is not None:
            data[field["name"]] = value
    names = {field["name"] for field in fields}
    for name, value in typed.items():
        wanted = name.replace("__", "-")
        assert wanted in names, f"the form has no field {wanted}: {sorted(names)}"
        if value is None:
            data.pop(wanted, None)
        else:
            data[wanted] = value
    return data


def _held_value(field: Tag) -> Any:
    """What an untouched field sends; None when it sends nothing."""
    kind = field.get("type", "text")
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return chosen.get("value", chosen.get_text()) if isinstance(chosen, Tag) else None
    if field.name == "textarea":
        return field.get_text().lstrip("\n")
    if kind in ("checkbox", "radio"):
        return field.get("value", "y") if field.has_attr("checked") else None
    return None if kind in ("file", "submit") else field.get("value", "")


def check_page(page: Page) -> None:
    """What must hold on every page."""
    soup = page.soup
    headings = soup.find_all("h1")
    assert len(headings) == 1, f"{page.path}: {len(headings)} <h1>"
    title = soup.title.get_text().strip() if soup.title else ""
    assert title.endswith("– Lên Sàn"), f"{page.path}: title {title!r}"
    assert len(title) > len("– Lên Sàn") + 1, f"{page.path}: empty title"
    assert title.count("Lỗi:") < 2, f"{page.path}: title {title!r}"
    assert soup.html is not None
    assert soup.html.get("lang") in ("vi", "en"), page.path
    ids = [found["id"] for found in soup.find_all(id=True)]
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"{page.path}: ids used twice: {twice}"
    _check_fields(page, set(ids))
    assert not soup.find_all(style=True), f"{page.path}: inline style"
    policy = page.response.headers.get("Content-Security-Policy", "")
    for style in soup.find_all("style"):
        mark = base64.b64encode(hashlib.sha256(str(style.string).encode()).digest()).decode()
        assert f"'sha256-{mark}'" in policy, f"{page.path}: a <style> that the browser refuses"
    for script in soup.find_all("script"):
        is_data = script.get("type") == _DATA
        assert is_data or script.get("src"), f"{page.path}: inline script"
    for tag, attribute in (("img", "src"), ("script", "src"), ("link", "href")):
        for found in soup.find_all(tag):
            address = str(found.get(attribute, ""))
            assert not address.startswith(("http:", "https:", "//")), f"{page.path}: {address}"
    for image in soup.find_all("img"):
        assert image.has_attr("alt"), f"{page.path}: image without alt"


def _check_fields(page: Page, ids: set[str]) -> None:
    labelled = {found.get("for") for found in page.soup.find_all("label")}
    for field in page.soup.find_all(["input", "textarea", "select"]):
        if field.get("type") in _UNTYPED:
            continue
        has_label = field.get("id") in labelled or field.get("aria-label")
        assert has_label, f"{page.path}: {field.get('name')} has no label"
        for name in str(field.get("aria-describedby", "")).split():
            assert name in ids, f"{page.path}: {name} describes nothing"
