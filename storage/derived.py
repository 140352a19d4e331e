"""Which tables are copied, and what follows from them and is made anew: the index of what is searched."""

from sqlalchemy import Connection, Table

from storage.search import index_anew
from storage.tables import METADATA


def copied_tables() -> list[Table]:
    """Every table, each after those that it names."""
    return list(METADATA.sorted_tables)


def rebuild(connection: Connection) -> None:
    """Make anew what is not copied, whatever of it is there."""
    index_anew(connection)
