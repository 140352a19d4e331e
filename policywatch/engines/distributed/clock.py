"""One clock for all machines: that of the database, by which due times, leases and pauses are told."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from core.errors import StoreError
from core.ports import Hosts

log = structlog.get_logger(__name__)

COMPARED = timedelta(minutes=1)
TELLING = timedelta(seconds=5)
"""A difference that the operator should know of."""

SLOWEST = timedelta(seconds=1)
"""An answer that took longer says little about a clock."""


def uptime() -> timedelta:
    """Since the machine was started, its sleep included where it says so; nobody sets this clock."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return timedelta(seconds=time.clock_gettime(clock))


class SharedClock:
    """The database's clock, kept by this machine from one comparison to the next.

    Between two it goes by what nobody sets: a machine whose own clock leaps takes over no turn and no letter, and tells
    no digest early.

    Args:
        wall: this machine's, which counts before the first comparison.
        running: time that passes.
    """

    def __init__(self, wall: Callable[[], datetime], running: Callable[[], timedelta] = uptime) -> None:
        self._wall = wall
        self._running = running
        self._shown = wall()
        self._since = running()
        self._is_compared = False

    def __call__(self) -> datetime:
        """The time, aware, in UTC."""
        return self._shown + (self._running() - self._since)

    async def compare(self, hosts: Hosts) -> None:
        """Set it right. Raises `StoreError`."""
        before = self._running()
        shown = await hosts.time()
        took = self._running() - before
        if took > SLOWEST and self._is_compared:
            return
        self._shown, self._since, self._is_compared = shown, before + took / 2, True
        ahead = self._wall() - self()
        if abs(ahead) > TELLING:
            log.warning("this machine's clock is wrong; set it (NTP)", ahead_seconds=ahead.total_seconds())

    async def keep_right(self, hosts: Hosts) -> None:
        """Compare now and then, until cancelled."""
        while True:
            await asyncio.sleep(COMPARED.total_seconds())
            try:
                await self.compare(hosts)
            except StoreError as fault:
                log.warning("clocks not compared", fault=str(fault))
