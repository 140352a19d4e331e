"""Transactions in the one thread that owns the database; what stores are made of."""

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


class Transactions:
    """A database, and the thread in which each piece of work is one transaction.

    Args:
        opened: the ways into it.
    """

    def __init__(self, opened: Engines) -> None:
        self._engines = opened
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def let_go(self) -> None:
        """Like `close`, where no event loop runs; blocks."""
        self._thread.shutdown(wait=True)
        self._engines.reads.dispose()

    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._engines.reads, work, *args, **kwargs)

    async def _write(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._engines.writes, work, *args, **kwargs)

    async def _run(
        self, engine: Engine, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs
    ) -> Result:
        def transaction() -> Result:
            with faults(self._engines.place), engine.begin() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)
