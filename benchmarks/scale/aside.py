"""Keys and indexes laid aside while tables are filled: to sort once is many times cheaper than to insert each."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, text

Found = Row[*tuple[object, ...]]

_KEYS = text("""
SELECT conname AS name, conrelid::regclass::text AS owner, contype AS kind, pg_get_constraintdef(oid) AS made
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f') ORDER BY contype, conname
""")
_INDEXES = text("""
SELECT indexname AS name, indexdef AS made FROM pg_indexes
WHERE schemaname = 'public'
  AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
ORDER BY tablename, indexname
""")
_SQLITE_INDEXES = text("SELECT name, sql AS made FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")


def lay_aside(connection: Connection) -> list[str]:
    """Drop every index and key that can be dropped; returns the statements that make them again."""
    if connection.dialect.name == "sqlite":
        return _indexes(connection, connection.execute(_SQLITE_INDEXES).all())
    keys = [key for key in connection.execute(_KEYS).all() if key.owner != "alembic_version"]
    indexes = connection.execute(_INDEXES).all()
    for key in keys:  # foreign keys first: they hang on the others
        connection.execute(text(f"ALTER TABLE {key.owner} DROP CONSTRAINT {key.name}"))
    again = {kind: [_key(key) for key in keys if key.kind == kind] for kind in "pf"}
    return [*again["p"], *_indexes(connection, indexes), *again["f"]]


def _indexes(connection: Connection, indexes: Sequence[Found]) -> list[str]:
    for index in indexes:
        connection.execute(text(f'DROP INDEX "{index.name}"'))
    return [index.made for index in indexes]


def _key(key: Found) -> str:
    # The rows follow from numbers; to look each of them up again would only take time.
    unproved = " NOT VALID" if key.kind == "f" else ""
    return f"ALTER TABLE {key.owner} ADD CONSTRAINT {key.name} {key.made}{unproved}"
