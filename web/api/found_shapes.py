"""The bodies that say what was found: pages by their text, and days that are awaited."""

from core.model import Awaited, Presence, Stage
from web.api.shapes import Day, Shape, SourceName


class PieceShape(Shape):
    """A piece of a passage."""

    text: str
    match: bool
    """Whether it is what was looked for."""


class HitShape(Shape):
    """A page that a search finds, as `search --json` says it."""

    url: str
    title: str | None
    source: SourceName
    policy: str | None
    published: Day | None
    stage: Stage | None
    doc_number: str | None
    presence: Presence
    version: int
    """Number of the version that was searched."""
    excerpt: list[PieceShape]
    """Passages as published, `…` between them."""


class DeadlineSource(Shape):
    """The source of the page."""

    id: str
    name: str


class DeadlineShape(Shape):
    """A day of a policy, as its canonical page has it."""

    what: Awaited
    day: Day
    """The last one for a deadline and an expiry, the first one for an entry into force."""
    policy: str
    source: DeadlineSource
    url: str
    title: str | None
    doc_number: str | None
    stage: Stage | None
    evidence: str | None
    """The words of the page that say so."""
