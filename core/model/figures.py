"""How much is stored, and how far behind the service is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.model.change import ChangeKind, DeliveryState
from core.model.page import Presence


@dataclass(frozen=True, slots=True)
class Queue:
    """What is due.

    Args:
        since: when the longest due of it came to be; None where nothing is.
    """

    due: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much there is of what; what there is none of is left out.

    Args:
        pages: without those that stand for listings.
        deliveries: by name of the channel and state.
        listings, followed: listings and pages of watched sources to be looked at.
        last_look_at: of whatever listing or page.
    """

    pages: Mapping[Presence, int] = field(default_factory=dict)
    versions: int = 0
    changes: Mapping[ChangeKind, int] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, DeliveryState], int] = field(default_factory=dict)
    listings: Queue = Queue()
    followed: Queue = Queue()
    last_look_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the memory is, and how much room there is; None where nobody can tell.

    Args:
        database: its URL, without a password.
        revision: of its tables; `newest` is that which this program works with.
        size, free: bytes, of the database and of the disk that it is on.
    """

    database: str
    revision: str
    newest: str
    size: int | None = None
    free: int | None = None
