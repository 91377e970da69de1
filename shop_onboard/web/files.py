"""Storage and the bell of this installation, as routes use them."""

from flask import current_app, request

from shop_onboard.gateways.queue import Queue
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.jobs import Job


def storage() -> Storage:
    """Where pictures and finished files lie."""
    return current_app.extensions["storage"]


def ring(job: Job) -> None:
    """Wake a worker; call it after the commit, a lost bell is found by the sweeper."""
    queue: Queue = current_app.extensions["queue"]
    queue.ring(job.id)


def public_url() -> str:
    """The address that codes carry: the configured one, else the one in the browser."""
    return (current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/")
