"""What people make of a change: seen, important, noise."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mark(StrEnum):
    """How a change stands with those who read it; `UNSEEN` until somebody marks it, or when a mark is taken back."""

    UNSEEN = "unseen"
    SEEN = "seen"
    IMPORTANT = "important"
    NOISE = "noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """One mark of one change; it is never changed or removed, and the latest counts.

    Args:
        number: nth mark of the change.
        by: who made it, as they call themselves; empty for nobody in particular.
    """

    change_id: str
    number: int
    mark: Mark
    at: datetime
    by: str = ""
    note: str = ""
