"""What is handed to a courier: a letter with what is owed to one recipient, or an alarm about the outbox itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.model.identifiers import digest_of
from core.model.told import Owed, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Claimed deliveries of one channel to one recipient that travel together.

    Args:
        id: stable over retries and restarts: receivers may drop what they have seen.
        owed: one, or several that were gathered, oldest first; all of the same channel and recipient.
    """

    id: str
    owed: tuple[Owed, ...]

    @property
    def channel(self) -> str:
        """Name of the channel by which it travels."""
        return self.owed[0].delivery.channel

    @property
    def recipient(self) -> str:
        """Whom it reaches."""
        return self.owed[0].delivery.recipient

    @property
    def told(self) -> tuple[Told, ...]:
        """What it tells, oldest first."""
        return tuple(one.told for one in self.owed)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that asked for it, each once."""
        return tuple(dict.fromkeys(one.delivery.rule for one in self.owed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What one channel has not delivered though it is late, or gave up within the last week.

    Args:
        channel: its name.
        deliveries: how many.
        failed: how many of them were given up.
        since: when the oldest of them was first to be sent.
        why: what the channel answered last; None where nothing was tried.
    """

    channel: str
    deliveries: int
    since: datetime
    why: str | None = None
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """That another channel does not deliver; told by `channel` to `recipient`."""

    channel: str
    recipient: str
    backlog: Backlog
    at: datetime

    @property
    def id(self) -> str:
        """The same for the same outage, however often it is told."""
        return "alm_" + digest_of(self.backlog.channel, self.backlog.since.isoformat(), self.channel, self.recipient)


Dispatch = Letter | Alarm
"""What a courier carries."""


def letter_id(deliveries: Sequence[str]) -> str:
    """The id of a letter in which several deliveries, given by their ids, travel."""
    return "ltr_" + digest_of(*deliveries)


def alone(owed: Owed) -> Letter:
    """A letter with one delivery, whose id is the delivery's."""
    return Letter(id=owed.delivery.letter or owed.delivery.id, owed=(owed,))
