"""Politeness over machines: whose turn it is at a host stands in the database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from core.errors import StoreError
from core.model import Busy, Shut, Taken
from core.ports import Hosts
from crawler.fetch import LONGEST_REQUEST, Pacing, Place

log = structlog.get_logger(__name__)

SLACK = timedelta(seconds=10)
"""A lease is so much longer than its request may take: what follows a request is not instant."""

POLL = timedelta(milliseconds=200)
"""How soon is asked again while another machine's request is in flight."""

LONGEST_SLEEP = timedelta(seconds=5)


class SharedPacing(Pacing):
    """A turnstile for all machines behind that of this one, so that of each machine one at most asks the database.

    Args:
        here: the turnstile of this process.
        clock: that all machines go by.
    """

    def __init__(self, hosts: Hosts, here: Pacing, clock: Callable[[], datetime]) -> None:
        self._hosts = hosts
        self._here = here
        self._clock = clock

    @asynccontextmanager
    async def turn(
        self, place: Place, delay: timedelta, concurrency: int, longest: timedelta = LONGEST_REQUEST
    ) -> AsyncIterator[timedelta | None]:
        """See `Pacing`; over many machines one request at a time is in flight, whatever `concurrency` allows.

        Raises:
            StoreError: the database cannot say whose turn it is; nothing may be sent then.
        """
        host = authority(place)
        async with self._here.turn(place, delay, 1, longest) as held:
            turn = Shut(self._clock() + held) if held else await self._await_turn(host, delay, longest + SLACK)
            if isinstance(turn, Shut):
                yield turn.until - self._clock()
                return
            try:
                yield None
            finally:
                await self._end(host, turn, delay)

    async def hold(self, place: Place, wait: timedelta) -> None:
        """See `Pacing`."""
        await self._here.hold(place, wait)
        await self._hosts.shut(authority(place), self._clock() + wait)

    async def _await_turn(self, host: str, pause: timedelta, lease: timedelta) -> Taken | Shut:
        while True:
            now = self._clock()
            turn = await self._hosts.take_turn(host, now, pause, lease)
            if not isinstance(turn, Busy):
                return turn
            await asyncio.sleep(_patience(turn, now).total_seconds())

    async def _end(self, host: str, turn: Taken, pause: timedelta) -> None:
        try:
            await self._hosts.end_turn(host, turn, self._clock(), pause)
        except StoreError as fault:
            log.warning("a turn ends with its lease only", host=host, fault=str(fault))


def authority(place: Place) -> str:
    """Under which name the machines know a host."""
    return f"{place[0]}:{place[1]}"


def _patience(turn: Busy, now: datetime) -> timedelta:
    if turn.in_flight:
        return POLL
    return min(max(turn.until - now, timedelta()), LONGEST_SLEEP)
