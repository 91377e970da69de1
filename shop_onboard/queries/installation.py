"""What this installation runs on, and whether it answers."""

from dataclasses import dataclass
from importlib import metadata

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shop_onboard.extensions import db


@dataclass(frozen=True)
class Database:
    """The database's name for people and its version."""

    name: str
    version: str


def database() -> Database:
    """Which database holds the records."""
    if db.engine.dialect.name == "sqlite":
        return Database("SQLite", str(db.session.scalar(sa.select(sa.func.sqlite_version()))))
    version = str(db.session.scalar(sa.text("SHOW server_version")))
    return Database("PostgreSQL", version.split()[0])


def version() -> str:
    """The product's own version."""
    return metadata.version("shop-onboard")


def is_answering() -> bool:
    """Whether the database takes a question and has its tables."""
    try:
        db.session.execute(sa.text("SELECT count(*) FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True
