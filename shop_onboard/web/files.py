"""Storage and the bell of this installation, as routes use them."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.sansio.utils import host_is_trusted

from shop_onboard.errors import DomainError
from shop_onboard.gateways.queue import Queue
from shop_onboard.gateways.storage import Storage
from shop_onboard.imports.photos import read_photo
from shop_onboard.models.jobs import Job
from shop_onboard.values.papers import StoredPaper
from shop_onboard.values.text import N_, clean

_PDF = b"%PDF-"


def storage() -> Storage:
    """Where pictures and finished files lie."""
    return current_app.extensions["storage"]


def ring(job: Job) -> None:
    """Wake a worker; call it after the commit, a lost bell is found by the sweeper."""
    queue: Queue = current_app.extensions["queue"]
    queue.ring(job.id)


def public_url() -> str:
    """The address that codes carry: the configured one, else that of this very machine.

    A former name of the server is in no page: nobody is told that it is the true one.
    """
    if current_app.config["PUBLIC_URL"]:
        return str(current_app.config["PUBLIC_URL"]).rstrip("/")
    if host_is_trusted(request.host, current_app.config["HOSTS"]):
        return request.url_root.rstrip("/")
    return f"http://localhost:{_server_port()}"


def has_own_address() -> bool:
    """Whether the address that codes carry is ours, and not one with a port that somebody made up:
    a page of each port would be another page to keep."""
    if current_app.config["PUBLIC_URL"]:
        return True
    port = urlsplit(request.url_root).port or (443 if request.is_secure else 80)
    return port == _server_port()


def _server_port() -> int | None:
    """Where this server listens, whatever the request says."""
    return request.server[1] if request.server else None


def kept_paper() -> StoredPaper | None:
    """The paper sent as `file`, put into storage; None without one.

    A PDF as it is, a picture without what the camera wrote. Raises DomainError for others.
    """
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    content, name = upload.read(), clean(upload.filename)[-200:]
    if content.startswith(_PDF):
        return StoredPaper(storage().put(content), name, "application/pdf")
    try:
        photo = read_photo(content)
    except DomainError as error:
        raise DomainError(
            N_("Không đọc được tệp này. Hãy gửi ảnh chụp (JPEG, PNG, HEIC) hoặc tệp PDF."), "file"
        ) from error
    ending = photo.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    stem = name.rpartition(".")[0] or name
    return StoredPaper(storage().put(photo.content), f"{stem[:190]}.{ending}", photo.media_type)
