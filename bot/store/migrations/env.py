"""Alembic's entry: runs the migrations inside the transaction that the caller has begun."""

from alembic import context

from bot.store import (  # noqa: F401 - register their tables
    member_schema,
    moderation_schema,
    quota_schema,
    session_schema,
    shown_schema,
)
from bot.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
