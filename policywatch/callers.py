"""Connections to the dashboard: so many at most, and none that keeps us waiting.

The daemon has one budget of open files: who opens connections and says nothing must not take it from the crawler.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

MOST: Final = 256
"""Connections at once; a further one is closed."""

TICK: Final = 20.0
"""Seconds. Who is waited for at two ticks in a row is hung up on."""


class Caller(H11Protocol):
    """One connection, which ends when the other side neither asks nor takes its answer."""

    _tick: asyncio.TimerHandle | None = None
    _stood: tuple[object, ...] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, if there is room."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.abort()
            return
        self._tick = self.loop.call_later(TICK, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        if self._tick is not None:
            self._tick.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        stands = self._waits_for()
        if stands is not None and stands == self._stood:
            self.transport.abort()
            return
        self._stood = stands
        self._tick = self.loop.call_later(TICK, self._look)

    def _waits_for(self) -> tuple[object, ...] | None:
        """What the other side is to do: ask, send the rest, or take what is sent; None while we are to do something."""
        if self.flow.write_paused:
            return "take", self.transport.get_write_buffer_size()
        if _is_answered(self.cycle):
            return "ask", self.cycle
        return ("send", self.cycle) if self.cycle.more_body else None


def _is_answered(cycle: RequestResponseCycle | None) -> bool:
    """Whether nothing is being answered; before the first request there is nothing at all."""
    return cycle is None or cycle.response_complete
