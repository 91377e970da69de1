"""Which language a page is in: the person's choice, else the browser's cookie, else Vietnamese."""

import flask_babel
from flask import Flask, current_app, request
from flask_babel import Babel
from flask_login import current_user

from shop_onboard.values.text import Message

COOKIE = "lensan_language"


def init_app(app: Flask, babel: Babel) -> None:
    """Choose the language of each request; teach templates to say a Message."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=chosen)
    app.jinja_env.globals.update(say=say, language=chosen)


def chosen() -> str:
    """ "vi" or "en"."""
    languages = current_app.config["LANGUAGES"]
    if current_user.is_authenticated and current_user.session.language in languages:
        return current_user.session.language
    cookie = request.cookies.get(COOKIE, "")
    return cookie if cookie in languages else languages[0]


def say(message: Message | str) -> str:
    """A message in the reader's language; plain strings are data and stay as they are."""
    if isinstance(message, str):
        return message
    return flask_babel.gettext(message.msgid, **message.params)
