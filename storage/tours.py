"""Where something is due: sources with hosts, and their pages there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from core.model import Due, PageId, Tour
from core.source import SourceId
from storage.chunks import chunks
from storage.columns import Moment
from storage.tables import PAGE, SOURCE

_NOW = bindparam("now", type_=Moment())
_DUE = (PAGE.c.source_id == SOURCE.c.id) & SOURCE.c.watched & (PAGE.c.next_check_at <= _NOW)


def _after(url: ColumnElement[str], mark: str) -> ColumnElement[str]:
    return func.substr(url, func.instr(url, mark) + len(mark))


def _before(url: ColumnElement[str], mark: str) -> ColumnElement[str]:
    return func.substr(url, 1, func.instr(url + mark, mark) - 1)


_AUTHORITY: dict[str, ColumnElement[str]] = {
    "postgresql": func.lower(func.split_part(PAGE.c.url, "/", 3)),
    "sqlite": func.lower(_before(_after(PAGE.c.url, "://"), "/")),
}


def _tours(authority: ColumnElement[str]) -> Select[str, str, datetime]:
    waiting = func.min(PAGE.c.next_check_at)
    return (
        select(PAGE.c.source_id, authority.label("host"), waiting.label("since"))
        .where(_DUE)
        .group_by(PAGE.c.source_id, authority)
        .order_by(waiting, PAGE.c.source_id, authority)
    )


def _pages(authority: ColumnElement[str]) -> Select[int, str, str]:
    return (
        select(PAGE.c.id, PAGE.c.source_id, PAGE.c.url)
        .where(_DUE, PAGE.c.source_id == bindparam("source"), authority == bindparam("host"))
        .order_by(PAGE.c.next_check_at.desc(), PAGE.c.id)
        .limit(bindparam("most"))
    )


_TOURS = {dialect: _tours(authority) for dialect, authority in _AUTHORITY.items()}
_PAGES = {dialect: _pages(authority) for dialect, authority in _AUTHORITY.items()}


def due_tours(connection: Connection, now: datetime, sources: Sequence[SourceId] | None = None) -> list[Tour]:
    """Sources, of the given ones if given, with the hosts where pages of theirs are due, longest waiting first."""
    asked = _TOURS[connection.dialect.name]
    if sources is None:
        rows = connection.execute(asked, {"now": now}).all()
    else:
        rows = [
            row
            for some in chunks(sources)
            for row in connection.execute(asked.where(PAGE.c.source_id.in_(some)), {"now": now})
        ]
        rows.sort(key=lambda row: (row.since, row.source_id, row.host))
    return [Tour(SourceId(row.source_id), row.host) for row in rows]


def due_at(connection: Connection, tour: Tour, now: datetime, limit: int) -> list[Due]:
    """Due pages of a source at a host, those that fell due last first."""
    wanted = {"now": now, "source": tour.source_id, "host": tour.host, "most": limit}
    rows = connection.execute(_PAGES[connection.dialect.name], wanted)
    return [Due(PageId(row.id), SourceId(row.source_id), row.url) for row in rows]
