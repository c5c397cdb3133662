"""Run by Alembic: applies the steps on the connection that `storage.database` hands over."""

from __future__ import annotations

from alembic import context

from publisher.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
