"""Transactions in the threads that own the database; what stores are made of."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from storage.engine import Engines, faults, sqlite_file

Inputs = ParamSpec("Inputs")
Result = TypeVar("Result")
Work = Callable[Concatenate[Connection, Inputs], Result]
"""What is done inside one transaction."""


CONNECTIONS = 4
"""To PostgreSQL, whose answers one process need not await one by one."""

READERS = 2
"""Of a file of SQLite, beside its one writer: a page of the dashboard and a commit do not wait for each other."""


class Transactions:
    """A database, and the threads in which each piece of work is one transaction.

    Args:
        opened: the ways into it.
    """

    def __init__(self, opened: Engines) -> None:
        self._engines = opened
        self._is_sqlite = opened.reads.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if self._is_sqlite else CONNECTIONS, thread_name_prefix="store")
        is_shared = sqlite_file(opened.reads.url) is not None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader") if is_shared else self._writers

    def let_go(self) -> None:
        """Like `close`, where no event loop runs; blocks."""
        for threads in (self._writers, self._readers):
            threads.shutdown(wait=True)
        self._engines.reads.dispose()

    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        # In PostgreSQL each statement of a transaction like ours sees a state of its own anyway.
        engine = self._engines.reads if self._is_sqlite else self._engines.statements
        return await self._run(self._readers, engine, work, *args, **kwargs)

    async def _write(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._writers, self._engines.writes, work, *args, **kwargs)

    async def _state(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        """Write by statements each of which is whole by itself."""
        return await self._run(self._writers, self._engines.statements, work, *args, **kwargs)

    async def _run(
        self,
        threads: ThreadPoolExecutor,
        engine: Engine,
        work: Work[Inputs, Result],
        *args: Inputs.args,
        **kwargs: Inputs.kwargs,
    ) -> Result:
        def transaction() -> Result:
            with faults(self._engines.place), engine.begin() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(threads, transaction)
