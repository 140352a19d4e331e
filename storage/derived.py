"""Which tables are copied, and what follows from them and is made anew: the index, and what was cut out for feeds."""

from sqlalchemy import Connection, Table, delete

from storage.engine import take_stock
from storage.search import index_anew
from storage.tables import CLIPPING, METADATA, SCRAPBOOK

_MADE_ANEW = (CLIPPING, SCRAPBOOK)


def copied_tables() -> list[Table]:
    """Every table, each after those that it names, but those that are made anew when they are asked for."""
    return [table for table in METADATA.sorted_tables if table not in _MADE_ANEW]


def rebuild(connection: Connection) -> None:
    """Make anew what is not copied, whatever of it is there, when all else is written."""
    index_anew(connection)
    for table in _MADE_ANEW:
        connection.execute(delete(table))
    take_stock(connection)
