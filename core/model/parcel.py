"""The outbox as a list shows it: failed first, then what waits, then what was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from core.model.change import ChangeKind, Delivery, DeliveryState

FAILED, WAITING, SENT = range(3)
"""Ranks of deliveries in the list."""

RANKS = {
    DeliveryState.FAILED: FAILED,
    DeliveryState.OWED: WAITING,
    DeliveryState.CLAIMED: WAITING,
    DeliveryState.SENT: SENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFilter:
    """Which deliveries are wanted; None wants everything.

    Args:
        rank: `FAILED`, `WAITING` or `SENT`.
    """

    rank: int | None = None
    channel: str | None = None
    rule: str | None = None


EVERY_PARCEL = ParcelFilter()


class ParcelPlace(NamedTuple):
    """Where a delivery stands: by rank; what failed and what was sent newest first, what waits by when it is due."""

    rank: int
    at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A delivery in a list, with what it tells of.

    Args:
        title: of the document as it was after the change, else as it last was.
    """

    delivery: Delivery
    kind: ChangeKind
    url: str
    headline: str
    title: str | None = None

    @property
    def place(self) -> ParcelPlace:
        """Where it stands."""
        one = self.delivery
        rank = RANKS[one.state]
        times = {FAILED: one.settled_at or one.created_at, WAITING: one.due_at, SENT: one.created_at}
        return ParcelPlace(rank, times[rank], one.id)
