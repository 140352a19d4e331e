"""Scrapbooks: how far the changes were read for the rules, and what of them these want."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from core.model import Cursor, Cutting, Facts, PageId, Scrapbook
from core.source import SourceId
from storage.columns import Json
from storage.rows import Values
from storage.tables import CLIPPING, SCRAPBOOK
from storage.upsert import insert_unless_there

# On PostgreSQL whoever else keeps something for it waits; SQLite has one writer anyway. Rows are locked in the order
# of their ids throughout, so that no two wait for each other.
_HELD = select(SCRAPBOOK).where(SCRAPBOOK.c.id == bindparam("book")).with_for_update()
_UNUSED = (
    select(SCRAPBOOK.c.id)
    .where(SCRAPBOOK.c.used_at < bindparam("since", type_=SCRAPBOOK.c.used_at.type))
    .order_by(SCRAPBOOK.c.id)
)


def scrapbooks(connection: Connection, rules: Sequence[str]) -> list[Scrapbook]:
    """Those of rules, by id."""
    found = select(SCRAPBOOK).where(SCRAPBOOK.c.rule.in_(rules)).order_by(SCRAPBOOK.c.id)
    return [_scrapbook(row) for row in connection.execute(found)]


def begin(connection: Connection, books: Sequence[Scrapbook], unused_since: datetime) -> None:
    """Begin those that nobody has begun, and forget those that nobody used."""
    unused = connection.execute(_UNUSED, {"since": unused_since}).scalars().all()
    for book in unused:
        # First the book, as who keeps something for it does: nothing is kept for one that is gone.
        connection.execute(delete(SCRAPBOOK).where(SCRAPBOOK.c.id == book))
        connection.execute(delete(CLIPPING).where(CLIPPING.c.book == book))
    new = [_values(book) for book in sorted(books, key=lambda one: one.id)]
    if new:
        connection.execute(insert_unless_there(connection, SCRAPBOOK), new)


def keep(connection: Connection, cuttings: Sequence[Cutting]) -> None:
    """Take in what was judged, where the scrapbook is there and of the same facts still."""
    for cutting in sorted(cuttings, key=lambda one: one.before.id):
        row = connection.execute(_HELD, {"book": cutting.before.id}).first()
        if row is not None and _facts(row.facts) == cutting.before.facts:
            _take_in(connection, _scrapbook(row), cutting)


def _take_in(connection: Connection, known: Scrapbook, cutting: Cutting) -> None:
    after = cutting.after
    since, until = min(known.since, after.since), max(known.until, after.until)
    moved = _values(after) | _place(since) | {"until": until, "used_at": max(known.used_at, after.used_at)}
    connection.execute(update(SCRAPBOOK).where(SCRAPBOOK.c.id == known.id).values(moved))
    if cutting.wanted:
        rows = [
            {"book": known.id, "at": one.at, "page_id": one.page_id, "number": one.number} for one in cutting.wanted
        ]
        connection.execute(insert_unless_there(connection, CLIPPING), rows)


def _scrapbook(row: Row[*tuple[object, ...]]) -> Scrapbook:
    return Scrapbook(
        id=row.id,
        rule=row.rule,
        facts=_facts(row.facts),
        since=Cursor(row.since_at, PageId(row.since_page_id), row.since_number),
        until=row.until,
        used_at=row.used_at,
    )


def _facts(said: Json) -> Facts:
    return {SourceId(name): str(fact) for name, fact in said.items()} if isinstance(said, dict) else {}


def _values(book: Scrapbook) -> Values:
    facts = dict(sorted(book.facts.items()))
    said = {"id": book.id, "rule": book.rule, "facts": facts, "until": book.until, "used_at": book.used_at}
    return said | _place(book.since)


def _place(since: Cursor) -> Values:
    return {"since_at": since.at, "since_page_id": since.page_id, "since_number": since.number}
