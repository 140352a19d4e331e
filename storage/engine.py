"""How a database is opened, and how its faults are said."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError, StatementError
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import StoreError

_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

_PRAGMAS = (
    # How long a writer waits for other processes before it gives up, in milliseconds.
    "PRAGMA busy_timeout = 60000",
    # In WAL, NORMAL outlives a killed process; see docs/decisions/0004-storage.md for the power cut.
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)

_SETTINGS = (
    # A machine that vanished holds no lock for longer than a minute or two; the server's default is two hours.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    # Nor does one for ever that is frozen in the middle of a transaction.
    "SET idle_in_transaction_session_timeout = '5min'",
)

_PATIENCE = {
    # Nor do we wait for long on a server that vanished, with an answer on its way or none: the system's default is two
    # hours. What the URL says of these stands. https://www.postgresql.org/docs/current/libpq-connect.html
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}

_RESTED = 2.0
"""Seconds after which a connection may have been lost without anybody having noticed."""

_TAKE_TURN = select(func.pg_advisory_xact_lock(0x5455524E))
"""Any number that no other program on the same server locks, and that is not the one of `schema`: "TURN"."""

_CLAIM_TURN = select(func.pg_advisory_xact_lock(0x434C4149))
"""Another: "CLAI"."""


_SECRET = ("password", "sslpassword")
"""What of libpq's connection parameters no message repeats (PostgreSQL, §32.1.2)."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The two ways into one database; both share one pool.

    Args:
        reads: a transaction that takes no write lock.
        writes: a transaction that takes SQLite's write lock at its beginning, so that it waits rather than fails.
        statements: for work that is right though each of its statements is a transaction of its own, as they are in
            PostgreSQL: two trips to the server fewer.
        place: the URL without its password, for messages.
    """

    reads: Engine
    writes: Engine
    statements: Engine
    place: str


def engines(url: str) -> Engines:
    """Engines for a database URL; nothing is connected yet. Raises `StoreError` for a URL of no use."""
    address = _address(url)
    place = said(address)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        writes = engine.execution_options(takes_write_lock=True)
        return Engines(engine, writes, writes, place)
    arguments = {"connect_timeout": 10, "client_encoding": "utf8"} | _patience(address)
    engine = create_engine(address, connect_args=arguments)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", _wake)
    return Engines(engine, engine, engine.execution_options(isolation_level="AUTOCOMMIT"), place)


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for any other."""
    named = url.database if url.get_backend_name() == "sqlite" else None
    return Path(named) if named and named != ":memory:" else None


def server_url(opened: Engines) -> str:
    """What the tools of PostgreSQL are to be told, without the password."""
    url = opened.reads.url.set(drivername="postgresql", password=None)
    return url.difference_update_query(_SECRET).render_as_string()


def said(url: URL) -> str:
    """Where a database is, in messages: without its password, wherever libpq would take that from.

    >>> said(make_url("postgresql://u:secret@h/n?password=secret&sslmode=require"))
    'postgresql://u:***@h/n?sslmode=require'
    """
    return url.difference_update_query(_SECRET).render_as_string(hide_password=True)


def _address(url: str) -> URL:
    remedy = "write sqlite:///policywatch.db or postgresql+psycopg://user:password@host/name"
    try:
        address = make_url(url)
    except ArgumentError as error:
        # The URL itself is not repeated: it may hold a password.
        raise StoreError(f"the database URL cannot be understood; {remedy}") from error
    if address.drivername not in _DRIVERS:
        raise StoreError(f"databases of kind {address.drivername!r} are not supported; {remedy}")
    return address.set(drivername=_DRIVERS[address.drivername])


def postgresql_address(url: str) -> tuple[str, str] | None:
    """A database URL as PostgreSQL's own library reads it, and without its password, for messages.

    None for SQLite. Raises `StoreError` for a URL of no use.
    """
    address = _address(url)
    if address.get_backend_name() != "postgresql":
        return None
    libpq = address.set(drivername="postgresql").update_query_dict(_patience(address))
    return libpq.render_as_string(hide_password=False), said(address)


def _patience(address: URL) -> dict[str, str]:
    return {name: how for name, how in _PATIENCE.items() if name not in address.query}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, not guessed by the driver
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _prepare_postgresql(connection: psycopg.Connection[object], _record: object) -> None:
    for setting in _SETTINGS:
        connection.execute(setting)
    connection.commit()


def _rest(_connection: psycopg.Connection[object], record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _wake(connection: psycopg.Connection[object], record: ConnectionPoolEntry, _proxy: object) -> None:
    """See that a connection that rested is alive: to ask each time would cost a fifth of all trips to the server."""
    if time.monotonic() - record.info.get("rests_since", 0.0) < _RESTED:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error  # the pool connects anew


def _begin_sqlite(connection: Connection) -> None:
    takes_lock = connection.get_execution_options().get("takes_write_lock", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if takes_lock else "BEGIN")


def unhurried(connection: Connection) -> None:
    """Let this transaction wait between its statements for as long as another database, or our own reading, takes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def take_stock(connection: Connection) -> None:
    """Let the planner know what much that was written at once is like; by itself the server finds out only later.

    SQLite plans without: what is asked of it is written so that it need not know.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def in_turn(connection: Connection) -> None:
    """Let one transaction at a time write rows of several pages, or of policies; to be called before any is locked.

    Two that hold what the other waits for would wait for ever, and two that cannot see each other's pages would
    both found a policy. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TURN)


def claims_in_turn(connection: Connection) -> None:
    """Let one transaction at a time claim deliveries: two would each gather a part of what belongs into one letter."""
    if connection.dialect.name == "postgresql":
        connection.execute(_CLAIM_TURN)


@contextmanager
def faults(place: str) -> Iterator[None]:
    """The one place where the database's exceptions become ours."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"{place}: {cause(error)}") from error


def cause(error: SQLAlchemyError) -> str:
    """What the database itself said, on one line and without the statement."""
    original = error.orig if isinstance(error, StatementError) else None
    lines = str(original or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
