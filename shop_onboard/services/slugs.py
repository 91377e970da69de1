"""Addresses of records: made from their code, unique in the installation."""

from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.values.codes import public_code


def free(column: Any, code: str) -> str:
    """The code as an address, with -2, -3 … when another union already uses it."""
    wanted = public_code(code)
    alike = sa.select(column).where(column.startswith(wanted, autoescape=True))
    taken = set(db.session.scalars(alike.execution_options(**WITH_BIN)))
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def next_code(column: Any, prefix: str) -> str:
    """The next running code of a prefix (HTX-0001), for people who bring none."""
    counted = sa.select(sa.func.count()).where(column.startswith(prefix, autoescape=True))
    number = (db.session.scalar(counted.execution_options(**WITH_BIN)) or 0) + 1
    while db.session.scalar(
        sa.select(sa.exists().where(column == f"{prefix}{number:04}")).execution_options(**WITH_BIN)
    ):
        number += 1
    return f"{prefix}{number:04}"
