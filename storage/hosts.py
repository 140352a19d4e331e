"""Turns at hosts: one request at a time over all machines, and the pause between two."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, update

from core.model import Busy, Shut, Taken, Turn
from storage.columns import Moment
from storage.host_tables import HOST
from storage.upsert import insert_unless_there

_NOW = bindparam("now", type_=Moment())
_FREE = (
    (HOST.c.next_request_at <= _NOW)
    & or_(HOST.c.ended_at.is_(None), HOST.c.ended_at <= bindparam("ended_by", type_=Moment()))
    & or_(HOST.c.shut_until.is_(None), HOST.c.shut_until <= _NOW)
)
_TAKE = (
    update(HOST)
    .where(HOST.c.authority == bindparam("host"), _FREE)
    .values(next_request_at=bindparam("until", type_=Moment()), ended_at=None)
)
_END = (
    update(HOST)
    # The end of the lease is the fencing token: who comes late ends nobody else's turn.
    .where(
        HOST.c.authority == bindparam("host"),
        HOST.c.ended_at.is_(None),
        HOST.c.next_request_at == bindparam("until", type_=Moment()),
    )
    .values(next_request_at=bindparam("next", type_=Moment()), ended_at=_NOW)
)
_IDLE = delete(HOST).where(
    HOST.c.next_request_at <= bindparam("since", type_=Moment()),
    or_(HOST.c.shut_until.is_(None), HOST.c.shut_until <= bindparam("since", type_=Moment())),
)
_TIME = select(func.clock_timestamp(type_=Moment()))
_HOST = select(HOST).where(HOST.c.authority == bindparam("host"))


def take_turn(connection: Connection, host: str, now: datetime, pause: timedelta, lease: timedelta) -> Turn:
    """Take the next turn, or say what it waits for; of many who ask at once one gets it."""
    until = now + lease
    taken = {"host": host, "now": now, "ended_by": now - pause, "until": until}
    if connection.execute(_TAKE, taken).rowcount:
        return Taken(until)
    new = insert_unless_there(connection, HOST).returning(HOST.c.authority)
    if connection.execute(new, {"authority": host, "next_request_at": until}).first() is not None:
        return Taken(until)
    known = connection.execute(_HOST, {"host": host}).first()
    # What was forgotten, or came free, between two statements is asked for again.
    return Busy(now) if known is None else _waits(known, now, pause)


def _waits(known: Row[*tuple[object, ...]], now: datetime, pause: timedelta) -> Busy | Shut:
    if known.shut_until is not None and known.shut_until > now:
        return Shut(known.shut_until)
    if known.ended_at is None:
        return Busy(known.next_request_at, in_flight=True)
    return Busy(max(known.next_request_at, known.ended_at + pause))


def end_turn(connection: Connection, host: str, taken: Taken, now: datetime, pause: timedelta) -> None:
    """Let the next one in after the pause, unless another has taken the turn over."""
    connection.execute(_END, {"host": host, "until": taken.until, "next": now + pause, "now": now})


def shut(connection: Connection, host: str, until: datetime) -> None:
    """Nobody asks before then; what was said earlier stands if it is longer."""
    connection.execute(insert_unless_there(connection, HOST), {"authority": host, "next_request_at": until})
    longer = or_(HOST.c.shut_until.is_(None), HOST.c.shut_until < until)
    connection.execute(update(HOST).where(HOST.c.authority == host, longer).values(shut_until=until))


def forget_hosts(connection: Connection, idle_since: datetime) -> int:
    """Forget hosts that nobody asked since."""
    return connection.execute(_IDLE, {"since": idle_since}).rowcount


def time(connection: Connection) -> datetime:
    """What the clock of the database shows; that of SQLite is its machine's."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    return connection.execute(_TIME).scalar_one()
