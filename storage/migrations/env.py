"""Run by Alembic for each command, on the connection and inside the transaction that `storage.schema` hands over."""

from alembic import context

from storage.search_table import is_of_models
from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # SQLite can, though Alembic does not trust its driver to
    compare_type=True,
    include_name=is_of_models,
)
with context.begin_transaction():
    context.run_migrations()
