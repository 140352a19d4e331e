"""How things went over time: what charts are drawn from."""

from dataclasses import dataclass
from datetime import date, datetime

from core.model.change import ChangeKind
from core.source import SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthTurn:
    """The health of a source turned: a change of kind failing, layout, silent or recovered."""

    source_id: SourceId
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A document that was new, when it was published and when it was first seen."""

    source_id: SourceId
    published: date
    seen_at: datetime
