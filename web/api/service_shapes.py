"""The bodies that say how the service fares and what its rules do."""

from typing import Literal

from pydantic import Field

from core.model import ChangeKind, DeliveryState, Presence, Stage
from core.source import Days, SourceKind, Tier
from web.api.shapes import Moment, Shape


class SourceShape(Shape):
    """A configured source and how it fares, as `sources list --json` says it."""

    id: str
    name: str
    url: str
    kind: SourceKind
    tier: Tier
    health: str
    last_success: Moment | None
    failing_since: Moment | None
    failures: int
    why: str | None
    per_week: float


class DeliveryShape(Shape):
    """A message owed to one recipient because of one change."""

    id: str
    change: str
    rule: str
    channel: str
    recipient: str
    state: DeliveryState
    attempts: int
    created_at: Moment
    due_at: Moment
    settled_at: Moment | None
    last_error: str | None


class WordsShape(Shape):
    """Words of a rule, folded."""

    any: list[str]
    all: list[str]
    none: list[str]


class MatchShape(Shape):
    """Which changes a rule wants; an empty part wants everything."""

    words: WordsShape
    sources: list[str]
    tags: list[str]
    tiers: list[Tier]
    agencies: list[str]
    regions: list[str]
    kinds: list[ChangeKind]
    stages: list[Stage]
    min_characters: int


class DigestShape(Shape):
    """When a digest goes out."""

    digest: str
    days: Days
    timezone: str | None


class SendToShape(Shape):
    """A channel and its recipients."""

    channel: str
    recipients: list[str]


class RuleShape(Shape):
    """A rule, as `rules --json` says it, and in words."""

    name: str
    match: MatchShape
    when: Literal["at_once"] | DigestShape
    next: Moment | None
    send_to: list[SendToShape]
    wants: str


class PartShape(Shape):
    """What one part of a rule found."""

    part: str
    holds: bool
    evidence: str


class TellsShape(Shape):
    """Whom a rule tells, and when."""

    rule: str
    channel: str
    recipient: str
    due_at: Moment
    digest: bool


class ToldBeforeShape(Shape):
    """Whom an earlier rule tells."""

    channel: str
    recipient: str
    rule: str


class ExplainedShape(Shape):
    """What a rule makes of a change, as `rules explain --json` says it."""

    change: str
    rule: str
    fires: bool
    parts: list[PartShape]
    tells: list[TellsShape]
    told_before: list[ToldBeforeShape]
    same_edit_as: str | None


class TrialLineShape(TellsShape):
    """A delivery that would have been owed."""

    change: str
    kind: ChangeKind
    title: str


class TrialRecipientShape(Shape):
    """How many messages a recipient would have got."""

    channel: str
    recipient: str
    messages: int


class TrialSummaryShape(Shape):
    """A trial in numbers."""

    since: Moment
    looked: int
    changes: int
    recipients: list[TrialRecipientShape]
    cut: list[str]


class TrialShape(Shape):
    """What a rule would have told, as `rules try --json` says it."""

    summary: TrialSummaryShape
    told: list[TrialLineShape]
    omitted: int
    """Deliveries that are not named one by one."""


class OutboxCount(Shape):
    """Deliveries of a channel in a state."""

    channel: str
    state: DeliveryState
    count: int


class QueueShape(Shape):
    """Looks that are due."""

    count: int
    since: Moment | None


class QueuesShape(Shape):
    """What is due."""

    listings: QueueShape
    pages: QueueShape


class FiguresShape(Shape):
    """How much there is; what there is none of is left out."""

    at: Moment
    pages: dict[Presence, int]
    versions: int
    changes: dict[ChangeKind, int]
    deliveries: list[OutboxCount]
    due: QueuesShape
    last_look_at: Moment | None


class RetriedShape(Shape):
    """What was owed again."""

    retried: int = Field(ge=0)
    """How many of those that were named had failed."""
