"""Changes as a list shows them: which are wanted, where a list goes on, and a line of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from core.model.change import ChangeKind
from core.model.document import Stage
from core.model.identifiers import PageId
from core.model.policy import PolicyId
from core.model.triage import Mark
from core.source import SourceId, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes are wanted; what is empty or None wants everything.

    Args:
        sources: None is every source; an empty tuple is none.
        stages: of the document as it was after the change, else as it last was.
        rule: name of a rule because of which something was owed.
        marks: how it stands with its readers.
        since, until: the first moment that is wanted, and the first that is not.
    """

    kinds: tuple[ChangeKind, ...] = ()
    sources: tuple[SourceId, ...] | None = None
    stages: tuple[Stage, ...] = ()
    rule: str | None = None
    marks: tuple[Mark, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    page_id: PageId | None = None
    policy_id: PolicyId | None = None


EVERY_CHANGE = ChangeFilter()


class Cursor(NamedTuple):
    """Where in a list of changes, newest first, one of them stands; what comes in later stands before it."""

    at: datetime
    page_id: PageId
    number: int


class DeliveryCursor(NamedTuple):
    """Where in the outbox, newest first, a delivery stands."""

    created_at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A change in a list: what can be said without reading the documents.

    Args:
        title, doc_number, stage: of the document as it was after the change, else as it last was.
        pages: how many further pages it speaks for.
    """

    id: str
    page_id: PageId
    number: int
    kind: ChangeKind
    at: datetime
    source_id: SourceId
    source_name: str
    tier: Tier
    url: str
    headline: str
    title: str | None = None
    doc_number: str | None = None
    stage: Stage | None = None
    nature: str | None = None
    pages: int = 0
    mark: Mark = Mark.UNSEEN

    @property
    def cursor(self) -> Cursor:
        """Where it stands."""
        return Cursor(self.at, self.page_id, self.number)
