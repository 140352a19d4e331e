"""Rows that point at rows which are not there: foreign keys, and what the roads promise without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, and_, exists, func, or_, select

from storage.tables import CHANGE, DELIVERY, METADATA, PAGE, VERSION

_MOST = 100
"""Of one kind; more of them are one fault."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of one table that name a row of another."""

    table: Table
    columns: tuple[Column[object], ...]
    target: tuple[Column[object], ...]


_PROMISED = (
    Reference(CHANGE, (CHANGE.c.page_id, CHANGE.c.before), (VERSION.c.page_id, VERSION.c.number)),
    Reference(CHANGE, (CHANGE.c.page_id, CHANGE.c.after), (VERSION.c.page_id, VERSION.c.number)),
    Reference(DELIVERY, (DELIVERY.c.change_id,), (CHANGE.c.id,)),
)


def lost_rows(connection: Connection) -> list[str]:
    """What is wrong, a clause each; at most 100 of one kind."""
    wrong = [said for reference in _references() for said in _lost(connection, reference)]
    return wrong + _beheaded(connection)


def _references() -> Iterator[Reference]:
    for table in METADATA.sorted_tables:
        for key in table.foreign_key_constraints:
            yield Reference(table, tuple(key.columns), tuple(element.column for element in key.elements))
    yield from _PROMISED


def _lost(connection: Connection, reference: Reference) -> list[str]:
    parent = reference.target[0].table.alias("parent")
    pairs = zip(reference.columns, reference.target, strict=True)
    there = exists().where(and_(*(parent.c[target.name] == column for column, target in pairs)))
    names = [column.is_not(None) for column in reference.columns]
    keys = [*reference.table.primary_key.columns, *reference.columns]
    labelled = [column.label(f"c{place}") for place, column in enumerate(keys)]
    found = select(*labelled).where(*names, ~there).limit(_MOST)
    width = len(reference.table.primary_key.columns)
    return [
        f"{reference.table.name} {_said(row[:width])} names {reference.target[0].table.name} {_said(row[width:])}, "
        "which is not there"
        for row in connection.execute(found)
    ]


def _beheaded(connection: Connection) -> list[str]:
    """Pages whose latest version is not the last one there is: somebody took versions away, or put some in."""
    last = select(func.max(VERSION.c.number)).where(VERSION.c.page_id == PAGE.c.id).scalar_subquery()
    latest = PAGE.c.latest_number
    found = select(PAGE.c.id, PAGE.c.url, latest, last.label("last")).where(
        or_(latest != last, latest.is_(None) & last.is_not(None), latest.is_not(None) & last.is_(None))
    )
    return [
        f"{row.url} (page {row.id}): its latest version is said to be {row.latest_number}, the last one kept is "
        f"{row.last}"
        for row in connection.execute(found.limit(_MOST))
    ]


def _said(values: Sequence[object]) -> str:
    return "/".join(str(value) for value in values)
