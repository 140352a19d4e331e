"""Channels that do not take anything are left in peace for a while: forty messages do not wait for forty time-outs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.errors import DeliveryDelayed

DELAYS_BEFORE_REST = 8
"""Delays in a row after which a channel rests: a sink that fails now and then seldom fails so often."""

SLOW = timedelta(seconds=5)
"""An attempt that took longer before it failed counts as three."""

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=10)
LONGEST_ASKED = timedelta(days=1)
"""A receiver that asks for more patience than this is asked again all the same."""


@dataclass(slots=True)
class Trouble:
    """A channel in trouble: delays in a row, and until when it rests."""

    delays: int = 0
    length: timedelta = timedelta()
    until: datetime | None = None


@dataclass
class Rests:
    """Which channels rest; lives as long as the process, and is forgotten when the configuration is applied anew."""

    troubles: dict[str, Trouble] = field(default_factory=dict)

    def resting(self, now: datetime) -> tuple[str, ...]:
        """Channels from which nothing is to be claimed now."""
        return tuple(name for name, one in self.troubles.items() if one.until is not None and now < one.until)

    def delayed(self, channel: str, outcome: DeliveryDelayed, took: timedelta, now: datetime) -> bool:
        """Count a delay; whether the channel rests now.

        Once its rest is over one more delay sends it back, for twice as long. One that says how long it wants to be
        left alone rests at once, so long.
        """
        trouble = self.troubles.setdefault(channel, Trouble())
        trouble.delays += 3 if took >= SLOW else 1
        asked = min(outcome.retry_after or timedelta(), LONGEST_ASKED)
        if trouble.delays < DELAYS_BEFORE_REST and not asked:
            return False
        trouble.delays = DELAYS_BEFORE_REST
        trouble.length = min(max(FIRST_REST, trouble.length * 2), LONGEST_REST)
        trouble.until = now + max(trouble.length, asked)
        return True

    def worked(self, channel: str) -> None:
        """It takes messages again, or never stopped."""
        self.troubles.pop(channel, None)
