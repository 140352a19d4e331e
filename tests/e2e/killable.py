"""A process that makes one round and can be told to kill itself (SIGKILL) at any effect, or inside any transaction."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.engine import Engine

from policywatch.round import run_round
from policywatch.wiring import open_watch, read_configuration

Port = TypeVar("Port")

WRITES = ("INSERT", "UPDATE", "DELETE")


class Where(StrEnum):
    """What is counted."""

    EFFECT = "effect"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Life:
    """One run of the process.

    Args:
        end: the count at which it kills itself; 0 lets it live.
    """

    config: Path
    database: Path
    environ: dict[str, str]
    now: datetime
    where: Where = Where.EFFECT
    end: int = 0


class Fate:
    """Counts, and ends the process when its time has come."""

    def __init__(self, end: int) -> None:
        self._left = end

    def step(self) -> None:
        """One more; the last one is never survived."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """Stands before a port; every call of it is a step towards the end."""

    def __init__(self, port: object, fate: Fate) -> None:
        self._port = port
        self._fate = fate

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._port, name)

        async def call(*args: object, **named: object) -> object:
            self._fate.step()
            return await method(*args, **named)

        return call


def mortal(port: Port, fate: Fate) -> Port:
    """The port, with fate before it."""
    return cast("Port", Mortal(port, fate))


def live(life: Life) -> None:
    """Make one round, unless killed on the way."""
    asyncio.run(_live(life))


async def _live(life: Life) -> None:
    fate = Fate(life.end)
    config = read_configuration(life.config, life.environ)
    async with open_watch(config, f"sqlite:///{life.database}", life.environ, lambda: life.now) as watch:
        if life.where is Where.EFFECT:
            watch.web, watch.store = mortal(watch.web, fate), mortal(watch.store, fate)
            watch.couriers = {name: mortal(one, fate) for name, one in watch.couriers.items()}
        else:
            event.listen(Engine, "before_cursor_execute", lambda *seen: _count_write(fate, seen[2]))
        await run_round(watch, list(watch.sources), every_page=True)


def _count_write(fate: Fate, statement: str) -> None:
    if statement.lstrip().upper().startswith(WRITES):
        fate.step()
