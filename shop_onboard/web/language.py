"""Which language a page is in, and how a choice is kept.

Signed in, the choice belongs to the account and follows the person to every device. Signed out, it
is a cookie that only the switch sets: pages that caches may keep set none. An address may ask for a
language with `?lang=`, so that a link can be sent on; that changes nobody's choice. Without any of
these it is Vietnamese: phones in Vietnam are often sold set to English, so what the browser says it
accepts is no choice, and cached pages would vary by it.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

import flask_babel
from flask import Flask, current_app, request
from flask_babel import Babel
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from shop_onboard.values.text import Message

COOKIE = "lensan_language"
_ASKED = "lang"
_KEPT_SECONDS = 365 * 86_400


def init_app(app: Flask, babel: Babel) -> None:
    """Choose the language of each request; teach templates to say a Message."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=chosen)
    app.jinja_env.globals.update(say=say, language=chosen, this_page=this_page, kept=kept)


def chosen() -> str:
    """ "vi" or "en"."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    account = current_user.session.language if current_user.is_authenticated else None
    for language in (asked(), account, request.cookies.get(COOKIE)):
        if language in languages:
            return language
    return languages[0]


def asked() -> str | None:
    """The language that the address asks for, if it is one of ours."""
    wanted = request.args.get(_ASKED)
    return wanted if wanted in current_app.config["LANGUAGES"] else None


def kept() -> dict[str, str]:
    """What a link adds to its address so that a language asked for by address stays."""
    language = asked()
    return {_ASKED: language} if language else {}


def remember(response: Response, language: str) -> None:
    """Keep the choice in this browser."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=_KEPT_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def this_page() -> str:
    """The address to come back to after switching: of this page, without a language of its own.

    The answer to a form that was not taken has no page of its own: its form's page, if it has the
    same address, else the page the form stood on.
    """
    if request.method in ("GET", "HEAD") or _can_be_opened():
        return without_language(request.full_path)
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return "/"
    return without_language(f"{came_from.path}?{came_from.query}")


def without_language(address: str) -> str:
    """The address (path and query) asking for no language."""
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _ASKED]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def say(message: Message | str) -> str:
    """A message in the reader's language; plain strings are data and stay as they are."""
    if isinstance(message, str):
        return message
    return message.said(chosen(), flask_babel.gettext)


def _can_be_opened() -> bool:
    """Whether the address that a form was sent to is a page as well."""
    addresses = current_app.create_url_adapter(request)
    try:
        return addresses is not None and bool(addresses.match(method="GET"))
    except RequestRedirect:
        return True
    except HTTPException:
        return False
