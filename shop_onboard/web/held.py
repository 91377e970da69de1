"""What was typed into a form that could not be taken now, to be sent again from the page that says
so: a session that has ended costs nobody their typing."""

from urllib.parse import urlsplit

from flask import request

# Parts of the names of fields that nobody may read over a shoulder.
_UNSEEN = ("password", "secret", "token", "otp")


def typed() -> list[tuple[str, str]]:
    """Names and values of the form just sent, as it sent them; passwords and its key left out.

    Empty for a form that did not come from our own pages: what another site put into a form must
    never wait behind a button of ours.
    """
    if request.method != "POST" or not _is_ours():
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value and not any(word in name for word in _UNSEEN)
    ]


def _is_ours() -> bool:
    came_from = request.headers.get("Origin")
    if came_from:
        return urlsplit(came_from).netloc == request.host
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
