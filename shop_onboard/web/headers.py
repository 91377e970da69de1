"""Security headers on every answer."""

from flask import Flask, Response, current_app, request

from shop_onboard.web import static_files
from shop_onboard.web.access import cookie_name

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self' https://checkout.stripe.com; "
    "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
}


def policy_with_style(source: str) -> str:
    """The policy of a page that holds its own style sheet, named by its hash."""
    return _CSP.replace("style-src 'self'", f"style-src 'self' {source}")


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        static_files.keep(response)
    elif cookie_name() in request.cookies:
        # Somebody else's page must never come out of a shared phone's cache. The cookie is asked,
        # not the database: an answer must get out when that is away.
        response.headers["Cache-Control"] = "no-store"
    return response
