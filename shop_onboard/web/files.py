"""Storage and the bell of this installation, as routes use them."""

from flask import current_app, request

from shop_onboard.errors import DomainError
from shop_onboard.gateways.queue import Queue
from shop_onboard.gateways.storage import Storage
from shop_onboard.imports.photos import read_photo
from shop_onboard.models.jobs import Job
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
    """The address that codes carry: the configured one, else the one in the browser."""
    return (current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/")


def kept_paper() -> tuple[str, str, str] | None:
    """The paper sent as `file`, in storage: its key, file name and media type; None without one.

    A PDF as it is, a picture without what the camera wrote. Raises DomainError for others.
    """
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    content, name = upload.read(), clean(upload.filename)[-200:]
    if content.startswith(_PDF):
        return storage().put(content), name, "application/pdf"
    try:
        photo = read_photo(content)
    except DomainError as error:
        raise DomainError(
            N_("Không đọc được tệp này. Hãy gửi ảnh chụp (JPEG, PNG, HEIC) hoặc tệp PDF."), "file"
        ) from error
    ending = photo.media_type.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return storage().put(photo.content), f"{stem[:190]}.{ending}", photo.media_type
