"""Alembic's entry: runs the steps on the connection it is handed. Reads no settings.

Only ``storage.migrations.runner`` calls it, inside one transaction per run.
"""

from alembic import context

from storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    # SQLite can roll back DDL too, once the driver's implicit commits are switched off.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
