"""Turns at hosts, over all machines."""

from datetime import datetime, timedelta
from typing import Protocol

from core.model import (
    Taken,
    Turn,
)


class Hosts(Protocol):
    """Whose turn it is at a host, kept where all machines see it. Each method is one transaction."""

    async def time(self) -> datetime:
        """What the clock shows that all of them go by."""

    async def take_turn(self, host: str, now: datetime, pause: timedelta, lease: timedelta) -> Turn:
        """Take the next turn at a host, or say what it waits for.

        Args:
            pause: since the end of the last request at least, though the one who made it may have asked for less.
            lease: how long the request may take; if nobody ends the turn by then, its process has died.
        """

    async def end_turn(self, host: str, taken: Taken, now: datetime, pause: timedelta) -> None:
        """Let others have their turn after the pause; a turn that another has taken over ends nothing."""

    async def shut(self, host: str, until: datetime) -> None:
        """Nobody asks anything of a host before then, or before what was said earlier if that is longer."""

    async def forget_hosts(self, idle_since: datetime) -> int:
        """Forget hosts that nobody asked since then and that are not shut; returns how many."""
