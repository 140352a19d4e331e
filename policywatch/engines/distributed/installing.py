"""Procrastinate's tables, made or migrated when a queue is opened, apart from our own in a schema of theirs."""

from pathlib import Path
from typing import LiteralString

import psycopg
from procrastinate.schema import SchemaManager

from core.errors import SchemaMismatch

SCHEMA = "policywatch_queue"

_LOCK = 0x51554555
"""Any number that no other program on the same server locks, and that is none of `storage`'s: "QUEU"."""

_ON_QUEUE: LiteralString = f"SET search_path TO {SCHEMA}"
_IN_ORDER: tuple[LiteralString, ...] = (
    "SET enable_seqscan = off",
    "SET enable_bitmapscan = off",
    "SET enable_sort = off",
    "SET plan_cache_mode = force_custom_plan",
)
"""The next job is the first of an index, however many wait. A worker's statements are planned once otherwise, often for
an empty queue: kept for thousands of jobs, such a plan read and sorted all of them for each (decision 0011)."""

_LOCK_INDEX: LiteralString = (
    "CREATE INDEX IF NOT EXISTS policywatch_jobs_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing')"
)
"""Of each job it is asked whether another of its host goes before; Procrastinate's own index has the lock last."""

_MAKE_SCHEMA: LiteralString = f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"


async def use_queue(connection: psycopg.AsyncConnection[object]) -> None:
    """Let a connection see the tables of the queue, and no others; each statement is a transaction."""
    await connection.set_autocommit(True)
    await connection.execute(_ON_QUEUE)
    for setting in _IN_ORDER:
        await connection.execute(setting)


def install(address: str, place: str) -> None:
    """Bring the tables to the version of this Procrastinate; blocks. Several processes may do so at once.

    Raises:
        psycopg.Error: the database cannot be used.
        SchemaMismatch: a newer Procrastinate has written them.
    """
    known = migrations()
    newest = known[-1].name
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))  # until the connection is closed
        connection.execute(_ON_QUEUE)
        present = _present(connection)
        if present is None:
            _make(connection, newest)
        elif present > newest:
            raise SchemaMismatch(
                f"the queue in {place} was made by a newer Procrastinate ({present}; this one knows {newest}); "
                "update PolicyWatch on this machine"
            )
        else:
            for migration in known:
                if migration.name > present:
                    _migrate(connection, migration)


def _present(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """The newest migration that the tables have; None where there are none."""
    if connection.execute("SELECT to_regclass('installed')").fetchone() == (None,):
        return None
    row = connection.execute("SELECT max(migration) FROM installed").fetchone()
    return str(row[0]) if row else None


def _make(connection: psycopg.Connection[tuple[object, ...]], newest: str) -> None:
    with connection.transaction():
        connection.execute(_MAKE_SCHEMA)
        connection.execute(SchemaManager.get_schema())
        connection.execute(_LOCK_INDEX)
        connection.execute("CREATE TABLE installed (migration text PRIMARY KEY)")
        connection.execute("INSERT INTO installed VALUES (%s)", (newest,))


def _migrate(connection: psycopg.Connection[tuple[object, ...]], migration: Path) -> None:
    with connection.transaction():
        connection.execute(migration.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO installed VALUES (%s)", (migration.name,))


def migrations() -> list[Path]:
    """Theirs, oldest first: their names begin with the version."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
