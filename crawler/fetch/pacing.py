"""The seam of politeness: whose turn it is at a host, within one process or over many machines."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

Place = tuple[str, int]
"""Host and port."""

LONGEST_REQUEST = timedelta(minutes=1)


class Pacing(Protocol):
    """The turnstile that every request passes."""

    def turn(
        self, place: Place, delay: timedelta, concurrency: int, longest: timedelta = LONGEST_REQUEST
    ) -> AbstractAsyncContextManager[timedelta | None]:
        """Wait for our turn at a host, first come first served; it ends with the block.

        Yields None, or how much longer the host wants no request at all: then none may be sent.

        Args:
            delay: since the end of the last request there.
            concurrency: most requests in flight there.
            longest: time that the request takes at most.
        """

    async def hold(self, place: Place, wait: timedelta) -> None:
        """Ask nothing of a host for a while, whoever wants to."""
