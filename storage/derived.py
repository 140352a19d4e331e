"""Tables whose rows follow from those of others: never copied, always made anew."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Table

from storage.tables import METADATA

Rebuild = Callable[[Connection], None]
"""Fills a derived table, which is empty, from the others; inside the connection's transaction."""

DERIVED: Mapping[str, Rebuild] = {}
"""By name of the table. Of what one function fills together, the others map to `filled_with_another`."""


def filled_with_another(_: Connection) -> None:
    """Nothing is left to do: another table's rebuild fills this one too."""


def copied_tables() -> list[Table]:
    """The tables whose rows follow from nothing, each after those that it names."""
    return [table for table in METADATA.sorted_tables if table.name not in DERIVED]


def rebuild(connection: Connection) -> None:
    """Fill every derived table."""
    for fill in DERIVED.values():
        fill(connection)
