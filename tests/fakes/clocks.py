"""A clock that stands still until it is told to move."""

from datetime import datetime, timedelta

from tests.fakes.nouns import NOW


class HandClock:
    """Calling it tells the time."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by
