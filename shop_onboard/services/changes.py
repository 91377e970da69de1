"""What a form changes in a row, and whether somebody else was faster."""

from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa

from shop_onboard.errors import Conflict, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import history, scope
from shop_onboard.values.text import N_


def apply(row: Any, columns: Mapping[str, Any]) -> list[str]:
    """Set the columns that differ; returns their names, sorted."""
    changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, columns[name])
    return changed


def differs(row: Any, columns: Mapping[str, Any]) -> bool:
    """Whether `apply` would change anything."""
    return any(getattr(row, name) != value for name, value in columns.items())


def check_version(row: Any, version: int | None) -> None:
    """Raises Conflict when the form was filled from an older version; None skips a file's row."""
    if version is None or row.version == version:
        return
    conflict = Conflict(N_("Có người vừa sửa hồ sơ này. Hãy xem hai bản rồi chọn bản đúng."))
    since = history.since(row.__tablename__.removesuffix("s"), row.id, version)
    if since:
        conflict.who, conflict.at = since[-1].actor_name, since[-1].at
        conflict.fields = frozenset(field for each in since for field in each.after)
    raise conflict


def check_may(actor: Actor, action: Action, cooperative: Cooperative) -> None:
    """Raises Forbidden unless the actor may do this to this cooperative."""
    if not scope.may_for(actor, action, cooperative):
        raise Forbidden(N_("Bạn không có quyền làm việc này với hợp tác xã này."))


def count_changed(statement: sa.Update | sa.Delete) -> int:
    """Run an UPDATE or DELETE; how many rows it met."""
    return cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount
