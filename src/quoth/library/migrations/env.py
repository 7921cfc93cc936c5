"""Run migrations on the connection that the library hands over. There is no offline mode: a library is one database."""

from alembic import context

from quoth.library.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
