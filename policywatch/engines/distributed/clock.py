"""One clock for all machines: that of the database, by which due times, leases and pauses are told."""

import asyncio
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


class SharedClock:
    """This machine's clock, set right by the database's.

    Args:
        wall: this machine's.
    """

    def __init__(self, wall: Callable[[], datetime]) -> None:
        self._wall = wall
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time, aware, in UTC."""
        return self._wall() + self._ahead

    async def compare(self, hosts: Hosts) -> None:
        """Set it right. Raises `StoreError`."""
        before = self._wall()
        shown = await hosts.time()
        took = self._wall() - before
        if took > SLOWEST:
            return
        self._ahead = shown - before - took / 2
        if abs(self._ahead) > TELLING:
            log.warning("this machine's clock is wrong; set it (NTP)", ahead_seconds=-self._ahead.total_seconds())

    async def keep_right(self, hosts: Hosts) -> None:
        """Compare now and then, until cancelled."""
        while True:
            await asyncio.sleep(COMPARED.total_seconds())
            try:
                await self.compare(hosts)
            except StoreError as fault:
                log.warning("clocks not compared", fault=str(fault))
