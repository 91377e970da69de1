"""Who is asking, and whether the route lets them in. Every route must say."""

import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

from shop_onboard.gateways import database
from shop_onboard.models.accounts import Account
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import NOBODY, Action, Actor
from shop_onboard.queries.accounts import SignedIn, signed_in
from shop_onboard.queries.codes import former_hosts
from shop_onboard.services import accounts
from shop_onboard.values.dates import local_date
from shop_onboard.web.held import typed

View = TypeVar("View", bound=Callable[..., Any])
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_PRINTED = frozenset({"codes", "feedback", "shops", "static"})
_HOSTS_KEPT_S = 60.0
_NONE: frozenset[str] = frozenset()


class Person(UserMixin):
    """Flask-Login's view of a live session."""

    def __init__(self, session: SignedIn) -> None:
        self.session = session
        self.actor = session.actor

    def get_id(self) -> str:
        return str(self.session.account_id)


def public(view: View) -> View:
    """Anybody may open this route."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(action: Action) -> Callable[[View], View]:
    """Only signed-in people whose role may do `action` reach this route."""

    def mark(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]
        return view

    return mark


def current_actor() -> Actor:
    """Whoever makes this request."""
    return current_user.actor if current_user.is_authenticated else NOBODY


def cookie_name() -> str:
    """The `__Host-` prefix is refused by browsers on plain http, so only https carries it."""
    return "__Host-lensan" if current_app.config["SESSION_COOKIE_SECURE"] else "lensan"


def set_session_cookie(response: Response, token: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=current_app.config["SESSION_DAYS"] * 86_400,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def drop_session_cookie(response: Response) -> None:
    """Take the session from the browser; the row is ended by the service."""
    response.delete_cookie(
        cookie_name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def device_key() -> str:
    """The secret that stays on this device after signing out; "" on a new one."""
    return request.cookies.get(f"{cookie_name()}_device", "")[:100]


def sign_in_here(response: Response, account: Account) -> None:
    """Open a session on this device and give it its cookies; the caller commits."""
    key = device_key() or secrets.token_urlsafe(32)
    days = current_app.config["SESSION_DAYS"]
    token = accounts.open_session(account, request.user_agent.string, days, key)
    set_session_cookie(response, token)
    response.set_cookie(
        f"{cookie_name()}_device",
        key,
        max_age=365 * 86_400,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def init_app(app: Flask, login_manager: LoginManager) -> None:
    """Load the session, begin transactions rightly, and close every route that says nothing."""
    login_manager.init_app(app)
    login_manager.request_loader(_load_person)
    app.before_request(_begin)
    app.before_request(_check_access)
    app.before_request(_check_origin)
    app.teardown_request(_end)


def _begin() -> None:
    # Links for passwords and consent are made of the host: an invented one must not get in.
    # Watchers of the server ask by its bare address, and their answer makes no link.
    if request.blueprint != "health" and not _is_ours():
        abort(400)
    is_writing = request.method not in _READING
    # The body is read before the first statement: a slow phone must not hold the lock.
    typed = [text for texts in request.form.listvalues() for text in texts] if is_writing else []
    if "\0" in request.path or b"%00" in request.query_string or any("\0" in t for t in typed):
        # Nobody types this character, and PostgreSQL takes it in no text.
        abort(400)
    database.set_writing(is_writing)


def _is_ours() -> bool:
    if host_is_trusted(request.host, current_app.config["HOSTS"]):
        return True
    # What is printed on goods outlives a name of this server.
    return (request.blueprint or request.endpoint) in _PRINTED and _is_former_host()


def _is_former_host() -> bool:
    """Whether labels were printed with the name that is asked for; looked up once a minute."""
    kept: tuple[float, frozenset[str]] = current_app.extensions.get("former_hosts", (0.0, _NONE))
    if time.monotonic() - kept[0] > _HOSTS_KEPT_S or not kept[0]:
        kept = (time.monotonic(), former_hosts())
        current_app.extensions["former_hosts"] = kept
    # Of no names at all Werkzeug says that any is trusted.
    return bool(kept[1]) and host_is_trusted(request.host, kept[1])


def _check_origin() -> None:
    """A form of another site changes nothing, not even with a key that somebody gave away.

    Pages whose address is a secret send «null» with their forms: the key alone speaks for those.
    """
    came_from = request.headers.get("Origin", "null")
    if request.method in _READING or came_from == "null":
        return
    public = urlsplit(current_app.config["PUBLIC_URL"] or "").netloc
    if urlsplit(came_from).netloc not in {request.host, public} - {""}:
        abort(400)


def _end(_error: BaseException | None) -> None:
    database.set_writing(False)


def _load_person(_request: Any) -> Person | None:
    token = request.cookies.get(cookie_name(), "")
    if not token:
        return None
    now = utc_now()
    found = signed_in(token, now, local_date(now))
    return Person(found) if found else None


def _check_access() -> Any:
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access == "public":
        return None
    if access is None:
        abort(404)
    if not current_user.is_authenticated:
        if typed():
            abort(401)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=wanted))
    if not current_actor().may(access):
        abort(403)
    if request.method not in _READING:
        accounts.touch(current_user.session.session_id, utc_now())
    return None
