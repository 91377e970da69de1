"""Runs migrations on the application's own engine, one transaction for all of them."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from shop_onboard.gateways.database import writing
from shop_onboard.models.columns import UtcDateTime

metadata = current_app.extensions["migrate"].db.metadata


def render_item(kind, item, autogen_context):
    """Types of ours are plain columns in a migration, which must not change when they do."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def tables_rebuilt(connection):
    """SQLite changes a table by dropping and refilling it: rows that point at it must not go too.

    The switch does nothing inside a transaction, so it is thrown before; what points nowhere
    afterwards undoes the migration.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def check_references(connection) -> None:
    """Raises RuntimeError where a migration has left a row that points at nothing."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise RuntimeError(f"the migration would leave a row without its other half: {lost}")


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection, tables_rebuilt(connection):
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render_item,
            **(current_app.extensions["migrate"].configure_args | {"render_as_batch": True}),
        )
        with context.begin_transaction():
            context.run_migrations()
            check_references(connection)


run_migrations()
