"""What many machines agree on: where something is due, and whose turn it is at a host."""

from dataclasses import dataclass
from datetime import datetime

from core.source import SourceId


@dataclass(frozen=True, slots=True)
class Tour:
    """One source at one host: what is due there is looked at in one go.

    Args:
        host: authority of the addresses, lower-case, as in `https://authority/path`.
    """

    source_id: SourceId
    host: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A request may be sent; nobody else may until it has ended, or until the lease has run out."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Busy:
    """It is somebody else's turn, or the pause after it is not over.

    Args:
        until: end of the pause, or of the lease of a request in flight, which ends sooner as a rule.
    """

    until: datetime
    in_flight: bool = False


@dataclass(frozen=True, slots=True)
class Shut:
    """The host asked for silence."""

    until: datetime


Turn = Taken | Busy | Shut
