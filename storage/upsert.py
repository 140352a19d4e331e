"""INSERT that may meet a row already there: the same sentence in both engines, though not in SQL's standard."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row that is already there as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def insert_or_update(
    connection: Connection, table: Table, key: str, row: Mapping[str, object]
) -> sqlite.Insert | postgresql.Insert:
    """An insert that gives a row that is already there, by its primary key, the values of the new one."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(row)
    moved = {name: statement.excluded[name] for name in row if name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=moved)
