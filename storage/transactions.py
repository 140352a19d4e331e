"""Transactions in the threads that own the database; what stores are made of."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from storage.engine import Engines, faults

Inputs = ParamSpec("Inputs")
Result = TypeVar("Result")
Work = Callable[Concatenate[Connection, Inputs], Result]
"""What is done inside one transaction."""


CONNECTIONS = 4
"""To PostgreSQL, whose answers one process need not await one by one; SQLite has one writer anyway."""


class Transactions:
    """A database, and the threads in which each piece of work is one transaction.

    Args:
        opened: the ways into it.
    """

    def __init__(self, opened: Engines) -> None:
        self._engines = opened
        self._is_file = opened.reads.dialect.name == "sqlite"
        threads = 1 if self._is_file else CONNECTIONS
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="store")

    def let_go(self) -> None:
        """Like `close`, where no event loop runs; blocks."""
        self._threads.shutdown(wait=True)
        self._engines.reads.dispose()

    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        # In PostgreSQL each statement of a transaction like ours sees a state of its own anyway.
        engine = self._engines.reads if self._is_file else self._engines.statements
        return await self._run(engine, work, *args, **kwargs)

    async def _write(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._engines.writes, work, *args, **kwargs)

    async def _state(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        """Write by statements each of which is whole by itself."""
        return await self._run(self._engines.statements, work, *args, **kwargs)

    async def _run(
        self, engine: Engine, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs
    ) -> Result:
        def transaction() -> Result:
            with faults(self._engines.place), engine.begin() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, transaction)
