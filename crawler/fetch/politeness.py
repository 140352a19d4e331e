"""Whose turn it is at a host: few requests at a time, a pause between them, silence when asked for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.fetch.pacing import LONGEST_REQUEST, Pacing, Place

LONGEST_HOLD = timedelta(days=7)

IDLE = 60.0
"""Seconds that a host is remembered at least after its last request."""

CROWD = 256
"""Hosts from which on idle ones are forgotten."""


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a server asks us to stay away: seconds or an HTTP date (RFC 9110 §10.2.3), at most 7 days.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:12]), LONGEST_HOLD.total_seconds()))
    else:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    return min(wait, LONGEST_HOLD) if wait > timedelta() else None


@dataclass(slots=True)
class _Host:
    """What politeness needs to know of one host.

    Args:
        limits: of the requests in flight, each as its own source asked.
        visitors: requests in flight or waiting.
        ended, closed_until: monotonic seconds.
    """

    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    freed: asyncio.Event = field(default_factory=asyncio.Event)
    limits: list[int] = field(default_factory=list)
    visitors: int = 0
    ended: float | None = None
    closed_until: float = 0.0
    longest_pause: float = IDLE

    def forgettable(self, now: float) -> bool:
        """Whether forgetting it could not make us impolite."""
        rested = self.ended is None or now - self.ended >= self.longest_pause
        return self.visitors == 0 and rested and now >= self.closed_until


class Politeness(Pacing):
    """The turnstile of one process; its memory is its own.

    Args:
        monotonic: seconds of a clock that never jumps.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[Place, _Host] = {}
        self._crowd = CROWD

    @asynccontextmanager
    async def turn(
        self, place: Place, delay: timedelta, concurrency: int, longest: timedelta = LONGEST_REQUEST
    ) -> AsyncIterator[timedelta | None]:
        """See `Pacing`. However long a request takes, its process lives: `longest` says nothing here."""
        host = self._host(place)
        host.visitors += 1
        try:
            async with host.queue:
                held = await self._wait(host, delay.total_seconds(), max(concurrency, 1))
                if held is None:
                    host.limits.append(concurrency)
            if held is not None:
                yield held
                return
            try:
                yield None
            finally:
                host.limits.remove(concurrency)
                host.ended = self._monotonic()
                host.freed.set()
        finally:
            host.visitors -= 1

    async def hold(self, place: Place, wait: timedelta) -> None:
        """See `Pacing`."""
        host = self._host(place)
        host.closed_until = max(host.closed_until, self._monotonic() + wait.total_seconds())

    @property
    def known(self) -> int:
        """Hosts that are remembered."""
        return len(self._hosts)

    async def _wait(self, host: _Host, delay: float, concurrency: int) -> timedelta | None:
        host.longest_pause = max(host.longest_pause, delay)
        while True:
            held = host.closed_until - self._monotonic()
            if held > 0:
                return timedelta(seconds=held)
            if len(host.limits) >= min([concurrency, *host.limits]):
                host.freed.clear()
                await host.freed.wait()
                continue
            pause = 0.0 if host.ended is None else host.ended + delay - self._monotonic()
            if pause <= 0:
                return None
            await self._sleep(pause)

    def _host(self, place: Place) -> _Host:
        if place not in self._hosts and len(self._hosts) >= self._crowd:
            now = self._monotonic()
            self._hosts = {key: host for key, host in self._hosts.items() if not host.forgettable(now)}
            self._crowd = max(CROWD, 2 * len(self._hosts))
        return self._hosts.setdefault(place, _Host())
