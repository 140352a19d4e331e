"""What a listing led to."""

from dataclasses import dataclass

from core.model import Reference


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a listing names, in its own order; none is a fact too."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The listing could not be understood: `why`, in words for an operator."""

    why: str


Outcome = Found | Unreadable
