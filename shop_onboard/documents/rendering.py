"""HTML for documents and the way from HTML to PDF, closed to everything but our own files."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jinja2
import weasyprint
from babel.support import NullTranslations
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from shop_onboard.documents.languages import language_of
from shop_onboard.values import dates, mass, money, ocop
from shop_onboard.values.text import Message

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Opens `data:` and files below `static/`; anything else ends the document.

    Product text is typed by strangers: a document that quietly fetched what it names would read
    the server's files and its neighbours on the network.
    """

    def __init__(self) -> None:
        super().__init__(
            allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True
        )

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if not path.is_relative_to(STATIC):
                raise FatalURLFetchingError(f"document asked for a file outside static/: {path}")
        elif parts.scheme != "data":
            raise FatalURLFetchingError(f"document asked for another host: {parts.scheme}")
        return super().fetch(url, headers)


@lru_cache(maxsize=8)
def _environment(lang: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        mass=partial(mass.format_mass, lang=lang),
        vnd=partial(money.format_vnd, lang=lang),
        date=partial(dates.format_date, lang=lang),
        label_date=dates.format_label_date,
        official=partial(ocop.official_words, lang=lang),
    )
    environment.globals["lang"] = lang
    return environment


def render_html(template: str, lang: str, translations: NullTranslations, **context: Any) -> str:
    """Render `templates/<template>` in `lang` ("vi", "en"); `_()` is the given translations.

    Raises jinja2.UndefinedError on a missing name: a document never prints a hole.
    """
    environment = _environment(lang).overlay()
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["say"] = lambda message: say(message, translations)
    return environment.get_template(template).render(**context)


def say(message: Message | str, translations: NullTranslations) -> str:
    """A message in the reader's language; plain strings are data and stay as they are."""
    if isinstance(message, str):
        return message
    return message.said(language_of(translations), translations.gettext)


def layout(html: str) -> weasyprint.Document:
    """Lay out HTML whose relative addresses start at the project's root (`static/…`)."""
    return weasyprint.HTML(
        string=html, base_url=ROOT.as_uri() + "/", url_fetcher=ClosedFetcher()
    ).render(font_config=FontConfiguration())


def html_to_pdf(html: str) -> bytes:
    """A PDF of the laid-out HTML."""
    pdf: bytes = layout(html).write_pdf()
    return pdf
