"""For whoever watches the server: is it alive, can it work."""

from typing import Any

from flask import Blueprint, current_app, jsonify

from shop_onboard.gateways import disk
from shop_onboard.gateways.storage import StorageUnavailableError
from shop_onboard.queries import installation
from shop_onboard.web.access import public
from shop_onboard.web.files import storage

bp = Blueprint("health", __name__, url_prefix="/health")

# Always the same content, so that asking again leaves one small file and no more.
_PROBE = b"ready?\n"


@bp.get("/live")
@public
def live() -> Any:
    return jsonify(status="ok")


@bp.get("/ready")
@public
def ready() -> Any:
    free = disk.free_bytes(current_app.config["INSTANCE"])
    checks = {
        "database": installation.is_answering(),
        "storage": _takes_files(),
        "disk": free >= disk.NEEDED_BYTES,
    }
    status = "ok" if all(checks.values()) else "unavailable"
    answer = jsonify(status=status, checks=checks, disk_free_mb=free // 1024**2)
    return answer, 200 if status == "ok" else 503


def _takes_files() -> bool:
    try:
        return storage().exists(storage().put(_PROBE))
    except StorageUnavailableError:
        return False
