"""The days that readers of policies await."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from core.model.document import Stage
from core.model.identifiers import PageId
from core.model.policy import PolicyId
from core.source import SourceId


class Awaited(StrEnum):
    """What a day is; named like the fields of `core.model.Dates`."""

    DEADLINE = "deadline"
    EFFECTIVE = "effective"
    EXPIRES = "expires"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFilter:
    """Which days are wanted; what is empty or None wants everything.

    Args:
        since, until: the first day that is wanted, and the first that is not.
        sources: None is every source; an empty tuple is none.
        rule: name of a rule because of which something of the page was owed.
    """

    since: date
    until: date | None = None
    kinds: tuple[Awaited, ...] = ()
    sources: tuple[SourceId, ...] | None = None
    rule: str | None = None
    policy_id: PolicyId | None = None


class DeadlinePlace(NamedTuple):
    """Where a day stands among all, the earliest first."""

    day: date
    page_id: PageId
    what: Awaited


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day of a policy, as its canonical page has it.

    Args:
        day: the last one for a deadline and an expiry, the first one for an entry into force.
        evidence: the words of the page that say so.
    """

    what: Awaited
    day: date
    page_id: PageId
    policy_id: PolicyId
    source_id: SourceId
    source_name: str
    url: str
    title: str | None = None
    doc_number: str | None = None
    stage: Stage | None = None
    evidence: str | None = None

    @property
    def place(self) -> DeadlinePlace:
        """Where it stands."""
        return DeadlinePlace(self.day, self.page_id, self.what)
