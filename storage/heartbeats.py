"""When the engines were last alive, and since when something waits for them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from core.source import SourceKind
from storage.columns import Moment
from storage.tables import HEARTBEAT, LISTING, PAGE, SOURCE
from storage.upsert import insert_or_update

_NOW = bindparam("now", type_=Moment())
_DUE_LISTING = (
    select(LISTING.c.next_look_at)
    .join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
    .where(SOURCE.c.watched, SOURCE.c.kind != SourceKind.PAGE.value, LISTING.c.next_look_at <= _NOW)
    .order_by(LISTING.c.next_look_at)
    .limit(1)
)
_DUE_PAGE = (
    select(PAGE.c.next_check_at)
    .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .where(SOURCE.c.watched, PAGE.c.next_check_at <= _NOW)
    .order_by(PAGE.c.next_check_at)
    .limit(1)
)


def beat(connection: Connection, name: str, at: datetime) -> None:
    """Say that an engine was alive then."""
    statement = insert_or_update(connection, HEARTBEAT, "name", {"name": name, "at": at})
    known = connection.scalar(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == name))
    if known is None or known < at:
        connection.execute(statement)


def beats(connection: Connection) -> dict[str, datetime]:
    """When each was last alive."""
    return {row.name: row.at for row in connection.execute(select(HEARTBEAT))}


def overdue_since(connection: Connection, now: datetime) -> datetime | None:
    """Since when the longest due look is due."""
    found = [connection.scalar(query, {"now": now}) for query in (_DUE_LISTING, _DUE_PAGE)]
    return min(filter(None, found), default=None)
