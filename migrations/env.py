"""Runs migrations on the application's own engine, one transaction for all of them."""

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


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render_item,
            **(current_app.extensions["migrate"].configure_args | {"render_as_batch": True}),
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
