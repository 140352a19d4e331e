"""One planner plans, however many are up: who holds a lock in the database; it falls free when its holder dies."""

import asyncio
import contextlib
from datetime import timedelta

import psycopg
import structlog

log = structlog.get_logger(__name__)

Connection = psycopg.AsyncConnection[tuple[object, ...]]

PATIENCE = timedelta(seconds=15)
"""An answer that takes longer is none: the network is gone, and perhaps the lock with it."""

_LOCK = 0x504C414E
"""Any number that no other program on the same server locks, and that is none of `storage`'s: "PLAN"."""

_SETTINGS = (
    # A planner whose machine vanished is succeeded within half a minute; the server's default is two hours.
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)


class Lead:
    """The planner's chair.

    Args:
        address: of the database, as PostgreSQL's own library reads it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: Connection | None = None
        self.ours = False

    async def take(self) -> bool:
        """Whether the chair is ours now: taken if it was free, given up if the database cannot be asked."""
        before = self.ours
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                self.ours = await self._asked(await self._connected())
        except (psycopg.Error, TimeoutError) as fault:
            log.warning("cannot ask who plans", fault=str(fault) or type(fault).__name__)
            await self._let_go()
        if self.ours != before:
            log.info("planning" if self.ours else "another plans")
        return self.ours

    async def leave(self) -> None:
        """Let another take it at once."""
        if self.ours and self._connection is not None:
            # Closing frees the lock too, but only once the server has noticed.
            with contextlib.suppress(psycopg.Error, TimeoutError):
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    await self._connection.execute(f"SELECT pg_advisory_unlock({_LOCK})")
        await self._let_go()

    async def _let_go(self) -> None:
        self.ours = False
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                await connection.close()

    async def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = await Connection.connect(self._address, autocommit=True)
            for setting in _SETTINGS:
                await self._connection.execute(setting)
        return self._connection

    async def _asked(self, connection: Connection) -> bool:
        # Who holds it asks for nothing more than that the connection, and with it the lock, is there still.
        question = "SELECT true" if self.ours else f"SELECT pg_try_advisory_lock({_LOCK})"
        cursor = await connection.execute(question)
        return await cursor.fetchone() == (True,)


def is_led(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether anybody holds the chair; asked without taking it."""
    held = (
        "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
        "WHERE locktype = 'advisory' AND granted AND datname = current_database() AND classid = 0 AND objid = %s)"
    )
    return connection.execute(held, (_LOCK,)).fetchone() == (True,)
