"""One site for all questions: whatever an answer changed is put back before the next question."""

import shutil
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.queries import accounts
from shop_onboard.services import accounts as services
from tests.pages import Browser
from tests.rights import people, things

_KEPT = ("lensan", "lensan_form")


class Site:
    """The small world with one object of every kind, and a way back to it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database = Path(app.config["INSTANCE"]) / "lensan.sqlite3"
        self.kept = self.database.with_suffix(".kept")
        self.tokens: dict[str, str] = {}
        with app.app_context(), writing():
            people.settle()
            db.session.commit()
        with app.app_context(), writing():
            self.values = things.make(app)
            self.own = {name: things.own(name) for name in people.AT_HOME}
            for name, phone in people.PHONES.items():
                account = accounts.account_by_phone(phone)
                assert account is not None, name
                self.tokens[name] = services.open_session(account, "tests", 1)
            db.session.commit()
        self._leave()
        shutil.copy(self.database, self.kept)

    def put_back(self) -> None:
        """Everything as it was when the site was built."""
        self._leave()
        for ending in ("-wal", "-shm"):
            self.database.with_name(self.database.name + ending).unlink(missing_ok=True)
        shutil.copy(self.kept, self.database)

    def _leave(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        connection = sqlite.connect(str(self.database))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def address(self, rule: Rule, name: str) -> str:
        """Where the route answers for A's object, or for the person's own of its kind."""
        # What belongs to one person alone is the volunteer's for everybody from elsewhere.
        held = self.values | self.own["volunteer"] | self.own.get(name, {})
        values = held.get(rule.endpoint.partition(".")[0], {}) | held.get(rule.endpoint, {})
        wanted = {key: values[key] for key in rule.arguments}
        wanted |= things.ASKED_FOR.get(rule.endpoint, {})
        return self.app.url_map.bind("localhost").build(rule.endpoint, wanted)


class Person:
    """One column of the matrix at their browser."""

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.name = site, name
        self.client: FlaskClient = site.app.test_client()
        if name in site.tokens:
            self.client.set_cookie("lensan", site.tokens[name])
        page = Browser(site.app)
        page.client = self.client
        formed = page.open("/help" if name in site.tokens else "/login")
        field = formed.soup.find("input", attrs={"name": "csrf_token"})
        assert field is not None
        self.token = field["value"]
        self.cookies = {key: self.client.get_cookie(key) for key in _KEPT}

    def ask(self, rule: Rule) -> str:
        """What the route answers: "yes", or what else it says in a word."""
        address = self.site.address(rule, self.name)
        if "GET" in (rule.methods or ()):
            return _word(self.client.get(address))
        answer = self.client.post(address, data={"csrf_token": self.token})
        word = _word(answer)
        if answer.status_code < 400:
            self._begin_again()
        return word

    def _begin_again(self) -> None:
        self.site.put_back()
        for key, cookie in self.cookies.items():
            if cookie is not None:
                self.client.set_cookie(key, cookie.value)


def _word(answer: Any) -> str:
    """Allowed is whatever is neither refused nor broken: a page, a redirect, an asking again."""
    status = answer.status_code
    if status == 401 or answer.headers.get("Location", "").startswith("/login"):
        return "login"
    return str(status) if status in (400, 403, 404) or status >= 500 else "yes"
